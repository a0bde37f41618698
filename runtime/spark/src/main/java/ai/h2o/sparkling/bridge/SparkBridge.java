package ai.h2o.sparkling.bridge;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.OptionalInt;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.rdd.RDD;
import org.apache.spark.resource.ResourceProfile;
import org.apache.spark.scheduler.ExecutorProcessLost;
import org.apache.spark.scheduler.cluster.CoarseGrainedSchedulerBackend;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.QueryExecution;
import org.apache.spark.storage.BlockManagerId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Option;
import scala.Tuple2;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/** Calls into Spark whose signatures differ between its versions. Handles are found once. */
public final class SparkBridge {
    private static final Logger LOG = LoggerFactory.getLogger(SparkBridge.class);
    private static final MethodHandle QUERY_EXECUTION = queryExecution();
    private static final MethodHandle MAKE_RDD = makeRdd();
    private static final MethodHandle CONS = cons();
    private static final Object NIL = nil();

    private SparkBridge() {}

    /**
     * The rows of a DataFrame in Spark's own format, in the order of its partitions. Planning, and with adaptive
     * execution the stages before the last, run during this call.
     */
    public static JavaRDD<InternalRow> internalRows(Dataset<?> data) {
        try {
            return ((QueryExecution) QUERY_EXECUTION.invoke(data)).toRdd().toJavaRDD();
        } catch (Throwable e) {
            throw rethrow(e);
        }
    }

    /**
     * Partitions of a DataFrame, without computing any of it. Where adaptive execution decides only during the
     * computation, empty.
     */
    public static OptionalInt partitions(Dataset<?> data) {
        try {
            var execution = (QueryExecution) QUERY_EXECUTION.invoke(data);
            return execution.executedPlan().getClass().getSimpleName().startsWith("Adaptive")
                    ? OptionalInt.empty()
                    : OptionalInt.of(execution.toRdd().getNumPartitions());
        } catch (Throwable e) {
            throw rethrow(e);
        }
    }

    /** One element for each partition, with the places where Spark should run its task. */
    @SuppressWarnings("unchecked")
    public static <T> JavaRDD<T> pinned(SparkContext context, List<T> elements, List<ExecutorAddress> places) {
        var pairs = new ArrayList<Object>();
        for (int i = 0; i < elements.size(); i++) {
            pairs.add(new Tuple2<>(
                    elements.get(i), scalaList(List.of(places.get(i).location()))));
        }
        try {
            ClassTag<T> tag = (ClassTag<T>) ClassTag$.MODULE$.apply(Object.class);
            return ((RDD<T>) MAKE_RDD.invoke(context, scalaList(pairs), tag)).toJavaRDD();
        } catch (Throwable e) {
            throw rethrow(e);
        }
    }

    /**
     * The JVMs that can run a task now that asks for nothing special. In local mode that is the driver, else the driver is left out, and with
     * it executors of another resource profile than the application's: no such task is ever sent to those.
     */
    public static List<ExecutorAddress> executors(SparkContext context) {
        var executors = new ArrayList<ExecutorAddress>();
        var status = SparkEnv.get().blockManager().master().getMemoryStatus().iterator();
        while (status.hasNext()) {
            BlockManagerId id = status.next()._1();
            if (context.isLocal() || (!id.isDriver() && takesAnyTask(context, id.executorId()))) {
                executors.add(new ExecutorAddress(id.executorId(), id.host()));
            }
        }
        return executors;
    }

    private static boolean takesAnyTask(SparkContext context, String executor) {
        try {
            return context.statusStore().executorSummary(executor).resourceProfileId()
                    == ResourceProfile.DEFAULT_RESOURCE_PROFILE_ID();
        } catch (NoSuchElementException e) {
            // Spark has not written it down yet.
            return true;
        } catch (LinkageError e) {
            LOG.debug("This Spark does not tell which tasks executor {} takes", executor, e);
            return true;
        }
    }

    /** Whether Spark is decommissioning an executor: it gets no tasks any more, and is to go soon. */
    public static boolean retires(SparkContext context, String executor) {
        return context.taskScheduler().getExecutorDecommissionState(executor).isDefined();
    }

    /**
     * Asks Spark to end an executor and to start another one in its place; answers whether the cluster manager can do so. If it can, its
     * tasks have failed from now on, whether or not anybody reaches its host to end it: what Spark itself does with executors whose
     * heartbeat it misses.
     */
    public static boolean replaceExecutor(SparkContext context, String executor) {
        boolean asked = context.killAndReplaceExecutor(executor);
        if (asked) {
            try {
                remove(context, executor);
            } catch (LinkageError e) {
                // A platform's own Spark may be different inside; then it removes the executor when that is gone.
                LOG.debug("This Spark cannot be told that executor {} is lost", executor, e);
            }
        }
        return asked;
    }

    private static void remove(SparkContext context, String executor) {
        if (context.schedulerBackend() instanceof CoarseGrainedSchedulerBackend backend) {
            backend.removeExecutor(
                    executor, new ExecutorProcessLost("It hangs, and another one was asked for", Option.empty(), true));
        }
    }

    /** A list that is a {@code Seq} to Scala 2.12 and to 2.13. */
    private static Object scalaList(List<?> elements) {
        try {
            Object list = NIL;
            for (int i = elements.size() - 1; i >= 0; i--) {
                list = CONS.invoke(elements.get(i), list);
            }
            return list;
        } catch (Throwable e) {
            throw rethrow(e);
        }
    }

    private static MethodHandle queryExecution() {
        try {
            // Spark 4 splits Dataset into an interface for all clients and this one, which has a plan.
            var type = classOr("org.apache.spark.sql.classic.Dataset", Dataset.class);
            return MethodHandles.publicLookup()
                    .findVirtual(type, "queryExecution", MethodType.methodType(QueryExecution.class))
                    .asType(MethodType.methodType(Object.class, Dataset.class));
        } catch (ReflectiveOperationException e) {
            throw unsupported(e);
        }
    }

    private static MethodHandle makeRdd() {
        // Two overloads take a sequence; the one with locations has no number of slices.
        for (var method : SparkContext.class.getMethods()) {
            if (method.getName().equals("makeRDD") && method.getParameterCount() == 2) {
                try {
                    return MethodHandles.publicLookup()
                            .unreflect(method)
                            .asType(MethodType.methodType(
                                    Object.class, SparkContext.class, Object.class, ClassTag.class));
                } catch (IllegalAccessException e) {
                    throw unsupported(e);
                }
            }
        }
        throw unsupported(new NoSuchMethodException("SparkContext.makeRDD with locations"));
    }

    private static MethodHandle cons() {
        try {
            var cons = Class.forName("scala.collection.immutable.$colon$colon");
            var list = Class.forName("scala.collection.immutable.List");
            return MethodHandles.publicLookup()
                    .findConstructor(cons, MethodType.methodType(void.class, Object.class, list))
                    .asType(MethodType.methodType(Object.class, Object.class, Object.class));
        } catch (ReflectiveOperationException e) {
            throw unsupported(e);
        }
    }

    private static Object nil() {
        try {
            return Class.forName("scala.collection.immutable.Nil$")
                    .getField("MODULE$")
                    .get(null);
        } catch (ReflectiveOperationException e) {
            throw unsupported(e);
        }
    }

    private static Class<?> classOr(String name, Class<?> otherwise) {
        try {
            return Class.forName(name, false, Dataset.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            return otherwise;
        }
    }

    private static IllegalStateException unsupported(ReflectiveOperationException cause) {
        return new IllegalStateException(
                "This Spark is not one of those that Sparkling Hosted knows (3.4 to 4.3): " + cause.getMessage(),
                cause);
    }

    private static RuntimeException rethrow(Throwable e) {
        // Spark's Scala code throws checked exceptions that it does not declare; they pass as they are.
        SparkBridge.<RuntimeException>passOn(e);
        return new IllegalStateException("unreachable", e);
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> void passOn(Throwable e) throws E {
        throw (E) e;
    }
}
