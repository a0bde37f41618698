package ai.h2o.sparkling.engine.api;

/** In what H2O packs the logs of all nodes. */
public enum LogFormat {
    /** An archive with an archive of each node in it. */
    ZIP,
    /** One text. */
    LOG
}
