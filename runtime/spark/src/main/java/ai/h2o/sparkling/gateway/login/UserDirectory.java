package ai.h2o.sparkling.gateway.login;

/** Knows users by their passwords. Called by several threads at a time, each of which may wait for the network meanwhile. */
@FunctionalInterface
public interface UserDirectory {
    /**
     * Whether that is the user's password.
     *
     * @throws Exception if nobody could tell; its message is logged and not shown to whoever wants to log in
     */
    boolean accepts(String user, String password) throws Exception;
}
