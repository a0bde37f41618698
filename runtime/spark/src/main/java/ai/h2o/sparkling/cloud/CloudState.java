package ai.h2o.sparkling.cloud;

/** Where a context is in its life. */
public enum CloudState {
    /** Nodes are being started and joined. */
    STARTING,
    /** The cloud works. */
    RUNNING,
    /** A member is gone; H2O cannot go on without it. */
    LOST,
    /** The next cloud is being formed in place of one that was lost. */
    RECOVERING,
    /** The context is being stopped. */
    STOPPING,
    /** The context was stopped and cannot be used again. */
    STOPPED
}
