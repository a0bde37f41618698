/**
 * The errors that callers may catch.
 *
 * <p>Only exceptions live here. They carry a message and a cause, never an object of another package, so that they can cross
 * to Python and between JVMs; this package calls nothing.
 */
package ai.h2o.sparkling.errors;
