package ai.h2o.sparkling.proxies;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PlatformsTest {

    private static final Map<String, String> DATABRICKS = Map.of(
            "spark.databricks.clusterUsageTags.clusterId", "0123-456789-abcdef12",
            "spark.databricks.clusterUsageTags.clusterOwnerOrgId", "1234567890123456",
            "spark.databricks.workspaceUrl", "adb-1234567890123456.7.azuredatabricks.net");

    @Test
    void sparkOfOnesOwnHasNoProxy() {
        assertThat(proxy(Map.of("spark.master", "yarn", "spark.yarn.tags", "x"), Map.of("HOME", "/root")))
                .isEmpty();
    }

    @Test
    void databricksShowsPortsBelowItsWorkspace() {
        WebProxy proxy = proxy(DATABRICKS, Map.of()).orElseThrow();

        assertThat(proxy.addressOf(54321))
                .isEqualTo("https://adb-1234567890123456.7.azuredatabricks.net"
                        + "/driver-proxy/o/1234567890123456/0123-456789-abcdef12/54321");
        assertThat(proxy.authority()).hasValue("adb-1234567890123456.7.azuredatabricks.net");
        assertThat(proxy.listeningHost()).isEqualTo("0.0.0.0");
    }

    @Test
    void withoutTheNameOfTheWorkspaceTheAddressBeginsWithThePath() {
        Map<String, String> spark = new HashMap<>(DATABRICKS);
        spark.remove("spark.databricks.workspaceUrl");

        WebProxy proxy = proxy(spark, Map.of()).orElseThrow();

        assertThat(proxy.addressOf(1)).isEqualTo("/driver-proxy/o/1234567890123456/0123-456789-abcdef12/1");
        assertThat(proxy.authority()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "../x", "a/b", "a?b", "a\"b"})
    void anOddClusterIsNoDatabricks(String cluster) {
        Map<String, String> spark = new HashMap<>(DATABRICKS);
        spark.put("spark.databricks.clusterUsageTags.clusterId", cluster);

        assertThat(proxy(spark, Map.of())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "/user/ada/, , /user/ada/proxy/54321",
        "/hub2/user/ada%40x.org/named, , /hub2/user/ada%40x.org/named/proxy/54321",
        "/, , /proxy/54321",
        "/user/ada/, https://hub.example:8443/user/ada/, https://hub.example:8443/user/ada/proxy/54321",
        "/user/ada/, javascript:x, /user/ada/proxy/54321",
        "/user/ada/, ::, /user/ada/proxy/54321"
    })
    void jupyterHubShowsPortsBelowTheServerOfTheUser(String prefix, String site, String expected) {
        Map<String, String> environment = new HashMap<>(Map.of("JUPYTERHUB_SERVICE_PREFIX", prefix));
        if (site != null) {
            environment.put("JUPYTERHUB_PUBLIC_URL", site);
        }

        WebProxy proxy = proxy(Map.of(), environment).orElseThrow();

        assertThat(proxy.addressOf(54321)).isEqualTo(expected);
        assertThat(proxy.listeningHost()).isEqualTo("127.0.0.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "user/ada/", "//evil.example/", "/a b/", "/a\"onclick=x/"})
    void anOddPrefixIsNoJupyterHub(String prefix) {
        assertThat(proxy(Map.of(), Map.of("JUPYTERHUB_SERVICE_PREFIX", prefix))).isEmpty();
    }

    @Test
    void aProxyReachesWhatListensWhereItKnocks() {
        WebProxy beside = new WebProxy(Optional.empty(), "/proxy/", true);
        WebProxy outside = new WebProxy(Optional.empty(), "/proxy/", false);

        assertThat(beside.reaches("localhost")).isTrue();
        assertThat(beside.reaches("0.0.0.0")).isTrue();
        assertThat(beside.reaches("192.0.2.1")).isFalse();
        assertThat(outside.reaches("127.0.0.1")).isFalse();
        assertThat(outside.reaches("0.0.0.0")).isTrue();
        assertThat(outside.reaches("192.0.2.1")).isTrue();
        assertThat(outside.reaches("no.such.host.invalid")).isFalse();
    }

    private static Optional<WebProxy> proxy(Map<String, String> spark, Map<String, String> environment) {
        return Platforms.webProxy(new Surroundings(name -> Optional.ofNullable(spark.get(name)), environment));
    }
}
