package ai.h2o.sparkling.frames.rows;

/** What H2O cannot hold of values that were seen. */
enum Loss {
    NOT_A_NUMBER("have NaN, which H2O takes for a missing value, as it does null"),
    MICROSECONDS("have times finer than the milliseconds that H2O keeps"),
    DIGITS("have decimals of more digits than the 15 to 17 that H2O keeps");

    private final String told;

    Loss(String told) {
        this.told = told;
    }

    String told() {
        return told;
    }
}
