package io.headwater.gate;

import io.headwater.flow.Detection;
import io.headwater.flow.Place;
import io.headwater.flow.Point;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What one camera shows of one place, from picture to picture.
 *  <p>Bounds: the objects that were seen within {@code leftAfter}; {@code track:} bounds these.
 *  <p>Threading: none. */
sealed interface Watch permits ZoneWatch, LineWatch {

    /** What became of the place.
     *
     *  @param objects each with its track
     *  @param where each stands, in 0..1 of the picture */
    Place see(Instant at, List<Detection> objects, List<Point> where);

    /** How to watch.
     *
     *  @param name of the place
     *  @param debounce how long an object must stay on the other side to have gone there
     *  @param leftAfter how long an object may be unseen before it has left */
    record Rules(String name, Outline outline, Duration debounce, Duration leftAfter) {}
}
