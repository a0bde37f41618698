package ai.h2o.sparkling.settings;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * Who may log in at the gateway by a name and a password that somebody else knows.
 *
 * @param kind who knows them
 * @param configuration path of the file that says where they are
 * @param owner the one user who may use the cloud, {@code *} for all; empty for the user who runs Spark
 */
public record LoginSettings(LoginKind kind, String configuration, Optional<String> owner) {
    public LoginSettings {
        requireNonNull(kind, "kind is null");
        requireNonNull(configuration, "configuration is null");
        requireNonNull(owner, "owner is null");
    }
}
