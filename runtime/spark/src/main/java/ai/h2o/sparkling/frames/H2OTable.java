package ai.h2o.sparkling.frames;

import ai.h2o.sparkling.H2OContext;
import ai.h2o.sparkling.errors.CloudLostException;
import ai.h2o.sparkling.errors.ConversionException;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * A frame as Spark's table. It cannot be written to: writing makes a new frame, see {@link H2OSource}. Spark makes a
 * table also before it writes a frame that is not there yet, so a missing frame is an error only when it is looked at.
 */
final class H2OTable implements SupportsRead {
    private final H2OContext context;
    private final String key;
    private final boolean copyMetadata;
    private final Optional<FrameView> frame;

    H2OTable(H2OContext context, String key, boolean copyMetadata) {
        this.context = context;
        this.key = key;
        this.copyMetadata = copyMetadata;
        frame = context.findFrame(key, copyMetadata);
    }

    @Override
    public String name() {
        return "h2o." + key;
    }

    @Override
    @SuppressWarnings("deprecation") // columns(), its successor, does not exist in Spark 3.4
    public StructType schema() {
        return existing().schema();
    }

    @Override
    public Set<TableCapability> capabilities() {
        return Set.of(TableCapability.BATCH_READ);
    }

    @Override
    public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
        return new H2OScanBuilder(present());
    }

    /** Spark keeps tables for as long as DataFrames live; meanwhile the cloud may have been lost and its frames made again. */
    private FrameView present() {
        var view = existing();
        if (H2OContext.get().filter(context::equals).isEmpty() || context.uses(view.generation())) {
            return view;
        }
        return context.findFrame(key, copyMetadata)
                .filter(again -> again.schema().equals(view.schema()))
                .orElseThrow(() -> new CloudLostException("Frame '" + key + "' was lost with the H2O cloud '"
                        + view.generation().id()
                        + "', and the cloud in its place has no such frame with the same columns. Make"
                        + " the frame again, then the DataFrame by asSparkFrame"));
    }

    private FrameView existing() {
        return frame.orElseThrow(() -> new ConversionException("There is no H2O frame with the key '" + key
                + "'; h2o.ls() lists the frames of the cloud, and those of a context that was stopped are gone"));
    }
}
