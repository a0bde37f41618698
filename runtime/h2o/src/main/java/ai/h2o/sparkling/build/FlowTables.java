package ai.h2o.sparkling.build;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Flow knows Spark: it can list tables and turn them into frames and back, if it finds that it runs beside Spark. It asks the
 * node for that, which in this product knows nothing of Spark; so the build tells it. Its Scala cells stay out: nothing here
 * runs Scala. And what it lists gets the buttons that it lacks.
 *
 * <p>Each change must be found exactly once, or Flow has changed and the build fails.
 */
final class FlowTables {
    private static final String SCRIPT = "www/flow/js/flow.js";
    private static final String PAGE = "www/flow/index.html";

    private record Edit(String file, String before, String after) {}

    private static final List<Edit> EDITS = List.of(
            new Edit(SCRIPT, "t.onSparklingWater=!1,", "t.onSparklingWater=!0,"),
            new Edit(SCRIPT, "t.onSparklingWater&&(Ye=[...Ye,...Ue]),", ""),
            new Edit(SCRIPT, "t.onSparklingWater&&$e.push([\"q\",\"to Scala\",re]),", ""),
            new Edit(SCRIPT, "t.onSparklingWater)return S()", "!1)return S()"),
            new Edit(SCRIPT, "getScalaIntp:Gt,runScalaCode:Nr,", ""),
            new Edit(SCRIPT, ",getScalaCodeExecutionResult:Vt}", "}"),
            new Edit(
                    SCRIPT,
                    "Get a list of Spark's data frames",
                    "Get a list of Spark's tables and views, to make frames of"),
            // The row's own name hides the page's, which runs cells.
            new Edit(
                    SCRIPT,
                    "function(e){return{dataframe_id:e.dataframe_id,partitions:e.partitions}}",
                    "function(t){return{dataframe_id:t.dataframe_id,partitions:t.partitions,convert:function(){"
                            + "return e.insertAndExecuteCell(\"cs\",\"asH2OFrameFromDF \"+JSON.stringify(t.dataframe_id))}}}"),
            new Edit(
                    SCRIPT,
                    "(function(e){return{h2oframe_id:e.h2oframe_id}}(n))",
                    "({h2oframe_id:n.h2oframe_id,view:function(){"
                            + "return e.insertAndExecuteCell(\"cs\",\"getFrameSummary \"+JSON.stringify(n.h2oframe_id))}})"),
            new Edit(PAGE, "Spark's Data Frames</h3>", "Spark's tables and views</h3>"),
            new Edit(
                    PAGE,
                    "Your Spark Cloud has no data frames.",
                    "Spark has no tables or views: DataFrame.createOrReplaceTempView makes one."),
            new Edit(
                    PAGE,
                    "<td class=\"flow-right\" data-bind=\"text:dataframe_id\"></td>\n        <td",
                    "<td class=\"flow-right\" data-bind=\"text:dataframe_id\"></td>\n        <td>"
                            + "<a href=\"#\" data-bind=\"click:convert\"><i class=\"fa fa-th\"></i> as H2O frame</a></td>"
                            + "\n        <td"),
            new Edit(
                    PAGE,
                    "<th width=\"1\">ID</th>\n        <th width=\"1\">Partitions</th>",
                    "<th width=\"1\">ID</th>\n        <th></th>\n        <th width=\"1\">Partitions</th>"),
            new Edit(
                    PAGE,
                    "ID of created H2O frame is&nbsp;<strong data-bind=\"text: h2oframe_id\"></strong>",
                    "ID of created H2O frame is&nbsp;<a href=\"#\" data-bind=\"click: view, text: h2oframe_id\"></a>"));

    private FlowTables() {}

    static void apply(Archive engine) {
        EDITS.forEach(edit -> apply(edit, engine));
    }

    private static void apply(Edit edit, Archive engine) {
        byte[] bytes = engine.files().get(edit.file());
        String text = bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
        int at = text.indexOf(edit.before());
        if (at < 0 || text.indexOf(edit.before(), at + 1) >= 0) {
            throw new BuildFailure(edit.file() + " does not hold exactly once what FlowTables changes: '"
                    + edit.before().strip() + "'; Flow has changed, so read what it does there now.");
        }
        String changed = text.substring(0, at)
                + edit.after()
                + text.substring(at + edit.before().length());
        engine.files().put(edit.file(), changed.getBytes(StandardCharsets.UTF_8));
    }
}
