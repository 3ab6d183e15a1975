package io.headwater.infer;

import io.headwater.flow.Answer;
import io.headwater.flow.Frame;
import io.headwater.flow.Inference;
import io.headwater.flow.ModelId;
import io.headwater.flow.View;
import java.time.Duration;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** A model ready to run, shared by all steps that name it with the same number of threads.
 *  <p>Ownership: counted by {@link Models}; its places are made as workers ask for them side by side, and freed with the model
 *  once the last is back.
 *  <p>Threading: safe. */
final class LoadedModel {
    private final Manifest manifest;
    private final ModelId id;
    private final EngineModel model;
    private final ArrayDeque<ModelRun> idle = new ArrayDeque<>();
    private int busy;
    private boolean closed;
    private int users;

    LoadedModel(Manifest manifest, EngineModel model) {
        this.manifest = manifest;
        this.model = model;
        this.id = new ModelId(manifest.name(), manifest.version(), manifest.sha256());
    }

    Manifest manifest() {
        return manifest;
    }

    /** Runs once on an empty input, so that the first frame finds memory and kernels ready.
     *  <p>Errors: {@link IllegalArgumentException} and others of the head when its declaration does not fit the outputs. */
    void warmUp() throws EngineException {
        ModelRun run = borrow();
        try {
            run.infer();
            run.infer(); // the second goes into the outputs' own memory
            run.read(new Look.Wish(manifest.minScore(), new boolean[0]), Placement.WHOLE, View.whole(1, 1));
        } finally {
            giveBack(run);
        }
    }

    Inference look(Frame frame, Look.Wish wish) throws EngineException {
        return look(borrow(), frame, wish);
    }

    /** Null when the model is closed, as after a change of its version. */
    @Nullable Inference lookIfOpen(Frame frame, Look.Wish wish) throws EngineException {
        ModelRun run = borrowIfOpen();
        return run == null ? null : look(run, frame, wish);
    }

    private Inference look(ModelRun run, Frame frame, Look.Wish wish) throws EngineException {
        try {
            long start = System.nanoTime();
            Answer answer = run.answer(frame, wish);
            return Inference.of(frame, id, Duration.ofNanos(System.nanoTime() - start), answer);
        } finally {
            giveBack(run);
        }
    }

    ModelId id() {
        return id;
    }

    ModelRun borrow() throws EngineException {
        ModelRun run = borrowIfOpen();
        if (run == null) {
            throw new IllegalStateException("model " + id + " is closed");
        }
        return run;
    }

    @Nullable ModelRun borrowIfOpen() throws EngineException {
        synchronized (this) {
            if (closed) {
                return null;
            }
            busy++;
            ModelRun run = idle.pollLast();
            if (run != null) {
                return run;
            }
        }
        try {
            return new ModelRun(manifest, model);
        } catch (EngineException | RuntimeException e) {
            synchronized (this) {
                busy--;
                if (closed) {
                    endWhenIdle();
                }
            }
            throw e;
        }
    }

    synchronized void giveBack(ModelRun run) {
        busy--;
        if (closed) {
            run.close();
            endWhenIdle();
        } else if (run.isStopped()) {
            run.close();
        } else {
            idle.addLast(run);
        }
    }

    synchronized void close() {
        if (!closed) {
            closed = true;
            idle.forEach(ModelRun::close);
            idle.clear();
            endWhenIdle();
        }
    }

    private void endWhenIdle() {
        if (busy == 0) {
            model.close();
        }
    }

    /** Guarded by {@link Models}. */
    void used() {
        users++;
    }

    /** Guarded by {@link Models}; true when nobody uses it any more. */
    boolean unused() {
        return --users == 0;
    }
}
