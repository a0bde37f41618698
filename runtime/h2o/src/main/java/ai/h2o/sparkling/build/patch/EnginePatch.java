package ai.h2o.sparkling.build.patch;

import org.objectweb.asm.ClassVisitor;

/** One change to the engine. */
public interface EnginePatch {
    /** Whether the class with this internal name is to be changed. */
    boolean appliesTo(String className);

    /** The visitor that changes the class on its way to the next visitor. */
    ClassVisitor patch(String className, ClassVisitor next);

    /** Called when all classes have been through; fails if the patch did not find what it was made for. */
    void checkApplied();
}
