package io.headwater.exchange;

import io.headwater.flow.Anomaly;
import io.headwater.flow.Answer;
import io.headwater.flow.Box;
import io.headwater.flow.Classes;
import io.headwater.flow.Detection;
import io.headwater.flow.Detections;
import io.headwater.flow.Distribution;
import io.headwater.flow.Embedding;
import io.headwater.flow.Inference;
import io.headwater.flow.Keypoint;
import io.headwater.flow.ModelId;
import io.headwater.flow.Origin;
import io.headwater.flow.Place;
import io.headwater.flow.Point;
import io.headwater.flow.Quality;
import io.headwater.flow.Readings;
import io.headwater.flow.Segments;
import io.headwater.flow.Summary;
import io.headwater.flow.Tensors;
import io.headwater.flow.Text;
import io.headwater.flow.Track;
import io.headwater.flow.Traffic;
import io.headwater.flow.Values;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Values of every kind and shape, made from a seed: names with quotes and other scripts, empty lists, extreme numbers. */
final class Samples {
    private static final List<String> NAMES = List.of("person", "crossing", "a \"quoted\" name", "Straße/öst", "日本", "tab\there", "");

    private final Random random;

    Samples(long seed) {
        this.random = new Random(seed);
    }

    Origin origin() {
        return new Origin(name(), random.nextInt(5), random.nextLong(1L << 40), instant(), instant());
    }

    Instant instant() {
        return Instant.ofEpochSecond(random.nextLong(0, 4_000_000_000L), random.nextInt(1_000_000) * 1_000L);
    }

    String name() {
        return NAMES.get(random.nextInt(NAMES.size()));
    }

    ModelId model() {
        return new ModelId(name(), "1.2." + random.nextInt(9), "%064x".formatted(random.nextLong() & Long.MAX_VALUE));
    }

    Inference inference() {
        return new Inference(origin(), null, random.nextInt(4000), random.nextInt(3000), model(), Duration.ofNanos(random.nextLong(1L << 36)), answer());
    }

    private Answer answer() {
        int n = random.nextInt(4);
        return switch (random.nextInt(8)) {
            case 0 -> new Detections(many(n, this::detection), many(random.nextInt(3), this::place));
            case 1 -> new Classes(many(n, () -> new Classes.Scored(name(), random.nextFloat())));
            case 2 -> new Embedding(floats(n * 16));
            case 3 -> new Anomaly(random.nextGaussian(), random.nextDouble());
            case 4 -> segments();
            case 5 -> new Text(name(), random.nextFloat());
            case 6 -> new Values(many(n, () -> new Values.Value(name(), random.nextGaussian(), random.nextBoolean() ? "" : "kg")));
            default -> new Tensors(many(n, () -> new Tensors.Tensor(name(), new long[] {1, 6}, floats(6))));
        };
    }

    private Detection detection() {
        return new Detection(name(), random.nextFloat(), new Box(number(), number(), number(), number()),
                many(random.nextInt(3), () -> new Keypoint(name(), number(), number(), random.nextBoolean() ? Float.NaN : random.nextFloat())), random.nextBoolean() ? null : track());
    }

    private Track track() {
        return new Track(random.nextLong(1L << 40), Duration.ofMillis(random.nextInt(1 << 30)), number(), many(random.nextInt(4), this::point));
    }

    private Point point() {
        return new Point(number(), number());
    }

    private Place place() {
        if (random.nextBoolean()) {
            return new Place.Line(name(), List.of(point(), point()), many(random.nextInt(3),
                    () -> new Place.Crossing(random.nextInt(99), name(), Place.Direction.values()[random.nextInt(2)])));
        }
        return new Place.Zone(name(), many(3, this::point), many(random.nextInt(3), this::visit), many(random.nextInt(3), this::visit), many(random.nextInt(3), this::visit));
    }

    private Place.Visit visit() {
        return new Place.Visit(random.nextInt(99), name(), Duration.ofMillis(random.nextInt(1 << 30)));
    }

    private Segments segments() {
        List<String> labels = many(1 + random.nextInt(4), this::name);
        int width = random.nextInt(8);
        byte[] map = new byte[width * 5];
        for (int i = 0; i < map.length; i++) {
            map[i] = (byte) random.nextInt(labels.size());
        }
        return Segments.of(width, 5, map, labels);
    }

    private float number() {
        return random.nextInt(10) == 0 ? Float.MIN_VALUE : random.nextFloat() * 1920;
    }

    private float[] floats(int n) {
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = random.nextInt(12) == 0 ? Float.NaN : (float) random.nextGaussian();
        }
        return values;
    }

    Readings readings() {
        int n = random.nextInt(40);
        int series = 1 + random.nextInt(3);
        int[] seriesOf = new int[n];
        long[] times = new long[n];
        double[] values = new double[n];
        Quality[] quality = new Quality[n];
        boolean good = random.nextBoolean();
        for (int i = 0; i < n; i++) {
            seriesOf[i] = random.nextInt(series);
            times[i] = random.nextLong(-1_000_000_000L, 4_000_000_000_000_000L);
            values[i] = random.nextInt(10) == 0 ? Double.NaN : random.nextGaussian() * Math.pow(10, random.nextInt(-300, 300));
            quality[i] = good ? Quality.GOOD : Quality.values()[random.nextInt(3)];
        }
        return new Readings(origin(), many(series, () -> new Readings.Series(name(), "Cel")), seriesOf, times, values, quality);
    }

    Summary summary() {
        Map<String, Distribution> perFrame = new TreeMap<>();
        many(random.nextInt(4), this::name).forEach(label -> perFrame.put(label, distribution()));
        int slots = Summary.SLOTS_A_WINDOW * (1 + random.nextInt(3));
        BitSet seen = new BitSet();
        for (int slot = 0; slot < slots; slot++) {
            seen.set(slot, random.nextBoolean());
        }
        return new Summary(name(), name(), name(), instant(), Duration.ofMillis(1 + random.nextInt(1 << 30)), random.nextInt(3),
                random.nextBoolean(), random.nextLong(1L << 33), slots, seen, perFrame, random.nextBoolean() ? model() : null, List.of(), places());
    }

    private Map<String, Traffic> places() {
        Map<String, Traffic> places = new TreeMap<>();
        many(random.nextInt(3), this::name).forEach(n -> places.put(n, new Traffic(random.nextInt(999), Map.of("person", random.nextLong(9)), Map.of(),
                random.nextBoolean() ? Map.of() : Map.of(name(), distribution()), random.nextBoolean() ? Map.of() : Map.of(name(), distribution()))));
        return places;
    }

    private Distribution distribution() {
        Distribution d = new Distribution();
        int n = random.nextInt(3) == 0 ? 0 : random.nextInt(3_000);
        for (int i = 0; i < n; i++) {
            d.add(random.nextInt(20));
        }
        return d;
    }

    private static <T> List<T> many(int n, java.util.function.Supplier<T> make) {
        List<T> all = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            all.add(make.get());
        }
        return all;
    }
}
