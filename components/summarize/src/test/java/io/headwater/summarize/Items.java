package io.headwater.summarize;

import io.headwater.flow.Box;
import io.headwater.flow.Classes;
import io.headwater.flow.Detection;
import io.headwater.flow.Detections;
import io.headwater.flow.Inference;
import io.headwater.flow.ModelId;
import io.headwater.flow.Origin;
import io.headwater.flow.Place;
import io.headwater.flow.Quality;
import io.headwater.flow.Readings;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/** Items at so many seconds after {@link #START}, a full ten seconds of the clock. */
final class Items {
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    static final ModelId MODEL = new ModelId("people", "1.0.0", "a".repeat(64));

    private Items() {}

    static Instant at(double seconds) {
        return START.plusMillis(Math.round(seconds * 1000));
    }

    /** Replayed: it happened long before it came. */
    static Inference replayed(String source, double seconds, String... labels) {
        return found(source, at(seconds), at(seconds).plus(Duration.ofDays(30)), MODEL, labels);
    }

    /** Live: it came as it happened. */
    static Inference live(String source, double seconds, String... labels) {
        return found(source, at(seconds), at(seconds), MODEL, labels);
    }

    static Inference found(String source, Instant event, Instant arrival, ModelId model, String... labels) {
        List<Detection> all = Stream.of(labels).map(l -> new Detection(l, 0.9f, new Box(0, 0, 1, 1))).toList();
        return new Inference(new Origin(source, 0, 0, event, arrival), null, 32, 24, model, Duration.ofMillis(1), new Detections(all));
    }

    /** A picture with a zone in which so many persons are, one of whom left after so many seconds, and a line that one crossed inwards. */
    static Inference watched(String source, double seconds, int inside, double dwell) {
        List<Place.Visit> visits = Collections.nCopies(inside, new Place.Visit(1, "person", Duration.ZERO));
        Place.Visit left = new Place.Visit(2, "person", Duration.ofMillis(Math.round(dwell * 1000)));
        List<Place> places = List.of(new Place.Zone("hall", List.of(), visits, List.of(), List.of(left)), new Place.Line("door", List.of(), List.of(new Place.Crossing(3, "car", Place.Direction.IN))));
        return new Inference(new Origin(source, 0, 0, at(seconds), at(seconds).plus(Duration.ofDays(30))), null, 32, 24, MODEL, Duration.ofMillis(1), new Detections(List.of(), places));
    }

    static Inference classified(String source, double seconds, String... best) {
        List<Classes.Scored> all = Stream.of(best).map(l -> new Classes.Scored(l, 0.9f)).toList();
        return new Inference(new Origin(source, 0, 0, at(seconds), at(seconds).plus(Duration.ofDays(30))), null, 32, 24, MODEL, Duration.ofMillis(1), new Classes(all));
    }

    static Readings readings(String source, double seconds, Quality quality, double... values) {
        Quality[] all = new Quality[values.length];
        Arrays.fill(all, quality);
        return new Readings(new Origin(source, 0, 0, at(seconds), at(seconds).plus(Duration.ofDays(30))),
                List.of(new Readings.Series("temperature", "Cel")), new int[values.length], new long[values.length], values, all);
    }
}
