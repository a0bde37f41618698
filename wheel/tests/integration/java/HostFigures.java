import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.ObjectName;
import org.apache.spark.SparkEnv;
import org.apache.spark.sql.api.java.UDF1;

/** What a JVM holds after full collections of garbage. As a function of Spark it looks at the executor that it runs in. */
public final class HostFigures implements UDF1<Long, Map<String, String>> {
    private static final long serialVersionUID = 1;

    @Override
    public Map<String, String> call(Long ignored) throws Exception {
        collect();
        var figures = new TreeMap<String, String>();
        figures.put("executor", SparkEnv.get().executorId());
        figures.put("heap", "" + heap());
        figures.put("metaspace", "" + metaspace());
        figures.put("classes", "" + ManagementFactory.getClassLoadingMXBean().getLoadedClassCount());
        figures.put("largest", largest());
        figures.put("files", String.join("\n", openFiles()));
        figures.put("our threads", String.join(", ", ourThreads()));
        figures.put("temporary files", String.join("\n", temporaryFiles()));
        return figures;
    }

    /** Until one more collection frees nothing: what references, cleaners and Spark's own cleaner let go is found by the next. */
    private static void collect() throws InterruptedException {
        long before = Long.MAX_VALUE;
        for (int i = 0; i < 20 && (i < 4 || heap() < 0.999 * before); i++) {
            before = heap();
            System.gc();
            Thread.sleep(250);
        }
    }

    /** As the last collection left it. */
    private static long heap() {
        return pools(MemoryType.HEAP)
                .filter(pool -> pool.getCollectionUsage() != null)
                .mapToLong(pool -> pool.getCollectionUsage().getUsed())
                .sum();
    }

    private static long metaspace() {
        return pools(MemoryType.NON_HEAP)
                .filter(pool -> pool.getName().equals("Metaspace"))
                .mapToLong(pool -> pool.getUsage().getUsed())
                .sum();
    }

    /** The classes whose instances take most of the heap, for whoever looks for what has grown. */
    private static String largest() throws JMException {
        var histogram = (String) ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "gcClassHistogram",
                        new Object[] {new String[0]},
                        new String[] {String[].class.getName()});
        return histogram
                .lines()
                .filter(line -> line.matches(" *([1-9]|[12]\\d):.*|.*EngineClassLoader.*"))
                .map(line -> line.strip().replaceAll(" +", " "))
                .collect(Collectors.joining("\n"));
    }

    private static Stream<MemoryPoolMXBean> pools(MemoryType type) {
        return ManagementFactory.getMemoryPoolMXBeans().stream().filter(pool -> pool.getType() == type);
    }

    /** Threads that the engine or this package started, or that hold the engine's classes. */
    private static List<String> ourThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> ofEngine(thread.getContextClassLoader())
                        || ofEngine(thread.getClass().getClassLoader())
                        || thread.getName().startsWith("sparkling-")
                        || (thread.getThreadGroup() != null && thread.getThreadGroup().getName().startsWith("h2o-")))
                .map(Thread::getName)
                .sorted()
                .collect(Collectors.toList());
    }

    private static boolean ofEngine(ClassLoader loader) {
        return loader != null && "h2o-engine".equals(loader.getName());
    }

    /** Files, pipes and sockets that stay open, the numbers of pipes and sockets left out. Of several looks, for Spark's come and go. */
    private static List<String> openFiles() throws IOException, InterruptedException {
        awaitHttpClients();
        List<String> fewest = openNow();
        for (int i = 0; i < 4; i++) {
            Thread.sleep(100);
            List<String> now = openNow();
            if (now.size() < fewest.size()) {
                fewest = now;
            }
        }
        return fewest;
    }

    /** The JDK's clients look every three seconds whether somebody refers to them still, and only then close what they wait at. */
    private static void awaitHttpClients() throws InterruptedException {
        for (int i = 0; i < 50 && httpClients(); i++) {
            Thread.sleep(100);
        }
    }

    private static boolean httpClients() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().matches("HttpClient-\\d+-SelectorManager"));
    }

    private static List<String> openNow() throws IOException {
        var open = new ArrayList<String>();
        try (var descriptors = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path descriptor : descriptors) {
                try {
                    open.add(Files.readSymbolicLink(descriptor).toString().replaceAll("\\[\\d+]", ""));
                } catch (NoSuchFileException e) {
                    continue; // it was closed meanwhile, perhaps that of the listing itself
                }
            }
        }
        Collections.sort(open);
        return open;
    }

    private static List<String> temporaryFiles() throws IOException {
        var found = new ArrayList<String>();
        Files.walkFileTree(Path.of(System.getProperty("java.io.tmpdir")), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                String name = directory.getFileName().toString();
                // Spark's own.
                if (name.startsWith("blockmgr-") || name.startsWith("spark-")) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                return visitFile(directory, attributes);
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                found.add(file.toString());
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                return FileVisitResult.CONTINUE; // it has gone meanwhile
            }
        });
        Collections.sort(found);
        return found;
    }
}
