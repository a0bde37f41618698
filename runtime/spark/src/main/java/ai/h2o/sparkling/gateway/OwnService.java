package ai.h2o.sparkling.gateway;

/** What the gateway answers by itself, to users who are logged in, instead of forwarding to a node. */
public interface OwnService {
    /**
     * Whether it answers requests of that path, whatever their method.
     *
     * @param path raw, without the context path
     */
    boolean answers(String path);

    /** Answers. Runs in a thread that may wait. */
    OwnAnswer answer(OwnRequest request);
}
