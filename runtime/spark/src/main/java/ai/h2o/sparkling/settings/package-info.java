/**
 * All settings of the product: what they are called, what they mean, and which values they have in one run.
 *
 * <p>{@link ai.h2o.sparkling.settings.Settings} is the register of names, {@link ai.h2o.sparkling.settings.SparklingSettings}
 * the values of one run, read once and never changed. Executors and the gateway get only the record they need
 * ({@link ai.h2o.sparkling.settings.NodeSettings}, {@link ai.h2o.sparkling.settings.GatewaySettings}). A new setting is one
 * constant in {@code Settings}; its documentation, its Python methods and its validation follow from there.
 *
 * <p>This package calls {@code errors} and Spark's configuration classes, and nothing else. It starts nothing.
 */
package ai.h2o.sparkling.settings;
