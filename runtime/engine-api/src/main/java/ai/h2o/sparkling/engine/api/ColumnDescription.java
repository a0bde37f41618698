package ai.h2o.sparkling.engine.api;

import java.io.Serializable;

/**
 * A column of a frame and its statistics.
 *
 * @param name the name
 * @param type the type in H2O
 * @param vecKey identity of the column's data: another column with the same key has the same cells
 * @param min smallest value, NaN if there is none
 * @param max largest value, NaN if there is none
 * @param missing number of missing cells
 * @param levels number of levels of a categorical column, else 0
 * @param booleanLevels whether the levels are exactly False and True
 * @param bytes memory that the column takes
 */
public record ColumnDescription(
        String name,
        ColumnType type,
        String vecKey,
        double min,
        double max,
        long missing,
        int levels,
        boolean booleanLevels,
        long bytes)
        implements Serializable {}
