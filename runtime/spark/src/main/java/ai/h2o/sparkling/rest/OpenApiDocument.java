package ai.h2o.sparkling.rest;

import ai.h2o.sparkling.BuildInfo;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The API in OpenAPI's words, made from the annotations of its operations. */
final class OpenApiDocument {
    private final ObjectNode root = JsonNodeFactory.instance.objectNode();
    private final Schemas schemas = new Schemas(root.objectNode());

    OpenApiDocument(List<Operation> operations) {
        root.put("openapi", "3.0.3");
        root.putObject("info")
                .put("title", "Sparkling Hosted")
                .put("version", BuildInfo.version())
                .put(
                        "description",
                        "H2O inside Spark: what the driver knows. H2O's own REST is at the same address, below /3 and /99.");
        // Relative to this document, which lies two levels below where everything begins, whatever is put before.
        root.putArray("servers").addObject().put("url", "../..");
        root.putArray("security").addObject().putArray("password");
        tags(operations);
        var paths = root.putObject("paths");
        operations.forEach(operation -> {
            var route = operation.route();
            var path = paths.get(route.path()) instanceof ObjectNode known ? known : paths.putObject(route.path());
            path.set(route.method().toLowerCase(Locale.ROOT), describe(operation));
        });
        var components = root.putObject("components");
        schemas.error();
        components.set("schemas", schemas.all());
        components
                .putObject("securitySchemes")
                .putObject("password")
                .put("type", "http")
                .put("scheme", "basic");
    }

    byte[] json() {
        return Json.write(root);
    }

    private void tags(List<Operation> operations) {
        var tags = root.putArray("tags");
        operations.stream()
                .map(operation -> operation.method().getDeclaringClass().getAnnotation(Tag.class))
                .filter(tag -> !tag.description().isEmpty())
                .distinct()
                .forEach(tag -> tags.addObject().put("name", tag.name()).put("description", tag.description()));
    }

    private ObjectNode describe(Operation operation) {
        var method = operation.method();
        var described = method.getAnnotation(io.swagger.v3.oas.annotations.Operation.class);
        var node = root.objectNode();
        node.putArray("tags")
                .add(method.getDeclaringClass().getAnnotation(Tag.class).name());
        node.put(
                "operationId",
                method.getDeclaringClass().getSimpleName().replace("Resource", "") + "_" + method.getName());
        node.put("summary", described.summary());
        if (!described.description().isEmpty()) {
            node.put("description", described.description());
        }
        boolean asked = false;
        var parameters = root.arrayNode();
        for (var parameter : method.getParameters()) {
            asked = true;
            var annotation = parameter.getAnnotation(Parameter.class);
            if (annotation == null) {
                body(node, parameter);
            } else {
                parameters.add(parameter(parameter.getType(), annotation));
            }
        }
        if (!parameters.isEmpty()) {
            node.set("parameters", parameters);
        }
        responses(node, operation, asked);
        return node;
    }

    private void body(ObjectNode node, java.lang.reflect.Parameter parameter) {
        var body = node.putObject("requestBody")
                .put("required", parameter.getAnnotation(RequestBody.class).required());
        body.putObject("content")
                .putObject("application/json")
                .set("schema", schemas.of(parameter.getParameterizedType()));
    }

    private ObjectNode parameter(Class<?> type, Parameter annotation) {
        boolean inPath = annotation.in() == ParameterIn.PATH;
        var node = root.objectNode()
                .put("name", annotation.name())
                .put("in", inPath ? "path" : "query")
                .put("required", inPath || annotation.required())
                .put("description", annotation.description());
        var schema =
                type == int.class ? schemas.of(int.class) : root.objectNode().put("type", "string");
        if (type != int.class) {
            Schemas.limits(schema, annotation.schema());
        }
        node.set("schema", schema);
        return node;
    }

    private void responses(ObjectNode node, Operation operation, boolean asked) {
        var responses = node.putObject("responses");
        var method = operation.method();
        var annotated = method.getAnnotationsByType(ApiResponse.class);
        var success = Integer.toString(operation.route().status());
        var good = responses.putObject(success).put("description", "Done");
        var content = good.putObject("content");
        Arrays.stream(annotated)
                .filter(response -> response.responseCode().equals(success))
                .findFirst()
                .ifPresentOrElse(
                        response -> {
                            good.put("description", response.description());
                            for (var type : response.content()) {
                                content.putObject(type.mediaType())
                                        .putObject("schema")
                                        .put("type", "string")
                                        .put("format", "binary");
                            }
                        },
                        () -> content.putObject("application/json")
                                .set("schema", schemas.of(method.getGenericReturnType())));
        if (asked) {
            failure(responses, "400", "Something that was sent is not as it must be; the message says what");
        }
        failure(responses, "401", "The gateway's user name and password are missing or wrong");
        for (var response : annotated) {
            if (!response.responseCode().equals(success)) {
                failure(responses, response.responseCode(), response.description());
            }
        }
        failure(
                responses,
                "503",
                "The cloud is lost, stopping or starting, or too many requests wait; the message says which");
        failure(responses, "default", "Anything else that went wrong");
    }

    private void failure(ObjectNode responses, String status, String description) {
        responses
                .putObject(status)
                .put("description", description)
                .putObject("content")
                .putObject("application/json")
                .putObject("schema")
                .put("$ref", "#/components/schemas/H2OErrorV3");
    }
}
