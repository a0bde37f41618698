package ai.h2o.sparkling.engine.recovery;

import hex.Model;
import hex.ModelExportOption;
import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import water.DKV;
import water.Key;
import water.Keyed;
import water.fvec.persist.PersistUtils;
import water.util.FileUtils;

/** The finished models of this cloud, each in a file. */
final class KeptModels {
    private static final Logger LOG = LoggerFactory.getLogger("ai.h2o.engine");
    private static final String FOLDER = "/models/";

    private static final Map<Key<?>, String> PLACES = new ConcurrentHashMap<>();
    // Since when, by System.nanoTime().
    private static final Map<Key<?>, Long> MISSING = new ConcurrentHashMap<>();
    private static final Set<Key<?>> CAME_BACK = ConcurrentHashMap.newKeySet();

    private KeptModels() {}

    /** Writes a model. That it could not be written is said, and no more: the training itself went well. */
    static void save(String directory, Model<?, ?, ?> model) {
        var place = directory + FOLDER + KeptFiles.nameOf(model._key);
        try {
            // By all nodes, in the training's own thread: in another one it would wait for trainings that wait for it.
            var rows = rowsOf(model);
            KeptWrites.OF_NODE.run("Saving model '" + model._key + "' to " + place, () -> write(place, model, rows));
        } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
            notSaved(model, place, e);
        }
    }

    private static void write(String place, Model<?, ?, ?> model, Optional<String> rows) {
        try {
            if (rows.isPresent()) {
                KeptFiles.write(
                        fileOfRows(place),
                        location -> PersistUtils.writeStream(FileUtils.getURI(location), out -> out.write(rows.get())));
            }
            KeptFiles.write(
                    place,
                    // Ensembles are made of them.
                    location -> model.exportBinaryModel(location, true, ModelExportOption.INCLUDE_CV_PREDICTIONS));
            PLACES.put(model._key, place);
            if (DKV.get(model._key) == null && !Keeper.isOver()) {
                // Removed while the storage let it wait, when there was no file yet.
                PLACES.remove(model._key, place);
                delete(model._key, place);
            }
        } catch (IOException | RuntimeException | LinkageError | OutOfMemoryError e) {
            notSaved(model, place, e);
        }
    }

    private static void notSaved(Model<?, ?, ?> model, String place, Throwable problem) {
        if (Keeper.directory().isEmpty()) {
            return; // what a node does that is being stopped is no news
        }
        LOG.warn(
                "Model '{}' could not be saved to {}, and is lost if the cloud is: {}",
                model._key,
                place,
                problem.toString());
        LOG.debug("Model '{}' could not be saved", model._key, problem);
    }

    /** Predictions of a cross-validation stand in the order of the rows that the model was trained on. */
    private static Optional<String> rowsOf(Model<?, ?, ?> model) {
        var trained = model._parms.train();
        return model._output._cross_validation_holdout_predictions_frame_id != null && trained != null
                ? Optional.of(Long.toString(RowHash.of(trained)))
                : Optional.empty();
    }

    private static String fileOfRows(String place) {
        int name = place.lastIndexOf('/') + 1;
        return place.substring(0, name) + "." + place.substring(name) + ".rows";
    }

    /** Reads a model; the result is its key. */
    static String load(String place) throws IOException {
        Model<?, ?, ?> model = Model.importBinaryModel(KeptFiles.location(place));
        PLACES.put(model._key, place);
        CAME_BACK.add(model._key);
        dropPredictionsOfOtherRows(place, model);
        return model._key.toString();
    }

    private static void dropPredictionsOfOtherRows(String place, Model<?, ?, ?> model) throws IOException {
        var predictions = model._output._cross_validation_holdout_predictions_frame_id;
        var trained = model._parms.train();
        if (predictions == null || trained == null) {
            return;
        }
        var rows = FileUtils.getURI(KeptFiles.location(fileOfRows(place)));
        if (PersistUtils.exists(rows)
                && !PersistUtils.readStream(rows, in -> new BufferedReader(in).readLine())
                        .equals(Long.toString(RowHash.of(trained)))) {
            Keyed.remove(predictions);
            LOG.warn(
                    "Frame '{}' has other rows than '{}' was trained on, or in another order, so the predictions of that"
                            + " model's cross-validation do not come back, and no ensemble can be made of it. Cache a"
                            + " DataFrame, or sort it, for it to be the same when it is evaluated again",
                    trained._key,
                    model._key);
        }
    }

    /** Whether an earlier cloud has finished that model, and it is still there. Says so once, since the next of that name is another one. */
    static boolean cameBack(Key<?> key) {
        return CAME_BACK.remove(key) && DKV.get(key) != null;
    }

    /**
     * Deletes the files of models that are not there any more.
     *
     * @param missingFor only of those that have been missing for so long
     */
    static void prune(Duration missingFor) {
        for (var kept : Map.copyOf(PLACES).entrySet()) {
            var key = kept.getKey();
            // In this order: a store that is being cleared is told by the directory.
            if (DKV.get(key) != null) {
                MISSING.remove(key);
            } else if (Keeper.directory().isPresent()
                    && Keeper.elapsed(MISSING.computeIfAbsent(key, missing -> System.nanoTime()), missingFor)
                    && PLACES.remove(key, kept.getValue())) {
                MISSING.remove(key);
                KeptWrites.OF_NODE.run("Deleting model '" + key + "'", () -> delete(key, kept.getValue()));
            }
        }
    }

    private static void delete(Key<?> key, String place) {
        try {
            KeptFiles.delete(place);
            KeptFiles.delete(fileOfRows(place));
        } catch (IOException | RuntimeException | LinkageError e) {
            LOG.warn("Model '{}' was removed, but could not be deleted at {}: {}", key, place, e.toString());
        }
    }
}
