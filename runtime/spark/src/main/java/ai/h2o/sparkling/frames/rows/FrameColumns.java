package ai.h2o.sparkling.frames.rows;

import ai.h2o.sparkling.engine.api.ColumnSpec;
import ai.h2o.sparkling.errors.ConversionException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;

/**
 * The columns of a frame, put together of what the plan and the rows of all partitions told.
 *
 * @param specs the columns, in order
 * @param fields how Spark reads each of them
 * @param grown for each partition where in its blocks those columns are that have grown
 * @param warnings what of the values H2O does not hold, in words
 */
public record FrameColumns(List<ColumnSpec> specs, List<StructField> fields, List<int[]> grown, List<String> warnings) {
    /** Of so many names a warning tells. */
    private static final int NAMED = 5;

    /**
     * Puts them together.
     *
     * @param partitions what each partition told, in order
     * @throws ConversionException if two columns come to have the same name, or there is none at all
     */
    public static FrameColumns of(ColumnPlan plan, List<PartitionColumns> partitions) {
        return new Assembly(plan, partitions).assemble();
    }

    private static final class Assembly {
        private final ColumnPlan plan;
        private final List<PartitionColumns> partitions;
        private final int width;
        private final TreeMap<GrownColumn, Integer> numbers = new TreeMap<>(GrownColumn.ORDER);
        private final List<ColumnSpec> specs = new ArrayList<>();
        private final List<StructField> fields = new ArrayList<>();

        Assembly(ColumnPlan plan, List<PartitionColumns> partitions) {
            this.plan = plan;
            this.partitions = partitions;
            width = (int) plan.slots().stream().filter(slot -> !slot.grows()).count();
            partitions.forEach(partition -> partition.grown().forEach(column -> numbers.put(column, 0)));
            int number = 0;
            for (var entry : numbers.entrySet()) {
                entry.setValue(number++);
            }
        }

        FrameColumns assemble() {
            for (var slot : plan.slots()) {
                if (slot.grows()) {
                    addGrown(slot);
                } else if (slot.isVector()) {
                    addPositions(slot);
                } else {
                    var leaf = (Shape.Leaf) slot.shape();
                    add(
                            ColumnSpec.fixed(slot.name(), leaf.getter().kind(), slot.column()),
                            leaf.shown(),
                            slot.metadata());
                }
            }
            requireColumns();
            return new FrameColumns(specs, fields, places(), warnings());
        }

        private void add(ColumnSpec spec, DataType type, Metadata metadata) {
            specs.add(spec);
            fields.add(new StructField(spec.name(), type, true, metadata));
        }

        private void addGrown(Slot slot) {
            numbers.forEach((column, number) -> {
                if (column.slot() == slot.number()) {
                    add(
                            ColumnSpec.grown(column.name(slot.name()), column.kind(), number),
                            column.type(),
                            Metadata.empty());
                }
            });
        }

        private void addPositions(Slot slot) {
            int length = slot.knownLength();
            for (var partition : partitions) {
                length = Math.max(length, partition.lengths()[slot.column()]);
            }
            for (int i = 0; i < length; i++) {
                add(
                        ColumnSpec.element(slot.name() + "." + i, slot.column(), i),
                        DataTypes.DoubleType,
                        Metadata.empty());
            }
        }

        private void requireColumns() {
            if (specs.isEmpty()) {
                throw new ConversionException("The frame would have no columns, since all of '"
                        + String.join(
                                "', '", plan.slots().stream().map(Slot::name).toList())
                        + "' are empty or null in every row; an H2O frame needs at least one");
            }
            var names = new HashSet<String>();
            for (var spec : specs) {
                if (!names.add(spec.name())) {
                    throw new ConversionException("Two columns come to be named '" + spec.name()
                            + "', since parts of nested columns are named by the way to them; rename one of them");
                }
            }
        }

        private List<int[]> places() {
            var places = new ArrayList<int[]>();
            for (var partition : partitions) {
                int[] own = new int[numbers.size()];
                Arrays.fill(own, -1);
                for (int i = 0; i < partition.grown().size(); i++) {
                    own[numbers.get(partition.grown().get(i))] = width + i;
                }
                places.add(own);
            }
            return places;
        }

        private List<String> warnings() {
            var warnings = new ArrayList<String>();
            for (var loss : Loss.values()) {
                var names = new TreeSet<String>();
                for (var partition : partitions) {
                    addNames(partition.losses().getOrDefault(loss, new BitSet()), partition, names);
                }
                if (!names.isEmpty()) {
                    warnings.add(named(names) + " " + loss.told());
                }
            }
            return warnings;
        }

        private void addNames(BitSet columns, PartitionColumns partition, Set<String> names) {
            columns.stream().filter(column -> column >= width).forEach(column -> {
                var grown = partition.grown().get(column - width);
                names.add(grown.name(plan.slots().get(grown.slot()).name()));
            });
            plan.slots().stream()
                    .filter(slot -> !slot.grows() && columns.get(slot.column()))
                    .forEach(slot -> names.add(slot.name()));
        }

        private static String named(Set<String> names) {
            var first = String.join("', '", names.stream().limit(NAMED).toList());
            int more = names.size() - NAMED;
            return (names.size() == 1 ? "Column '" : "Columns '") + first + "'"
                    + (more > 0 ? " and " + more + " more" : "");
        }
    }
}
