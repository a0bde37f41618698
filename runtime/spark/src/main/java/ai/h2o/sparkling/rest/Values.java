package ai.h2o.sparkling.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.swagger.v3.oas.annotations.media.Schema;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Checks values that clients send against the schema that describes them, and turns them into Java's. */
final class Values {
    private static final int LONGEST = 512;
    private static final int LONGEST_SHOWN = 80;

    private Values() {}

    /** A value that came as text. */
    static Object fromText(String name, Class<?> type, Schema schema, String text) {
        if (type == boolean.class) {
            return switch (text.toLowerCase(Locale.ROOT)) {
                case "true" -> true;
                case "false" -> false;
                default -> throw wrong(name, text, "true or false");
            };
        }
        if (type == int.class) {
            try {
                return Integer.valueOf(text);
            } catch (NumberFormatException e) {
                throw wrong(name, text, "a whole number");
            }
        }
        return checked(name, schema, text);
    }

    private static String checked(String name, Schema schema, String text) {
        if (text.isEmpty() || text.length() > LONGEST) {
            throw wrong(name, text, "a text of 1 to " + LONGEST + " characters");
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw wrong(name, text, "a text without control characters");
        }
        if (!schema.pattern().isEmpty() && !text.matches(schema.pattern())) {
            throw wrong(name, text, schema.description().isEmpty() ? "like " + schema.pattern() : schema.description());
        }
        var allowed = schema.allowableValues();
        if (allowed.length > 0 && !Arrays.asList(allowed).contains(text)) {
            throw wrong(name, text, Arrays.stream(allowed).collect(Collectors.joining("' or '", "'", "'")));
        }
        return text;
    }

    private static RestException wrong(String name, String value, String wanted) {
        var shown = value.length() <= LONGEST_SHOWN ? value : value.substring(0, LONGEST_SHOWN) + "…";
        return RestException.badRequest("'" + name + "' is '" + shown + "', but must be " + wanted);
    }

    /** A body that is to become a record of texts and flags; a component that is not required may be missing. */
    static <T> T fromJson(Class<T> type, JsonNode body) {
        if (!body.isObject()) {
            throw RestException.badRequest("The body must be a JSON object, such as {}");
        }
        var components = type.getRecordComponents();
        var names = Arrays.stream(components)
                .map(component -> Json.name(component.getName()))
                .toList();
        body.fieldNames().forEachRemaining(name -> {
            if (!names.contains(name)) {
                throw RestException.badRequest("The body has a field '" + name + "', but only " + names + " are known");
            }
        });
        var values = Arrays.stream(components)
                .map(component -> component(component, body.get(Json.name(component.getName()))))
                .toArray();
        try {
            var constructor = type.getDeclaredConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the record " + type + " cannot be made", e);
        }
    }

    private static Object component(RecordComponent component, JsonNode value) {
        var name = Json.name(component.getName());
        var schema = component.getAccessor().getAnnotation(Schema.class);
        if (value == null) {
            if (schema.requiredMode() == Schema.RequiredMode.REQUIRED) {
                throw RestException.badRequest("The body lacks the field '" + name + "'");
            }
            return component.getType() == boolean.class ? Boolean.FALSE : null;
        }
        if (component.getType() == boolean.class) {
            if (!value.isBoolean()) {
                throw wrong(name, value.toString(), "true or false");
            }
            return value.booleanValue();
        }
        if (!value.isTextual()) {
            throw wrong(name, value.toString(), "a text");
        }
        return checked(name, schema, value.textValue());
    }
}
