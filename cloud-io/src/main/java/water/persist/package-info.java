/** The classes by whose names H2O finds its storage, in front of {@code ai.h2o.sparkling.storage}. */
package water.persist;
