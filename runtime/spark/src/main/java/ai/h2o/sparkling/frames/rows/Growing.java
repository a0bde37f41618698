package ai.h2o.sparkling.frames.rows;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * A value, or a part of one, of which only the rows tell how many columns it takes. Each column is made when the first row needs it. Used by
 * one task.
 */
sealed interface Growing {
    /**
     * Copies what lies there, if it is there.
     *
     * @return whether all of it was copied; if not, the block has no room for another column before the rows that are in it have gone
     */
    boolean copy(SpecializedGetters from, int ordinal, int row);

    static Growing of(Shape shape, GrownColumns columns, List<Step> way) {
        if (shape instanceof Shape.Leaf leaf) {
            return new Value(leaf, columns, way);
        } else if (shape instanceof Shape.Struct struct) {
            return new Parts(struct, columns, way);
        } else if (shape instanceof Shape.Elements array) {
            return new Numbered(array.element(), columns, way);
        } else if (shape instanceof Shape.Entries map) {
            return new Keyed(map, columns, way);
        } else if (shape instanceof Shape.Vector) {
            return new Positions(columns, way);
        }
        return new Octets(columns, way);
    }

    private static List<Step> longer(List<Step> way, int number, String name) {
        var longer = new ArrayList<>(way);
        longer.add(new Step(number, name));
        return longer;
    }

    /** One column. */
    final class Value implements Growing {
        private final Shape.Leaf leaf;
        private final GrownColumns columns;
        private final List<Step> way;
        private int column = GrownColumns.NONE;

        Value(Shape.Leaf leaf, GrownColumns columns, List<Step> way) {
            this.leaf = leaf;
            this.columns = columns;
            this.way = List.copyOf(way);
        }

        /** Makes the column if need be; answers whether the cell of that row may be written. */
        boolean ready(int row) {
            if (column == GrownColumns.NONE) {
                column = columns.grow(way, leaf, row);
                return column != GrownColumns.NONE;
            }
            var block = columns.block();
            return !block.column(column).isEmpty() || block.hasRoomForColumn(row);
        }

        @Override
        public boolean copy(SpecializedGetters from, int ordinal, int row) {
            if (!ready(row)) {
                return false;
            }
            columns.block().column(column).reach(row);
            columns.cells().copy(leaf, from, ordinal, column, row);
            return true;
        }

        boolean copy(double value, int row) {
            if (!ready(row)) {
                return false;
            }
            var target = columns.block().column(column);
            target.reach(row);
            target.doubles[row] = columns.cells().known(value, column);
            return true;
        }

        boolean copy(byte value, int row) {
            if (!ready(row)) {
                return false;
            }
            var target = columns.block().column(column);
            target.reach(row);
            target.longs[row] = value;
            return true;
        }
    }

    /** Columns of each field. */
    final class Parts implements Growing {
        private final Growing[] fields;
        private final boolean inRow;

        Parts(Shape.Struct struct, GrownColumns columns, List<Step> way) {
            inRow = struct.inRow();
            fields = new Growing[struct.fields().size()];
            for (int i = 0; i < fields.length; i++) {
                var field = struct.fields().get(i);
                fields[i] = of(field.shape(), columns, longer(way, i, field.name()));
            }
        }

        @Override
        public boolean copy(SpecializedGetters from, int ordinal, int row) {
            if (from.isNullAt(ordinal)) {
                return true;
            }
            var inside = inRow ? from.getStruct(ordinal, fields.length) : from;
            for (int i = 0; i < fields.length; i++) {
                if (!fields[i].copy(inside, inRow ? i : ordinal, row)) {
                    return false;
                }
            }
            return true;
        }
    }

    /** Columns of each element. */
    final class Numbered implements Growing {
        private final Shape element;
        private final GrownColumns columns;
        private final List<Step> way;
        private final List<Growing> elements = new ArrayList<>();

        Numbered(Shape element, GrownColumns columns, List<Step> way) {
            this.element = element;
            this.columns = columns;
            this.way = way;
        }

        @Override
        public boolean copy(SpecializedGetters from, int ordinal, int row) {
            if (from.isNullAt(ordinal)) {
                return true;
            }
            var array = from.getArray(ordinal);
            int length = array.numElements();
            for (int i = 0; i < length; i++) {
                if (i == elements.size()) {
                    elements.add(of(element, columns, longer(way, i, Integer.toString(i))));
                }
                if (!elements.get(i).copy(array, i, row)) {
                    return false;
                }
            }
            return true;
        }
    }

    /** Columns of each key. */
    final class Keyed implements Growing {
        private final Shape value;
        private final MapKeys keys;
        private final GrownColumns columns;
        private final List<Step> way;
        private final Map<Object, Growing> byKey = new HashMap<>();

        /** Texts that are no UTF-8 may have one name. */
        private final Map<String, Growing> byName = new HashMap<>();

        Keyed(Shape.Entries map, GrownColumns columns, List<Step> way) {
            value = map.value();
            keys = new MapKeys(map.key());
            this.columns = columns;
            this.way = way;
        }

        @Override
        public boolean copy(SpecializedGetters from, int ordinal, int row) {
            if (from.isNullAt(ordinal)) {
                return true;
            }
            var map = from.getMap(ordinal);
            var names = map.keyArray();
            var all = map.valueArray();
            for (int i = 0; i < names.numElements(); i++) {
                var key = keys.get(names, i);
                var target = byKey.get(key);
                if (target == null) {
                    target = byName.computeIfAbsent(keys.name(key), name -> of(value, columns, longer(way, 0, name)));
                    byKey.put(keys.kept(key), target);
                }
                // Of a key that comes twice, as in some files, the last value counts.
                if (!target.copy(all, i, row)) {
                    return false;
                }
            }
            return true;
        }
    }

    /** A column of doubles for each position of a vector. */
    final class Positions implements Growing {
        private final Line line;

        Positions(GrownColumns columns, List<Step> way) {
            line = new Line(Getter.DOUBLE, DataTypes.DoubleType, columns, way);
        }

        @Override
        public boolean copy(SpecializedGetters from, int ordinal, int row) {
            return from.isNullAt(ordinal)
                    || Vectors.visit(from, ordinal, (position, value) -> line.at(position)
                            .copy(value, row));
        }
    }

    /** A column for each byte. */
    final class Octets implements Growing {
        private final Line line;

        Octets(GrownColumns columns, List<Step> way) {
            line = new Line(Getter.BYTE, DataTypes.ByteType, columns, way);
        }

        @Override
        public boolean copy(SpecializedGetters from, int ordinal, int row) {
            if (from.isNullAt(ordinal)) {
                return true;
            }
            byte[] bytes = from.getBinary(ordinal);
            for (int i = 0; i < bytes.length; i++) {
                if (!line.at(i).copy(bytes[i], row)) {
                    return false;
                }
            }
            return true;
        }
    }

    /** Columns of one type, one for each position, as many as there have been. */
    final class Line {
        private final Shape.Leaf leaf;
        private final GrownColumns columns;
        private final List<Step> way;
        private final List<Value> values = new ArrayList<>();

        Line(Getter getter, DataType type, GrownColumns columns, List<Step> way) {
            leaf = new Shape.Leaf(getter, type, type);
            this.columns = columns;
            this.way = way;
        }

        /** Positions come in order. */
        Value at(int position) {
            if (position == values.size()) {
                values.add(new Value(leaf, columns, longer(way, position, Integer.toString(position))));
            }
            return values.get(position);
        }
    }
}
