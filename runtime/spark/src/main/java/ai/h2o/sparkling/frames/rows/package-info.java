/**
 * From Spark's rows to blocks of columns, and from nested values to flat columns. A plan is made on the driver of the schema, copiers follow it
 * in the tasks, and what only the rows could tell, such as the length of arrays, comes back with each partition and is put together on the
 * driver.
 */
package ai.h2o.sparkling.frames.rows;
