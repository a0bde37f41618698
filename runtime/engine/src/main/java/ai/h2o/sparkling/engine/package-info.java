/**
 * The engine side of the wall: starts one H2O node in this class loader, guards its listener, and serves blocks, frames
 * and column vectors through {@code ai.h2o.sparkling.engine.api}.
 *
 * <p>May use H2O and the JDK; of Spark only what {@code engine-api} names. The few classes that need H2O's
 * package-private members live in {@code water} and {@code water.fvec} beside this package and hold nothing else.
 */
package ai.h2o.sparkling.engine;
