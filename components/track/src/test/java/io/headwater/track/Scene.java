package io.headwater.track;

import io.headwater.flow.Box;
import io.headwater.flow.Detection;
import io.headwater.flow.Detections;
import io.headwater.flow.Inference;
import io.headwater.flow.ModelId;
import io.headwater.flow.Origin;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Pictures whose things are known: each is a box of 40×100 pixels, whose upper left corner is told. */
final class Scene {
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    static final ModelId MODEL = new ModelId("people", "1.0.0", "a".repeat(64));

    private final Tracker tracker;
    private final Map<String, Detection> shown = new TreeMap<>();

    Scene() {
        this(new Settings(0.5, 0.1, 0.2, 2, Duration.ofSeconds(2), 16));
    }

    Scene(Settings settings) {
        this.tracker = new Tracker(settings);
    }

    static Detection thing(String label, double score, double x, double y) {
        return new Detection(label, (float) score, new Box((float) x, (float) y, (float) x + 40, (float) y + 100));
    }

    static Inference inference(String camera, long epoch, double seconds, List<Detection> found) {
        Instant at = START.plusNanos(Math.round(seconds * 1e9));
        return new Inference(new Origin(camera, epoch, 0, at, at), null, 1000, 500, MODEL, Duration.ofMillis(1), new Detections(found));
    }

    Scene show(String name, double x, double y) {
        return show(name, 0.9, x, y);
    }

    Scene show(String name, double score, double x, double y) {
        shown.put(name, thing("person", score, x, y));
        return this;
    }

    /** The ids of what is shown, by name; null for what is not of an object. */
    Map<String, @Nullable Long> at(double seconds) {
        Detections followed = follow("cam", 0, seconds, new ArrayList<>(shown.values()));
        assert followed != null;
        Map<String, @Nullable Long> ids = new TreeMap<>();
        shown.forEach((name, thing) -> ids.put(name, followed.all().stream().filter(d -> d.box() == thing.box()).map(d -> d.track().id()).findFirst().orElse(null)));
        shown.clear();
        return ids;
    }

    @Nullable Detections follow(String camera, long epoch, double seconds, List<Detection> found) {
        Inference inference = inference(camera, epoch, seconds, found);
        return tracker.follow(inference, (Detections) inference.answer());
    }
}
