package io.headwater.flow;

import java.time.Duration;
import java.util.List;

/** The object that a detection is of, as a tracker follows it through the pictures of one camera.
 *  <p>Units: {@code speed} in pixels of the original frame a second; {@code path} in pixels of the original frame.
 *
 *  @param id tells the objects of a source apart; counts up from 1 at each start, and is never given twice until the next
 *  @param age how long ago it was first seen, in event time
 *  @param speed how fast its middle moves in the picture, smoothed
 *  @param path where its box stood, the middle of the lower edge; oldest first, this picture last. Empty where none is told */
public record Track(long id, Duration age, float speed, List<Point> path) {
    public Track {
        path = List.copyOf(path);
    }
}
