/**
 * What outlives the cloud: finished models, and what grids and AutoML runs search by, written to the directory of
 * {@code spark.ext.h2o.recovery.dir} and read by the next cloud. {@link ai.h2o.sparkling.engine.recovery.Keeper} stands in H2O's code, where
 * the build puts it.
 */
package ai.h2o.sparkling.engine.recovery;
