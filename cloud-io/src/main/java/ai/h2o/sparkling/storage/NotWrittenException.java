package ai.h2o.sparkling.storage;

/** A file could not be completed, so it is not there. Unchecked, because H2O logs the checked ones and goes on. */
public final class NotWrittenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotWrittenException(String message, Throwable cause) {
        super(message, cause);
    }
}
