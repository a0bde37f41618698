package ai.h2o.sparkling.gateway.login;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * Users whom somebody else knows.
 *
 * @param directory who knows them
 * @param owner the only one of them who may use the cloud, or {@value #EVERYBODY} for all
 * @param deadline how long one of them is kept waiting for the directory's answer
 */
public record DirectoryOptions(UserDirectory directory, String owner, Duration deadline) {
    /** Stands for every user whom the directory knows. */
    public static final String EVERYBODY = "*";

    public DirectoryOptions {
        requireNonNull(directory, "directory is null");
        requireNonNull(owner, "owner is null");
        requireNonNull(deadline, "deadline is null");
    }
}
