/**
 * Key pairs with certificates that they have signed themselves, made in memory: for the connections between nodes, and for a gateway whose
 * owner has no certificate.
 *
 * <p>Calls {@code errors} alone, and it is the only room that may use the library for certificates.
 */
package ai.h2o.sparkling.certificates;
