package io.headwater.flow;

import java.time.Duration;
import java.util.List;

/** What one picture showed of a place in it that is watched.
 *  <p>Units: corners and ends in 0..1 of the original frame's width and height. */
public sealed interface Place {
    String name();

    /** Where it lies: the corners of a zone, the two ends of a line. */
    List<Point> outline();

    /** An area.
     *
     *  @param inside who is in it now, those that are hidden for a moment as well
     *  @param entered who came in since the picture before
     *  @param left who went out since then, or was not seen any more */
    record Zone(String name, List<Point> outline, List<Visit> inside, List<Visit> entered, List<Visit> left) implements Place {
        public Zone {
            outline = List.copyOf(outline);
            inside = List.copyOf(inside);
            entered = List.copyOf(entered);
            left = List.copyOf(left);
        }
    }

    /** A line from its first end to its second.
     *
     *  @param crossings who crossed it since the picture before */
    record Line(String name, List<Point> outline, List<Crossing> crossings) implements Place {
        public Line {
            outline = List.copyOf(outline);
            crossings = List.copyOf(crossings);
        }
    }

    /** An object in a zone.
     *
     *  @param track its {@link Track#id()}
     *  @param dwell how long it has been inside, in event time; of one that left, until it was last seen inside */
    record Visit(long track, String label, Duration dwell) {}

    /** An object that crossed a line.
     *
     *  @param track its {@link Track#id()} */
    record Crossing(long track, String label, Direction direction) {}

    /** The side to which a line is crossed, as one sees it who goes from its first end to its second. */
    enum Direction {
        /** From the left to the right. */
        IN,
        /** From the right to the left. */
        OUT
    }
}
