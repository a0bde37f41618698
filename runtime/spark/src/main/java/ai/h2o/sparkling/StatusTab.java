package ai.h2o.sparkling;

import ai.h2o.sparkling.cloud.CloudState;

/**
 * What the tab in Spark's web UI says. No more than where to look: that UI asks nobody who he is, and the status page does.
 */
final class StatusTab {
    static final String NAME = "H2O";

    private StatusTab() {}

    static String content(CloudState state, String address) {
        return """
                <div>
                  <p>The H2O cloud is <b>%s</b>.</p>
                  <p><a href="%s/sparkling/status" target="_blank" rel="noopener noreferrer">Open its status page</a>, \
                which shows nodes, memory, frames, jobs and what became of earlier clouds. It asks for the user name and the \
                password of the gateway; in the notebook <code>hc.loginLink()</code> gives a link that does not.</p>
                </div>"""
                .formatted(state.name().toLowerCase(java.util.Locale.ROOT), escaped(address));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }
}
