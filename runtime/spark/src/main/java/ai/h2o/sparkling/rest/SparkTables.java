package ai.h2o.sparkling.rest;

import ai.h2o.sparkling.H2OContext;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The tables and temporary views of the context's session, by the names that SQL has for them. */
final class SparkTables {
    private final H2OContext context;

    SparkTables(H2OContext context) {
        this.context = context;
    }

    /** One that is listed. */
    record Named(String name, String database, boolean temporary) {}

    SparkSession session() {
        return context.session();
    }

    /** Those of a database, or of the current one; temporary views belong to every database. */
    List<Named> list(Optional<String> database) {
        database.ifPresent(name -> {
            if (!known(() -> session().catalog().databaseExists(name))) {
                throw RestException.notFound("Spark has no database '" + name + "'");
            }
        });
        var sql = database.map(name -> "SHOW TABLES IN " + quoted(name)).orElse("SHOW TABLES");
        return session().sql(sql).collectAsList().stream()
                .map(SparkTables::named)
                .toList();
    }

    private static Named named(Row row) {
        var database = row.getString(0);
        var table = row.getString(1);
        boolean temporary = row.getBoolean(2);
        boolean bare = database == null || database.isEmpty();
        return new Named(bare ? table : database + "." + table, bare ? "" : database, temporary);
    }

    private static String quoted(String name) {
        return "`" + name.replace("`", "``") + "`";
    }

    /** What is found under the name, as SQL would find it. */
    Dataset<Row> find(String name) {
        if (!exists(name)) {
            throw RestException.notFound("Spark has no table or view '" + name
                    + "'; DataFrame.createOrReplaceTempView gives a DataFrame a name, and a name that is no plain word needs"
                    + " backquotes");
        }
        return session().table(name);
    }

    boolean exists(String name) {
        return known(() -> session().catalog().tableExists(name));
    }

    /** A name that SQL cannot read, such as one that begins with a digit and has no backquotes, is a name of nothing. */
    private static boolean known(Supplier<Boolean> asked) {
        try {
            return asked.get();
        } catch (Exception e) {
            // Checked, but not declared, so that it cannot be caught by its name.
            if (e instanceof AnalysisException) {
                return false;
            }
            throw e;
        }
    }
}
