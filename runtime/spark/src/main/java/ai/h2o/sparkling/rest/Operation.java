package ai.h2o.sparkling.rest;

import ai.h2o.sparkling.gateway.OwnRequest;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A method of a resource, and how a request becomes a call of it. */
final class Operation {
    private static final String JSON = "application/json";
    private static final String FORM = "application/x-www-form-urlencoded";

    private final Object resource;
    private final Method method;
    private final Route route;
    private final PathTemplate path;

    private Operation(Object resource, Method method) {
        this.resource = resource;
        this.method = method;
        route = method.getAnnotation(Route.class);
        path = PathTemplate.of(route.path());
        method.setAccessible(true);
    }

    /** All operations of a resource, in an order that stays. */
    static Stream<Operation> of(Object resource) {
        return Arrays.stream(resource.getClass().getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(Route.class))
                .map(method -> new Operation(resource, method))
                .sorted(Comparator.comparing((Operation operation) -> operation.route.path())
                        .thenComparing(operation -> operation.route.method()));
    }

    Route route() {
        return route;
    }

    Method method() {
        return method;
    }

    Optional<Map<String, String>> match(String requestPath) {
        return path.match(requestPath);
    }

    /** Whether it answers requests of that method. */
    boolean takes(String requestMethod) {
        return route.method().equals(requestMethod) || (route.method().equals("GET") && requestMethod.equals("HEAD"));
    }

    /** Checks what was sent, and calls the method. */
    Object call(OwnRequest request, Map<String, String> pathValues) throws Exception {
        var given = given(request);
        var arguments = Arrays.stream(method.getParameters())
                .map(parameter -> argument(parameter, request, pathValues, given))
                .toArray();
        try {
            return method.invoke(resource, arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Exception exception) {
                throw exception;
            }
            throw e;
        }
    }

    /** The parameters of the query and the form. */
    private Map<String, String> given(OwnRequest request) {
        var given = new LinkedHashMap<>(Parameters.pairs(request.query()));
        if (request.body().length > 0
                && !request.method().equals("GET")
                && !request.method().equals("HEAD")) {
            if (route.form()) {
                requireType(request, FORM);
                Parameters.pairs(new String(request.body(), StandardCharsets.UTF_8))
                        .forEach(given::putIfAbsent);
            } else if (!hasBody()) {
                throw RestException.badRequest("This takes no body");
            }
        }
        var known = Arrays.stream(method.getParameters())
                .map(parameter -> parameter.getAnnotation(Parameter.class))
                .filter(parameter -> parameter != null && parameter.in() == ParameterIn.QUERY)
                .map(Parameter::name)
                .toList();
        for (String name : given.keySet()) {
            if (!known.contains(name)) {
                throw RestException.badRequest("The parameter '" + name + "' is unknown; "
                        + (known.isEmpty() ? "this takes none" : "this takes " + String.join(", ", known)));
            }
        }
        return given;
    }

    private boolean hasBody() {
        return Arrays.stream(method.getParameters())
                .anyMatch(parameter -> parameter.isAnnotationPresent(RequestBody.class));
    }

    private static void requireType(OwnRequest request, String wanted) {
        var type = request.contentType().split(";", 2)[0].strip();
        if (!type.equalsIgnoreCase(wanted)) {
            throw new RestException(
                    415,
                    "The body must have the Content-Type " + wanted
                            + (type.isEmpty() ? ", but has none" : ", but has '" + type + "'"));
        }
    }

    private static Object argument(
            java.lang.reflect.Parameter parameter,
            OwnRequest request,
            Map<String, String> pathValues,
            Map<String, String> given) {
        if (parameter.isAnnotationPresent(RequestBody.class)) {
            if (request.body().length == 0) {
                return Values.fromJson(parameter.getType(), Json.read("{}".getBytes(StandardCharsets.UTF_8)));
            }
            requireType(request, JSON);
            return Values.fromJson(parameter.getType(), Json.read(request.body()));
        }
        var described = parameter.getAnnotation(Parameter.class);
        var name = described.name();
        if (described.in() == ParameterIn.PATH) {
            return Values.fromText(
                    name, parameter.getType(), described.schema(), Parameters.decode(pathValues.get(name)));
        }
        var text = given.get(name);
        if (text == null && described.required()) {
            throw RestException.badRequest("The parameter '" + name + "' is missing");
        }
        if (parameter.getType() == Optional.class) {
            return Optional.ofNullable(text)
                    .map(value -> Values.fromText(name, String.class, described.schema(), value));
        }
        var value = text == null ? described.schema().defaultValue() : text;
        return Values.fromText(name, parameter.getType(), described.schema(), value);
    }

    /** The methods that a path takes, for who used another. */
    static String allowed(List<Operation> operations) {
        return operations.stream()
                .flatMap(operation -> operation.route().method().equals("GET")
                        ? Stream.of("GET", "HEAD")
                        : Stream.of(operation.route().method()))
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
    }
}
