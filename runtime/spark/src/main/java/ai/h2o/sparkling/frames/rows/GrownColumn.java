package ai.h2o.sparkling.frames.rows;

import ai.h2o.sparkling.engine.api.ColumnKind;
import java.io.Serializable;
import java.util.Arrays;
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
    static final Comparator<GrownColumn> ORDER = Comparator.comparingInt(GrownColumn::slot)
            .thenComparing(column -> column.steps().toArray(Step[]::new), Arrays::compare);

    String name(String prefix) {
        return prefix + "." + steps.stream().map(Step::name).collect(Collectors.joining("."));
    }
}
