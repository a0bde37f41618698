/**
 * The web proxies of hosted platforms, through which browsers reach the driver: one class for each platform knows how it is
 * recognised and which address its proxy gives to a port.
 *
 * <p>{@link ai.h2o.sparkling.proxies.Platforms} is the door. This package calls nothing and starts nothing; it is told what Spark
 * and the environment say. Platforms whose proxies cannot carry Flow (YARN's, Dataproc's component gateway) have no class here;
 * docs/platforms.md says why.
 */
package ai.h2o.sparkling.proxies;
