package ai.h2o.sparkling.settings;

import static java.util.Objects.requireNonNull;

import ai.h2o.sparkling.errors.SettingException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One setting: its name, what its value looks like, its default, what it does, and what users call it.
 *
 * <p>Immutable. The constants are in {@link Settings}.
 *
 * @param <T> type of the value
 */
public final class Setting<T> {

    /** What setting it does. */
    public sealed interface Status {

        /** The product acts on it. */
        record Active() implements Status {}

        /**
         * The name is known from older releases and bears any value, but changes nothing.
         *
         * @param reason why nothing needs it here
         */
        record WithoutEffect(String reason) implements Status {}

        /**
         * One value asks for something that the product does not do; every other value changes nothing.
         *
         * @param value the value that is refused
         * @param reason why, and what to do instead
         */
        record Refused(String value, String reason) implements Status {}
    }

    /**
     * A method of {@code H2OConf}.
     *
     * @param name of the method
     * @param sets values by setting, for a method without an argument; empty for one whose argument is the value
     */
    public record Setter(String name, Map<String, String> sets) {
        public Setter {
            requireNonNull(name, "name is null");
            sets = Collections.unmodifiableMap(new LinkedHashMap<>(sets));
        }
    }

    private final String name;
    private final ValueType<T> type;
    private final Optional<T> defaultValue;
    private final String documentation;
    private final Status status;
    private final boolean secret;
    private final List<String> formerNames;
    private final List<String> getters;
    private final List<Setter> setters;

    private Setting(Builder<T> builder, String documentation, Status status) {
        this.name = builder.name;
        this.type = builder.type;
        this.defaultValue = builder.defaultValue;
        this.documentation = documentation;
        this.status = status;
        this.secret = builder.secret || builder.type.javaType() == Secret.class;
        this.formerNames = List.copyOf(builder.formerNames);
        this.getters = List.copyOf(builder.getters);
        this.setters = List.copyOf(builder.setters);
    }

    /** Begins a setting whose full name is {@value Settings#PREFIX} and the name given. */
    static <T> Builder<T> named(String shortName, ValueType<T> type) {
        return new Builder<>(Settings.PREFIX + shortName, type);
    }

    /** Begins a setting whose name does not begin with {@value Settings#PREFIX}. */
    static <T> Builder<T> namedInFull(String name, ValueType<T> type) {
        return new Builder<>(name, type);
    }

    /** The full name, such as {@code spark.ext.h2o.nthreads}. */
    public String name() {
        return name;
    }

    ValueType<T> type() {
        return type;
    }

    /** Empty where leaving it out means something that no value says. */
    public Optional<T> defaultValue() {
        return defaultValue;
    }

    public String documentation() {
        return documentation;
    }

    public Status status() {
        return status;
    }

    public boolean isActive() {
        return status instanceof Status.Active;
    }

    /** Whether its value must never be printed. */
    public boolean isSecret() {
        return secret;
    }

    /** Names that older releases used and that still work. */
    public List<String> formerNames() {
        return formerNames;
    }

    /** The methods of {@code H2OConf} that read it. */
    public List<String> getters() {
        return getters;
    }

    /** The methods of {@code H2OConf} that change it. */
    public List<Setter> setters() {
        return setters;
    }

    /**
     * The value that texts by full name give it, or its default.
     *
     * @throws SettingException if the text does not fit
     */
    public Optional<T> read(Map<String, String> texts) {
        return Stream.concat(Stream.of(name), formerNames.stream())
                .filter(texts::containsKey)
                .findFirst()
                .map(used -> parse(used, texts.get(used)))
                .or(() -> defaultValue);
    }

    private T parse(String used, String text) {
        try {
            return type.parse(text);
        } catch (IllegalArgumentException e) {
            throw new SettingException("Setting %s = '%s': %s".formatted(used, shown(text), e.getMessage()), e);
        }
    }

    /** How a value given as text may be shown: itself, or stars. */
    String shown(String text) {
        return secret ? Secret.MASK : text;
    }

    @Override
    public String toString() {
        return name;
    }

    /** Collects what is optional; ends with one of the methods that say what setting it does. */
    static final class Builder<T> {

        private final String name;
        private final ValueType<T> type;
        private Optional<T> defaultValue = Optional.empty();
        private boolean secret;
        private final List<String> formerNames = new ArrayList<>();
        private final List<String> getters = new ArrayList<>();
        private final List<Setter> setters = new ArrayList<>();

        private Builder(String name, ValueType<T> type) {
            this.name = name;
            this.type = type;
        }

        Builder<T> defaultsTo(T value) {
            defaultValue = Optional.of(value);
            return this;
        }

        Builder<T> secret() {
            secret = true;
            return this;
        }

        Builder<T> formerly(String... shortNames) {
            for (String shortName : shortNames) {
                formerNames.add(Settings.PREFIX + shortName);
            }
            return this;
        }

        Builder<T> getter(String method) {
            getters.add(method);
            return this;
        }

        /** A method whose argument is the value. */
        Builder<T> setter(String method) {
            setters.add(new Setter(method, Map.of()));
            return this;
        }

        /** A method without an argument, which stands for one value. */
        Builder<T> setter(String method, String value) {
            setters.add(new Setter(method, Map.of(name, value)));
            return this;
        }

        /** The usual pair for something that is on or off. */
        Builder<T> onOff(String on, String off) {
            return setter(on, "true").setter(off, "false");
        }

        /** A method without an argument, which sets several things at once. */
        Builder<T> setter(String method, Map<String, String> sets) {
            setters.add(new Setter(method, sets));
            return this;
        }

        Setting<T> active(String documentation) {
            return new Setting<>(this, documentation, new Status.Active());
        }

        Setting<T> withoutEffect(String documentation, String reason) {
            return new Setting<>(this, documentation, new Status.WithoutEffect(reason));
        }

        Setting<T> refused(String documentation, String value, String reason) {
            return new Setting<>(this, documentation, new Status.Refused(value, reason));
        }
    }
}
