package ai.h2o.sparkling.frames.rows;

import ai.h2o.sparkling.engine.api.ColumnKind;
import java.io.Serializable;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.DataType;

/**
 * A column of which only the rows told.
 *
 * @param slot number of its slot
 * @param steps the way to it from there
 * @param kind its kind
 * @param type the type by which Spark reads it
 */
record GrownColumn(int slot, List<Step> steps, ColumnKind kind, DataType type) implements Serializable {
    /** The order of columns in the frame. */
    static final Comparator<GrownColumn> ORDER = GrownColumn::compare;

    private static int compare(GrownColumn a, GrownColumn b) {
        int order = Integer.compare(a.slot, b.slot);
        int common = Math.min(a.steps.size(), b.steps.size());
        for (int i = 0; i < common && order == 0; i++) {
            order = a.steps.get(i).compareTo(b.steps.get(i));
        }
        return order != 0 ? order : Integer.compare(a.steps.size(), b.steps.size());
    }

    String name(String prefix) {
        return prefix + "." + steps.stream().map(Step::name).collect(Collectors.joining("."));
    }
}
