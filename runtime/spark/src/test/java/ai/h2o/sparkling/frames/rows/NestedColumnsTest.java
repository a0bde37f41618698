package ai.h2o.sparkling.frames.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.h2o.sparkling.engine.api.ColumnBlock;
import ai.h2o.sparkling.engine.api.ColumnKind;
import ai.h2o.sparkling.engine.api.ColumnSpec;
import ai.h2o.sparkling.errors.ConversionException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.ArrayBasedMapData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.CalendarInterval;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;

class NestedColumnsTest {
    private static final StructType POINT =
            new StructType().add("x", DataTypes.DoubleType).add("tag", DataTypes.StringType);

    @Test
    void fieldsOfStructsAreColumnsOfTheirOwn() {
        var schema = new StructType()
                .add("id", DataTypes.LongType)
                .add("at", new StructType().add("day", DataTypes.DateType).add("point", POINT))
                .add("last", DataTypes.BooleanType);
        var written = write(
                schema,
                row(1L, row(3, row(0.5, text("a"))), true),
                row(2L, row(null, null), false),
                row(3L, null, null));

        assertThat(written.names()).containsExactly("id", "at.day", "at.point.x", "at.point.tag", "last");
        assertThat(written.cells("id")).containsExactly(1L, 2L, 3L);
        assertThat(written.cells("at.day")).containsExactly(3 * 86_400_000L, null, null);
        assertThat(written.cells("at.point.x")).containsExactly(0.5, null, null);
        assertThat(written.cells("at.point.tag")).containsExactly("a", null, null);
        assertThat(written.cells("last")).containsExactly(1L, 0L, null);
        assertThat(written.columns.fields())
                .extracting(StructField::dataType)
                .containsExactly(
                        DataTypes.LongType,
                        DataTypes.DateType,
                        DataTypes.DoubleType,
                        DataTypes.StringType,
                        DataTypes.BooleanType);
    }

    @Test
    void elementsOfArraysAreNumberedAndKeysOfMapsAreSorted() {
        var schema = new StructType()
                .add("list", DataTypes.createArrayType(DataTypes.ShortType))
                .add("map", DataTypes.createMapType(DataTypes.StringType, DataTypes.createArrayType(POINT)))
                .add("bytes", DataTypes.BinaryType);
        var written = write(
                schema,
                row(array((short) 1, null), map(new Object[] {text("z")}, array(row(1.0, text("u")))), new byte[] {-1}),
                row(array(), map(new Object[] {text("b"), text("a")}, array(), array(null, row(2.0, null))), null),
                row(array((short) 3, (short) 4, (short) 5), null, new byte[] {7, 8}));

        assertThat(written.names())
                .containsExactly(
                        "list.0",
                        "list.1",
                        "list.2",
                        "map.a.1.x",
                        "map.a.1.tag",
                        "map.z.0.x",
                        "map.z.0.tag",
                        "bytes.0",
                        "bytes.1");
        assertThat(written.cells("list.0")).containsExactly(1L, null, 3L);
        assertThat(written.cells("list.1")).containsExactly(null, null, 4L);
        assertThat(written.cells("list.2")).containsExactly(null, null, 5L);
        assertThat(written.cells("map.a.1.x")).containsExactly(null, 2.0, null);
        assertThat(written.cells("map.z.0.tag")).containsExactly("u", null, null);
        assertThat(written.cells("bytes.0")).containsExactly(-1L, null, 7L);
        assertThat(written.columns.fields().get(0).dataType()).isEqualTo(DataTypes.ShortType);
        assertThat(written.columns.fields().get(7).dataType()).isEqualTo(DataTypes.ByteType);
    }

    @Test
    void partitionsThatSawDifferentKeysMakeOneFrame() {
        var plan = ColumnPlan.of(new StructType()
                .add("id", DataTypes.LongType)
                .add("map", DataTypes.createMapType(DataTypes.IntegerType, DataTypes.LongType)));
        var one = new Task(plan);
        one.copy(row(1L, map(new Object[] {10, 2}, 5L, 6L)));
        var two = new Task(plan);
        two.copy(row(2L, map(new Object[] {7, 10}, 8L, 9L)));
        var columns = FrameColumns.of(plan, List.of(one.copier.columns(), two.copier.columns()));

        assertThat(columns.specs())
                .containsExactly(
                        ColumnSpec.fixed("id", ColumnKind.LONG, 0),
                        ColumnSpec.grown("map.10", ColumnKind.LONG, 0),
                        ColumnSpec.grown("map.2", ColumnKind.LONG, 1),
                        ColumnSpec.grown("map.7", ColumnKind.LONG, 2));
        assertThat(columns.grown().get(columns.layouts()[0])).containsExactly(1, 2, -1);
        assertThat(columns.grown().get(columns.layouts()[1])).containsExactly(2, -1, 1);
    }

    @Test
    void keysOfMapsAreNamedAsPeopleWriteThem() {
        var schema = new StructType()
                .add("d", DataTypes.createMapType(DataTypes.DateType, DataTypes.LongType))
                .add("t", DataTypes.createMapType(DataTypes.TimestampType, DataTypes.LongType))
                .add("n", DataTypes.createMapType(DataTypes.TimestampNTZType, DataTypes.LongType))
                .add("b", DataTypes.createMapType(DataTypes.BooleanType, DataTypes.LongType))
                .add("e", DataTypes.createMapType(DataTypes.createDecimalType(4, 2), DataTypes.LongType));
        var written = write(
                schema,
                row(
                        map(new Object[] {-1}, 1L),
                        map(new Object[] {-1L}, 1L),
                        map(new Object[] {1_500_000L}, 1L),
                        map(new Object[] {true}, 1L),
                        map(new Object[] {Decimal.apply(new BigDecimal("1.50"), 4, 2)}, 1L)));
        assertThat(written.names())
                .containsExactly(
                        "d.1969-12-31",
                        "t.1969-12-31T23:59:59.999999Z",
                        "n.1970-01-01T00:00:01.500",
                        "b.true",
                        "e.1.50");
    }

    @Test
    void intervalsAreNumbersAndOfTheOldOnesThree() {
        var schema = new StructType()
                .add("months", DataTypes.createYearMonthIntervalType())
                .add("micros", DataTypes.createDayTimeIntervalType())
                .add("both", DataTypes.CalendarIntervalType)
                .add("many", DataTypes.createArrayType(DataTypes.CalendarIntervalType));
        var written = write(
                schema,
                row(14, 3_000_000L, new CalendarInterval(1, -2, 3), array(new CalendarInterval(4, 5, 6))),
                row(null, null, null, null));
        assertThat(written.names())
                .containsExactly(
                        "months",
                        "micros",
                        "both.months",
                        "both.days",
                        "both.microseconds",
                        "many.0.months",
                        "many.0.days",
                        "many.0.microseconds");
        assertThat(written.cells("months")).containsExactly(14L, null);
        assertThat(written.cells("micros")).containsExactly(3_000_000L, null);
        assertThat(written.cells("both.days")).containsExactly(-2L, null);
        assertThat(written.cells("many.0.microseconds")).containsExactly(6L, null);
        assertThat(written.columns.fields().get(0).dataType()).isEqualTo(DataTypes.createYearMonthIntervalType());
    }

    @Test
    void wholeDecimalsAreExactAndOthersAreWarnedOf() {
        var schema = new StructType()
                .add("whole", DataTypes.createDecimalType(18, 0))
                .add("fits", DataTypes.createDecimalType(20, 5))
                .add("long", DataTypes.createDecimalType(38, 10))
                .add("time", DataTypes.TimestampType)
                .add("real", DataTypes.DoubleType);
        var fine = write(
                schema,
                row(decimal("999999999999999999", 18, 0), decimal("1.5", 20, 5), decimal("2.5", 38, 10), 5_000L, 1.0));
        assertThat(fine.cells("whole")).containsExactly(999_999_999_999_999_999L);
        assertThat(fine.columns.warnings()).isEmpty();
        var fraction = new StructType().add("d", DataTypes.createDecimalType(18, 16));
        for (var same : List.of("0.5", "0.1234567890123456")) {
            assertThat(write(fraction, row(decimal(same, 18, 16))).columns.warnings())
                    .isEmpty();
        }
        assertThat(write(fraction, row(decimal("10.1234567890123456", 18, 16)))
                        .columns
                        .warnings())
                .hasSize(1);

        var lossy = write(schema, row(null, null, decimal("1234567890123456789.0123456789", 38, 10), -1L, Double.NaN));
        assertThat(lossy.columns.warnings())
                .containsExactly(
                        "NaN is a missing value to H2O, as null is; there was some in 'real'",
                        "H2O keeps milliseconds; there were finer times in 'time'",
                        "H2O keeps 15 to 17 digits; there were decimals of more in 'long'");
        assertThat(lossy.cells("time")).containsExactly(-1L);
    }

    /** The columns that the second half of the rows needs would not fit into the memory of a block with all rows in it. */
    @Test
    void aRowThatDoesNotFitComesFirstInTheNextBlock() {
        var schema = new StructType().add("list", DataTypes.createArrayType(DataTypes.IntegerType));
        var task = new Task(ColumnPlan.of(schema));
        var rows = new ArrayList<InternalRow>();
        for (int i = 0; i < 40_000; i++) {
            rows.add(row(
                    i < 30_000
                            ? array(i)
                            : array(IntStream.range(0, 100).boxed().toArray())));
        }
        task.copyAll(rows);
        assertThat(task.blockRows.get(0)).isEqualTo(30_000);
        assertThat(task.blockRows.stream().mapToInt(count -> count).sum()).isEqualTo(40_000);
        assertThat(task.copier.columns().grown()).hasSize(100);
        for (int i = 0; i < 40_000; i++) {
            assertThat(task.firsts.get(i)).isEqualTo(i < 30_000 ? i : 0);
            assertThat(task.lasts.get(i)).isEqualTo(i < 30_000 ? null : 99L);
        }
    }

    @Test
    void longTextThatGrewEndsABlock() {
        var schema = new StructType().add("list", DataTypes.createArrayType(DataTypes.StringType));
        var task = new Task(ColumnPlan.of(schema));
        var body = text("x".repeat(1 << 20));
        for (int i = 0; i < 16; i++) {
            assertThat(task.block.hasRoom(i)).isTrue();
            task.copy(row(array(body)));
        }
        assertThat(task.block.hasRoom(16)).isFalse();
    }

    @Test
    void ofAKeyThatComesTwiceTheLastValueCounts() {
        var schema = new StructType()
                .add("m", DataTypes.createMapType(DataTypes.StringType, DataTypes.StringType))
                .add("n", DataTypes.createMapType(DataTypes.StringType, DataTypes.LongType));
        var written = write(
                schema,
                row(
                        map(new Object[] {text("k"), text("k")}, text("a"), text("b")),
                        map(new Object[] {text("k"), text("k"), null}, null, 5L, 6L)));
        assertThat(written.cells("m.k")).containsExactly("b");
        assertThat(written.cells("n.k")).containsExactly(5L);
        assertThat(written.cells("n.null")).containsExactly(6L);
    }

    @Test
    void columnsOfAllPartitionsTogetherMayBeTooMany() {
        var plan = ColumnPlan.of(
                new StructType().add("seen", DataTypes.createMapType(DataTypes.LongType, DataTypes.BooleanType)));
        var partitions = IntStream.range(0, 3)
                .mapToObj(i -> {
                    var task = new Task(plan);
                    task.copyAll(List.of(seen(50_000L * i, 50_000)));
                    return task.copier.columns();
                })
                .toList();
        assertThatThrownBy(() -> FrameColumns.of(plan, partitions))
                .isInstanceOf(ConversionException.class)
                .hasMessageContaining("Column 'seen' would become so many columns");
    }

    @Test
    void aVectorThatIsTooLongIsRefusedWithItsName() {
        assertThatThrownBy(() -> Vectors.allowed(Integer.MAX_VALUE, "tf"))
                .isInstanceOf(ConversionException.class)
                .hasMessageContaining("Column 'tf' has a vector of 2147483647 positions");
    }

    @Test
    void aMapWhoseKeysAreValuesIsRefusedWithItsName() {
        var schema = new StructType().add("seen", DataTypes.createMapType(DataTypes.LongType, DataTypes.BooleanType));
        var task = new Task(ColumnPlan.of(schema));
        var rows =
                IntStream.range(0, 11).mapToObj(i -> seen(10_000L * i, 10_000)).toList();
        assertThatThrownBy(() -> task.copyAll(rows))
                .isInstanceOf(ConversionException.class)
                .hasMessageContaining("Column 'seen' would become so many columns")
                .hasMessageContaining("such as 'seen.100000', that there are more than 100000");
    }

    private static InternalRow seen(long first, int count) {
        return row(map(
                IntStream.range(0, count).mapToObj(k -> first + k).toArray(),
                IntStream.range(0, count).mapToObj(k -> true).toArray()));
    }

    @Test
    void aFrameWithoutAColumnIsRefused() {
        var schema = new StructType().add("list", DataTypes.createArrayType(DataTypes.IntegerType));
        assertThatThrownBy(() -> write(schema, row(array()), row((Object) null)))
                .isInstanceOf(ConversionException.class)
                .hasMessageContaining("The frame would have no columns, since all of 'list' are empty or null");
    }

    private static Written write(StructType schema, InternalRow... rows) {
        var plan = ColumnPlan.of(schema);
        var task = new Task(plan);
        for (var row : rows) {
            task.copy(row);
        }
        task.block.rows(rows.length);
        return new Written(task.block, FrameColumns.of(plan, List.of(task.copier.columns())));
    }

    private static final class Task {
        private final ColumnBlock block;
        private final RowsToBlocks copier;
        private final List<Integer> blockRows = new ArrayList<>();
        private final List<Long> firsts = new ArrayList<>();
        private final List<Long> lasts = new ArrayList<>();
        private int filled;

        Task(ColumnPlan plan) {
            block = new ColumnBlock(plan.kinds());
            copier = new RowsToBlocks(plan, block);
        }

        void copy(InternalRow row) {
            assertThat(copier.copy(row, filled++)).isTrue();
        }

        /** As the task of the write path does. */
        void copyAll(List<InternalRow> rows) {
            for (var row : rows) {
                if (!block.hasRoom(filled) || !copier.copy(row, filled)) {
                    end();
                    assertThat(copier.copy(row, filled)).isTrue();
                }
                filled++;
            }
            end();
        }

        private void end() {
            block.rows(filled);
            blockRows.add(filled);
            int last = block.width() - 1;
            for (int row = 0; row < filled; row++) {
                firsts.add(block.column(0).longs[row]);
                lasts.add(block.column(last).isMissing(row) || last == 0 ? null : block.column(last).longs[row]);
            }
            block.clear();
            filled = 0;
        }
    }

    private record Written(ColumnBlock block, FrameColumns columns) {
        List<String> names() {
            return columns.specs().stream().map(ColumnSpec::name).toList();
        }

        List<Object> cells(String name) {
            var spec = columns.specs().get(names().indexOf(name));
            int place = spec.place() >= 0 ? spec.place() : columns.grown().get(0)[-1 - spec.place()];
            var column = block.column(place);
            assertThat(column.kind()).isEqualTo(spec.kind());
            var cells = new ArrayList<>();
            for (int row = 0; row < block.rows(); row++) {
                cells.add(cell(column, row));
            }
            return cells;
        }

        private static Object cell(ColumnBlock.Column column, int row) {
            if (column.kind() == ColumnKind.DOUBLE) {
                return Double.isNaN(column.doubles[row]) ? null : column.doubles[row];
            } else if (column.isMissing(row)) {
                return null;
            } else if (column.kind() == ColumnKind.STRING) {
                int start = row == 0 ? 0 : column.ends[row - 1];
                return UTF8String.fromBytes(column.bytes, start, column.ends[row] - start)
                        .toString();
            }
            return column.longs[row];
        }
    }

    private static InternalRow row(Object... cells) {
        return new GenericInternalRow(cells);
    }

    private static GenericArrayData array(Object... elements) {
        return new GenericArrayData(elements);
    }

    private static ArrayBasedMapData map(Object[] keys, Object... values) {
        return new ArrayBasedMapData(new GenericArrayData(keys), new GenericArrayData(values));
    }

    private static UTF8String text(String value) {
        return UTF8String.fromString(value);
    }

    private static Decimal decimal(String value, int precision, int scale) {
        return Decimal.apply(new BigDecimal(value), precision, scale);
    }
}
