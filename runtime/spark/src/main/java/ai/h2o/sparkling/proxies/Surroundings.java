package ai.h2o.sparkling.proxies;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What can be seen of the platform from the driver.
 *
 * @param sparkSetting a value of Spark's configuration by its full name
 * @param environment the environment of the driver's process, which a notebook's kernel hands down to it
 */
public record Surroundings(Function<String, Optional<String>> sparkSetting, Map<String, String> environment) {

    public Surroundings {
        requireNonNull(sparkSetting, "sparkSetting is null");
        environment = Map.copyOf(environment);
    }

    Optional<String> spark(String name) {
        return sparkSetting.apply(name).filter(value -> !value.isBlank()).map(String::strip);
    }

    Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name))
                .filter(value -> !value.isBlank())
                .map(String::strip);
    }
}
