/**
 * Changes to the engine's bytecode, each one class with a test: where H2O takes the process for its own (log4j, System.exit) or knows
 * only the ways it is usually shipped. A patch that finds its place changed fails the build.
 */
package ai.h2o.sparkling.build.patch;
