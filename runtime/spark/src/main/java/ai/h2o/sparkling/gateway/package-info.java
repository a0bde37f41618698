/**
 * The one door from outside to the H2O cloud: an HTTP server on the Spark driver that knows who may enter, and forwards to
 * the leader node of the generation that is alive.
 *
 * <p>{@link ai.h2o.sparkling.gateway.Gateway} is opened once for a context and keeps its address while generations of the
 * cloud come and go behind it. Users log in here and nowhere else; nodes know only the credential of their generation,
 * which never leaves this package again.
 *
 * <p>This package calls {@code settings}, {@code certificates} and {@code errors}, and with its part {@code login} it is the only one that may use Jetty. It knows nothing
 * of Spark or of the engine: what happens on either side reaches it as a call of {@code route} or {@code unavailable}.
 * Everything in it is asynchronous: no thread waits for a client or for a node.
 */
package ai.h2o.sparkling.gateway;
