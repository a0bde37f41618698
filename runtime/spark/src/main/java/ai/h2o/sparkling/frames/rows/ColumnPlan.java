package ai.h2o.sparkling.frames.rows;

import ai.h2o.sparkling.engine.api.ColumnKind;
import ai.h2o.sparkling.errors.ConversionException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * How the columns of a DataFrame become columns of a frame. Made on the driver, used in the tasks. Nested values become columns of their parts,
 * whose names are joined by points: fields of structs {@code a.b}, elements of arrays, vectors and binaries {@code a.0}, values of maps
 * {@code a.key}.
 */
public final class ColumnPlan implements Serializable {
    private static final long serialVersionUID = 1L;

    private final Shape.Struct row;
    private final List<Slot> slots;

    private ColumnPlan(Shape.Struct row, List<Slot> slots) {
        this.row = row;
        this.slots = List.copyOf(slots);
    }

    /**
     * Plans.
     *
     * @throws ConversionException if anything cannot be converted; all of it is reported at once
     */
    public static ColumnPlan of(StructType schema) {
        if (schema.fields().length == 0) {
            throw new ConversionException("The DataFrame has no columns; an H2O frame needs at least one");
        }
        var problems = new ArrayList<String>();
        var fields = new ArrayList<Shape.Field>();
        var slots = new ArrayList<Slot>();
        for (StructField field : schema.fields()) {
            var unknown = new ArrayList<DataType>();
            var shape = Shapes.of(field.dataType(), unknown);
            fields.add(new Shape.Field(field.name(), shape));
            if (!unknown.isEmpty()) {
                problems.add(refusal(field, unknown));
            }
            addSlots(field.name(), shape, field.metadata(), slots);
        }
        problems.addAll(clashes(slots));
        if (!problems.isEmpty()) {
            throw new ConversionException(String.join(System.lineSeparator(), problems));
        }
        return new ColumnPlan(new Shape.Struct(fields, true), slots);
    }

    private static String refusal(StructField field, List<DataType> unknown) {
        var types = unknown.stream().map(DataType::simpleString).distinct().collect(Collectors.joining(", "));
        var type = field.dataType().simpleString();
        return "Column '" + field.name() + "' has type " + type
                + (type.equals(types) ? ", which" : ", of which " + types)
                + " has no H2O equivalent; cast it to a string, or drop it";
    }

    private static void addSlots(String name, Shape shape, Metadata metadata, List<Slot> slots) {
        if (shape instanceof Shape.Struct struct) {
            struct.fields()
                    .forEach(field -> addSlots(name + "." + field.name(), field.shape(), Metadata.empty(), slots));
            return;
        }
        boolean fixed = shape instanceof Shape.Leaf || shape instanceof Shape.Vector;
        int column = fixed ? (int) slots.stream().filter(slot -> !slot.grows()).count() : -1;
        slots.add(new Slot(slots.size(), name, shape, column, metadata));
    }

    private static List<String> clashes(List<Slot> slots) {
        var problems = new ArrayList<String>();
        // Those with one column first: they are found by name, and of the others there are few.
        var singles = new HashMap<String, Slot>();
        var others = new ArrayList<Slot>();
        for (var slot : slots) {
            if (slot.grows() || slot.isVector()) {
                others.stream()
                        .filter(earlier -> earlier.name().equals(slot.name()))
                        .forEach(earlier -> problems.add(clash(earlier, slot)));
                others.add(slot);
                continue;
            }
            var earlier = singles.putIfAbsent(slot.name(), slot);
            if (earlier != null) {
                problems.add(clash(earlier, slot));
            }
        }
        for (var slot : others) {
            singles.values().stream()
                    .filter(single -> single.name().startsWith(slot.name() + ".") && slot.mayMake(single.name()))
                    .forEach(single -> problems.add("Column '" + slot.name() + "' may make a column named '"
                            + single.name() + "', but there is one already; rename one of them"));
        }
        return problems;
    }

    private static String clash(Slot earlier, Slot later) {
        return "Columns " + (earlier.number() + 1) + " and " + (later.number() + 1) + " are both named '" + later.name()
                + "'; rename one, because the columns of an H2O frame need distinct names";
    }

    /** The columns that are known before any row is read, and how Spark reads them. */
    public Map<String, DataType> knownColumns() {
        var known = new LinkedHashMap<String, DataType>();
        for (var slot : slots) {
            if (slot.shape() instanceof Shape.Leaf leaf) {
                known.put(slot.name(), leaf.shown());
            }
        }
        return known;
    }

    /** Whether a column of that name is known, or may come to be. */
    public boolean mayMake(String name) {
        return slots.stream().anyMatch(slot -> slot.mayMake(name));
    }

    /** The kinds of the columns that every block has. */
    public List<ColumnKind> kinds() {
        return slots.stream()
                .filter(slot -> !slot.grows())
                .map(slot ->
                        slot.shape() instanceof Shape.Leaf leaf ? leaf.getter().kind() : ColumnKind.VECTOR)
                .toList();
    }

    List<Slot> slots() {
        return slots;
    }

    /** The whole row. */
    Shape.Struct row() {
        return row;
    }
}
