package ai.h2o.sparkling.engine;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import water.Iced;
import water.parser.Categorical;

/** A sorted set of strings as UTF-8, or too many of them to be a category. Immutable, in the form that H2O sends. */
final class Levels extends Iced<Levels> {
    private static final long serialVersionUID = 1L;

    static final Levels NONE = new Levels(new byte[0][]);

    private final byte[][] sorted;

    private Levels(byte[][] sorted) {
        this.sorted = sorted;
    }

    static Levels of(Dictionary dictionary) {
        return limited(dictionary.sorted());
    }

    private static Levels limited(byte[][] sorted) {
        return sorted.length > Categorical.MAX_CATEGORICAL_COUNT ? new Levels(null) : new Levels(sorted);
    }

    boolean tooMany() {
        return sorted == null;
    }

    int size() {
        return sorted.length;
    }

    /** Position of a value that is among the levels. */
    int indexOf(byte[] value) {
        return Arrays.binarySearch(sorted, value, Arrays::compareUnsigned);
    }

    String[] toStrings() {
        var strings = new String[sorted.length];
        for (int i = 0; i < strings.length; i++) {
            strings[i] = new String(sorted[i], StandardCharsets.UTF_8);
        }
        return strings;
    }

    Levels union(Levels other) {
        if (tooMany() || other.tooMany()) {
            return new Levels(null);
        }
        byte[][] a = sorted;
        byte[][] b = other.sorted;
        if (a.length == 0 || b.length == 0) {
            return a.length == 0 ? other : this;
        }
        var merged = new byte[a.length + b.length][];
        int i = 0;
        int j = 0;
        int n = 0;
        while (i < a.length && j < b.length) {
            int order = Arrays.compareUnsigned(a[i], b[j]);
            merged[n++] = order <= 0 ? a[i] : b[j];
            i += order <= 0 ? 1 : 0;
            j += order >= 0 ? 1 : 0;
        }
        System.arraycopy(a, i, merged, n, a.length - i);
        n += a.length - i;
        System.arraycopy(b, j, merged, n, b.length - j);
        n += b.length - j;
        return limited(Arrays.copyOf(merged, n));
    }
}
