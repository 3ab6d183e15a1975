package io.headwater.runtime.testing;

import io.headwater.flow.Detection;
import io.headwater.runtime.check.RouteExtract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A test that is made of a recording: what the box saw is what is expected. Records that left are told by a golden file, which the first
 *  run with {@code --update} makes, since windows begin anew with the recording.
 *
 *  @param name of its files, without ending
 *  @param recording the recording's file
 *  @param time when its first item happened
 *  @param said what a reader should know, line by line
 *  @param entered by {@code route/step}, how many of the items came to it
 *  @param failed by step and kind of failure
 *  @param looking the step whose boxes are known; null for none
 *  @param boxes what it found, by the number of the frame
 *  @param lossy whether pictures are not quite as they were */
public record RecordedTest(String name, RouteExtract extract, String recording, Instant time, long items, Duration took, List<String> said,
        Map<String, Long> entered, Map<String, Map<String, Long>> failed, @Nullable String looking, Map<Long, List<Detection>> boxes, boolean lossy) {
    private static final long LIMIT_SECONDS = 60;
    private static final long LONGEST_SECONDS = 3600;

    /** Writes the test, and the boxes that it expects, into a folder with its route. */
    public void write(Path folder) throws IOException {
        if (looking != null && !boxes.isEmpty()) {
            new GoldenBoxes(0.5, lossy ? 1 : 0, lossy ? 1 : 0, Golden.JSON.createObjectNode()).write(folder.resolve(name + ".boxes.json"), List.copyOf(boxes.keySet()), boxes);
        }
        Files.writeString(folder.resolve(name + TestFile.ENDING), text());
    }

    private String text() {
        StringBuilder t = new StringBuilder();
        said.forEach(line -> t.append("# ").append(line).append('\n'));
        t.append("- test:\n    name: does what the box did on ").append(time).append('\n');
        t.append("    time: ").append(time).append('\n');
        long limit = Math.min(LONGEST_SECONDS, Math.max(LIMIT_SECONDS, 4 * took.toSeconds()));
        if (limit > LIMIT_SECONDS) {
            t.append("    limit: ").append(limit).append("s\n");
        }
        if (!extract.placeholders().isEmpty()) {
            t.append("    properties:\n");
            extract.placeholders().forEach((key, value) -> t.append("      ").append(key).append(": ").append(quoted(value)).append('\n'));
        }
        t.append("    given:\n      ").append(extract.source()).append(":\n");
        given(t);
        t.append("    expect:\n");
        if (isCamera()) {
            t.append("      frames: ").append(items).append('\n');
        }
        ledger(t);
        if (extract.uplinks()) {
            t.append("      summaries: ").append(name).append(".golden.json\n");
        }
        if (looking != null && !boxes.isEmpty()) {
            t.append("      boxes:\n        file: ").append(name).append(".boxes.json\n        step: ").append(looking).append("\n        frames: ").append(new TreeSet<>(boxes.keySet())).append('\n');
        }
        return t.toString();
    }

    private void given(StringBuilder t) {
        boolean plays = isCamera() || extract.scheme().equals("sensor");
        t.append(plays ? "        location: " : "        recording: ").append(recording).append('\n');
        // they are the recording's own, or nothing to it
        for (String option : isCamera() ? List.of("start", "frames") : plays ? List.copyOf(new TreeSet<>(RouteExtract.REPLACED)) : List.<String>of()) {
            if (!option.equals("location") && extract.options().contains(option)) {
                t.append("        ").append(option).append(":\n");
            }
        }
    }

    private boolean isCamera() {
        return extract.scheme().equals("camera");
    }

    private void ledger(StringBuilder t) {
        Map<String, Long> all = new TreeMap<>(entered);
        if (!isCamera()) {
            all.put(extract.source(), items);
        }
        if (!all.isEmpty()) {
            t.append("      ledger:\n");
        }
        all.forEach((step, n) -> {
            t.append("        ").append(step).append(": { in: ").append(n);
            Map<String, Long> reasons = failed.getOrDefault(step, Map.of());
            if (!reasons.isEmpty()) {
                t.append(", failed: { ");
                new TreeMap<>(reasons).forEach((reason, times) -> t.append(reason).append(": ").append(times).append(", "));
                t.setLength(t.length() - 2);
                t.append(" }");
            }
            t.append(" }\n");
        });
    }

    private static String quoted(String value) {
        return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
