package io.headwater.track;

import io.headwater.flow.Detections;
import io.headwater.flow.Inference;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Follows the objects of each camera by itself: what one shows has nothing to do with what another does.
 *  <p>Bounds: knows the {@value #MOST_CAMERAS} cameras that were seen last.
 *  <p>Threading: any; one picture at a time. */
final class Tracker {
    static final int MOST_CAMERAS = 1000;

    private final Settings settings;
    private final Map<String, CameraTracks> cameras = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, CameraTracks> eldest) {
            return size() > MOST_CAMERAS;
        }
    };

    Tracker(Settings settings) {
        this.settings = settings;
    }

    /** Of what was found, that which is of an object, with its track; null when the picture is older than one that came before it. */
    synchronized @Nullable Detections follow(Inference inference, Detections found) {
        return cameras.computeIfAbsent(inference.origin().source(), s -> new CameraTracks(settings)).follow(inference.origin(), found);
    }
}
