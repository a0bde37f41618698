package ai.h2o.sparkling.frames.rows;

/** What H2O cannot hold of values that were seen. */
enum Loss {
    NOT_A_NUMBER("NaN is a missing value to H2O, as null is; there was some in %s"),
    MICROSECONDS("H2O keeps milliseconds; there were finer times in %s"),
    DIGITS("H2O keeps 15 to 17 digits; there were decimals of more in %s");

    private final String form;

    Loss(String form) {
        this.form = form;
    }

    /** In words, with the names of columns. */
    String told(String columns) {
        return String.format(form, columns);
    }
}
