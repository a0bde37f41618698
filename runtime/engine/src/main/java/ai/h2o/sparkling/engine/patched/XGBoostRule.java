package ai.h2o.sparkling.engine.patched;

import hex.tree.xgboost.XGBoost;
import water.H2O;
import water.H2OSecurityManager;
import water.exceptions.H2OIllegalArgumentException;

/**
 * Whether XGBoost may be trained. On several nodes it listens at ports of its own, takes whoever comes for one of its workers, and sends
 * what it has learned in the clear; most of that is native code, and cannot be changed from outside.
 */
public final class XGBoostRule {
    private XGBoostRule() {}

    /**
     * In place of H2O's own check, before anything of the training begins. What H2O makes to register the algorithm has nothing to train on:
     * refused, it would be missing from a cloud that has agreed before it is registered.
     */
    public static void check(XGBoost builder) {
        if (builder._parms._train != null
                && H2O.CLOUD.size() > 1
                && H2OSecurityManager.instance().isSecurityEnabled()
                && !H2O.ARGS.allow_insecure_xgboost
                && !builder._parms._build_tree_one_node) {
            throw new H2OIllegalArgumentException("XGBoost on " + H2O.CLOUD.size()
                    + " nodes would open ports that anybody can connect to, and send what it learns unencrypted, while"
                    + " this cloud encrypts all traffic between its nodes. Train it on one node with"
                    + " build_tree_one_node=True, use GBM, or, in a network that you trust, set"
                    + " spark.ext.h2o.allow_insecure_xgboost to true before the H2OContext starts");
        }
    }
}
