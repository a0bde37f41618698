/**
 * Our own REST, behind the gateway's authentication: what this product knows and H2O does not, such as contexts, tables,
 * conversions and generations; the paths that Sparkling Water had; and the two pages that show it to people.
 *
 * <p>A resource is a small class whose methods carry their {@link ai.h2o.sparkling.rest.Route} and the annotations of
 * OpenAPI. From these, and from nothing else, come the routes, the checks of what clients send, and the description in
 * {@code openapi.json}. Only {@link ai.h2o.sparkling.rest.RestApi} is used from outside.
 *
 * <p>This package calls {@code H2OContext}, {@code frames}, {@code bridge} and {@code gateway}; nothing but the context
 * calls it.
 */
package ai.h2o.sparkling.rest;
