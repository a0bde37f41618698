package ai.h2o.sparkling.cloud;

import java.io.Serializable;

/** What a pinned task does in the executor it was meant for. */
@FunctionalInterface
interface NodeTask<R extends Serializable> extends Serializable {
    R run() throws Exception;
}
