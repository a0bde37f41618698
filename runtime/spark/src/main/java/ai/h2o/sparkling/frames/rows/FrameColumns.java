package ai.h2o.sparkling.frames.rows;

import ai.h2o.sparkling.engine.api.ColumnSpec;
import ai.h2o.sparkling.errors.ConversionException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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
 * @param grown layouts: where in the blocks of a partition those columns are that have grown
 * @param layouts for each partition which of those it has
 * @param warnings what of the values H2O does not hold, in words
 */
public record FrameColumns(
        List<ColumnSpec> specs, List<StructField> fields, List<int[]> grown, int[] layouts, List<String> warnings) {
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
        private final Map<GrownColumn, Integer> numbers = new TreeMap<>(GrownColumn.ORDER);
        private final Map<Integer, List<GrownColumn>> bySlot = new HashMap<>();
        private final List<int[]> grown = new ArrayList<>();
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
                bySlot.computeIfAbsent(entry.getKey().slot(), slot -> new ArrayList<>())
                        .add(entry.getKey());
            }
        }

        FrameColumns assemble() {
            requireNotTooMany();
            int vectors = 0;
            for (var slot : plan.slots()) {
                if (slot.grows()) {
                    addGrown(slot);
                } else if (slot.isVector()) {
                    addPositions(slot, vectors++);
                } else {
                    var leaf = (Shape.Leaf) slot.shape();
                    add(
                            ColumnSpec.fixed(slot.name(), leaf.getter().kind(), slot.column()),
                            leaf.shown(),
                            slot.metadata());
                }
            }
            requireColumns();
            int[] layouts = layouts();
            return new FrameColumns(specs, fields, grown, layouts, warnings());
        }

        private void add(ColumnSpec spec, DataType type, Metadata metadata) {
            specs.add(spec);
            fields.add(new StructField(spec.name(), type, true, metadata));
        }

        private void addGrown(Slot slot) {
            for (var column : bySlot.getOrDefault(slot.number(), List.of())) {
                add(
                        ColumnSpec.grown(column.name(slot.name()), column.kind(), numbers.get(column)),
                        column.type(),
                        Metadata.empty());
            }
        }

        private void requireNotTooMany() {
            if (numbers.size() <= GrownColumns.MOST) {
                return;
            }
            var most = bySlot.values().stream()
                    .max(Comparator.comparingInt(List::size))
                    .orElseThrow();
            var slot = plan.slots().get(most.get(0).slot());
            throw GrownColumns.tooMany(slot, most.get(0).name(slot.name()));
        }

        private void addPositions(Slot slot, int vector) {
            int length = slot.knownLength();
            for (var partition : partitions) {
                length = Math.max(length, partition.lengths()[vector]);
            }
            Vectors.allowed(length, slot.name());
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

        /** Partitions that have grown the same columns in the same order, as arrays make them, share a layout. */
        private int[] layouts() {
            var known = new HashMap<List<GrownColumn>, Integer>();
            return partitions.stream()
                    .mapToInt(partition -> known.computeIfAbsent(partition.grown(), this::addLayout))
                    .toArray();
        }

        private int addLayout(List<GrownColumn> columns) {
            int[] places = new int[numbers.size()];
            Arrays.fill(places, -1);
            for (int i = 0; i < columns.size(); i++) {
                places[numbers.get(columns.get(i))] = width + i;
            }
            grown.add(places);
            return grown.size() - 1;
        }

        private List<String> warnings() {
            var names = new EnumMap<Loss, Set<String>>(Loss.class);
            var fixed = plan.slots().stream().filter(slot -> !slot.grows()).toList();
            for (var partition : partitions) {
                partition.losses().forEach((loss, columns) -> {
                    var all = names.computeIfAbsent(loss, first -> new TreeSet<>());
                    columns.stream().forEach(column -> all.add(name(column, fixed, partition)));
                });
            }
            return names.entrySet().stream()
                    .map(entry -> entry.getKey().told(named(entry.getValue())))
                    .toList();
        }

        private String name(int column, List<Slot> fixed, PartitionColumns partition) {
            if (column < width) {
                return fixed.get(column).name();
            }
            var grownThere = partition.grown().get(column - width);
            return grownThere.name(plan.slots().get(grownThere.slot()).name());
        }

        private static String named(Set<String> names) {
            var first = String.join("', '", names.stream().limit(NAMED).toList());
            int more = names.size() - NAMED;
            return "'" + first + "'" + (more > 0 ? " and " + more + " more" : "");
        }
    }
}
