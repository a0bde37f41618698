package ai.h2o.sparkling.engine.logins;

import java.util.Set;
import java.util.regex.Pattern;
import javax.security.auth.login.LoginException;

/**
 * Tells what a KDC said from what kept it from saying anything. Java's module wraps both in the same exception, around one that is not
 * for others to use, so its class is known by name and its code from its text.
 *
 * <p>Source of the codes: RFC 4120, section 7.5.9.
 */
final class KerberosAnswers {
    private static final String ANSWER = "sun.security.krb5.KrbException";
    private static final String WRONG_KEY = "sun.security.krb5.KrbCryptoException";
    private static final Pattern CODE = Pattern.compile("\\((\\d+)\\)");

    /** The user is unknown, revoked or has to change the password; the proof of the password, or the answer made with it, is wrong. */
    private static final Set<String> REFUSALS = Set.of("6", "18", "23", "24", "31");

    private KerberosAnswers() {}

    static boolean refuse(LoginException failure) {
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            String name = cause.getClass().getName();
            if (name.equals(WRONG_KEY) || (name.equals(ANSWER) && isRefusal(cause.getMessage()))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isRefusal(String message) {
        var code = CODE.matcher(message == null ? "" : message);
        return code.find() && REFUSALS.contains(code.group(1));
    }
}
