import ai.h2o.sparkling.H2OConf;
import ai.h2o.sparkling.H2OContext;
import ai.h2o.sparkling.H2OFrame;
import ai.h2o.sparkling.errors.ContextStoppedException;
import ai.h2o.sparkling.errors.SettingException;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/** What a Java user writes, from the first call to the last. */
public final class Program {
    private Program() {}

    public static void main(String[] arguments) {
        // The machine of the tests may have a browser.
        System.setProperty("java.awt.headless", "true");
        refused(ContextStoppedException.class, "no Spark session", H2OContext::getOrCreate);
        SparkSession spark = SparkSession.builder().appName("java-api").getOrCreate();
        check(H2OContext.get().isEmpty(), "a context before the first");
        refused(ContextStoppedException.class, "call H2OContext.getOrCreate() first", H2OContext::ensure);
        refused(ContextStoppedException.class, "call getOrCreate first", () -> H2OContext.ensure("call getOrCreate first"));
        refused(SettingException.class, "spark.ext.h2o.nthreads", () ->
                H2OContext.getOrCreate(spark, new H2OConf().set("spark.ext.h2o.nthread", "1")));
        check(H2OContext.get().isEmpty(), "a context after a refusal");

        H2OContext hc = H2OContext.getOrCreate(spark, new H2OConf().setCloudName("by-java").setNthreads(1));
        for (H2OContext same : List.of(
                H2OContext.getOrCreate(),
                H2OContext.getOrCreate(spark),
                H2OContext.getOrCreate(new H2OConf()),
                H2OContext.getOrCreate(spark, new H2OConf()),
                H2OContext.get().orElseThrow(),
                H2OContext.ensure(),
                H2OContext.ensure("there is none"))) {
            check(same == hc, "another context");
        }
        check(hc.getConf().nthreads() == 1 && hc.cloudName().startsWith("by-java"), "other settings: " + hc.getConf());
        use(spark, hc);
        hc.openFlow();

        hc.stop();
        check(H2OContext.get().isEmpty(), "a context after stop");
        check(spark.range(3).count() == 3, "Spark goes on");
        refused(ContextStoppedException.class, "stopped", () -> hc.asH2OFrame(spark.range(3).toDF()));

        H2OContext next = H2OContext.getOrCreate(new H2OConf().setCloudName("again"));
        check(next != hc && next.cloudName().startsWith("again"), "the settings of the second: " + next);
        use(spark, next);
        next.stop(true);
        check(spark.sparkContext().isStopped(), "Spark is to stop too");
        refused(ContextStoppedException.class, "The Spark session was stopped", () -> H2OContext.getOrCreate(spark));
        System.out.println("told: all of it");
    }

    private static void use(SparkSession spark, H2OContext hc) {
        Dataset<Row> data = spark.range(1000)
                .selectExpr("id", "id % 7 = 0 as b", "cast(id as string) as s", "date_add(date'1969-12-30', int(id)) as d");
        H2OFrame frame = hc.asH2OFrame(data, "thousand");
        check(frame.frameId().equals("thousand") && frame.numberOfRows() == 1000 && frame.numberOfColumns() == 4, "" + frame);
        check(List.of(frame.columnNames()).equals(List.of("id", "b", "s", "d")), "other names");
        check(hc.asH2OFrame(data).frameId().startsWith("frame_"), "a key of its own");

        same(hc.asSparkFrame(frame), data);
        same(hc.asSparkFrame("thousand"), data);
        same(spark.read().format("h2o").load("thousand"), data);
        same(spark.read().format("h2o").option("key", "thousand").load(), data);

        data.limit(10).write().format("h2o").mode(SaveMode.Overwrite).save("thousand");
        check(hc.asSparkFrame("thousand").count() == 10, "not overwritten");
        refused(RuntimeException.class, "thousand", () -> data.write().format("h2o").save("thousand"));
        data.write().format("h2o").mode(SaveMode.Ignore).save("thousand");
        check(hc.asSparkFrame("thousand").count() == 10, "not ignored");
        data.write().format("h2o").option("key", "other").save();
        same(hc.asSparkFrame("other"), data);
        check(frame.delete() && !hc.deleteFrame("thousand"), "not deleted");
    }

    private static void same(Dataset<Row> found, Dataset<Row> expected) {
        check(found.orderBy("id").collectAsList().equals(expected.orderBy("id").collectAsList()), "other rows");
    }

    private static void refused(Class<? extends Exception> error, String text, Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            check(error.isInstance(e) && e.getMessage().contains(text), "another error: " + e);
            return;
        }
        throw new AssertionError("No error with '" + text + "'");
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }
}
