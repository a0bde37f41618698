package ai.h2o.sparkling.frames.rows;

import ai.h2o.sparkling.engine.api.ColumnBlock;
import ai.h2o.sparkling.errors.ConversionException;
import java.util.List;

/** The columns that a slot grows in the blocks of a task. Used by one thread. */
final class GrownColumns {
    /** No column. */
    static final int NONE = -1;

    /** Of all slots together. More than anyone trains with; a map whose keys are values, such as identifiers, comes to them soon. */
    static final int MOST = 100_000;

    private final Cells cells;
    private final Slot slot;
    private final List<GrownColumn> all;

    /** @param all takes what grows, in the order of the block's columns */
    GrownColumns(Cells cells, Slot slot, List<GrownColumn> all) {
        this.cells = cells;
        this.slot = slot;
        this.all = all;
    }

    static ConversionException tooMany(Slot slot, String example) {
        return new ConversionException(
                "Column '" + slot.name() + "' would become so many columns, one for each of its keys"
                        + " or elements, such as '" + example + "', that there are more than " + MOST
                        + " of that sort; drop it, select the parts that are needed, or explode it into rows");
    }

    ColumnBlock block() {
        return cells.block();
    }

    Cells cells() {
        return cells;
    }

    /** Adds a column, unless the block has no room for it while that row is written; answers its index or {@link #NONE}. */
    int grow(List<Step> way, Shape.Leaf leaf, int row) {
        if (!block().hasRoomForColumn(row)) {
            return NONE;
        }
        if (all.size() == MOST) {
            throw tooMany(
                    slot, new GrownColumn(slot.number(), way, leaf.getter().kind(), leaf.shown()).name(slot.name()));
        }
        all.add(new GrownColumn(slot.number(), way, leaf.getter().kind(), leaf.shown()));
        return block().grow(leaf.getter().kind());
    }
}
