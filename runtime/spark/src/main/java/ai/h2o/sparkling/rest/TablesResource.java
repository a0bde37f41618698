package ai.h2o.sparkling.rest;

import ai.h2o.sparkling.H2OContext;
import ai.h2o.sparkling.errors.ConversionException;
import ai.h2o.sparkling.frames.FrameConversion;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What Spark has to offer: catalog tables, and DataFrames that have a name as temporary views. */
@Tag(name = "Tables", description = "Tables and temporary views of Spark, and the way to a frame")
final class TablesResource {
    private final H2OContext context;
    private final SparkTables tables;

    TablesResource(H2OContext context, SparkTables tables) {
        this.context = context;
        this.tables = tables;
    }

    record TableInfo(
            @Schema(description = "Name, as SQL has it") String table,
            @Schema(
                            description = "Database; missing of a temporary view",
                            requiredMode = Schema.RequiredMode.NOT_REQUIRED)
                    String database,
            @Schema(description = "Whether it is a temporary view, such as of a DataFrame") boolean temporary) {}

    record TableList(List<TableInfo> tables) {}

    record FieldInfo(String name, @Schema(description = "Spark's name of the type") String type, boolean nullable) {}

    record TableDetail(String table, List<FieldInfo> columns) {}

    record FrameRequest(
            @Schema(
                            description = "Key of the new frame; without it one is made up",
                            requiredMode = Schema.RequiredMode.NOT_REQUIRED)
                    String frame,
            @Schema(
                            description = "Whether a frame of that key may be replaced; false if missing",
                            requiredMode = Schema.RequiredMode.NOT_REQUIRED)
                    boolean replace) {}

    @Route(path = "/sparkling/v1/tables")
    @Operation(
            summary = "The tables and temporary views of Spark",
            description = "A DataFrame gets a name by DataFrame.createOrReplaceTempView. Answers in every state.")
    @ApiResponse(responseCode = "404", description = "There is no such database")
    TableList tables(
            @Parameter(
                            name = "database",
                            in = ParameterIn.QUERY,
                            description = "Whose tables to list; without it those of the current database",
                            schema = @Schema)
                    Optional<String> database) {
        return new TableList(tables.list(database).stream()
                .map(table -> new TableInfo(
                        table.name(), table.database().isEmpty() ? null : table.database(), table.temporary()))
                .toList());
    }

    @Route(path = "/sparkling/v1/tables/{table}")
    @Operation(summary = "A table or view and its columns", description = "Answers in every state.")
    @ApiResponse(responseCode = "404", description = "There is no such table or view")
    TableDetail table(
            @Parameter(name = "table", in = ParameterIn.PATH, description = "Name, as SQL has it", schema = @Schema)
                    String table) {
        return new TableDetail(table, fields(tables.find(table)));
    }

    static List<FieldInfo> fields(Dataset<Row> data) {
        return Arrays.stream(data.schema().fields())
                .map(field -> new FieldInfo(field.name(), field.dataType().sql(), field.nullable()))
                .toList();
    }

    @Route(method = "POST", path = "/sparkling/v1/tables/{table}/frame", status = 202)
    @Operation(
            summary = "Convert a table or view to a frame",
            description = "Returns at once; sparkling/v1/conversions/{conversion} tells how far it is.")
    @ApiResponse(responseCode = "404", description = "There is no such table or view")
    @ApiResponse(responseCode = "409", description = "There is a frame of that key")
    ConversionsResource.ConversionInfo convert(
            @Parameter(name = "table", in = ParameterIn.PATH, description = "Name, as SQL has it", schema = @Schema)
                    String table,
            @RequestBody FrameRequest request) {
        context.generation();
        var data = tables.find(table);
        if (request.frame() != null && !request.replace()) {
            context.findFrame(request.frame(), false).ifPresent(there -> {
                throw RestException.conflict("There is a frame '" + request.frame()
                        + "' already; choose another key, or send \"replace\": true");
            });
        }
        return ConversionsResource.describe(start(context, data, request.frame()));
    }

    /** Starts a conversion; a key that H2O does not allow is the client's mistake. */
    static FrameConversion start(H2OContext context, Dataset<Row> data, String key) {
        try {
            return context.startConversion(data, key);
        } catch (ConversionException e) {
            throw RestException.badRequest(e.getMessage());
        }
    }
}
