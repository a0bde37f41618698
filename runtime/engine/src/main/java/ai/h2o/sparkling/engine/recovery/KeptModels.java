package ai.h2o.sparkling.engine.recovery;

import hex.Model;
import hex.ModelExportOption;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import water.DKV;
import water.Key;

/** The finished models of this cloud, each in a file. */
final class KeptModels {
    private static final Logger LOG = LoggerFactory.getLogger("ai.h2o.engine");
    private static final String FOLDER = "/models/";

    private static final Map<Key<?>, String> PLACES = new ConcurrentHashMap<>();
    private static final Set<Key<?>> CAME_BACK = ConcurrentHashMap.newKeySet();

    private KeptModels() {}

    /** Writes a model. That it could not be written is said, and no more: the training itself went well. */
    static void save(String directory, Model<?, ?, ?> model) {
        var place = directory + FOLDER + KeptFiles.nameOf(model._key);
        try {
            KeptFiles.write(
                    place,
                    // Ensembles are made of them.
                    location -> model.exportBinaryModel(location, true, ModelExportOption.INCLUDE_CV_PREDICTIONS));
            PLACES.put(model._key, place);
        } catch (IOException | RuntimeException | LinkageError e) {
            LOG.warn(
                    "Model '{}' could not be saved to {}, and is lost if the cloud is: {}",
                    model._key,
                    place,
                    e.toString());
            LOG.debug("Model '{}' could not be saved", model._key, e);
        }
    }

    /** Reads a model; the result is its key. */
    static String load(String place) throws IOException {
        Model<?, ?, ?> model = Model.importBinaryModel(KeptFiles.location(place));
        PLACES.put(model._key, place);
        CAME_BACK.add(model._key);
        return model._key.toString();
    }

    /** Whether an earlier cloud has finished that model, and it is still there. Says so once, since the next of that name is another one. */
    static boolean cameBack(Key<?> key) {
        return CAME_BACK.remove(key) && DKV.get(key) != null;
    }

    /** Deletes the files of models that are not there any more. */
    static void prune() {
        for (var kept : Map.copyOf(PLACES).entrySet()) {
            if (DKV.get(kept.getKey()) == null && PLACES.remove(kept.getKey(), kept.getValue())) {
                try {
                    KeptFiles.delete(kept.getValue());
                } catch (IOException | RuntimeException e) {
                    LOG.warn(
                            "Model '{}' was removed, but could not be deleted at {}: {}",
                            kept.getKey(),
                            kept.getValue(),
                            e.toString());
                }
            }
        }
    }
}
