package ai.h2o.sparkling.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.swagger.v3.oas.annotations.media.Schema;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Map;

/** Types of Java in OpenAPI's words. Records get names of their own and are referred to. */
final class Schemas {
    private static final int LONGEST_TEXT = 512;

    private static final Map<Type, String[]> PLAIN = Map.of(
            String.class, new String[] {"string", ""},
            boolean.class, new String[] {"boolean", ""},
            int.class, new String[] {"integer", "int32"},
            Integer.class, new String[] {"integer", "int32"},
            long.class, new String[] {"integer", "int64"},
            Long.class, new String[] {"integer", "int64"},
            double.class, new String[] {"number", "double"},
            Double.class, new String[] {"number", "double"});

    private final ObjectNode named;

    /** @param named takes the records' schemas */
    Schemas(ObjectNode named) {
        this.named = named;
    }

    ObjectNode all() {
        return named;
    }

    ObjectNode of(Type type) {
        var node = named.objectNode();
        var plain = PLAIN.get(type);
        if (plain != null) {
            node.put("type", plain[0]);
            if (!plain[1].isEmpty()) {
                node.put("format", plain[1]);
            }
            return node;
        }
        if (type instanceof ParameterizedType list) {
            node.put("type", "array").set("items", of(list.getActualTypeArguments()[0]));
            return node;
        }
        var known = (Class<?>) type;
        if (known.isEnum()) {
            node.put("type", "string");
            var values = node.putArray("enum");
            for (Object constant : known.getEnumConstants()) {
                values.add(((Enum<?>) constant).name());
            }
            return node;
        }
        var name = name(known);
        if (!named.has(name)) {
            record(named.putObject(name), known);
        }
        return node.put("$ref", "#/components/schemas/" + name);
    }

    private static String name(Class<?> type) {
        var owner = type.getDeclaringClass();
        boolean former = owner != null && owner.getSimpleName().startsWith("Former");
        return former ? owner.getSimpleName() + type.getSimpleName() : type.getSimpleName();
    }

    private void record(ObjectNode node, Class<?> type) {
        node.put("type", "object").put("additionalProperties", false);
        var properties = node.putObject("properties");
        var required = node.arrayNode();
        for (RecordComponent component : type.getRecordComponents()) {
            var name = Json.name(component.getName());
            var schema = of(component.getGenericType());
            var described = component.getAccessor().getAnnotation(Schema.class);
            if (described != null && !schema.has("$ref")) {
                if (!described.description().isEmpty()) {
                    schema.put("description", described.description());
                }
                if (!described.format().isEmpty()) {
                    schema.put("format", described.format());
                }
                if (type.getSimpleName().endsWith("Request") && component.getType() == String.class) {
                    limits(schema, described);
                }
            }
            if (described == null || described.requiredMode() != Schema.RequiredMode.NOT_REQUIRED) {
                required.add(name);
            }
            properties.set(name, schema);
        }
        if (!required.isEmpty()) {
            node.set("required", required);
        }
    }

    /** What a text from a client must be like; {@link Values} holds to it. */
    static void limits(ObjectNode schema, Schema described) {
        if (described.allowableValues().length > 0) {
            var values = schema.putArray("enum");
            for (String value : described.allowableValues()) {
                values.add(value);
            }
        } else if (described.pattern().isEmpty()) {
            schema.put("minLength", 1)
                    .put("maxLength", LONGEST_TEXT)
                    .put("pattern", "^[^\\u0000-\\u001f\\u007f-\\u009f]+$");
        } else {
            schema.put("pattern", "^" + described.pattern() + "$");
        }
        if (!described.defaultValue().isEmpty()) {
            schema.put("default", described.defaultValue());
        }
    }

    /** The schema in which H2O tells of errors, and this API, too. */
    void error() {
        var error = named.putObject("H2OErrorV3");
        error.put("type", "object").put("description", "H2O's own schema for errors");
        var properties = error.putObject("properties");
        properties.putObject("timestamp").put("type", "integer").put("format", "int64");
        for (String text : new String[] {"error_url", "msg", "dev_msg", "exception_type", "exception_msg"}) {
            properties.putObject(text).put("type", "string");
        }
        properties.putObject("http_status").put("type", "integer");
        properties.putObject("values").put("type", "object");
        properties
                .putObject("stacktrace")
                .put("type", "array")
                .putObject("items")
                .put("type", "string");
        error.putArray("required").add("msg").add("http_status");
    }
}
