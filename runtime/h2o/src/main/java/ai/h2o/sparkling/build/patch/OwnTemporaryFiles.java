package ai.h2o.sparkling.build.patch;

import java.util.Map;
import java.util.Set;

/**
 * H2O unpacks libraries and models into temporary files that are deleted when the JVM ends, twelve megabytes at each start. They go to
 * the scratch directory of the node and with it.
 */
public final class OwnTemporaryFiles extends StaticCalls {
    public OwnTemporaryFiles() {
        super(
                "ai/h2o/sparkling/engine/patched/EngineFiles",
                Map.of(
                        "java/io/File.createTempFile(Ljava/lang/String;Ljava/lang/String;)Ljava/io/File;",
                        new Place("createTempFile", "(Ljava/lang/String;Ljava/lang/String;)Ljava/io/File;"),
                        "java/nio/file/Files.createTempFile(Ljava/lang/String;Ljava/lang/String;"
                                + "[Ljava/nio/file/attribute/FileAttribute;)Ljava/nio/file/Path;",
                        new Place(
                                "createTempFile",
                                "(Ljava/lang/String;Ljava/lang/String;[Ljava/nio/file/attribute/FileAttribute;)"
                                        + "Ljava/nio/file/Path;"),
                        "java/io/File.deleteOnExit()V",
                        new Place("deleteOnExit", "(Ljava/io/File;)V")),
                Set.of(
                        "hex/tree/xgboost/util/NativeLibrary",
                        "hex/tree/xgboost/predict/XGBoostNativeVariableImportance",
                        "hex/genmodel/MojoReaderBackendFactory"));
    }

    @Override
    public boolean appliesTo(String className) {
        return OwnCode.contains(className);
    }
}
