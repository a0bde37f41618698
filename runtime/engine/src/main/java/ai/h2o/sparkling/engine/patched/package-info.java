/**
 * What stands in H2O's own code: the build's patches send calls that H2O makes to these classes.
 *
 * <p>They know H2O, the wall and each other; of the engine's side nothing else.
 */
package ai.h2o.sparkling.engine.patched;
