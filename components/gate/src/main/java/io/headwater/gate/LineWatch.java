package io.headwater.gate;

import io.headwater.flow.Detection;
import io.headwater.flow.Place;
import io.headwater.flow.Place.Direction;
import io.headwater.flow.Point;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Who crosses a line. An object crossed it when its way met the line, and it did not come back across it for {@code debounce}; or when
 *  it was not seen any more meanwhile. Who goes around an end of the line does not cross it. */
final class LineWatch implements Watch {
    private final Rules rules;
    private final Map<Long, Walker> walkers = new HashMap<>();

    LineWatch(Rules rules) {
        this.rules = rules;
    }

    private static final class Walker {
        final String label;
        Point last;
        double side;
        Instant lastSeen = Instant.MIN;
        @Nullable Direction crossed;
        Instant crossedAt = Instant.MIN;

        Walker(String label, Point at) {
            this.label = label;
            this.last = at;
        }
    }

    @Override
    public Place see(Instant at, List<Detection> found, List<Point> where) {
        List<Place.Crossing> crossings = new ArrayList<>();
        for (int i = 0; i < found.size(); i++) {
            Detection d = found.get(i);
            long track = Objects.requireNonNull(d.track()).id();
            Point here = where.get(i);
            Walker w = walkers.computeIfAbsent(track, id -> new Walker(d.label(), here));
            w.lastSeen = at;
            double side = Math.signum(rules.outline().side(here));
            if (side != 0) { // who stands on the line has not crossed it yet
                if (side == -w.side && rules.outline().isMetBy(w.last, here)) {
                    w.crossed = w.crossed != null ? null : side > 0 ? Direction.IN : Direction.OUT;
                    w.crossedAt = at;
                }
                w.side = side;
                w.last = here;
            }
            if (w.crossed != null && !w.crossedAt.plus(rules.debounce()).isAfter(at)) {
                crossings.add(new Place.Crossing(track, w.label, w.crossed));
                w.crossed = null;
            }
        }
        for (Iterator<Map.Entry<Long, Walker>> all = walkers.entrySet().iterator(); all.hasNext();) {
            Map.Entry<Long, Walker> one = all.next();
            Walker w = one.getValue();
            if (w.lastSeen.plus(rules.leftAfter()).isBefore(at)) {
                all.remove();
                if (w.crossed != null) {
                    crossings.add(new Place.Crossing(one.getKey(), w.label, w.crossed));
                }
            }
        }
        return new Place.Line(rules.name(), rules.outline().points(), crossings);
    }
}
