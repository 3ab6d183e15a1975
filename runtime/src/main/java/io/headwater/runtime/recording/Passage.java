package io.headwater.runtime.recording;

import io.headwater.flow.Frame;
import io.headwater.flow.Inference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One item of a recorded source on its way through the route, and what became of it.
 *  <p>Ownership: holds no lease while it is under way, since its exchange does; {@link Recording} takes one when the way ends.
 *  <p>Threading: safe; branches of an exchange may report side by side. */
final class Passage {
    static final String KEY = "headwater.recorded";

    private final Recording recording;
    private final Content content;
    private final Set<String> entered = new LinkedHashSet<>();
    private final Map<String, String> failing = new LinkedHashMap<>();
    private final List<Looked> looked = new ArrayList<>(1);

    /** What a model said, without the picture.
     *
     *  @param step {@code route/step} */
    record Looked(String step, Inference inference) {}

    Passage(Recording recording, Content content) {
        this.recording = recording;
        this.content = content;
    }

    Recording recording() {
        return recording;
    }

    Content content() {
        return content;
    }

    /** The frame that it is. */
    Frame frame() {
        return ((Content.Picture) content).frame();
    }

    /** The source itself could not read it. */
    synchronized void fails(String source, String reason) {
        failing.put(source, reason);
    }

    /** Comes to a step; again, where an error handler tries again. */
    synchronized void enters(String step) {
        entered.add(step);
    }

    synchronized void leaves(String step, @Nullable Throwable failure) {
        if (failure == null) {
            failing.remove(step);
        } else {
            failing.put(step, failure.getClass().getSimpleName());
        }
    }

    synchronized void looked(String step, Inference inference) {
        looked.add(new Looked(step, inference.withoutFrame()));
    }

    synchronized Set<String> entered() {
        return Set.copyOf(entered);
    }

    /** By step, the kind of failure that nothing mended. */
    synchronized Map<String, String> failures() {
        return Map.copyOf(failing);
    }

    synchronized List<Looked> looked() {
        return List.copyOf(looked);
    }
}
