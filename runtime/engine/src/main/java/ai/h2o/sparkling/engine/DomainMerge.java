package ai.h2o.sparkling.engine;

import water.MRTask;

/**
 * Merges the dictionaries of all winning partitions of each string column into one sorted domain: first on each node,
 * then up H2O's own reduction tree, so that no single place sees all the dictionaries.
 */
final class DomainMerge extends MRTask<DomainMerge> {
    private static final long serialVersionUID = 1L;

    private final Winners winners;
    private final int[] columns;

    /** For each string column its levels. */
    private Levels[] domains;

    /** For each string column the number of values that are not missing. */
    private long[] present;

    DomainMerge(Winners winners, int[] columns) {
        this.winners = winners;
        this.columns = columns;
    }

    @Override
    protected void setupLocal() {
        domains = new Levels[columns.length];
        present = new long[columns.length];
        int[] here = winners.here();
        for (int i = 0; i < columns.length; i++) {
            Levels merged = Levels.NONE;
            for (int winner : here) {
                int place = winners.place(winner, columns[i]);
                StagedRows rows = winners.rows(winner);
                var dictionary = rows.dictionary(place);
                merged = dictionary == null ? merged : merged.union(Levels.of(dictionary));
                for (StagedRows.Block block : rows.blocks()) {
                    present[i] +=
                            block.cells(place) instanceof StagedRows.Codes cells ? countPresent(cells.codes()) : 0;
                }
            }
            domains[i] = merged;
        }
    }

    @Override
    public void reduce(DomainMerge other) {
        for (int i = 0; i < columns.length; i++) {
            domains[i] = domains[i].union(other.domains[i]);
            present[i] += other.present[i];
        }
    }

    /** All levels of the i-th string column. */
    Levels levels(int i) {
        return domains[i];
    }

    /** The levels of the i-th string column, or {@code null} if it is to be a column of strings. */
    Levels domain(int i) {
        return categorical(domains[i], present[i]) ? domains[i] : null;
    }

    /**
     * H2O's own rule for guessing types: a single value is a category; values of which at least 95 % are distinct, more
     * than ten million levels, or none at all, are strings.
     */
    private static boolean categorical(Levels levels, long present) {
        return !levels.tooMany() && levels.size() > 0 && (levels.size() == 1 || levels.size() < 0.95 * present);
    }

    private static long countPresent(int[] codes) {
        long count = 0;
        for (int code : codes) {
            count += code == Dictionary.MISSING ? 0 : 1;
        }
        return count;
    }
}
