package io.headwater.runtime.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.headwater.flow.Box;
import io.headwater.flow.Detection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Boxes that are known to be right, frame by frame. Each must be found again, under its label, with an overlap of at least
 *  {@code minIou}; {@code missing} and {@code extra} say how many a frame may lack or have beside them.
 *  <p>Shape: {@code {"minIou": 0.5, "missing": 0, "extra": 0, "frames": {"0": [{"label": "person", "box": [x1, y1, x2, y2]}]}}},
 *  boxes in pixels of the original frame. */
record GoldenBoxes(double minIou, int missing, int extra, JsonNode frames) {
    private static final double MIN_IOU = 0.5;

    static GoldenBoxes empty() {
        return new GoldenBoxes(MIN_IOU, 0, 0, Golden.JSON.createObjectNode());
    }

    /** Errors: {@link IOException} whose text says what is wrong with the file. */
    static GoldenBoxes read(Path file) throws IOException {
        JsonNode root = Golden.json(file);
        double least = root.path("minIou").asDouble(MIN_IOU);
        if (!root.path("frames").isObject() || !(least > 0 && least <= 1)) {
            throw new IOException(root.path("frames").isObject() ? "its minIou is " + root.get("minIou") + ", must be above 0 and at most 1" : "it has no map of frames");
        }
        return new GoldenBoxes(least, root.path("missing").asInt(), root.path("extra").asInt(), root.get("frames"));
    }

    /** Where frames differ by more than they may. */
    List<Golden.Off> compare(List<Long> wanted, Map<Long, List<Detection>> found) {
        List<Golden.Off> off = new ArrayList<>();
        for (long frame : wanted) {
            JsonNode expected = frames.path(Long.toString(frame));
            List<Detection> left = new ArrayList<>(found.getOrDefault(frame, List.of()));
            int all = left.size();
            int lost = 0;
            String first = "";
            for (JsonNode one : expected) {
                Optional<Detection> same = take(one, left);
                if (same.isEmpty() && lost++ == 0) {
                    first = "; the first that is missing is " + one.path("label").asText() + " at " + one.path("box");
                }
            }
            if (!found.containsKey(frame) || lost > missing || left.size() > extra) {
                off.add(new Golden.Off("boxes of frame " + frame, expected.size() + " with an overlap of at least " + minIou,
                        !found.containsKey(frame) ? "no such frame" : (expected.size() - lost) + " of them, and " + left.size() + " others (" + all + " in all)" + first));
            }
        }
        return off;
    }

    /** Takes the best match for an expected box out of those that are left. */
    private Optional<Detection> take(JsonNode expected, List<Detection> left) {
        JsonNode b = expected.path("box");
        Box box = new Box((float) b.path(0).asDouble(), (float) b.path(1).asDouble(), (float) b.path(2).asDouble(), (float) b.path(3).asDouble());
        Detection best = null;
        for (Detection d : left) {
            if (d.label().equals(expected.path("label").asText()) && (best == null || d.box().iou(box) > best.box().iou(box))) {
                best = d;
            }
        }
        if (best == null || best.box().iou(box) < minIou) {
            return Optional.empty();
        }
        left.remove(best);
        return Optional.of(best);
    }

    /** Writes new boxes with the bounds of this one. */
    void write(Path file, List<Long> wanted, Map<Long, List<Detection>> found) throws IOException {
        ObjectNode root = Golden.JSON.createObjectNode().put("minIou", minIou).put("missing", missing).put("extra", extra);
        ObjectNode all = root.putObject("frames");
        for (long frame : wanted) {
            ArrayNode list = all.putArray(Long.toString(frame));
            for (Detection d : found.getOrDefault(frame, List.of())) {
                ArrayNode box = list.addObject().put("label", d.label()).putArray("box");
                for (float edge : new float[] {d.box().x1(), d.box().y1(), d.box().x2(), d.box().y2()}) {
                    box.add(Math.round(edge));
                }
            }
        }
        Files.writeString(file, Golden.JSON.writeValueAsString(root) + "\n");
    }
}
