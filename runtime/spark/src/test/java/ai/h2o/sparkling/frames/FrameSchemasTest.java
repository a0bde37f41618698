package ai.h2o.sparkling.frames;

import static org.assertj.core.api.Assertions.assertThat;

import ai.h2o.sparkling.engine.api.ColumnDescription;
import ai.h2o.sparkling.engine.api.ColumnType;
import ai.h2o.sparkling.engine.api.FrameDescription;
import java.util.List;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameSchemasTest {
    private final FrameSchemas schemas = new FrameSchemas();

    @ParameterizedTest
    @CsvSource({
        "INT, -128, 127, TINYINT",
        "INT, 0, 128, SMALLINT",
        "INT, -32769, 0, INT",
        "INT, 0, 2147483648, BIGINT",
        "REAL, 0, 1, DOUBLE",
        "TIME, 0, 1, TIMESTAMP",
        "STRING, NaN, NaN, STRING",
        "UUID, NaN, NaN, STRING",
        "CATEGORICAL, NaN, NaN, STRING",
        "BAD, NaN, NaN, DOUBLE"
    })
    void aColumnMadeInH2OGetsTheSmallestTypeThatHoldsIt(ColumnType type, double min, double max, String sql) {
        var schema = schemas.of(frame(column(type, "$v", min, max, 1, false)), true);
        assertThat(schema.fields()[0].dataType()).isEqualTo(DataType.fromDDL(sql));
        assertThat(schema.fields()[0].nullable()).isTrue();
    }

    @Test
    void levelsFalseAndTrueAreABoolean() {
        var schema = schemas.of(frame(column(ColumnType.CATEGORICAL, "$v", 0, 1, 0, true)), true);
        assertThat(schema.fields()[0].dataType()).isEqualTo(DataTypes.BooleanType);
        assertThat(schema.fields()[0].nullable()).isFalse();
    }

    @Test
    void aColumnFromADataFrameKeepsItsTypeAsLongAsItsDataIsTheSame() {
        Metadata metadata = new MetadataBuilder().putString("comment", "when").build();
        var origin = new StructType().add("day", DataTypes.DateType, true, metadata);
        schemas.remember(frame(column(ColumnType.TIME, "$v", 0, 1, 0, false)), origin);
        assertThat(schemas.of(frame(column(ColumnType.TIME, "$v", 0, 1, 0, false)), true)
                        .fields()[0])
                .isEqualTo(
                        origin.add("x", DataTypes.LongType).fields()[0].copy("x", DataTypes.DateType, false, metadata));
        assertThat(schemas.of(frame(column(ColumnType.TIME, "$v", 0, 1, 0, false)), false)
                        .fields()[0]
                        .metadata())
                .isEqualTo(Metadata.empty());
        assertThat(schemas.of(frame(column(ColumnType.TIME, "$other", 0, 1, 0, false)), true)
                        .fields()[0]
                        .dataType())
                .isEqualTo(DataTypes.TimestampType);
    }

    @Test
    void aColumnToWhichRowsWereAddedKeepsItsTypeAndOneToWhichNoneWereToo() {
        var dates = new StructType().add("x", DataTypes.DateType);
        var before = frame(column(ColumnType.TIME, "$v", 0, 1, 0, false));
        var after = frame(column(ColumnType.TIME, "$w", 0, 1, 0, false));
        schemas.remember(before, dates);
        schemas.rememberAppended(before, new StructType(), before);
        assertThat(schemas.of(before, true).fields()[0].dataType()).isEqualTo(DataTypes.DateType);
        schemas.rememberAppended(before, dates, after);
        assertThat(schemas.of(after, true).fields()[0].dataType()).isEqualTo(DataTypes.DateType);
        assertThat(schemas.of(before, true).fields()[0].dataType())
                .as("what is gone is forgotten")
                .isEqualTo(DataTypes.TimestampType);
    }

    private static ColumnDescription column(
            ColumnType type, String vec, double min, double max, long missing, boolean booleans) {
        return new ColumnDescription("x", type, vec, min, max, missing, 0, booleans, 8);
    }

    private static FrameDescription frame(ColumnDescription column) {
        return new FrameDescription("f", List.of(column), new long[] {0, 1}, new int[] {0}, List.of());
    }
}
