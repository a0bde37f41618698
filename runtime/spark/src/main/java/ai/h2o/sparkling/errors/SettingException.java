package ai.h2o.sparkling.errors;

/**
 * One or more settings cannot be used: an unknown name, a bad value, a combination that contradicts itself, or something
 * that this product does not do.
 *
 * <p>The message lists all of them, each with its remedy; nothing has been started yet. What a caller can do: correct the
 * settings and try again.
 */
public class SettingException extends H2OSparklingException {

    private static final long serialVersionUID = 1L;

    public SettingException(String message) {
        super(message);
    }

    public SettingException(String message, Throwable cause) {
        super(message, cause);
    }
}
