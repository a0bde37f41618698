package ai.h2o.sparkling.build;

import java.nio.charset.StandardCharsets;

/**
 * A change to one of Flow's files, which is a script that H2O has compressed and whose source is not here. What it changes must be there
 * exactly once, or Flow has changed and the build fails.
 *
 * @param file its path in the engine
 * @param before what is there
 * @param after what comes in its place
 */
record FlowEdit(String file, String before, String after) {
    static final String SCRIPT = "www/flow/js/flow.js";
    static final String PAGE = "www/flow/index.html";

    void apply(Archive engine) {
        String text = text(engine, file);
        int at = text.indexOf(before);
        if (at < 0 || text.indexOf(before, at + 1) >= 0) {
            throw new BuildFailure(file + " does not hold exactly once what the build changes: '" + before.strip()
                    + "'; Flow has changed, so read what it does there now.");
        }
        String changed = text.substring(0, at) + after + text.substring(at + before.length());
        engine.files().put(file, changed.getBytes(StandardCharsets.UTF_8));
    }

    static String text(Archive engine, String file) {
        byte[] bytes = engine.files().get(file);
        if (bytes == null) {
            throw new BuildFailure("The engine holds no " + file + "; Flow would not work.");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
