package ai.h2o.sparkling;

import ai.h2o.sparkling.engine.api.ColumnDescription;
import ai.h2o.sparkling.engine.api.FrameDescription;

/** A frame in the cloud, by its key. The handle holds no data; the frame may be gone by the time it is used. */
public final class H2OFrame {
    private final String key;
    private final String[] columns;
    private final long rows;

    H2OFrame(FrameDescription frame) {
        key = frame.key();
        columns = frame.columns().stream().map(ColumnDescription::name).toArray(String[]::new);
        rows = frame.rows();
    }

    /** The key by which H2O's clients and REST know the frame. */
    public String frameId() {
        return key;
    }

    public String[] columnNames() {
        return columns.clone();
    }

    public int numberOfColumns() {
        return columns.length;
    }

    public long numberOfRows() {
        return rows;
    }

    /** Removes the frame and its data from the cloud; answers whether it was there. */
    public boolean delete() {
        return H2OContext.ensure("Frame '" + key + "' cannot be deleted without a running H2OContext")
                .deleteFrame(key);
    }

    @Override
    public String toString() {
        return "H2OFrame '" + key + "' (" + rows + " rows, " + columns.length + " columns)";
    }
}
