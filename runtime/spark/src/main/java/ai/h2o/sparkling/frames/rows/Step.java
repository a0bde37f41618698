package ai.h2o.sparkling.frames.rows;

import java.io.Serializable;
import java.util.Comparator;

/**
 * One step from a value into what it is made of.
 *
 * @param number position in an array or a struct; of keys of maps 0
 * @param name as the names of columns have it
 */
record Step(int number, String name) implements Serializable, Comparable<Step> {
    private static final Comparator<Step> ORDER =
            Comparator.comparingInt(Step::number).thenComparing(Step::name);

    @Override
    public int compareTo(Step other) {
        return ORDER.compare(this, other);
    }
}
