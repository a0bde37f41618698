package ai.h2o.sparkling.engine.api;

/**
 * Takes the rows of one attempt of one partition. What it takes stays invisible until a commit names the attempt as a
 * winner. Used by one thread.
 */
public interface BlockWriter extends AutoCloseable {
    /** Encodes the block. The caller may fill it again at once. */
    void append(ColumnBlock block) throws EngineFailure;

    /** Ends the partition; after this {@link #close} drops nothing. */
    StagedPartition finish() throws EngineFailure;

    /** Drops what was taken, unless {@link #finish} was called. */
    @Override
    void close();
}
