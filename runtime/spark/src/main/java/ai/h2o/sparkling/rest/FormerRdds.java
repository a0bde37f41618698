package ai.h2o.sparkling.rest;

import ai.h2o.sparkling.H2OContext;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.sql.Timestamp;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** RDDs that are persisted, at the paths that Sparkling Water had for them. */
@Tag(name = FormerDataFrames.TAG)
final class FormerRdds {
    private static final Map<Class<?>, DataType> SCALARS = Map.of(
            Boolean.class, DataTypes.BooleanType,
            Byte.class, DataTypes.ByteType,
            Short.class, DataTypes.ShortType,
            Integer.class, DataTypes.IntegerType,
            Long.class, DataTypes.LongType,
            Float.class, DataTypes.FloatType,
            Double.class, DataTypes.DoubleType,
            String.class, DataTypes.StringType,
            Timestamp.class, DataTypes.TimestampType);

    private final H2OContext context;

    FormerRdds(H2OContext context) {
        this.context = context;
    }

    record RddInfo(int rddId, String name, int partitions) {}

    record RddList(List<RddInfo> rdds) {}

    record ToFrame(int rddId, String h2oframeId) {}

    @Route(path = "/3/RDDs")
    @Operation(summary = "The RDDs that are persisted")
    RddList list() {
        return new RddList(persistent().entrySet().stream()
                .map(entry -> describe(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparingInt(RddInfo::rddId))
                .toList());
    }

    private Map<Integer, JavaRDD<?>> persistent() {
        return new JavaSparkContext(context.session().sparkContext()).getPersistentRDDs();
    }

    private static RddInfo describe(int id, JavaRDD<?> rdd) {
        return new RddInfo(id, rdd.name() == null ? Integer.toString(id) : rdd.name(), rdd.getNumPartitions());
    }

    @Route(method = "POST", path = "/3/RDDs/{rdd_id}", form = true)
    @Operation(summary = "An RDD")
    @ApiResponse(responseCode = "404", description = "There is no such RDD, or it is not persisted")
    RddInfo rdd(
            @Parameter(name = "rdd_id", in = ParameterIn.PATH, description = "Its number", schema = @Schema) int id) {
        return describe(id, find(id));
    }

    private JavaRDD<?> find(int id) {
        return Optional.<JavaRDD<?>>ofNullable(persistent().get(id))
                .orElseThrow(() -> RestException.notFound(
                        "Spark has no persisted RDD with the number " + id + "; RDD.persist keeps one"));
    }

    @Route(method = "POST", path = "/3/RDDs/{rdd_id}/h2oframe", form = true)
    @Operation(
            summary = "Convert an RDD to a frame, and wait for it",
            description = "Of an RDD of texts, numbers, flags or timestamps; it becomes one column, value.")
    @ApiResponse(responseCode = "404", description = "There is no such RDD, or it is not persisted")
    ToFrame convert(
            @Parameter(name = "rdd_id", in = ParameterIn.PATH, description = "Its number", schema = @Schema) int id,
            @Parameter(
                            name = "h2oframe_id",
                            in = ParameterIn.QUERY,
                            description = "Key of the new frame; without it one is made up",
                            schema = @Schema)
                    Optional<String> key) {
        context.generation();
        var rdd = find(id);
        var schema = new StructType().add("value", type(id, rdd));
        var data = context.session().createDataFrame(rdd.map(value -> RowFactory.create((Object) value)), schema);
        var conversion = TablesResource.start(context, data, key.orElse(null));
        return new ToFrame(
                id, conversion.get(context.settings().conversionTimeout()).key());
    }

    private static DataType type(int id, JavaRDD<?> rdd) {
        var first = rdd.take(1);
        if (first.isEmpty()) {
            return DataTypes.LongType;
        }
        return Optional.ofNullable(SCALARS.get(first.get(0).getClass()))
                .orElseThrow(() -> RestException.badRequest("RDD " + id + " holds "
                        + first.get(0).getClass().getName()
                        + ", of which no column can be made; make a DataFrame of it, and give that a name by"
                        + " createOrReplaceTempView"));
    }
}
