package io.headwater.infer;

import io.headwater.flow.Answer;
import io.headwater.flow.Frame;
import io.headwater.flow.View;
import java.nio.FloatBuffer;
import java.util.List;

/** One worker's way through a model: a frame is made its input, the engine runs, a head reads the outputs.
 *  <p>Ownership: owns its memory until closed.
 *  <p>Threading: one thread at a time. */
final class ModelRun implements AutoCloseable {
    private final Manifest manifest;
    private final int outputs;
    private final EngineModel.Place place;
    private final Look look;
    private final Preparation preparation;
    private volatile boolean stopped;

    ModelRun(Manifest manifest, EngineModel model) throws EngineException {
        this.manifest = manifest;
        List<String> names = model.read(manifest.head());
        this.outputs = names.size();
        ModelInput in = manifest.input();
        this.place = model.place(in, names);
        this.look = new Look(in, in.type() == ModelInput.Type.FLOAT32 ? place.input().asFloatBuffer() : FloatBuffer.allocate(0), names, manifest.labels());
        this.preparation = new Preparation(in, place.input());
    }

    /** The answer about one frame. */
    Answer answer(Frame frame, Look.Wish wish) throws EngineException {
        Placement placement = prepare(frame);
        infer();
        return read(wish, placement, frame.view());
    }

    Placement prepare(Frame frame) {
        return preparation.prepare(frame);
    }

    void infer() throws EngineException {
        place.run(look);
    }

    /** Ends the run that is under way with an {@link EngineException}; this is of no use afterwards. From any thread that keeps it from
     *  being given back meanwhile. */
    void stop() {
        stopped = true;
        place.stop();
    }

    boolean isStopped() {
        return stopped;
    }

    /** Whether the last run gave a number for every element that was read. */
    boolean isNumbers() {
        for (int output = 0; output < outputs; output++) {
            FloatBuffer all = look.values(output);
            for (int i = 0; i < all.limit(); i++) {
                if (Float.isNaN(all.get(i))) {
                    return false;
                }
            }
        }
        return true;
    }

    Answer read(Look.Wish wish, Placement placement, View view) {
        look.begin(wish, placement, view);
        return manifest.head().read(look);
    }

    @Override
    public void close() {
        preparation.close();
        place.close();
    }
}
