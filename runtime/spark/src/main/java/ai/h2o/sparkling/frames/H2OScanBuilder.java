package ai.h2o.sparkling.frames;

import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.read.SupportsPushDownRequiredColumns;
import org.apache.spark.sql.types.StructType;

/** Takes the columns that Spark asks for. */
final class H2OScanBuilder implements ScanBuilder, SupportsPushDownRequiredColumns {
    private final FrameView frame;
    private StructType required;

    H2OScanBuilder(FrameView frame) {
        this.frame = frame;
        required = frame.schema();
    }

    @Override
    public void pruneColumns(StructType requiredSchema) {
        required = requiredSchema;
    }

    @Override
    public Scan build() {
        return new H2OScan(frame.description(), frame.schema(), required, frame.access());
    }
}
