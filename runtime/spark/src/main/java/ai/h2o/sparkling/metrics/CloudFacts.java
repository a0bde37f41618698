package ai.h2o.sparkling.metrics;

import ai.h2o.sparkling.cloud.CloudState;

/** What the gauges ask for each time that they are read. Must answer at once, in every state. */
public interface CloudFacts {
    CloudState state();

    /** Nodes of the cloud, 0 while there is none that works. */
    int nodes();

    /** How often a cloud was formed after one that was lost. */
    int recoveries();
}
