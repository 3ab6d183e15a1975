package io.headwater.summarize;

import io.headwater.flow.Classes;
import io.headwater.flow.Detection;
import io.headwater.flow.Detections;
import io.headwater.flow.Distribution;
import io.headwater.flow.Inference;
import io.headwater.flow.ModelId;
import io.headwater.flow.Place;
import io.headwater.flow.Quality;
import io.headwater.flow.Readings;
import io.headwater.flow.Summary;
import io.headwater.flow.Traffic;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One open window of one key.
 *  <p>A label that was not found in a picture counts as zero there. The zeros are added when the window is closed, so that a
 *  picture costs as much as it shows.
 *  <p>Units: milliseconds since 1970.
 *  <p>Threading: none; {@link Windows} guards it. */
final class Window {
    private final long start;
    private final long length;
    private final int revision;
    private final Map<String, Tally> labels = new HashMap<>();
    private final Map<String, Distribution> series = new HashMap<>();
    private final Map<String, PlaceTally> places = new TreeMap<>();
    private final List<Tally> touched = new ArrayList<>();
    private final BitSet seen = new BitSet(Summary.SLOTS_A_WINDOW);
    private long items;
    private long looks;
    private @Nullable ModelId model;

    Window(long start, long length, int revision) {
        this.start = start;
        this.length = length;
        this.revision = revision;
    }

    private static final class Tally {
        final Distribution counts;
        int now;

        Tally(Distribution counts) {
            this.counts = counts;
        }
    }

    long start() {
        return start;
    }

    long end() {
        return start + length;
    }

    int revision() {
        return revision;
    }

    long items() {
        return items;
    }

    Set<String> labels() {
        return labels.keySet();
    }

    /** Whether the answers of this model may be counted beside those that were. */
    boolean isOf(ModelId other) {
        return model == null || model.equals(other);
    }

    /** A picture that no model looked at: seen, and nothing said of what it shows. */
    void add(long at) {
        items++;
        seen.set((int) ((at - start) * Summary.SLOTS_A_WINDOW / length));
    }

    /** What a model found in one picture.
     *  <p>Errors: {@link IllegalStateException} when there are too many labels; nothing was counted then. */
    void add(long at, Inference inference) {
        touched.clear();
        switch (inference.answer()) {
            case Detections detections -> {
                for (Detection d : detections.all()) {
                    touch(d.label());
                }
            }
            case Classes classes -> {
                if (!classes.all().isEmpty()) {
                    touch(classes.all().getFirst().label());
                }
            }
            default -> throw Windows.cannotSum(inference);
        }
        for (Tally tally : touched) {
            tally.counts.add(tally.now);
            tally.now = 0;
        }
        if (inference.answer() instanceof Detections detections) {
            for (Place place : detections.places()) {
                if (places.containsKey(place.name()) || places.size() < Settings.MAX_NAMES) {
                    places.computeIfAbsent(place.name(), n -> new PlaceTally()).add(place);
                }
            }
        }
        looks++;
        model = inference.model();
        add(at);
    }

    private void touch(String label) {
        Tally tally = labels.get(label);
        if (tally == null) {
            refuseMoreNames(labels.size(), "labels");
            tally = new Tally(new Distribution());
            labels.put(label, tally);
        }
        if (tally.now++ == 0) {
            touched.add(tally);
        }
    }

    /** A batch of readings; those of bad quality, and those that are not numbers, are left out.
     *  <p>Errors: {@link IllegalStateException} when there are too many series; nothing was counted then. */
    void add(long at, Readings readings) {
        List<Readings.Series> names = readings.series();
        Distribution[] to = new Distribution[names.size()];
        for (int i = 0; i < to.length; i++) {
            Distribution known = series.get(names.get(i).name());
            if (known == null) {
                refuseMoreNames(series.size(), "series");
                known = new Distribution();
                series.put(names.get(i).name(), known);
            }
            to[i] = known;
        }
        double[] values = readings.values();
        for (int row = 0; row < values.length; row++) {
            if (readings.quality()[row] != Quality.BAD && Double.isFinite(values[row])) {
                to[readings.seriesOf()[row]].add(values[row]);
            }
        }
        add(at);
    }

    private void refuseMoreNames(int already, String what) {
        if (already >= Settings.MAX_NAMES) {
            touched.forEach(t -> t.now = 0);
            throw new IllegalStateException("the window has " + already + " " + what + ", the most is " + Settings.MAX_NAMES);
        }
    }

    /** What the window held; it must not be added to afterwards.
     *
     *  @param always labels that are reported, found or not */
    Summary close(Settings settings, String key, boolean partial, Iterable<String> always) {
        Map<String, Distribution> perFrame = new TreeMap<>(series);
        labels.forEach((label, tally) -> perFrame.put(label, tally.counts));
        for (String label : always) {
            perFrame.computeIfAbsent(label, l -> new Distribution());
        }
        perFrame.forEach((name, counts) -> {
            if (!series.containsKey(name)) {
                counts.add(0, looks - counts.count());
            }
        });
        Map<String, Traffic> traffic = new TreeMap<>();
        places.forEach((name, tally) -> traffic.put(name, tally.close(always)));
        return new Summary(settings.route(), settings.step(), key, Instant.ofEpochMilli(start), Duration.ofMillis(length), revision, partial,
                items, Summary.SLOTS_A_WINDOW, seen, perFrame, model, List.of(), traffic);
    }

    /** Everything of it, so that {@link #read} makes one that goes on alike. */
    void write(DataOutput to) throws IOException {
        to.writeLong(start);
        to.writeLong(length);
        to.writeInt(revision);
        to.writeLong(items);
        to.writeLong(looks);
        Text.write(to, model == null ? List.of() : List.of(model.name(), model.version(), model.digest()));
        write(to, seen.toByteArray());
        to.writeInt(labels.size());
        for (Map.Entry<String, Tally> label : labels.entrySet()) {
            write(to, label.getKey(), label.getValue().counts);
        }
        write(to, series);
        to.writeInt(places.size());
        for (Map.Entry<String, PlaceTally> of : places.entrySet()) {
            Text.write(to, List.of(of.getKey()));
            of.getValue().write(to);
        }
    }

    static void write(DataOutput to, Map<String, Distribution> all) throws IOException {
        to.writeInt(all.size());
        for (Map.Entry<String, Distribution> of : all.entrySet()) {
            write(to, of.getKey(), of.getValue());
        }
    }

    private static void write(DataOutput to, String name, Distribution values) throws IOException {
        Text.write(to, List.of(name));
        to.writeDouble(values.sum());
        write(to, values.sketch());
    }

    private static void write(DataOutput to, byte[] bytes) throws IOException {
        to.writeInt(bytes.length);
        to.write(bytes);
    }

    /** @param places whether it was written with its places, as it was not by the first version */
    static Window read(DataInput from, boolean places) throws IOException {
        Window window = new Window(from.readLong(), from.readLong(), from.readInt());
        window.items = from.readLong();
        window.looks = from.readLong();
        List<String> model = Text.read(from);
        window.model = model.isEmpty() ? null : new ModelId(model.get(0), model.get(1), model.get(2));
        window.seen.or(BitSet.valueOf(bytes(from)));
        for (int left = from.readInt(); left > 0; left--) {
            window.labels.put(Text.read(from).getFirst(), new Tally(distribution(from)));
        }
        readInto(window.series, from);
        for (int left = places ? from.readInt() : 0; left > 0; left--) {
            window.places.put(Text.read(from).getFirst(), PlaceTally.read(from));
        }
        return window;
    }

    static void readInto(Map<String, Distribution> all, DataInput from) throws IOException {
        for (int left = from.readInt(); left > 0; left--) {
            all.put(Text.read(from).getFirst(), distribution(from));
        }
    }

    private static Distribution distribution(DataInput from) throws IOException {
        double sum = from.readDouble();
        return Distribution.of(sum, bytes(from));
    }

    private static byte[] bytes(DataInput from) throws IOException {
        byte[] bytes = new byte[from.readInt()];
        from.readFully(bytes);
        return bytes;
    }
}
