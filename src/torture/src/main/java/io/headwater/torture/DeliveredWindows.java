package io.headwater.torture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The windows that came of a {@link WindowedSource}, or of a {@link MqttSource} by way of windows: every item that was acknowledged is in one, and none is in more. */
final class DeliveredWindows extends Delivered {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, byte[]> contents = new HashMap<>();
    private final Map<Window, Figures> found = new HashMap<>();
    private final Set<Window> tooMuch = new HashSet<>();
    private int changed;

    private record Window(String client, Instant start) {}

    /** @param sum of the items' numbers, so that one that was counted for another shows */
    private record Figures(long items, double sum) {
        Figures and(Figures other) {
            return new Figures(items + other.items, sum + other.sum);
        }
    }

    DeliveredWindows(String bootstrap, String topic) {
        super(bootstrap, topic);
    }

    @Override
    void take(String id, ConsumerRecord<byte[], byte[]> record) {
        byte[] known = contents.putIfAbsent(id, record.value());
        if (known != null) {
            changed += Arrays.equals(known, record.value()) ? 0 : 1; // told again, as the same
            return;
        }
        try {
            JsonNode window = JSON.readTree(record.value());
            Instant start = Instant.parse(window.path("start").asText());
            if (!WindowedSource.isAfterTheEnd(start)) {
                String key = window.path("key").asText();
                found.merge(new Window(key.substring(key.lastIndexOf('/') + 1), start), // a sensor's is its name and topic
                        new Figures(window.path("frames").asLong(), window.path("perFrame").path("item").path("sum").asDouble()), Figures::and);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The items of windows that hold fewer than were acknowledged. */
    @Override
    Set<String> missing(Set<String> ids) {
        Map<Window, Figures> expected = new HashMap<>();
        Map<String, Window> of = new HashMap<>();
        for (String id : ids) {
            int dash = id.lastIndexOf('-');
            int item = Integer.parseInt(id.substring(dash + 1));
            long into = WindowedSource.at(item).toEpochMilli();
            Window window = new Window(id.substring(0, dash + 1), Instant.ofEpochMilli(into - into % WindowedSource.WINDOW.toMillis()));
            expected.merge(window, new Figures(1, item), Figures::and);
            of.put(id, window);
        }
        Set<String> missing = new HashSet<>();
        of.forEach((id, window) -> {
            Figures there = found.getOrDefault(window, new Figures(0, 0));
            if (there.items < expected.get(window).items) {
                missing.add(id);
            }
        });
        tooMuch.clear();
        found.forEach((window, there) -> {
            Figures given = expected.getOrDefault(window, new Figures(0, 0));
            if (there.items > given.items || there.items == given.items && there.sum != given.sum) {
                tooMuch.add(window);
            }
        });
        return missing;
    }

    /** Records of one id that differ, and windows that hold more than was given, or something else. */
    @Override
    int changed() {
        return changed + tooMuch.size();
    }
}
