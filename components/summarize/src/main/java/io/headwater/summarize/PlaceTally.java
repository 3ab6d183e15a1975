package io.headwater.summarize;

import io.headwater.flow.Distribution;
import io.headwater.flow.Place;
import io.headwater.flow.Traffic;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What an open window holds of one zone or line.
 *  <p>Bounds: each of its maps has at most {@link Settings#MAX_NAMES} labels; further ones are told as {@link #OTHERS}.
 *  <p>Threading: none; {@link Windows} guards it. */
final class PlaceTally {
    static final String OTHERS = "others";
    private static final double NANOS = 1e9;

    private final Map<String, Long> in = new TreeMap<>();
    private final Map<String, Long> out = new TreeMap<>();
    private final Map<String, Distribution> occupancy = new TreeMap<>();
    private final Map<String, Distribution> dwell = new TreeMap<>();
    private long frames;
    private boolean zone;

    void add(Place place) {
        frames++;
        switch (place) {
            case Place.Line line -> line.crossings().forEach(c -> count(c.direction() == Place.Direction.IN ? in : out, c.label()));
            case Place.Zone seen -> {
                zone = true;
                seen.entered().forEach(v -> count(in, v.label()));
                seen.left().forEach(v -> {
                    count(out, v.label());
                    spread(dwell, v.label()).add(v.dwell().toNanos() / NANOS);
                });
                Map<String, Long> inside = new TreeMap<>();
                seen.inside().forEach(v -> count(inside, v.label()));
                inside.forEach((label, n) -> spread(occupancy, label).add(n));
            }
        }
    }

    private static void count(Map<String, Long> counts, String label) {
        counts.merge(counts.containsKey(label) || counts.size() < Settings.MAX_NAMES ? label : OTHERS, 1L, Long::sum);
    }

    private static Distribution spread(Map<String, Distribution> spreads, String label) {
        return spreads.computeIfAbsent(spreads.containsKey(label) || spreads.size() < Settings.MAX_NAMES ? label : OTHERS, l -> new Distribution());
    }

    /** It must not be added to afterwards.
     *
     *  @param always labels that are reported, seen or not */
    Traffic close(Iterable<String> always) {
        for (String label : always) {
            in.putIfAbsent(label, 0L);
            out.putIfAbsent(label, 0L);
            if (zone) {
                occupancy.computeIfAbsent(label, l -> new Distribution());
            }
        }
        occupancy.values().forEach(d -> d.add(0, frames - d.count()));
        return new Traffic(frames, in, out, occupancy, dwell);
    }

    void write(DataOutput to) throws IOException {
        to.writeLong(frames);
        to.writeBoolean(zone);
        for (Map<String, Long> counts : List.of(in, out)) {
            to.writeInt(counts.size());
            for (Map.Entry<String, Long> of : counts.entrySet()) {
                Text.write(to, List.of(of.getKey()));
                to.writeLong(of.getValue());
            }
        }
        Window.write(to, occupancy);
        Window.write(to, dwell);
    }

    static PlaceTally read(DataInput from) throws IOException {
        PlaceTally tally = new PlaceTally();
        tally.frames = from.readLong();
        tally.zone = from.readBoolean();
        for (Map<String, Long> counts : List.of(tally.in, tally.out)) {
            for (int left = from.readInt(); left > 0; left--) {
                counts.put(Text.read(from).getFirst(), from.readLong());
            }
        }
        Window.readInto(tally.occupancy, from);
        Window.readInto(tally.dwell, from);
        return tally;
    }
}
