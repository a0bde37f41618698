package ai.h2o.sparkling.settings;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Settings of Sparkling Water 3.46 that nothing here needs. Their names are known so that a configuration which has them
 * keeps working; where one would change who may log in or where the cloud runs, that value is refused instead, because
 * passing over it in silence would not be safe.
 *
 * <p>Defaults are those of Sparkling Water, for the getters of {@code H2OConf}.
 */
final class FormerSettings {

    private static final String EXTERNAL = "There is no external cloud: H2O always runs in Spark's executors.";
    private static final String DISCOVERY =
            "Executors are listed from Spark itself; nothing has to be guessed or tried.";
    private static final String SCALA_CELLS = "Flow has no Scala cells here.";
    private static final String LOSS = "Spark reports a lost executor at once; see spark.ext.h2o.recovery.";
    private static final String AES =
            "Jetty's module for LDAP takes its password from spark.ext.h2o.login.conf as it stands there; let nobody else read"
                    + " that file.";
    private static final String HIVE = "Hive tables are read by Spark's own session, with its credentials.";
    private static final String ADDRESSES =
            "Nodes use the address of their executor and the gateway that of the driver; see spark.ext.h2o.client.ip and"
                    + " Spark's SPARK_LOCAL_IP.";
    private static final String NODE_REST =
            "Only the gateway talks to the REST ports of nodes, with a credential made for each cloud.";
    static final List<Setting<?>> ALL = List.of(
            // Shared by both kinds of cloud
            Setting.named("backend.cluster.mode", ValueType.choice(Backend.class, Backend::spelling, Map.of()))
                    .defaultsTo(Backend.INTERNAL)
                    .getter("backendClusterMode")
                    .setter("setInternalClusterMode", "internal")
                    .setter("setExternalClusterMode", "external")
                    .refused(
                            "Where the cloud runs.",
                            "external",
                            "H2O always runs in Spark's executors here; remove this setting, and use the h2o package"
                                    + " alone to work with a cloud outside Spark."),
            flag("repl.enabled", true, "isH2OReplEnabled", "setReplEnabled", "setReplDisabled")
                    .withoutEffect("Whether Flow can run Scala.", SCALA_CELLS),
            Setting.namedInFull("spark.ext.scala.int.default.num", ValueType.integer(0, Integer.MAX_VALUE))
                    .defaultsTo(1)
                    .getter("scalaIntDefaultNum")
                    .setter("setDefaultNumReplSessions")
                    .withoutEffect("Scala sessions to start with.", SCALA_CELLS),
            flag(
                            "flow.scala.cell.async",
                            false,
                            "flowScalaCellAsync",
                            "setFlowScalaCellAsyncEnabled",
                            "setFlowScalaCellAsyncDisabled")
                    .withoutEffect("Whether Scala cells of Flow run in the background.", SCALA_CELLS),
            integer("flow.scala.cell.max.parallel", -1, "maxParallelScalaCellJobs", "setMaxParallelScalaCellJobs")
                    .withoutEffect("Scala cells that may run at once.", SCALA_CELLS),
            flag(
                            "model.print.after.training.enabled",
                            true,
                            "isModelPrintAfterTrainingEnabled",
                            "setModelPrintAfterTrainingEnabled",
                            "setModelPrintAfterTrainingDisabled")
                    .withoutEffect(
                            "Whether a model is printed once it is trained.", "Models are printed when asked for."),
            flag(
                            "topology.change.listener.enabled",
                            true,
                            "isClusterTopologyListenerEnabled",
                            "setClusterTopologyListenerEnabled",
                            "setClusterTopologyListenerDisabled")
                    .withoutEffect("Whether the cloud is stopped when executors come or go.", LOSS),
            integer("backend.heartbeat.interval", 10_000, "backendHeartbeatInterval", "setBackendHeartbeatInterval")
                    .withoutEffect("How often the cloud is asked whether it lives, in milliseconds.", LOSS),
            integer("cluster.client.retry.timeout", 60_000, "clientCheckRetryTimeout", "setClientCheckRetryTimeout")
                    .withoutEffect("How often the client is checked, in milliseconds.", LOSS),
            flag(
                            "spark.version.check.enabled",
                            true,
                            "isSparkVersionCheckEnabled",
                            "setSparkVersionCheckEnabled",
                            "setSparkVersionCheckDisabled")
                    .withoutEffect(
                            "Whether Spark must be of the version the jar was built for.",
                            "One jar serves all versions of Spark from 3.4 on; older ones are always refused."),
            flag(
                            "fail.on.unsupported.spark.param",
                            true,
                            "isFailOnUnsupportedSparkParamEnabled",
                            "setFailOnUnsupportedSparkParamEnabled",
                            "setFailOnUnsupportedSparkParamDisabled")
                    .withoutEffect(
                            "Whether dynamic allocation and the like stop the application.",
                            "Spark's dynamic allocation and speculation are never refused. Where the former takes away an executor that"
                                    + " has a node, the cloud is lost; see spark.ext.h2o.recovery."),
            flag("proxy.login.only", false, "proxyLoginOnly", "setProxyLoginOnlyEnabled", "setProxyLoginOnlyDisabled")
                    .withoutEffect(
                            "Whether users log in at the driver alone.",
                            "Users always log in at the gateway; nobody else can talk to a node."),
            text("ssl.ca.cert", "sslCACert", "setSslCACert")
                    .withoutEffect(
                            "Certificates that the Python client trusts.",
                            "The Python client trusts what Python's requests trusts; see its REQUESTS_CA_BUNDLE."),
            text("internal_security_conf", "sslConf", "setSslConf")
                    .withoutEffect(
                            "File with keys for traffic between nodes.",
                            "Keys are made for each cloud; see spark.ext.h2o.internal_secure_connections."),
            flag(
                            "internal.rest.verify_ssl_certificates",
                            true,
                            "isSslCertificateVerificationInInternalRestConnectionsEnabled",
                            "setSslCertificateVerificationInInternalRestConnectionsEnabled",
                            "setSslCertificateVerificationInInternalRestConnectionsDisabled")
                    .withoutEffect("Whether certificates of nodes are checked.", NODE_REST),
            flag(
                            "internal.rest.verify_ssl_hostnames",
                            true,
                            "isSslHostnameVerificationInInternalRestConnectionsEnabled",
                            "setSslHostnameVerificationInInternalRestConnectionsEnabled",
                            "setSslHostnameVerificationInInternalRestConnectionsDisabled")
                    .withoutEffect("Whether host names of nodes are checked.", NODE_REST),
            text("node.network.mask", "nodeNetworkMask", "setNodeNetworkMask")
                    .withoutEffect("Network that nodes use.", ADDRESSES),
            text("client.network.mask", "clientNetworkMask", "setClientNetworkMask")
                    .withoutEffect("Network that the driver uses.", ADDRESSES),
            flag("client.verbose", false, "clientVerboseOutput", "setClientVerboseEnabled", "setClientVerboseDisabled")
                    .withoutEffect(
                            "Whether the driver prints H2O's log.",
                            "H2O's log goes to Spark's log; see spark.ext.h2o.log.level."),
            integer(
                            "stacktrace.collector.interval",
                            -1,
                            "stacktraceCollectorInterval",
                            "setStacktraceCollectorInterval")
                    .withoutEffect(
                            "How often nodes log what their threads do.",
                            "Spark's web UI shows the threads of each executor when asked."),
            integer("flow.proxy.request.maxSize", 32 * 1024, "flowProxyRequestMaxSize", "setFlowProxyRequestMaxSize")
                    .withoutEffect(
                            "Largest request to Flow.",
                            "The gateway forwards files of any size, forms and JSON of up to 256 MB."),
            integer("flow.proxy.response.maxSize", 32 * 1024, "flowProxyResponseMaxSize", "setFlowProxyResponseMaxSize")
                    .withoutEffect("Largest answer of Flow.", "The gateway forwards answers of any size."),
            integer("mojo.destroy.timeout", 600_000, "mojoDestroyTimeout", "setMojoDestroyTimeout")
                    .withoutEffect(
                            "When an unused model leaves the memory of an executor, in milliseconds.",
                            "No timer removes models."),
            flag(
                            "kerberized.hive.enabled",
                            false,
                            "isKerberizedHiveEnabled",
                            "setKerberizedHiveEnabled",
                            "setKerberizedHiveDisabled")
                    .formerly("hive.enabled")
                    .withoutEffect("Whether H2O reads Hive by Kerberos.", HIVE),
            text("hive.host", "hiveHost", "setHiveHost").withoutEffect("Server of Hive.", HIVE),
            text("hive.principal", "hivePrincipal", "setHivePrincipal").withoutEffect("Kerberos name of Hive.", HIVE),
            text("hive.jdbc_url_pattern", "hiveJdbcUrlPattern", "setHiveJdbcUrlPattern")
                    .withoutEffect("Form of Hive's JDBC address.", HIVE),
            text("hive.token", "hiveToken", "setHiveToken").secret().withoutEffect("Token for Hive.", HIVE),

            // For the cloud in Spark's executors
            flag(
                            "extra.cluster.nodes",
                            false,
                            "extraClusterNodes",
                            "setExtraClusterNodesEnabled",
                            "setExtraClusterNodesDisabled")
                    .withoutEffect("Whether more nodes than asked for may start.", DISCOVERY),
            integer("dummy.rdd.mul.factor", 10, "drddMulFactor", "setDrddMulFactor")
                    .withoutEffect("Size of the job that looks for executors.", DISCOVERY),
            integer("spreadrdd.retries", 10, "numRddRetries", "setNumRddRetries")
                    .withoutEffect("How often to look for executors.", DISCOVERY),
            integer("spreadrdd.retries.timeout", 0, "spreadRddRetriesTimeout", "setSpreadRddRetriesTimeout")
                    .withoutEffect("How long to look for executors, in milliseconds.", DISCOVERY),
            integer("default.cluster.size", 20, "defaultCloudSize", "setDefaultCloudSize")
                    .withoutEffect("Executors to expect.", DISCOVERY),
            integer("subseq.tries", 5, "subseqTries", "setSubseqTries")
                    .withoutEffect("How often the same executors must be found.", DISCOVERY),
            flag(
                            "direct.configuration.ip",
                            true,
                            "isDirectIpConfigurationEnabled",
                            "setDirectIpConfigurationEnabled",
                            "setDirectIpConfigurationDisabled")
                    .withoutEffect("Whether nodes use the address of their executor.", ADDRESSES),
            text("hdfs_conf", "hdfsConf", "setHdfsConf")
                    .withoutEffect(
                            "File with Hadoop's configuration.",
                            "The engine uses Spark's own Hadoop configuration; set spark.hadoop.* instead."),
            text(
                            "jetty.aes.login.module.key",
                            "jettyLdapAesEncryptedBindPasswordLoginModuleKey",
                            "setJettyLdapAesEncryptedBindPasswordLoginModuleKey")
                    .secret()
                    .withoutEffect("Key of a password for LDAP.", AES),
            text(
                            "jetty.aes.login.module.iv",
                            "jettyLdapAesEncryptedBindPasswordLoginModuleIV",
                            "setJettyLdapAesEncryptedBindPasswordLoginModuleIV")
                    .secret()
                    .withoutEffect("Initial vector of a password for LDAP.", AES),

            // For a cloud outside Spark
            external("cloud.representative", "h2oCluster", "setH2OCluster", "A node of the cloud."),
            Setting.named("external.cluster.size", ValueType.integer(1, Integer.MAX_VALUE))
                    .withoutEffect("Nodes to start.", EXTERNAL),
            external("cluster.start.timeout", 120, "clusterStartTimeout", "setClusterStartTimeout", "Seconds to wait."),
            external("cluster.info.name", "clusterInfoFile", "setClusterInfoFile", "File that tells of the start."),
            external("external.memory", "6G", "externalMemory", "setExternalMemory", "Memory of a node."),
            external("external.hdfs.dir", "HDFSOutputDir", "setHDFSOutputDir", "Directory for temporary files."),
            Setting.named("external.start.mode", ValueType.text())
                    .defaultsTo("manual")
                    .getter("clusterStartMode")
                    .setter("useAutoClusterStart", startMode("auto"))
                    .setter("useManualClusterStart", startMode("manual"))
                    .withoutEffect("Who starts the cloud.", EXTERNAL),
            external("external.h2o.driver", "h2oDriverPath", "setH2ODriverPath", "Jar that starts the cloud."),
            external("external.yarn.queue", "YARNQueue", "setYARNQueue", "Queue to start the cloud in."),
            flag(
                            "external.kill.on.unhealthy",
                            true,
                            "isKillOnUnhealthyClusterEnabled",
                            "setKillOnUnhealthyClusterEnabled",
                            "setKillOnUnhealthyClusterDisabled")
                    .withoutEffect("Whether a cloud that has lost nodes is stopped.", EXTERNAL),
            external("external.kerberos.principal", "kerberosPrincipal", "setKerberosPrincipal", "Kerberos name."),
            external("external.kerberos.keytab", "kerberosKeytab", "setKerberosKeytab", "Kerberos key table."),
            external("external.run.as.user", "runAsUser", "setRunAsUser", "User to run as."),
            external(
                    "external.driver.if",
                    "externalH2ODriverIf",
                    "setExternalH2ODriverIf",
                    "Address for nodes to call."),
            external("external.driver.port", "externalH2ODriverPort", "setExternalH2ODriverPort", "Port for that."),
            external(
                    "external.driver.port.range",
                    "externalH2ODriverPortRange",
                    "setExternalH2ODriverPortRange",
                    "Ports to choose it from."),
            external(
                    "external.extra.memory.percent",
                    10,
                    "externalExtraMemoryPercent",
                    "setExternalExtraMemoryPercent",
                    "Memory of a node outside its heap."),
            external(
                    "external.backend.stop.timeout",
                    10_000,
                    "externalBackendStopTimeout",
                    "setExternalBackendStopTimeout",
                    "Milliseconds to wait for the end."),
            external(
                    "external.hadoop.executable",
                    "hadoop",
                    "externalHadoopExecutable",
                    "setExternalHadoopExecutable",
                    "Command that starts Hadoop."),
            external("external.extra.jars", "externalExtraJars", "setExternalExtraJars", "Jars for every node."),
            external(
                    "external.communication.compression",
                    "SNAPPY",
                    "externalCommunicationCompression",
                    "setExternalCommunicationCompression",
                    "How data on its way is packed."),
            external(
                    "external.auto.start.backend",
                    "yarn",
                    "externalAutoStartBackend",
                    "setExternalAutoStartBackend",
                    "What starts the cloud."),
            external(
                    "external.k8s.h2o.service.name",
                    "h2o-service",
                    "externalK8sH2OServiceName",
                    "setExternalK8sH2OServiceName",
                    "Service in Kubernetes."),
            external(
                    "external.k8s.h2o.statefulset.name",
                    "h2o-statefulset",
                    "externalK8sH2OStatefulsetName",
                    "setExternalK8sH2OStatefulsetName",
                    "Stateful set in Kubernetes."),
            external(
                    "external.k8s.h2o.label",
                    "app=h2o",
                    "externalK8sH2OLabel",
                    "setExternalK8sH2OLabel",
                    "Label of nodes in Kubernetes."),
            external(
                    "external.k8s.h2o.api.port",
                    8081,
                    "externalK8sH2OApiPort",
                    "setExternalK8sH2OApiPort",
                    "Port in Kubernetes."),
            external(
                    "external.k8s.namespace",
                    "default",
                    "externalK8sNamespace",
                    "setExternalK8sNamespace",
                    "Name space in Kubernetes."),
            external(
                    "external.k8s.docker.image",
                    "externalK8sDockerImage",
                    "setExternalK8sDockerImage",
                    "Image to run in Kubernetes."),
            external(
                    "external.k8s.domain",
                    "cluster.local",
                    "externalK8sDomain",
                    "setExternalK8sDomain",
                    "Domain of Kubernetes."),
            external(
                    "external.k8s.svc.timeout",
                    300,
                    "externalK8sServiceTimeout",
                    "setExternalK8sServiceTimeout",
                    "Seconds to wait for the service."));

    private FormerSettings() {}

    private static Setting.Builder<Boolean> flag(
            String name, boolean defaultValue, String getter, String on, String off) {
        return Setting.named(name, ValueType.flag())
                .defaultsTo(defaultValue)
                .getter(getter)
                .onOff(on, off);
    }

    private static Setting.Builder<Integer> integer(String name, int defaultValue, String getter, String setter) {
        return Setting.named(name, ValueType.integer(Integer.MIN_VALUE, Integer.MAX_VALUE))
                .defaultsTo(defaultValue)
                .getter(getter)
                .setter(setter);
    }

    private static Setting.Builder<String> text(String name, String getter, String setter) {
        return Setting.named(name, ValueType.text()).getter(getter).setter(setter);
    }

    private static Setting<String> external(String name, String getter, String setter, String documentation) {
        return text(name, getter, setter).withoutEffect(documentation, EXTERNAL);
    }

    private static Setting<String> external(
            String name, String defaultValue, String getter, String setter, String documentation) {
        return text(name, getter, setter).defaultsTo(defaultValue).withoutEffect(documentation, EXTERNAL);
    }

    private static Setting<Integer> external(
            String name, int defaultValue, String getter, String setter, String documentation) {
        return integer(name, defaultValue, getter, setter).withoutEffect(documentation, EXTERNAL);
    }

    /** Both methods mean an external cloud, which is then refused rather than passed over. */
    private static Map<String, String> startMode(String mode) {
        return Map.of(
                Settings.PREFIX + "backend.cluster.mode", "external", Settings.PREFIX + "external.start.mode", mode);
    }

    /** Where a cloud of Sparkling Water could run. */
    enum Backend {
        INTERNAL,
        EXTERNAL;

        String spelling() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
