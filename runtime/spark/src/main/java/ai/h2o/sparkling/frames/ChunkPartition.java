package ai.h2o.sparkling.frames;

import org.apache.spark.sql.connector.read.InputPartition;

/**
 * Neighbouring chunks of a frame with one home.
 *
 * @param first index of the first chunk
 * @param rows rows of each chunk
 * @param location where Spark should read them, {@code null} if the home is in no known executor
 */
record ChunkPartition(int first, int[] rows, String location) implements InputPartition {
    @Override
    public String[] preferredLocations() {
        return location == null ? new String[0] : new String[] {location};
    }
}
