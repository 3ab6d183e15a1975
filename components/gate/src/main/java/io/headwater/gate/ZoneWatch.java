package io.headwater.gate;

import io.headwater.flow.Detection;
import io.headwater.flow.Place;
import io.headwater.flow.Point;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Who is in a zone. An object came in when it has been inside for {@code debounce}, and its stay counts from when it was first seen
 *  there; it left when it has been outside for that long, or unseen for {@code leftAfter}, and its stay counts until it was last seen
 *  inside. */
final class ZoneWatch implements Watch {
    private final Rules rules;
    private final Map<Long, Presence> objects = new LinkedHashMap<>();

    ZoneWatch(Rules rules) {
        this.rules = rules;
    }

    private static final class Presence {
        final long track;
        final String label;
        boolean inside;
        @Nullable Instant since;
        @Nullable Instant outSince;
        Instant lastInside = Instant.MIN;
        Instant lastSeen = Instant.MIN;

        Presence(long track, String label) {
            this.track = track;
            this.label = label;
        }

        Place.Visit visit(Instant until) {
            return new Place.Visit(track, label, Duration.between(Objects.requireNonNull(since), until));
        }
    }

    @Override
    public Place see(Instant at, List<Detection> found, List<Point> where) {
        List<Place.Visit> entered = new ArrayList<>();
        List<Place.Visit> left = new ArrayList<>();
        for (int i = 0; i < found.size(); i++) {
            Detection d = found.get(i);
            Presence p = objects.computeIfAbsent(Objects.requireNonNull(d.track()).id(), id -> new Presence(id, d.label()));
            p.lastSeen = at;
            if (rules.outline().contains(where.get(i))) {
                p.lastInside = at;
                p.outSince = null;
                p.since = p.since == null ? at : p.since;
                if (!p.inside && !p.since.plus(rules.debounce()).isAfter(at)) {
                    p.inside = true;
                    entered.add(p.visit(at));
                }
            } else if (!p.inside) {
                p.since = null;
            } else {
                p.outSince = p.outSince == null ? at : p.outSince;
                if (!p.outSince.plus(rules.debounce()).isAfter(at)) {
                    left.add(p.visit(p.lastInside));
                    p.inside = false;
                    p.since = null;
                    p.outSince = null;
                }
            }
        }
        List<Place.Visit> inside = new ArrayList<>();
        for (Iterator<Presence> all = objects.values().iterator(); all.hasNext();) {
            Presence p = all.next();
            if (p.lastSeen.plus(rules.leftAfter()).isBefore(at)) {
                all.remove();
                if (p.inside) {
                    left.add(p.visit(p.lastInside));
                }
            } else if (p.inside) {
                inside.add(p.visit(at));
            }
        }
        return new Place.Zone(rules.name(), rules.outline().points(), inside, entered, left);
    }
}
