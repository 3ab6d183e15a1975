package io.headwater.gate;

import io.headwater.flow.Detection;
import io.headwater.flow.Detections;
import io.headwater.flow.Inference;
import io.headwater.flow.Origin;
import io.headwater.flow.Place;
import io.headwater.flow.Point;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Watches one place, of each camera by itself, and says which objects are kept.
 *  <p>Bounds: knows the {@value #MOST_CAMERAS} cameras that were seen last.
 *  <p>Threading: any; one picture at a time. */
final class Watching {
    static final int MOST_CAMERAS = 1000;

    private final String gate;
    private final Supplier<Watch> begin;
    private final Anchor anchor;
    private final Keep keep;
    private final Duration minDwell;
    private final Map<String, Camera> cameras = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Camera> eldest) {
            return size() > MOST_CAMERAS;
        }
    };

    private record Camera(Watch watch, Origin last) {}

    /** @param gate its name, for errors
     *  @param minDwell how long a visit is at least that is kept */
    Watching(String gate, Supplier<Watch> begin, Anchor anchor, Keep keep, Duration minDwell) {
        this.gate = gate;
        this.begin = begin;
        this.anchor = anchor;
        this.keep = keep;
        this.minDwell = minDwell;
    }

    /** What is kept.
     *
     *  @param detections with what became of the place
     *  @param count how many objects; one that left may be in no detection */
    record Seen(Detections detections, int count) {}

    /** Null when the picture is older than one of the same camera before it. After a new start of the camera the place is watched anew.
     *  <p>Errors: {@link IllegalArgumentException} when detections have no tracks. */
    synchronized @Nullable Seen see(Inference inference, Detections found) {
        for (Detection d : found.all()) {
            if (d.track() == null) {
                throw new IllegalArgumentException("gate:" + gate + " watches a place, and got a " + d.label() + " without an id: put track before it");
            }
        }
        Origin origin = inference.origin();
        Camera camera = cameras.get(origin.source());
        if (camera != null && camera.last.epoch() == origin.epoch() && origin.eventTime().isBefore(camera.last.eventTime())) {
            return null;
        }
        Watch watch = camera == null || camera.last.epoch() != origin.epoch() ? begin.get() : camera.watch;
        cameras.put(origin.source(), new Camera(watch, origin));
        List<Point> where = found.all().stream().map(d -> anchor.of(d.box(), inference.width(), inference.height())).toList();
        return kept(found, watch.see(origin.eventTime(), found.all(), where));
    }

    private Seen kept(Detections found, Place place) {
        Detections told = found.with(place);
        if (keep == Keep.ALL) {
            return new Seen(told, found.all().size());
        }
        Set<Long> objects = switch (place) {
            case Place.Zone zone -> visits(zone).filter(v -> v.dwell().compareTo(minDwell) >= 0).map(Place.Visit::track).collect(Collectors.toSet());
            case Place.Line line -> line.crossings().stream().filter(c -> keep == Keep.CROSSING || c.direction() == (keep == Keep.IN ? Place.Direction.IN : Place.Direction.OUT))
                    .map(Place.Crossing::track).collect(Collectors.toSet());
        };
        return new Seen(told.keep(d -> d.track() != null && objects.contains(d.track().id())), objects.size());
    }

    private Stream<Place.Visit> visits(Place.Zone zone) {
        return (keep == Keep.ENTERING ? zone.entered() : keep == Keep.INSIDE ? zone.inside() : zone.left()).stream();
    }
}
