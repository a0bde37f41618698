package ai.h2o.sparkling.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.eclipse.jetty.http.HttpFields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CrossSiteTest {

    private static final List<String> OWN = List.of("driver:54321", "site.example");

    @Test
    void programsNeedNoOriginButSessionsDo() {
        assertThat(CrossSite.forged("POST", HttpFields.EMPTY, false, OWN)).isFalse();
        assertThat(CrossSite.forged("POST", HttpFields.EMPTY, true, OWN)).isTrue();
        assertThat(CrossSite.forged("GET", HttpFields.EMPTY, true, OWN)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sec-Fetch-Site: same-origin",
                "Sec-Fetch-Site: none",
                "Origin: http://driver:54321",
                "Origin: HTTPS://DRIVER:54321",
                "Origin: http://localhost",
                "Origin: https://site.example",
                "Origin: https://proxy.example",
                "Referer: http://driver:54321/flow/index.html"
            })
    void ownPagesMayPost(String header) {
        assertThat(CrossSite.forged("POST", headers(header), true, OWN)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sec-Fetch-Site: cross-site",
                "Sec-Fetch-Site: same-site",
                "Origin: null",
                "Origin: http://driver:54322",
                "Origin: http://driver",
                "Origin: http://driver:54321.evil.example",
                "Origin: http://driver:54321@evil.example",
                "Origin: ::",
                "Referer: http://evil.example/driver:54321/"
            })
    void foreignPagesMayNot(String header) {
        assertThat(CrossSite.forged("POST", headers(header), true, OWN)).isTrue();
        assertThat(CrossSite.forged("POST", headers(header), false, OWN)).isTrue();
    }

    @Test
    void foreignPagesMayLinkToUsButNotEmbedUs() {
        HttpFields.Mutable link = headers("Sec-Fetch-Site: cross-site");
        assertThat(CrossSite.forged("GET", link, false, OWN)).isTrue();
        link.put("Sec-Fetch-Mode", "navigate").put("Sec-Fetch-Dest", "iframe");
        assertThat(CrossSite.forged("GET", link, false, OWN)).isTrue();
        link.put("Sec-Fetch-Dest", "document");
        assertThat(CrossSite.forged("GET", link, false, OWN)).isFalse();
    }

    private static HttpFields.Mutable headers(String header) {
        int colon = header.indexOf(": ");
        return HttpFields.build()
                .put("Host", "localhost")
                .put("X-Forwarded-Host", "proxy.example")
                .put(header.substring(0, colon), header.substring(colon + 2));
    }
}
