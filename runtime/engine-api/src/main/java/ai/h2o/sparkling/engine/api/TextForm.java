package ai.h2o.sparkling.engine.api;

/** What a column of text becomes. */
public enum TextForm {
    /** A category or strings, by how many of its values are distinct. */
    BY_CARDINALITY,
    CATEGORY,
    STRINGS
}
