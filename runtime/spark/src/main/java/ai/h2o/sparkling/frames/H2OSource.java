package ai.h2o.sparkling.frames;

import ai.h2o.sparkling.H2OContext;
import ai.h2o.sparkling.engine.api.TextForm;
import ai.h2o.sparkling.errors.ConversionException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SQLContext;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.sources.BaseRelation;
import org.apache.spark.sql.sources.CreatableRelationProvider;
import org.apache.spark.sql.sources.DataSourceRegister;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * {@code format("h2o")}: reads frames as a DataSource V2 and writes them as a V1 provider, because a V2 table refuses the
 * modes ErrorIfExists and Ignore. The frame is named by option {@code key} or by the path.
 */
public final class H2OSource implements TableProvider, DataSourceRegister, CreatableRelationProvider {
    private static final String KEY = "key";
    private static final String PATH = "path";
    private static final String COPY_METADATA = "copyMetadata";
    private static final String CATEGORICAL = "columnsToCategorical";
    private static final String STRINGS = "columnsToStrings";

    /** Where Spark hides the columns of {@code partitionBy}. */
    private static final String PARTITION_COLUMNS = "__partition_columns";

    @Override
    public String shortName() {
        return "h2o";
    }

    @Override
    public StructType inferSchema(CaseInsensitiveStringMap options) {
        // Spark asks this before writing a frame, too, when there is none yet.
        return context()
                .findFrame(key(options), copiesMetadata(options))
                .map(FrameView::schema)
                .orElseGet(StructType::new);
    }

    @Override
    public Table getTable(StructType schema, Transform[] partitioning, Map<String, String> properties) {
        var options = new CaseInsensitiveStringMap(properties);
        return new H2OTable(context(), key(options), copiesMetadata(options));
    }

    private static boolean copiesMetadata(CaseInsensitiveStringMap options) {
        return options.getBoolean(COPY_METADATA, true);
    }

    @Override
    public BaseRelation createRelation(
            SQLContext sqlContext,
            SaveMode mode,
            scala.collection.immutable.Map<String, String> parameters,
            Dataset<Row> data) {
        if (parameters.contains(PARTITION_COLUMNS)) {
            throw new ConversionException("An H2O frame has no partitions; leave partitionBy out");
        }
        var key = key(parameters);
        boolean exists =
                mode != SaveMode.Overwrite && context().findFrame(key, false).isPresent();
        switch (mode) {
            case Append -> {
                requireNoTexts(parameters);
                context().appendRows(data, key);
            }
            case ErrorIfExists -> {
                if (exists) {
                    throw new ConversionException("The frame '" + key
                            + "' exists; choose another key, or mode overwrite to replace it or ignore to keep it");
                }
                write(data, key, parameters);
            }
            case Ignore -> {
                if (!exists) {
                    write(data, key, parameters);
                }
            }
            case Overwrite -> write(data, key, parameters);
        }
        return new BaseRelation() {
            @Override
            public SQLContext sqlContext() {
                return sqlContext;
            }

            @Override
            public StructType schema() {
                return data.schema();
            }
        };
    }

    private static void write(
            Dataset<Row> data, String key, scala.collection.immutable.Map<String, String> parameters) {
        var texts = new HashMap<String, TextForm>();
        names(parameters, CATEGORICAL).forEach(name -> texts.put(name, TextForm.CATEGORY));
        for (var name : names(parameters, STRINGS)) {
            if (texts.put(name, TextForm.STRINGS) != null) {
                throw new ConversionException(
                        "Column '" + name + "' is in both columnsToCategorical and columnsToStrings");
            }
        }
        context().asH2OFrame(data, key, texts);
    }

    private static void requireNoTexts(scala.collection.immutable.Map<String, String> parameters) {
        if (!names(parameters, CATEGORICAL).isEmpty()
                || !names(parameters, STRINGS).isEmpty()) {
            throw new ConversionException("columnsToCategorical and columnsToStrings are not for mode append: what text"
                    + " becomes is decided by the frame to which rows are added");
        }
    }

    /** Spark keeps the options of writers without a difference between upper and lower case. */
    private static List<String> names(scala.collection.immutable.Map<String, String> options, String option) {
        return options.contains(option)
                ? Stream.of(options.apply(option).split(","))
                        .map(String::strip)
                        .filter(name -> !name.isEmpty())
                        .toList()
                : List.of();
    }

    private static String key(scala.collection.immutable.Map<String, String> options) {
        var key = options.contains(KEY) ? options.apply(KEY) : options.contains(PATH) ? options.apply(PATH) : "";
        if (key.isEmpty()) {
            throw noKey();
        }
        return key;
    }

    private static String key(CaseInsensitiveStringMap options) {
        var key = options.getOrDefault(KEY, options.get(PATH));
        if (key == null || key.isEmpty()) {
            throw noKey();
        }
        return key;
    }

    private static ConversionException noKey() {
        return new ConversionException(
                "format(\"h2o\") needs the key of a frame: option(\"key\", …), load(\"…\") or save(\"…\")");
    }

    private static H2OContext context() {
        return H2OContext.ensure("format(\"h2o\") needs a running H2OContext; call H2OContext.getOrCreate() first");
    }
}
