package io.headwater.exchange;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The known name that a wrong one was most likely meant to be. */
public final class Nearest {
    /** How many of the known names a text lists. */
    private static final int LISTED = 12;
    /** What other tools call things that have another name here. */
    private static final Map<String, List<String>> ELSEWHERE = Map.ofEntries(
            Map.entry("score", List.of("minScore")), Map.entry("threshold", List.of("minScore")), Map.entry("confidence", List.of("minScore")),
            Map.entry("conf", List.of("minScore")), Map.entry("class", List.of("labels")), Map.entry("classes", List.of("labels")),
            Map.entry("path", List.of("location")), Map.entry("file", List.of("location")), Map.entry("url", List.of("location", "uri")),
            Map.entry("source", List.of("location", "from")), Map.entry("src", List.of("location")), Map.entry("device", List.of("location")),
            Map.entry("interval", List.of("window")), Map.entry("every", List.of("window")), Map.entry("period", List.of("window")),
            Map.entry("name", List.of("model")), Map.entry("topic", List.of("channel")), Map.entry("size", List.of("capacity")), Map.entry("limit", List.of("capacity")),
            Map.entry("detect", List.of("infer")), Map.entry("detector", List.of("infer")), Map.entry("inference", List.of("infer")), Map.entry("yolo", List.of("infer")),
            Map.entry("video", List.of("camera")), Map.entry("rtsp", List.of("camera")), Map.entry("webcam", List.of("camera")), Map.entry("v4l2", List.of("camera")),
            Map.entry("kafka", List.of("uplink")), Map.entry("queue", List.of("stage")), Map.entry("buffer", List.of("stage")),
            Map.entry("resize", List.of("preprocess")), Map.entry("crop", List.of("preprocess")), Map.entry("aggregate", List.of("summarize")),
            Map.entry("window", List.of("summarize")), Map.entry("if", List.of("filter")), Map.entry("when", List.of("choice")), Map.entry("switch", List.of("choice")),
            Map.entry("print", List.of("log")), Map.entry("send", List.of("to")));

    private Nearest() {}

    /** The known names as a text, as in {@code bus, car and 3 more} where there are many. */
    public static String some(List<String> known) {
        return String.join(", ", known.subList(0, Math.min(LISTED, known.size()))) + (known.size() > LISTED ? " and " + (known.size() - LISTED) + " more" : "");
    }

    /** What other tools call it, else the nearest by edit distance; null when none is nearer than half the name's length. */
    public static @Nullable String of(String wrong, Collection<String> known) {
        for (String name : ELSEWHERE.getOrDefault(wrong.toLowerCase(Locale.ROOT), List.of())) {
            if (known.contains(name)) {
                return name;
            }
        }
        String best = null;
        int least = Math.max(2, wrong.length() / 2) + 1;
        for (String name : known) {
            int d = distance(wrong.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
            if (d < least && d < wrong.length()) { // one letter at least is the same
                least = d;
                best = name;
            }
        }
        return best;
    }

    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int above = row[j];
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(change, Math.min(above, row[j - 1]) + 1);
                diagonal = above;
            }
        }
        return row[b.length()];
    }
}
