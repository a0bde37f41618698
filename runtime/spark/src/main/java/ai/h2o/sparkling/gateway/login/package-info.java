/**
 * Who may come in: the generated password, users whom a directory knows, and what keeps guessing slow. It knows nothing of HTTP but the
 * header {@code Authorization}, calls {@code settings} alone, and takes from Jetty its life cycles and its scheduler.
 */
package ai.h2o.sparkling.gateway.login;
