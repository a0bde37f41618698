package ai.h2o.sparkling.gateway;

import static java.util.Objects.requireNonNull;

import ai.h2o.sparkling.gateway.login.DirectoryOptions;
import java.time.Duration;
import java.util.Optional;

/**
 * What the gateway needs besides the user's settings: what only the driver knows (its addresses, what to do when somebody
 * asks for a shutdown), and limits, which have defaults that no user was seen to need to change.
 *
 * @param bindHost address to listen on when the settings name none
 * @param advertisedHost host name or address in the links that the gateway gives out
 * @param publicAuthority {@code host} or {@code host:port} of a proxy that browsers come through, where it is known: its
 *     pages are the gateway's own
 * @param onShutdownRequest runs on a thread of its own when a client asks the cloud to shut down; without it such a
 *     request is refused
 * @param ownService what the gateway answers by itself, if anything
 * @param directory users whom somebody else knows, besides the one of the settings
 * @param maxRequests requests forwarded at a time; more are answered with 503
 * @param maxConnections open client connections; more wait in the operating system's queue
 * @param maxHeaderBytes size of a request line with all its headers
 * @param maxFormBytes size of a form or of JSON, which the node takes into its memory whole; files have no limit
 * @param headerTimeout longest time from a client's first byte (or from connecting) to the end of its headers
 * @param idleTimeout longest time in which a client moves no byte although it is its turn
 * @param closeTimeout how long {@link Gateway#close()} lets running requests finish
 * @param sessionIdleTimeout how long a browser stays logged in without a request
 * @param linkLifetime how long a link made by {@link Gateway#loginLink} can be used
 * @param maxLoginDelay the longest time by which the answer to a wrong password is put off
 */
public record GatewayOptions(
        String bindHost,
        String advertisedHost,
        Optional<String> publicAuthority,
        Optional<Runnable> onShutdownRequest,
        Optional<OwnService> ownService,
        Optional<DirectoryOptions> directory,
        int maxRequests,
        int maxConnections,
        int maxHeaderBytes,
        long maxFormBytes,
        Duration headerTimeout,
        Duration idleTimeout,
        Duration closeTimeout,
        Duration sessionIdleTimeout,
        Duration linkLifetime,
        Duration maxLoginDelay) {

    public GatewayOptions {
        requireNonNull(bindHost, "bindHost is null");
        requireNonNull(advertisedHost, "advertisedHost is null");
        requireNonNull(publicAuthority, "publicAuthority is null");
        requireNonNull(onShutdownRequest, "onShutdownRequest is null");
        requireNonNull(ownService, "ownService is null");
        requireNonNull(directory, "directory is null");
        positive(maxRequests, "maxRequests");
        positive(maxConnections, "maxConnections");
        positive(maxHeaderBytes, "maxHeaderBytes");
        positive(maxFormBytes, "maxFormBytes");
        positive(headerTimeout, "headerTimeout");
        positive(idleTimeout, "idleTimeout");
        positive(closeTimeout, "closeTimeout");
        positive(sessionIdleTimeout, "sessionIdleTimeout");
        positive(linkLifetime, "linkLifetime");
        positive(maxLoginDelay, "maxLoginDelay");
    }

    /** Starts from the defaults, with the given host both to listen on and to give out. */
    public static Builder builder(String host) {
        return new Builder(requireNonNull(host, "host is null"));
    }

    private static void positive(long value, String name) {
        if (value < 1) {
            throw new IllegalArgumentException("%s is %d, but must be positive".formatted(name, value));
        }
    }

    private static void positive(Duration value, String name) {
        requireNonNull(value, () -> name + " is null");
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException("%s is %s, but must be positive".formatted(name, value));
        }
    }

    /** Collects options; each method is named after the component that it sets. */
    public static final class Builder {

        private final String bindHost;
        private String advertisedHost;
        private Optional<String> publicAuthority = Optional.empty();
        private Optional<Runnable> onShutdownRequest = Optional.empty();
        private Optional<OwnService> ownService = Optional.empty();
        private Optional<DirectoryOptions> directory = Optional.empty();
        private int maxRequests = 512;
        private int maxConnections = 2048;
        private int maxHeaderBytes = 32 * 1024;
        private long maxFormBytes = 256L << 20;
        private Duration headerTimeout = Duration.ofSeconds(20);
        private Duration idleTimeout = Duration.ofSeconds(60);
        private Duration closeTimeout = Duration.ofSeconds(3);
        private Duration sessionIdleTimeout = Duration.ofHours(12);
        private Duration linkLifetime = Duration.ofMinutes(5);
        private Duration maxLoginDelay = Duration.ofSeconds(2);

        private Builder(String host) {
            this.bindHost = host;
            this.advertisedHost = host;
        }

        public Builder advertisedHost(String value) {
            advertisedHost = value;
            return this;
        }

        public Builder publicAuthority(String value) {
            publicAuthority = Optional.of(value);
            return this;
        }

        public Builder onShutdownRequest(Runnable value) {
            onShutdownRequest = Optional.of(value);
            return this;
        }

        public Builder ownService(OwnService value) {
            ownService = Optional.of(value);
            return this;
        }

        public Builder directory(DirectoryOptions value) {
            directory = Optional.of(value);
            return this;
        }

        public Builder maxRequests(int value) {
            maxRequests = value;
            return this;
        }

        public Builder maxConnections(int value) {
            maxConnections = value;
            return this;
        }

        public Builder maxHeaderBytes(int value) {
            maxHeaderBytes = value;
            return this;
        }

        public Builder maxFormBytes(long value) {
            maxFormBytes = value;
            return this;
        }

        public Builder headerTimeout(Duration value) {
            headerTimeout = value;
            return this;
        }

        public Builder idleTimeout(Duration value) {
            idleTimeout = value;
            return this;
        }

        public Builder closeTimeout(Duration value) {
            closeTimeout = value;
            return this;
        }

        public Builder sessionIdleTimeout(Duration value) {
            sessionIdleTimeout = value;
            return this;
        }

        public Builder linkLifetime(Duration value) {
            linkLifetime = value;
            return this;
        }

        public Builder maxLoginDelay(Duration value) {
            maxLoginDelay = value;
            return this;
        }

        public GatewayOptions build() {
            return new GatewayOptions(
                    bindHost,
                    advertisedHost,
                    publicAuthority,
                    onShutdownRequest,
                    ownService,
                    directory,
                    maxRequests,
                    maxConnections,
                    maxHeaderBytes,
                    maxFormBytes,
                    headerTimeout,
                    idleTimeout,
                    closeTimeout,
                    sessionIdleTimeout,
                    linkLifetime,
                    maxLoginDelay);
        }
    }
}
