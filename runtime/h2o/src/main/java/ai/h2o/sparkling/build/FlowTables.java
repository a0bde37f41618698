package ai.h2o.sparkling.build;

import java.util.List;

/**
 * Flow knows Spark: it can list tables and turn them into frames and back, if it finds that it runs beside Spark. It asks the
 * node for that, which in this product knows nothing of Spark; so the build tells it. Its Scala cells stay out: nothing here
 * runs Scala. And what it lists gets the buttons that it lacks.
 */
final class FlowTables {
    private static final List<FlowEdit> EDITS = List.of(
            new FlowEdit(FlowEdit.SCRIPT, "t.onSparklingWater=!1,", "t.onSparklingWater=!0,"),
            new FlowEdit(FlowEdit.SCRIPT, "t.onSparklingWater&&(Ye=[...Ye,...Ue]),", ""),
            new FlowEdit(FlowEdit.SCRIPT, "t.onSparklingWater&&$e.push([\"q\",\"to Scala\",re]),", ""),
            new FlowEdit(FlowEdit.SCRIPT, "t.onSparklingWater)return S()", "!1)return S()"),
            new FlowEdit(FlowEdit.SCRIPT, "getScalaIntp:Gt,runScalaCode:Nr,", ""),
            new FlowEdit(FlowEdit.SCRIPT, ",getScalaCodeExecutionResult:Vt}", "}"),
            new FlowEdit(
                    FlowEdit.SCRIPT,
                    "Get a list of Spark's data frames",
                    "Get a list of Spark's tables and views, to make frames of"),
            // The row's own name hides the page's, which runs cells.
            new FlowEdit(
                    FlowEdit.SCRIPT,
                    "function(e){return{dataframe_id:e.dataframe_id,partitions:e.partitions}}",
                    "function(t){return{dataframe_id:t.dataframe_id,partitions:t.partitions,convert:function(){"
                            + "return e.insertAndExecuteCell(\"cs\",\"asH2OFrameFromDF \"+JSON.stringify(t.dataframe_id))}}}"),
            new FlowEdit(
                    FlowEdit.SCRIPT,
                    "(function(e){return{h2oframe_id:e.h2oframe_id}}(n))",
                    "({h2oframe_id:n.h2oframe_id,view:function(){"
                            + "return e.insertAndExecuteCell(\"cs\",\"getFrameSummary \"+JSON.stringify(n.h2oframe_id))}})"),
            new FlowEdit(FlowEdit.PAGE, "Spark's Data Frames</h3>", "Spark's tables and views</h3>"),
            new FlowEdit(
                    FlowEdit.PAGE,
                    "Your Spark Cloud has no data frames.",
                    "Spark has no tables or views: DataFrame.createOrReplaceTempView makes one."),
            new FlowEdit(
                    FlowEdit.PAGE,
                    "<td class=\"flow-right\" data-bind=\"text:dataframe_id\"></td>\n        <td",
                    "<td class=\"flow-right\" data-bind=\"text:dataframe_id\"></td>\n        <td>"
                            + "<a href=\"#\" data-bind=\"click:convert\"><i class=\"fa fa-th\"></i> as H2O frame</a></td>"
                            + "\n        <td"),
            new FlowEdit(
                    FlowEdit.PAGE,
                    "<th width=\"1\">ID</th>\n        <th width=\"1\">Partitions</th>",
                    "<th width=\"1\">ID</th>\n        <th></th>\n        <th width=\"1\">Partitions</th>"),
            new FlowEdit(
                    FlowEdit.PAGE,
                    "ID of created H2O frame is&nbsp;<strong data-bind=\"text: h2oframe_id\"></strong>",
                    "ID of created H2O frame is&nbsp;<a href=\"#\" data-bind=\"click: view, text: h2oframe_id\"></a>"));

    private FlowTables() {}

    static void apply(Archive engine) {
        EDITS.forEach(edit -> edit.apply(engine));
    }
}
