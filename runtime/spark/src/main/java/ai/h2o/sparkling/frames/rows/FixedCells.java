package ai.h2o.sparkling.frames.rows;

import ai.h2o.sparkling.engine.api.ColumnBlock;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * Copies what a row, or a struct in it, has at known places. Columns are grouped by their getter, so that the loop over a row makes no choice and
 * no virtual call for each cell; Spark's rows are nearly always of one class, which the JIT then inlines.
 */
final class FixedCells {
    private final ColumnBlock block;
    private final Cells cells;
    private final double[][] doubleCells;
    private final long[][] longCells;
    private final int[] lengths;
    private final Group booleans;
    private final Group bytes;
    private final Group shorts;
    private final Group ints;
    private final Group longs;
    private final Group floats;
    private final Group doubles;
    private final Group decimals;
    private final Group dates;
    private final Group timestamps;
    private final Group strings;
    private final Group vectors;

    /** Values of the rarer types, chosen by their getter one by one. */
    private final List<Other> others = new ArrayList<>();

    private final List<Inner> structs = new ArrayList<>();
    private final List<Grower> growers = new ArrayList<>();

    /** All columns of blocks that are filled here. */
    private final int[] all;

    /** Where in the row, and to which column of the block. */
    private record Group(int[] from, int[] to, Shape.Leaf[] leaves, String[] names) {
        int size() {
            return from.length;
        }
    }

    private record Place(int from, int to, Shape shape, String name) {}

    private record Other(int from, int to, Shape.Leaf leaf) {}

    private record Inner(int from, int fields, boolean inRow, FixedCells cells) {}

    private record Grower(int from, Growing growing) {}

    /**
     * Prepares.
     *
     * @param slots the slots of the plan, of which the next ones are those of this struct
     * @param grown takes the columns that grow, in the order of the block's columns
     * @param lengths for each column that every block has, if it is one of vectors, the length of the longest so far
     */
    FixedCells(Shape.Struct struct, Iterator<Slot> slots, Cells cells, List<GrownColumn> grown, int[] lengths) {
        block = cells.block();
        this.cells = cells;
        this.lengths = lengths;
        doubleCells = cells.fixedDoubles();
        longCells = cells.fixedLongs();
        var places = new ArrayList<Place>();
        for (int i = 0; i < struct.fields().size(); i++) {
            // The parts of an interval are all got from the value itself.
            int from = struct.inRow() ? i : 0;
            var shape = struct.fields().get(i).shape();
            if (shape instanceof Shape.Struct inner) {
                structs.add(new Inner(
                        from,
                        inner.fields().size(),
                        inner.inRow(),
                        new FixedCells(inner, slots, cells, grown, lengths)));
                continue;
            }
            var slot = slots.next();
            if (slot.grows()) {
                growers.add(new Grower(from, Growing.of(shape, new GrownColumns(cells, slot, grown), List.of())));
            } else {
                places.add(new Place(from, slot.column(), shape, slot.name()));
            }
        }
        booleans = group(places, Getter.BOOLEAN);
        bytes = group(places, Getter.BYTE);
        shorts = group(places, Getter.SHORT);
        ints = group(places, Getter.INT);
        longs = group(places, Getter.LONG);
        floats = group(places, Getter.FLOAT);
        doubles = group(places, Getter.DOUBLE);
        decimals = group(places, Getter.DECIMAL);
        dates = group(places, Getter.DATE);
        timestamps = group(places, Getter.TIMESTAMP);
        strings = group(places, Getter.STRING);
        vectors = group(places.stream().filter(place -> place.shape() instanceof Shape.Vector));
        all = places.stream().mapToInt(Place::to).toArray();
        places.stream()
                .filter(place -> place.shape() instanceof Shape.Leaf leaf && isRare(leaf.getter()))
                .forEach(place -> others.add(new Other(place.from(), place.to(), (Shape.Leaf) place.shape())));
    }

    private static Group group(List<Place> places, Getter getter) {
        return group(
                places.stream().filter(place -> place.shape() instanceof Shape.Leaf leaf && leaf.getter() == getter));
    }

    private static Group group(Stream<Place> places) {
        var list = places.toList();
        return new Group(
                list.stream().mapToInt(Place::from).toArray(),
                list.stream().mapToInt(Place::to).toArray(),
                list.stream()
                        .map(place -> place.shape() instanceof Shape.Leaf leaf ? leaf : null)
                        .toArray(Shape.Leaf[]::new),
                list.stream().map(Place::name).toArray(String[]::new));
    }

    private static boolean isRare(Getter getter) {
        return switch (getter) {
            case WHOLE_DECIMAL, TEXT, MONTHS_OF_INTERVAL, DAYS_OF_INTERVAL, MICROSECONDS_OF_INTERVAL, NOTHING -> true;
            default -> false;
        };
    }

    /** Copies one row to position {@code at} of the block; answers as {@link RowsToBlocks#copy} does. */
    boolean copy(InternalRow row, int at) {
        copyFractions(row, at);
        copyIntegers(row, at);
        copyTimes(row, at);
        copyVariable(row, at);
        for (var other : others) {
            cells.copy(other.leaf(), row, other.from(), other.to(), at);
        }
        return copyStructs(row, at) && copyGrowing(row, at);
    }

    private void copyFractions(InternalRow row, int at) {
        for (int i = 0; i < doubles.size(); i++) {
            int from = doubles.from[i];
            int to = doubles.to[i];
            doubleCells[to][at] = row.isNullAt(from) ? Double.NaN : cells.known(row.getDouble(from), to);
        }
        for (int i = 0; i < floats.size(); i++) {
            int from = floats.from[i];
            int to = floats.to[i];
            doubleCells[to][at] = row.isNullAt(from) ? Double.NaN : cells.known(row.getFloat(from), to);
        }
        for (int i = 0; i < decimals.size(); i++) {
            int from = decimals.from[i];
            int to = decimals.to[i];
            doubleCells[to][at] =
                    row.isNullAt(from) ? Double.NaN : cells.real(Cells.decimal(decimals.leaves[i], row, from), to);
        }
    }

    private void copyIntegers(InternalRow row, int at) {
        for (int i = 0; i < ints.size(); i++) {
            if (present(row, ints.from[i], ints.to[i], at)) {
                longCells[ints.to[i]][at] = row.getInt(ints.from[i]);
            }
        }
        for (int i = 0; i < longs.size(); i++) {
            if (present(row, longs.from[i], longs.to[i], at)) {
                longCells[longs.to[i]][at] = row.getLong(longs.from[i]);
            }
        }
        for (int i = 0; i < booleans.size(); i++) {
            if (present(row, booleans.from[i], booleans.to[i], at)) {
                longCells[booleans.to[i]][at] = row.getBoolean(booleans.from[i]) ? 1 : 0;
            }
        }
        for (int i = 0; i < shorts.size(); i++) {
            if (present(row, shorts.from[i], shorts.to[i], at)) {
                longCells[shorts.to[i]][at] = row.getShort(shorts.from[i]);
            }
        }
        for (int i = 0; i < bytes.size(); i++) {
            if (present(row, bytes.from[i], bytes.to[i], at)) {
                longCells[bytes.to[i]][at] = row.getByte(bytes.from[i]);
            }
        }
    }

    private void copyTimes(InternalRow row, int at) {
        for (int i = 0; i < dates.size(); i++) {
            if (present(row, dates.from[i], dates.to[i], at)) {
                longCells[dates.to[i]][at] = row.getInt(dates.from[i]) * Cells.MILLIS_PER_DAY;
            }
        }
        for (int i = 0; i < timestamps.size(); i++) {
            int to = timestamps.to[i];
            if (present(row, timestamps.from[i], to, at)) {
                longCells[to][at] = cells.millis(row.getLong(timestamps.from[i]), to);
            }
        }
    }

    private void copyVariable(InternalRow row, int at) {
        for (int i = 0; i < strings.size(); i++) {
            var column = block.column(strings.to[i]);
            if (row.isNullAt(strings.from[i])) {
                column.miss(at);
            } else {
                Cells.copy(row.getUTF8String(strings.from[i]), column, at);
            }
        }
        for (int i = 0; i < vectors.size(); i++) {
            int to = vectors.to[i];
            if (row.isNullAt(vectors.from[i])) {
                block.column(to).miss(at);
            } else {
                int length = Vectors.copy(row, vectors.from[i], cells, to, at);
                if (length > lengths[to]) {
                    lengths[to] = Vectors.allowed(length, vectors.names[i]);
                }
            }
        }
    }

    private boolean present(InternalRow row, int from, int to, int at) {
        if (row.isNullAt(from)) {
            block.column(to).setMissing(at);
            return false;
        }
        return true;
    }

    private boolean copyStructs(InternalRow row, int at) {
        for (var struct : structs) {
            if (row.isNullAt(struct.from())) {
                struct.cells().miss(at);
            } else if (struct.inRow()) {
                if (!struct.cells().copy(row.getStruct(struct.from(), struct.fields()), at)) {
                    return false;
                }
            } else {
                struct.cells().copyParts(row, struct.from(), at);
            }
        }
        return true;
    }

    /** Copies the parts of one value. */
    private void copyParts(InternalRow row, int from, int at) {
        for (var part : others) {
            cells.copy(part.leaf(), row, from, part.to(), at);
        }
    }

    private boolean copyGrowing(InternalRow row, int at) {
        for (var grower : growers) {
            if (!grower.growing().copy(row, grower.from(), at)) {
                return false;
            }
        }
        return true;
    }

    /** The struct is not there, and so is none of its parts. */
    private void miss(int at) {
        for (int column : all) {
            block.column(column).miss(at);
        }
        for (var struct : structs) {
            struct.cells().miss(at);
        }
    }
}
