package ai.h2o.sparkling.errors;

/**
 * A DataFrame could not become an H2OFrame, or the other way round, because of the data or its schema.
 *
 * <p>Nothing of the attempt is left in the cloud. What a caller can do: change the DataFrame as the message says (cast,
 * flatten or drop the column it names) and convert again. Trying again unchanged does not help.
 */
public class ConversionException extends H2OSparklingException {

    private static final long serialVersionUID = 1L;

    public ConversionException(String message) {
        super(message);
    }

    public ConversionException(String message, Throwable cause) {
        super(message, cause);
    }
}
