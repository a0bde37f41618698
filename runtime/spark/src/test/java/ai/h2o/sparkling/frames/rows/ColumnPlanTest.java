package ai.h2o.sparkling.frames.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.h2o.sparkling.engine.api.ColumnBlock;
import ai.h2o.sparkling.engine.api.ColumnKind;
import ai.h2o.sparkling.errors.ConversionException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.ObjectType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;

class ColumnPlanTest {
    private static final StructType ALL = new StructType()
            .add("bool", DataTypes.BooleanType)
            .add("byte", DataTypes.ByteType)
            .add("short", DataTypes.ShortType)
            .add("int", DataTypes.IntegerType)
            .add("long", DataTypes.LongType)
            .add("float", DataTypes.FloatType)
            .add("double", DataTypes.DoubleType)
            .add("decimal", DataTypes.createDecimalType(10, 2))
            .add("date", DataTypes.DateType)
            .add("timestamp", DataTypes.TimestampType)
            .add("ntz", DataTypes.TimestampNTZType)
            .add("string", DataTypes.StringType)
            .add("null", DataTypes.NullType);

    @Test
    void everyTypeHasItsKind() {
        assertThat(ColumnPlan.of(ALL).kinds())
                .containsExactly(
                        ColumnKind.BOOLEAN,
                        ColumnKind.LONG,
                        ColumnKind.LONG,
                        ColumnKind.LONG,
                        ColumnKind.LONG,
                        ColumnKind.DOUBLE,
                        ColumnKind.DOUBLE,
                        ColumnKind.DOUBLE,
                        ColumnKind.TIME,
                        ColumnKind.TIME,
                        ColumnKind.TIME,
                        ColumnKind.STRING,
                        ColumnKind.DOUBLE);
    }

    @Test
    void aRowIsCopiedCellByCell() {
        var plan = ColumnPlan.of(ALL);
        var block = new ColumnBlock(plan.kinds());
        var copier = new RowsToBlocks(plan, block);
        copier.copy(
                new GenericInternalRow(new Object[] {
                    true,
                    (byte) -1,
                    (short) -2,
                    -3,
                    (1L << 53) + 1,
                    0.5f,
                    0.1,
                    Decimal.apply(new BigDecimal("12.34"), 10, 2),
                    -1,
                    -1L,
                    1_500L,
                    UTF8String.fromString("🦆"),
                    null
                }),
                0);
        copier.copy(new GenericInternalRow(new Object[13]), 1);
        assertThat(block.column(0).longs[0]).isEqualTo(1);
        assertThat(block.column(1).longs[0]).isEqualTo(-1);
        assertThat(block.column(2).longs[0]).isEqualTo(-2);
        assertThat(block.column(3).longs[0]).isEqualTo(-3);
        assertThat(block.column(4).longs[0]).isEqualTo((1L << 53) + 1);
        assertThat(block.column(5).doubles[0]).isEqualTo(0.5);
        assertThat(block.column(6).doubles[0]).isEqualTo(0.1);
        assertThat(block.column(7).doubles[0]).isEqualTo(12.34);
        assertThat(block.column(8).longs[0]).as("a day before 1970").isEqualTo(-86_400_000L);
        assertThat(block.column(9).longs[0]).as("a microsecond before 1970").isEqualTo(-1);
        assertThat(block.column(10).longs[0]).isEqualTo(1);
        assertThat(new String(block.column(11).bytes, 0, block.column(11).ends[0], StandardCharsets.UTF_8))
                .isEqualTo("🦆");
        assertThat(block.column(12).doubles[0]).isNaN();
        for (int i = 0; i < 13; i++) {
            boolean missing = block.column(i).kind() == ColumnKind.DOUBLE
                    ? Double.isNaN(block.column(i).doubles[1])
                    : block.column(i).isMissing(1);
            assertThat(missing).as(ALL.fieldNames()[i]).isTrue();
        }
        assertThat(block.column(11).ends[1]).isEqualTo(4);
    }

    @Test
    void allColumnsThatCannotBeConvertedAreNamedAtOnce() {
        var keyed = DataTypes.createMapType(DataTypes.BinaryType, DataTypes.IntegerType);
        var schema = new StructType()
                .add("pickup.zone", new ObjectType(Object.class))
                .add("a", DataTypes.LongType)
                .add("a", DataTypes.LongType)
                .add("b", DataTypes.createArrayType(keyed));
        assertThatThrownBy(() -> ColumnPlan.of(schema))
                .isInstanceOf(ConversionException.class)
                .hasMessageContaining(
                        "Column 'pickup.zone' has type java.lang.Object, which has no H2O equivalent; cast it to a"
                                + " string, or drop it")
                .hasMessageContaining("Columns 2 and 3 are both named 'a'")
                .hasMessageContaining(
                        "Column 'b' has type array<map<binary,int>>, of which map<binary,int> has no H2O");
    }

    @Test
    void partsThatWouldHaveTheNameOfAColumnAreRefused() {
        var schema = new StructType()
                .add("a", new StructType().add("b", DataTypes.LongType))
                .add("a.b", DataTypes.LongType)
                .add("list", DataTypes.createArrayType(DataTypes.LongType))
                .add("list.7", DataTypes.LongType)
                .add("list.x", DataTypes.LongType)
                .add("map", DataTypes.createMapType(DataTypes.StringType, DataTypes.LongType))
                .add("map.x", DataTypes.LongType)
                .add("map.x\ny", DataTypes.LongType)
                .add("points", DataTypes.createArrayType(new StructType().add("x", DataTypes.LongType)))
                .add("points.0", DataTypes.LongType)
                .add("points.0.x", DataTypes.LongType);
        assertThatThrownBy(() -> ColumnPlan.of(schema))
                .isInstanceOf(ConversionException.class)
                .hasMessageContaining("Two columns would be named 'a.b'")
                .hasMessageContaining("Column 'points' may make a column named 'points.0.x'")
                .hasMessageNotContaining("'points.0',")
                .hasMessageContaining("Column 'list' may make a column named 'list.7', but there is one already")
                .hasMessageContaining("Column 'map' may make a column named 'map.x', but there is one already")
                .hasMessageContaining("a column named 'map.x\ny'")
                .hasMessageNotContaining("list.x");
    }

    @Test
    void aDataFrameWithoutColumnsIsRefused() {
        assertThatThrownBy(() -> ColumnPlan.of(new StructType()))
                .isInstanceOf(ConversionException.class)
                .hasMessage("The DataFrame has no columns; an H2O frame needs at least one");
    }
}
