package ai.h2o.sparkling.settings;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * The key store with which the gateway serves TLS.
 *
 * @param path file on the driver
 * @param password of the store and of its key
 * @param alias of the key to use; without it the store must hold one key only
 */
public record KeyStoreSettings(String path, Secret password, Optional<String> alias) {

    public KeyStoreSettings {
        requireNonNull(path, "path is null");
        requireNonNull(password, "password is null");
        requireNonNull(alias, "alias is null");
    }
}
