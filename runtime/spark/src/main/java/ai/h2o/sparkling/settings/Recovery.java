package ai.h2o.sparkling.settings;

/** What happens when the cloud loses one of its executors. */
public enum Recovery {
    /** The next cloud forms by itself from the executors that are there; calls made meanwhile wait for it. */
    AUTOMATIC,

    /** The context reports the loss and forms the next cloud when it is asked to. */
    MANUAL,

    /** The context reports the loss and stays lost until it is stopped. */
    OFF
}
