package ai.h2o.sparkling.build;

import java.util.List;

/**
 * Takes out of Flow's jQuery 3.4.1 what jQuery 3.5.0 took out, since it lets text that a page has made harmless become a script: options were
 * put into a list before the browser read them, for a browser of 2011 (CVE-2020-11023). The other such place, which writes empty elements anew
 * by a regular expression (CVE-2020-11022), has to stay: Flow's own pages are written so that no notebook opens without it.
 */
final class FlowQuery {
    private static final List<FlowEdit> EDITS = List.of(
            new FlowEdit(
                    FlowEdit.SCRIPT,
                    "ye={option:[1,\"<select multiple='multiple'>\",\"</select>\"],thead:",
                    "ye={thead:"),
            new FlowEdit(FlowEdit.SCRIPT, "ye.optgroup=ye.option,", ""));

    private FlowQuery() {}

    static void mend(Archive engine) {
        EDITS.forEach(edit -> edit.apply(engine));
    }
}
