package ai.h2o.sparkling;

import ai.h2o.sparkling.settings.Settings;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The methods of {@link H2OConf} for what only Sparkling Water acts on, so that programs written for it compile and run. What
 * such a setting does here is what the reference of settings says: nothing, with a line in the log, or a refusal.
 */
abstract sealed class FormerConf permits H2OConf {

    public abstract H2OConf set(String name, String value);

    public abstract H2OConf set(String name, boolean value);

    public abstract Map<String, String> explicit();

    public String backendClusterMode() {
        return find("spark.ext.h2o.backend.cluster.mode")
                .orElseThrow()
                .toString()
                .toLowerCase(Locale.ROOT);
    }

    public H2OConf setInternalClusterMode() {
        return set("spark.ext.h2o.backend.cluster.mode", "internal");
    }

    public H2OConf setExternalClusterMode() {
        return set("spark.ext.h2o.backend.cluster.mode", "external");
    }

    public boolean isH2OReplEnabled() {
        return flag("spark.ext.h2o.repl.enabled");
    }

    public H2OConf setReplEnabled() {
        return set("spark.ext.h2o.repl.enabled", true);
    }

    public H2OConf setReplDisabled() {
        return set("spark.ext.h2o.repl.enabled", false);
    }

    public int scalaIntDefaultNum() {
        return number("spark.ext.scala.int.default.num");
    }

    public H2OConf setDefaultNumReplSessions(int value) {
        return set("spark.ext.scala.int.default.num", Integer.toString(value));
    }

    public boolean flowScalaCellAsync() {
        return flag("spark.ext.h2o.flow.scala.cell.async");
    }

    public H2OConf setFlowScalaCellAsyncEnabled() {
        return set("spark.ext.h2o.flow.scala.cell.async", true);
    }

    public H2OConf setFlowScalaCellAsyncDisabled() {
        return set("spark.ext.h2o.flow.scala.cell.async", false);
    }

    public int maxParallelScalaCellJobs() {
        return number("spark.ext.h2o.flow.scala.cell.max.parallel");
    }

    public H2OConf setMaxParallelScalaCellJobs(int value) {
        return set("spark.ext.h2o.flow.scala.cell.max.parallel", Integer.toString(value));
    }

    public boolean isModelPrintAfterTrainingEnabled() {
        return flag("spark.ext.h2o.model.print.after.training.enabled");
    }

    public H2OConf setModelPrintAfterTrainingEnabled() {
        return set("spark.ext.h2o.model.print.after.training.enabled", true);
    }

    public H2OConf setModelPrintAfterTrainingDisabled() {
        return set("spark.ext.h2o.model.print.after.training.enabled", false);
    }

    public boolean isClusterTopologyListenerEnabled() {
        return flag("spark.ext.h2o.topology.change.listener.enabled");
    }

    public H2OConf setClusterTopologyListenerEnabled() {
        return set("spark.ext.h2o.topology.change.listener.enabled", true);
    }

    public H2OConf setClusterTopologyListenerDisabled() {
        return set("spark.ext.h2o.topology.change.listener.enabled", false);
    }

    public int backendHeartbeatInterval() {
        return number("spark.ext.h2o.backend.heartbeat.interval");
    }

    public H2OConf setBackendHeartbeatInterval(int value) {
        return set("spark.ext.h2o.backend.heartbeat.interval", Integer.toString(value));
    }

    public int clientCheckRetryTimeout() {
        return number("spark.ext.h2o.cluster.client.retry.timeout");
    }

    public H2OConf setClientCheckRetryTimeout(int value) {
        return set("spark.ext.h2o.cluster.client.retry.timeout", Integer.toString(value));
    }

    public boolean isSparkVersionCheckEnabled() {
        return flag("spark.ext.h2o.spark.version.check.enabled");
    }

    public H2OConf setSparkVersionCheckEnabled() {
        return set("spark.ext.h2o.spark.version.check.enabled", true);
    }

    public H2OConf setSparkVersionCheckDisabled() {
        return set("spark.ext.h2o.spark.version.check.enabled", false);
    }

    public boolean isFailOnUnsupportedSparkParamEnabled() {
        return flag("spark.ext.h2o.fail.on.unsupported.spark.param");
    }

    public H2OConf setFailOnUnsupportedSparkParamEnabled() {
        return set("spark.ext.h2o.fail.on.unsupported.spark.param", true);
    }

    public H2OConf setFailOnUnsupportedSparkParamDisabled() {
        return set("spark.ext.h2o.fail.on.unsupported.spark.param", false);
    }

    public boolean proxyLoginOnly() {
        return flag("spark.ext.h2o.proxy.login.only");
    }

    public H2OConf setProxyLoginOnlyEnabled() {
        return set("spark.ext.h2o.proxy.login.only", true);
    }

    public H2OConf setProxyLoginOnlyDisabled() {
        return set("spark.ext.h2o.proxy.login.only", false);
    }

    public Optional<String> sslCACert() {
        return text("spark.ext.h2o.ssl.ca.cert");
    }

    public H2OConf setSslCACert(String value) {
        return set("spark.ext.h2o.ssl.ca.cert", value);
    }

    public Optional<String> sslConf() {
        return text("spark.ext.h2o.internal_security_conf");
    }

    public H2OConf setSslConf(String value) {
        return set("spark.ext.h2o.internal_security_conf", value);
    }

    public boolean isSslCertificateVerificationInInternalRestConnectionsEnabled() {
        return flag("spark.ext.h2o.internal.rest.verify_ssl_certificates");
    }

    public H2OConf setSslCertificateVerificationInInternalRestConnectionsEnabled() {
        return set("spark.ext.h2o.internal.rest.verify_ssl_certificates", true);
    }

    public H2OConf setSslCertificateVerificationInInternalRestConnectionsDisabled() {
        return set("spark.ext.h2o.internal.rest.verify_ssl_certificates", false);
    }

    public boolean isSslHostnameVerificationInInternalRestConnectionsEnabled() {
        return flag("spark.ext.h2o.internal.rest.verify_ssl_hostnames");
    }

    public H2OConf setSslHostnameVerificationInInternalRestConnectionsEnabled() {
        return set("spark.ext.h2o.internal.rest.verify_ssl_hostnames", true);
    }

    public H2OConf setSslHostnameVerificationInInternalRestConnectionsDisabled() {
        return set("spark.ext.h2o.internal.rest.verify_ssl_hostnames", false);
    }

    public Optional<String> nodeNetworkMask() {
        return text("spark.ext.h2o.node.network.mask");
    }

    public H2OConf setNodeNetworkMask(String value) {
        return set("spark.ext.h2o.node.network.mask", value);
    }

    public Optional<String> clientNetworkMask() {
        return text("spark.ext.h2o.client.network.mask");
    }

    public H2OConf setClientNetworkMask(String value) {
        return set("spark.ext.h2o.client.network.mask", value);
    }

    public boolean clientVerboseOutput() {
        return flag("spark.ext.h2o.client.verbose");
    }

    public H2OConf setClientVerboseEnabled() {
        return set("spark.ext.h2o.client.verbose", true);
    }

    public H2OConf setClientVerboseDisabled() {
        return set("spark.ext.h2o.client.verbose", false);
    }

    public int stacktraceCollectorInterval() {
        return number("spark.ext.h2o.stacktrace.collector.interval");
    }

    public H2OConf setStacktraceCollectorInterval(int value) {
        return set("spark.ext.h2o.stacktrace.collector.interval", Integer.toString(value));
    }

    public int flowProxyRequestMaxSize() {
        return number("spark.ext.h2o.flow.proxy.request.maxSize");
    }

    public H2OConf setFlowProxyRequestMaxSize(int value) {
        return set("spark.ext.h2o.flow.proxy.request.maxSize", Integer.toString(value));
    }

    public int flowProxyResponseMaxSize() {
        return number("spark.ext.h2o.flow.proxy.response.maxSize");
    }

    public H2OConf setFlowProxyResponseMaxSize(int value) {
        return set("spark.ext.h2o.flow.proxy.response.maxSize", Integer.toString(value));
    }

    public int mojoDestroyTimeout() {
        return number("spark.ext.h2o.mojo.destroy.timeout");
    }

    public H2OConf setMojoDestroyTimeout(int value) {
        return set("spark.ext.h2o.mojo.destroy.timeout", Integer.toString(value));
    }

    public boolean isKerberizedHiveEnabled() {
        return flag("spark.ext.h2o.kerberized.hive.enabled");
    }

    public H2OConf setKerberizedHiveEnabled() {
        return set("spark.ext.h2o.kerberized.hive.enabled", true);
    }

    public H2OConf setKerberizedHiveDisabled() {
        return set("spark.ext.h2o.kerberized.hive.enabled", false);
    }

    public Optional<String> hiveHost() {
        return text("spark.ext.h2o.hive.host");
    }

    public H2OConf setHiveHost(String value) {
        return set("spark.ext.h2o.hive.host", value);
    }

    public Optional<String> hivePrincipal() {
        return text("spark.ext.h2o.hive.principal");
    }

    public H2OConf setHivePrincipal(String value) {
        return set("spark.ext.h2o.hive.principal", value);
    }

    public Optional<String> hiveJdbcUrlPattern() {
        return text("spark.ext.h2o.hive.jdbc_url_pattern");
    }

    public H2OConf setHiveJdbcUrlPattern(String value) {
        return set("spark.ext.h2o.hive.jdbc_url_pattern", value);
    }

    public Optional<String> hiveToken() {
        return text("spark.ext.h2o.hive.token");
    }

    public H2OConf setHiveToken(String value) {
        return set("spark.ext.h2o.hive.token", value);
    }

    public boolean extraClusterNodes() {
        return flag("spark.ext.h2o.extra.cluster.nodes");
    }

    public H2OConf setExtraClusterNodesEnabled() {
        return set("spark.ext.h2o.extra.cluster.nodes", true);
    }

    public H2OConf setExtraClusterNodesDisabled() {
        return set("spark.ext.h2o.extra.cluster.nodes", false);
    }

    public int drddMulFactor() {
        return number("spark.ext.h2o.dummy.rdd.mul.factor");
    }

    public H2OConf setDrddMulFactor(int value) {
        return set("spark.ext.h2o.dummy.rdd.mul.factor", Integer.toString(value));
    }

    public int numRddRetries() {
        return number("spark.ext.h2o.spreadrdd.retries");
    }

    public H2OConf setNumRddRetries(int value) {
        return set("spark.ext.h2o.spreadrdd.retries", Integer.toString(value));
    }

    public int spreadRddRetriesTimeout() {
        return number("spark.ext.h2o.spreadrdd.retries.timeout");
    }

    public H2OConf setSpreadRddRetriesTimeout(int value) {
        return set("spark.ext.h2o.spreadrdd.retries.timeout", Integer.toString(value));
    }

    public int defaultCloudSize() {
        return number("spark.ext.h2o.default.cluster.size");
    }

    public H2OConf setDefaultCloudSize(int value) {
        return set("spark.ext.h2o.default.cluster.size", Integer.toString(value));
    }

    public int subseqTries() {
        return number("spark.ext.h2o.subseq.tries");
    }

    public H2OConf setSubseqTries(int value) {
        return set("spark.ext.h2o.subseq.tries", Integer.toString(value));
    }

    public boolean isDirectIpConfigurationEnabled() {
        return flag("spark.ext.h2o.direct.configuration.ip");
    }

    public H2OConf setDirectIpConfigurationEnabled() {
        return set("spark.ext.h2o.direct.configuration.ip", true);
    }

    public H2OConf setDirectIpConfigurationDisabled() {
        return set("spark.ext.h2o.direct.configuration.ip", false);
    }

    public Optional<String> hdfsConf() {
        return text("spark.ext.h2o.hdfs_conf");
    }

    public H2OConf setHdfsConf(String value) {
        return set("spark.ext.h2o.hdfs_conf", value);
    }

    public Optional<String> jettyLdapAesEncryptedBindPasswordLoginModuleKey() {
        return text("spark.ext.h2o.jetty.aes.login.module.key");
    }

    public H2OConf setJettyLdapAesEncryptedBindPasswordLoginModuleKey(String value) {
        return set("spark.ext.h2o.jetty.aes.login.module.key", value);
    }

    public Optional<String> jettyLdapAesEncryptedBindPasswordLoginModuleIV() {
        return text("spark.ext.h2o.jetty.aes.login.module.iv");
    }

    public H2OConf setJettyLdapAesEncryptedBindPasswordLoginModuleIV(String value) {
        return set("spark.ext.h2o.jetty.aes.login.module.iv", value);
    }

    public Optional<String> h2oCluster() {
        return text("spark.ext.h2o.cloud.representative");
    }

    public H2OConf setH2OCluster(String value) {
        return set("spark.ext.h2o.cloud.representative", value);
    }

    public int clusterStartTimeout() {
        return number("spark.ext.h2o.cluster.start.timeout");
    }

    public H2OConf setClusterStartTimeout(int value) {
        return set("spark.ext.h2o.cluster.start.timeout", Integer.toString(value));
    }

    public Optional<String> clusterInfoFile() {
        return text("spark.ext.h2o.cluster.info.name");
    }

    public H2OConf setClusterInfoFile(String value) {
        return set("spark.ext.h2o.cluster.info.name", value);
    }

    public String externalMemory() {
        return text("spark.ext.h2o.external.memory").orElseThrow();
    }

    public H2OConf setExternalMemory(String value) {
        return set("spark.ext.h2o.external.memory", value);
    }

    public Optional<String> HDFSOutputDir() {
        return text("spark.ext.h2o.external.hdfs.dir");
    }

    public H2OConf setHDFSOutputDir(String value) {
        return set("spark.ext.h2o.external.hdfs.dir", value);
    }

    public String clusterStartMode() {
        return text("spark.ext.h2o.external.start.mode").orElseThrow();
    }

    public H2OConf useAutoClusterStart() {
        return set("spark.ext.h2o.backend.cluster.mode", "external").set("spark.ext.h2o.external.start.mode", "auto");
    }

    public H2OConf useManualClusterStart() {
        return set("spark.ext.h2o.backend.cluster.mode", "external").set("spark.ext.h2o.external.start.mode", "manual");
    }

    public Optional<String> h2oDriverPath() {
        return text("spark.ext.h2o.external.h2o.driver");
    }

    public H2OConf setH2ODriverPath(String value) {
        return set("spark.ext.h2o.external.h2o.driver", value);
    }

    public Optional<String> YARNQueue() {
        return text("spark.ext.h2o.external.yarn.queue");
    }

    public H2OConf setYARNQueue(String value) {
        return set("spark.ext.h2o.external.yarn.queue", value);
    }

    public boolean isKillOnUnhealthyClusterEnabled() {
        return flag("spark.ext.h2o.external.kill.on.unhealthy");
    }

    public H2OConf setKillOnUnhealthyClusterEnabled() {
        return set("spark.ext.h2o.external.kill.on.unhealthy", true);
    }

    public H2OConf setKillOnUnhealthyClusterDisabled() {
        return set("spark.ext.h2o.external.kill.on.unhealthy", false);
    }

    public Optional<String> kerberosPrincipal() {
        return text("spark.ext.h2o.external.kerberos.principal");
    }

    public H2OConf setKerberosPrincipal(String value) {
        return set("spark.ext.h2o.external.kerberos.principal", value);
    }

    public Optional<String> kerberosKeytab() {
        return text("spark.ext.h2o.external.kerberos.keytab");
    }

    public H2OConf setKerberosKeytab(String value) {
        return set("spark.ext.h2o.external.kerberos.keytab", value);
    }

    public Optional<String> runAsUser() {
        return text("spark.ext.h2o.external.run.as.user");
    }

    public H2OConf setRunAsUser(String value) {
        return set("spark.ext.h2o.external.run.as.user", value);
    }

    public Optional<String> externalH2ODriverIf() {
        return text("spark.ext.h2o.external.driver.if");
    }

    public H2OConf setExternalH2ODriverIf(String value) {
        return set("spark.ext.h2o.external.driver.if", value);
    }

    public Optional<String> externalH2ODriverPort() {
        return text("spark.ext.h2o.external.driver.port");
    }

    public H2OConf setExternalH2ODriverPort(String value) {
        return set("spark.ext.h2o.external.driver.port", value);
    }

    public Optional<String> externalH2ODriverPortRange() {
        return text("spark.ext.h2o.external.driver.port.range");
    }

    public H2OConf setExternalH2ODriverPortRange(String value) {
        return set("spark.ext.h2o.external.driver.port.range", value);
    }

    public int externalExtraMemoryPercent() {
        return number("spark.ext.h2o.external.extra.memory.percent");
    }

    public H2OConf setExternalExtraMemoryPercent(int value) {
        return set("spark.ext.h2o.external.extra.memory.percent", Integer.toString(value));
    }

    public int externalBackendStopTimeout() {
        return number("spark.ext.h2o.external.backend.stop.timeout");
    }

    public H2OConf setExternalBackendStopTimeout(int value) {
        return set("spark.ext.h2o.external.backend.stop.timeout", Integer.toString(value));
    }

    public String externalHadoopExecutable() {
        return text("spark.ext.h2o.external.hadoop.executable").orElseThrow();
    }

    public H2OConf setExternalHadoopExecutable(String value) {
        return set("spark.ext.h2o.external.hadoop.executable", value);
    }

    public Optional<String> externalExtraJars() {
        return text("spark.ext.h2o.external.extra.jars");
    }

    public H2OConf setExternalExtraJars(String value) {
        return set("spark.ext.h2o.external.extra.jars", value);
    }

    public String externalCommunicationCompression() {
        return text("spark.ext.h2o.external.communication.compression").orElseThrow();
    }

    public H2OConf setExternalCommunicationCompression(String value) {
        return set("spark.ext.h2o.external.communication.compression", value);
    }

    public String externalAutoStartBackend() {
        return text("spark.ext.h2o.external.auto.start.backend").orElseThrow();
    }

    public H2OConf setExternalAutoStartBackend(String value) {
        return set("spark.ext.h2o.external.auto.start.backend", value);
    }

    public String externalK8sH2OServiceName() {
        return text("spark.ext.h2o.external.k8s.h2o.service.name").orElseThrow();
    }

    public H2OConf setExternalK8sH2OServiceName(String value) {
        return set("spark.ext.h2o.external.k8s.h2o.service.name", value);
    }

    public String externalK8sH2OStatefulsetName() {
        return text("spark.ext.h2o.external.k8s.h2o.statefulset.name").orElseThrow();
    }

    public H2OConf setExternalK8sH2OStatefulsetName(String value) {
        return set("spark.ext.h2o.external.k8s.h2o.statefulset.name", value);
    }

    public String externalK8sH2OLabel() {
        return text("spark.ext.h2o.external.k8s.h2o.label").orElseThrow();
    }

    public H2OConf setExternalK8sH2OLabel(String value) {
        return set("spark.ext.h2o.external.k8s.h2o.label", value);
    }

    public int externalK8sH2OApiPort() {
        return number("spark.ext.h2o.external.k8s.h2o.api.port");
    }

    public H2OConf setExternalK8sH2OApiPort(int value) {
        return set("spark.ext.h2o.external.k8s.h2o.api.port", Integer.toString(value));
    }

    public String externalK8sNamespace() {
        return text("spark.ext.h2o.external.k8s.namespace").orElseThrow();
    }

    public H2OConf setExternalK8sNamespace(String value) {
        return set("spark.ext.h2o.external.k8s.namespace", value);
    }

    public Optional<String> externalK8sDockerImage() {
        return text("spark.ext.h2o.external.k8s.docker.image");
    }

    public H2OConf setExternalK8sDockerImage(String value) {
        return set("spark.ext.h2o.external.k8s.docker.image", value);
    }

    public String externalK8sDomain() {
        return text("spark.ext.h2o.external.k8s.domain").orElseThrow();
    }

    public H2OConf setExternalK8sDomain(String value) {
        return set("spark.ext.h2o.external.k8s.domain", value);
    }

    public int externalK8sServiceTimeout() {
        return number("spark.ext.h2o.external.k8s.svc.timeout");
    }

    public H2OConf setExternalK8sServiceTimeout(int value) {
        return set("spark.ext.h2o.external.k8s.svc.timeout", Integer.toString(value));
    }

    private boolean flag(String name) {
        return (Boolean) find(name).orElseThrow();
    }

    private int number(String name) {
        return (Integer) find(name).orElseThrow();
    }

    private Optional<String> text(String name) {
        return find(name).map(String.class::cast);
    }

    /** What was set, or the default. */
    private Optional<?> find(String name) {
        return Settings.find(name).orElseThrow().read(explicit());
    }
}
