package ai.h2o.sparkling.cloud;

import ai.h2o.sparkling.settings.Recovery;
import ai.h2o.sparkling.settings.SparklingSettings;
import java.time.Duration;
import java.util.Optional;

/**
 * What follows when a cloud is lost.
 *
 * @param recovers whether the next cloud forms by itself
 * @param losses what is lost and what is not
 * @param remedy what a user can do; the end of each report of a loss
 * @param patience how long calls wait for a cloud that recovers
 */
public record AfterLoss(boolean recovers, String losses, String remedy, Duration patience) {
    /** As the settings have it. A cloud in the driver itself is never lost without the driver, so it has nothing to recover. */
    public static AfterLoss of(SparklingSettings settings, boolean inDriver) {
        return new AfterLoss(
                settings.recovery() == Recovery.AUTOMATIC && !inDriver,
                losses(settings.recoveryDir()),
                remedy(settings.recovery()),
                settings.cloudTimeout().multipliedBy(2));
    }

    private static String losses(Optional<String> kept) {
        return kept.map(directory ->
                        "models that were not finished and frames that H2O made are lost; finished models are"
                                + " kept in " + directory + ", and DataFrames are in Spark")
                .orElse("models that were not saved and frames that H2O made are lost; DataFrames in Spark are not");
    }

    private static String remedy(Recovery recovery) {
        return switch (recovery) {
            case AUTOMATIC ->
                "The next cloud forms by itself of the executors that Spark has then, and frames that came from DataFrames"
                        + " or imports are made again under their keys; call again, what is called on the context waits for it";
            case MANUAL -> "Call H2OContext.getOrCreate() to form a new cloud, then convert again";
            case OFF -> "Recovery is off: stop this context, then call H2OContext.getOrCreate() and convert again";
        };
    }
}
