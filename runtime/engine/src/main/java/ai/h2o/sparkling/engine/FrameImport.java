package ai.h2o.sparkling.engine;

import ai.h2o.sparkling.engine.api.EngineFailure;
import ai.h2o.sparkling.engine.api.FrameDescription;
import java.util.ArrayList;
import water.H2O;
import water.Key;
import water.parser.ParseDataset;

/** Reads files into a frame, as H2O's clients do in three calls: list them, guess what they are, parse. */
final class FrameImport {
    private FrameImport() {}

    static FrameDescription run(String uri, String frameKey) throws EngineFailure {
        Frames.refuseOtherKinds(Frames.key(frameKey));
        var keys = new ArrayList<String>();
        var failures = new ArrayList<String>();
        H2O.getPM().importFiles(uri, null, new ArrayList<>(), keys, failures, new ArrayList<>());
        if (!failures.isEmpty()) {
            throw new EngineFailure("Cannot read " + String.join("; ", failures));
        }
        if (keys.isEmpty()) {
            throw new EngineFailure("There is nothing to read at " + uri);
        }
        ParseDataset.parse(Frames.key(frameKey), keys.stream().map(Key::make).toArray(Key[]::new));
        return Frames.describe(frameKey)
                .orElseThrow(() -> new EngineFailure("The frame '" + frameKey + "' was removed while it was read"));
    }
}
