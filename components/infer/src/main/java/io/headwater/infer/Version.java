package io.headwater.infer;

import io.headwater.flow.Frame;
import io.headwater.flow.Inference;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A version of a model as one step runs it.
 *  <p>Ownership: holds one use of the model, given back by {@link Models#release}. */
record Version(Path folder, LoadedModel model, Look.Wish wish) {
    String name() {
        return model.manifest().version();
    }

    /** Null when the model is closed, as after a change of its version. */
    @Nullable Inference look(Frame frame) throws EngineException {
        return model.lookIfOpen(frame, wish);
    }
}
