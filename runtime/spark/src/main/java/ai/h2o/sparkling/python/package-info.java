/**
 * The facade that Python calls through Py4J: static methods of simple types, so that Python needs no reflection and no
 * knowledge of the classes behind. Holds no logic of its own.
 */
package ai.h2o.sparkling.python;
