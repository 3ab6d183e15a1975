package io.headwater.infer;

import io.headwater.exchange.Problem;
import io.headwater.exchange.Rule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The models that routes run, each loaded once; and what models there are.
 *  <p>Ownership: a loaded model is freed when the last step that uses it is gone, or with this.
 *  <p>Threading: safe. */
public final class Models implements AutoCloseable {
    private final Map<Key, LoadedModel> loaded = new HashMap<>();

    private record Key(Path folder, int threads, @Nullable Engine engine) {}

    /** A model as it lies on disk.
     *
     *  @param manifest null where {@code model.yaml} cannot be read
     *  @param digestRight whether the file has the digest that the manifest states
     *  @param inputs as in {@code image float32 [1, 3, 288, 384]}; empty where the file was not opened
     *  @param problems all that is wrong with it; empty when it can be run */
    public record Entry(String name, String version, Path folder, @Nullable Manifest manifest, boolean digestRight,
            List<String> inputs, List<String> outputs, List<Problem> problems) {}

    /** Every model in folders that hold models, checked, by name and version. A model in an earlier folder hides the same one in a later. */
    public static List<Entry> list(List<Path> roots) {
        ModelFolders folders = new ModelFolders(List.copyOf(roots));
        List<Entry> entries = new ArrayList<>();
        for (ModelName model : folders.all()) {
            folders.find(model).map(folder -> entry(model, folder)).ifPresent(entries::add);
        }
        return List.copyOf(entries);
    }

    /** The folder of the model that a step runs.
     *
     *  @param routeFolder folder of the route's file
     *  @param others folders with models beside those of the routes
     *  @param model as the route names it, with or without a version */
    public static Optional<Path> folder(Path routeFolder, List<Path> others, String model) {
        return ModelName.of(model).flatMap(ModelFolders.of(routeFolder, others)::find);
    }

    /** The folder of a model by its name, with or without a version, in folders that hold models. */
    public static Optional<Path> find(List<Path> roots, String model) {
        return ModelName.of(model).flatMap(new ModelFolders(List.copyOf(roots))::find);
    }

    private static Entry entry(ModelName model, Path folder) {
        List<Problem> problems = new ArrayList<>();
        ModelFile file = ModelFile.open(folder, Opening.TO_LOOK, problems);
        Manifest manifest = file.manifest();
        try (EngineModel onnx = file.model()) {
            return new Entry(model.name(), String.valueOf(model.version()), folder, manifest, manifest != null && file.digest().equals(manifest.sha256()),
                    onnx == null ? List.of() : onnx.inputSummary(), onnx == null ? List.of() : onnx.outputSummary(), List.copyOf(problems));
        }
    }

    /** The model of a folder, loaded and warm; null when something is wrong with it, which is added to {@code problems}.
     *  <p>Ownership: the caller gives it back with {@link #release}. */
    synchronized @Nullable LoadedModel acquire(Path folder, int threads, @Nullable Engine engine, List<Problem> problems) {
        Key key = new Key(folder.toAbsolutePath().normalize(), threads, engine);
        LoadedModel model = loaded.get(key);
        if (model == null) {
            model = load(key, problems);
            if (model == null) {
                return null;
            }
            loaded.put(key, model);
        }
        model.used();
        return model;
    }

    private static @Nullable LoadedModel load(Key key, List<Problem> problems) {
        int before = problems.size();
        ModelFile file = ModelFile.open(key.folder, new Opening(key.threads, true, key.engine), problems);
        Manifest manifest = file.manifest();
        EngineModel onnx = file.model();
        if (manifest == null || onnx == null || problems.size() > before) {
            if (onnx != null) {
                onnx.close();
            }
            return null;
        }
        LoadedModel model = new LoadedModel(manifest, onnx);
        try {
            model.warmUp();
            return model;
        } catch (EngineException | RuntimeException e) {
            model.close();
            problems.add(new Problem(key.folder.resolve(ModelFolders.MANIFEST), 1, 1, Rule.TENSOR,
                    "a trial run failed: " + e.getMessage(), "compare input and output." + manifest.headName() + " with the model", "components/infer/README.md#own-model"));
            return null;
        }
    }

    synchronized void release(LoadedModel model) {
        if (model.unused()) {
            loaded.values().remove(model);
            model.close();
        }
    }

    /** How many sessions are open. */
    public synchronized int open() {
        return loaded.size();
    }

    @Override
    public synchronized void close() {
        loaded.values().forEach(LoadedModel::close);
        loaded.clear();
    }
}
