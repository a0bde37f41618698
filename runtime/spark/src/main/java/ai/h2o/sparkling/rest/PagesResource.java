package ai.h2o.sparkling.rest;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.function.Supplier;

/** The description of the API, and the pages for people. The pages load nothing from anywhere but here. */
final class PagesResource {
    private static final String HTML = "text/html;charset=utf-8";

    /** Scripts and styles are in the page itself; whatever else a page might try to load is refused. */
    private static final Map<String, String> SAFE = Map.of(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; connect-src 'self';"
                    + " img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'",
            "Referrer-Policy",
            "no-referrer");

    private final Supplier<OpenApiDocument> source;
    private byte[] document;

    /** @param source made when it is first asked for: nobody should wait for it at a start */
    PagesResource(Supplier<OpenApiDocument> source) {
        this.source = source;
    }

    @Route(path = "/sparkling/v1/openapi.json")
    Reply.Download openApi() {
        return new Reply.Download("application/json", Map.of(), document());
    }

    private synchronized byte[] document() {
        if (document == null) {
            document = source.get().json();
        }
        return document;
    }

    @Route(path = "/sparkling/api")
    Reply.Download api() {
        return page("api.html");
    }

    @Route(path = "/sparkling/status")
    Reply.Download status() {
        return page("status.html");
    }

    private static Reply.Download page(String name) {
        try (InputStream page = PagesResource.class.getResourceAsStream(name)) {
            return new Reply.Download(HTML, SAFE, page.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
