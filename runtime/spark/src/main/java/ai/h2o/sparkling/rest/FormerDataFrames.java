package ai.h2o.sparkling.rest;

import ai.h2o.sparkling.H2OContext;
import ai.h2o.sparkling.bridge.SparkBridge;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tables and views at the paths that Sparkling Water had for them, which Flow asks. */
@Tag(name = FormerDataFrames.TAG, description = "The paths of Sparkling Water, for Flow and for clients that know them")
final class FormerDataFrames {
    static final String TAG = "As in Sparkling Water";

    private static final Logger LOG = LoggerFactory.getLogger(FormerDataFrames.class);

    private final H2OContext context;
    private final SparkTables tables;

    FormerDataFrames(H2OContext context, SparkTables tables) {
        this.context = context;
        this.tables = tables;
    }

    record DataFrameInfo(
            @Schema(description = "Name, as SQL has it") String dataframeId,
            @Schema(
                            description =
                                    "Partitions, where they are known before it is computed, else as many as a shuffle makes")
                    int partitions,
            @Schema(description = "Spark's schema, as JSON in a text") String schema) {}

    record DataFrameList(List<DataFrameInfo> dataframes) {}

    record ToFrame(String dataframeId, @Schema(name = "h2oframe_id") String h2oframeId) {}

    @Route(path = "/3/dataframes")
    @Operation(summary = "The tables and views of Spark")
    DataFrameList list() {
        return new DataFrameList(tables.list(Optional.empty()).stream()
                .flatMap(table -> describeIfReadable(table.name()).stream())
                .toList());
    }

    private Optional<DataFrameInfo> describeIfReadable(String name) {
        try {
            return Optional.of(describe(name, tables.session().table(name)));
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Exception e) {
            // Spark's own, undeclared: a view of something that is gone, say. The others are of use all the same.
            LOG.debug("{} is not listed, for Spark cannot read it", name, e);
            return Optional.empty();
        }
    }

    private DataFrameInfo describe(String name, Dataset<Row> data) {
        int shuffled = Integer.parseInt(tables.session().conf().get("spark.sql.shuffle.partitions"));
        return new DataFrameInfo(
                name,
                SparkBridge.partitions(data).orElse(shuffled),
                data.schema().json());
    }

    @Route(method = "POST", path = "/3/dataframes/{dataframe_id}", form = true)
    @Operation(summary = "A table or view")
    @ApiResponse(responseCode = "404", description = "There is no such table or view")
    DataFrameInfo dataFrame(
            @Parameter(name = "dataframe_id", in = ParameterIn.PATH, description = "Its name", schema = @Schema)
                    String name) {
        return describe(name, tables.find(name));
    }

    @Route(method = "POST", path = "/3/dataframes/{dataframe_id}/h2oframe", form = true)
    @Operation(
            summary = "Convert a table or view to a frame, and wait for it",
            description = "A frame that had the key before is replaced.")
    @ApiResponse(responseCode = "404", description = "There is no such table or view")
    ToFrame convert(
            @Parameter(name = "dataframe_id", in = ParameterIn.PATH, description = "Its name", schema = @Schema)
                    String name,
            @Parameter(
                            name = "h2oframe_id",
                            in = ParameterIn.QUERY,
                            description = "Key of the new frame; without it one is made up",
                            schema = @Schema)
                    Optional<String> key) {
        context.generation();
        var conversion = TablesResource.start(context, tables.find(name), key.orElse(null));
        return new ToFrame(
                name, conversion.get(context.settings().conversionTimeout()).key());
    }
}
