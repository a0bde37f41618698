/**
 * DataFrames to frames and back: the staged write path, the columnar read path, and {@code format("h2o")} over both.
 * Executor code here holds small immutable snapshots, never the context.
 */
package ai.h2o.sparkling.frames;
