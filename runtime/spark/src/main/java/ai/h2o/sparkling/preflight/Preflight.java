package ai.h2o.sparkling.preflight;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Says in one line why the product cannot run on this Java or this Spark, and what to set on each platform.
 *
 * <p>Versions that it cannot read pass: whoever runs a build with a name of their own knows what they do, and the next steps
 * fail clearly enough. There is no upper bound either.
 */
public final class Preflight {

    private static final int OLDEST_JAVA = 17;
    private static final int OLDEST_SPARK_MAJOR = 3;
    private static final int OLDEST_SPARK_MINOR = 4;

    /** {@code 1.8.0_392}, {@code 11.0.22}, {@code 17}, {@code 25-ea}, {@code 21.0.4+7-LTS}. */
    private static final Pattern JAVA_VERSION = Pattern.compile("(?:1\\.)?(\\d{1,4})(?:\\D.*)?");

    /** {@code 3.5.1}, {@code 3.4.1-amzn-2}, {@code 4.0.0.dev1}. */
    private static final Pattern SPARK_VERSION = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})(?:\\D.*)?");

    private Preflight() {}

    /**
     * Looks at the versions of a JVM.
     *
     * @param javaVersion as the system property {@code java.version} has it
     * @param sparkVersion as {@code SparkSession.version} has it
     * @return null when all is well, otherwise one line for the user
     */
    public static String check(String javaVersion, String sparkVersion) {
        if (isOldSpark(sparkVersion)) {
            return "Sparkling Hosted needs Spark 3.4 or newer, but this is Spark " + sparkVersion + ". "
                    + "Databricks: choose runtime 14.3 LTS or newer. "
                    + "EMR: choose release 6.12 or newer. "
                    + "Dataproc: choose image 2.2 or newer. "
                    + "Elsewhere: install pyspark or a Spark distribution of 3.4 or newer.";
        }
        if (isOldJava(javaVersion)) {
            return "Sparkling Hosted needs Java 17 or newer on driver and executors, but this is Java " + javaVersion
                    + ". "
                    + "Databricks: choose runtime 16 or newer, or on 14.3 LTS and 15.4 LTS set the cluster's environment"
                    + " variable JNAME=zulu17-ca-amd64 (zulu17-ca-arm64 on ARM). "
                    + "EMR: choose release 7 or newer, or on 6.12 and later 6.x set JAVA_HOME to"
                    + " /usr/lib/jvm/java-17-amazon-corretto.x86_64 (.aarch64 on ARM) in the classifications spark-env and"
                    + " hadoop-env, and the same path as spark.executorEnv.JAVA_HOME and"
                    + " spark.yarn.appMasterEnv.JAVA_HOME. "
                    + "Dataproc: choose image 3.0 or newer, or install JDK 17 by an initialization action and set JAVA_HOME,"
                    + " spark.executorEnv.JAVA_HOME and spark.yarn.appMasterEnv.JAVA_HOME to it. "
                    + "Elsewhere: point JAVA_HOME to a JDK 17 or newer before Spark starts.";
        }
        return null;
    }

    private static boolean isOldJava(String version) {
        Matcher matcher = JAVA_VERSION.matcher(version == null ? "" : version.trim());
        return matcher.matches() && Integer.parseInt(matcher.group(1)) < OLDEST_JAVA;
    }

    private static boolean isOldSpark(String version) {
        Matcher matcher = SPARK_VERSION.matcher(version == null ? "" : version.trim());
        if (!matcher.matches()) {
            return false;
        }
        int major = Integer.parseInt(matcher.group(1));
        int minor = Integer.parseInt(matcher.group(2));
        return major < OLDEST_SPARK_MAJOR || (major == OLDEST_SPARK_MAJOR && minor < OLDEST_SPARK_MINOR);
    }
}
