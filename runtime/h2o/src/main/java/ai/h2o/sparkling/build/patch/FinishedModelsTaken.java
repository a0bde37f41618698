package ai.h2o.sparkling.build.patch;

import java.util.Map;
import java.util.Set;

/** Where an AutoML that was begun again comes to a model that was finished before, it is not trained again. */
public final class FinishedModelsTaken extends StaticCalls {
    private static final String NESTED = "(Lwater/Job;Lwater/Key;Lhex/Model$Parameters;Lwater/fvec/Frame;)Lhex/Model;";

    public FinishedModelsTaken() {
        super(
                "ai/h2o/sparkling/engine/recovery/Keeper",
                Map.of(
                        "hex/ModelBuilder.trainModelOnH2ONode()Lwater/Job;",
                        new Place("train", "(Lhex/ModelBuilder;)Lwater/Job;"),
                        "hex/ModelBuilder.trainModelNested" + NESTED,
                        new Place("trainNested", NESTED)),
                Set.of("ai/h2o/automl/ModelingStep", "hex/grid/GridSearch"));
    }
}
