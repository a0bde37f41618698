package ai.h2o.sparkling.build.patch;

import ai.h2o.sparkling.build.BuildFailure;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Sends certain calls to static methods of one class of the engine side, which take the receiver, if there is one, first. */
abstract class StaticCalls extends CallPatch {
    private final String owner;
    private final Map<String, Place> places;
    private final Set<String> required;

    /** A static method. */
    record Place(String name, String type) {}

    /**
     * @param owner class of the static methods
     * @param places the static method for each call, written {@code owner.name(parameters)result}
     * @param required classes in which such a call must be found; the patch looks at no others, unless it says so itself
     */
    StaticCalls(String owner, Map<String, Place> places, Set<String> required) {
        this.owner = owner;
        this.places = places;
        this.required = required;
    }

    @Override
    public boolean appliesTo(String className) {
        return required.contains(className);
    }

    @Override
    final boolean redirect(String inMethod, Call call, MethodVisitor code) {
        Place place = places.get(call.toString());
        if (place != null) {
            code.visitMethodInsn(Opcodes.INVOKESTATIC, owner, place.name(), place.type(), false);
        }
        return place != null;
    }

    @Override
    final String trace(String className, String method, Call call) {
        return className;
    }

    @Override
    public final void checkApplied() {
        Set<String> missing = new TreeSet<>(required);
        missing.removeAll(changed());
        if (!missing.isEmpty()) {
            throw new BuildFailure("The patch " + getClass().getSimpleName() + " found none of its calls in " + missing
                    + "; the engine has changed, so read what it does there now.");
        }
    }
}
