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
        var places = new HashMap<String, Integer>();
        for (StructField field : schema.fields()) {
            var unknown = new ArrayList<DataType>();
            fields.add(new Shape.Field(field.name(), Shapes.of(field.dataType(), unknown), field.metadata()));
            if (!unknown.isEmpty()) {
                problems.add(refusal(field, unknown));
            }
            var earlier = places.putIfAbsent(field.name(), fields.size());
            if (earlier != null) {
                problems.add("Columns " + earlier + " and " + fields.size() + " are both named '" + field.name()
                        + "'; rename one, because the columns of an H2O frame need distinct names");
            }
        }
        var row = new Shape.Struct(fields, true);
        var slots = new Slots().add(row);
        // Of columns with one name the parts have one, too.
        if (problems.isEmpty()) {
            problems.addAll(clashes(slots));
        }
        if (!problems.isEmpty()) {
            throw new ConversionException(String.join(System.lineSeparator(), problems));
        }
        return new ColumnPlan(row, slots);
    }

    /** Collects the slots of a row, depth first. */
    private static final class Slots {
        private final List<Slot> slots = new ArrayList<>();
        private int columns;

        List<Slot> add(Shape.Struct row) {
            row.fields().forEach(field -> add(field.name(), field));
            return slots;
        }

        private void add(String name, Shape.Field field) {
            if (field.shape() instanceof Shape.Struct struct) {
                struct.fields().forEach(part -> add(name + "." + part.name(), part));
                return;
            }
            boolean fixed = field.shape() instanceof Shape.Leaf || field.shape() instanceof Shape.Vector;
            slots.add(new Slot(slots.size(), name, field.shape(), fixed ? columns++ : -1, field.metadata()));
        }
    }

    private static String refusal(StructField field, List<DataType> unknown) {
        var types = unknown.stream().map(DataType::simpleString).distinct().collect(Collectors.joining(", "));
        var type = field.dataType().simpleString();
        return "Column '" + field.name() + "' has type " + type
                + (type.equals(types) ? ", which" : ", of which " + types)
                + " has no H2O equivalent; cast it to a string, or drop it";
    }

    private static List<String> clashes(List<Slot> slots) {
        var problems = new ArrayList<String>();
        var byName = new HashMap<String, Slot>();
        for (var slot : slots) {
            if (byName.putIfAbsent(slot.name(), slot) != null) {
                problems.add("Two columns would be named '" + slot.name()
                        + "', since parts of nested columns are named by the way to them; rename one of them");
            }
        }
        for (var slot : slots) {
            for (int point = slot.name().lastIndexOf('.');
                    point > 0;
                    point = slot.name().lastIndexOf('.', point - 1)) {
                var outer = byName.get(slot.name().substring(0, point));
                if (outer != null && outer.mayMake(slot.name())) {
                    problems.add("Column '" + outer.name() + "' may make a column named '" + slot.name()
                            + "', but there is one already; rename one of them");
                }
            }
        }
        return problems;
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
