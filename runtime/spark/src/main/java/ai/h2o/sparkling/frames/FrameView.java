package ai.h2o.sparkling.frames;

import ai.h2o.sparkling.engine.api.FrameDescription;
import ai.h2o.sparkling.nodes.Generation;
import ai.h2o.sparkling.nodes.NodeAccess;
import org.apache.spark.sql.types.StructType;

/**
 * What a scan of a frame needs to know, at one moment.
 *
 * @param description the frame
 * @param schema the types by which Spark reads it
 * @param access how tasks reach the cloud it is in
 */
public record FrameView(FrameDescription description, StructType schema, NodeAccess access) {
    /** The cloud it is in. */
    public Generation generation() {
        return access.generation();
    }
}
