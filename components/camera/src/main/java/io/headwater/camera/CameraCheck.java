package io.headwater.camera;

import io.headwater.exchange.Explanation;
import io.headwater.exchange.Flow;
import io.headwater.exchange.Nearest;
import io.headwater.exchange.Need;
import io.headwater.exchange.PictureSize;
import io.headwater.exchange.Rule;
import io.headwater.exchange.SourceStage;
import io.headwater.exchange.StepCheck;
import io.headwater.flow.Backoff;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.util.TimeUtils;
import org.jspecify.annotations.Nullable;

/** What can be told of a camera before it is opened: a clip that is not there, options that contradict, numbers out of range.
 *  A device or stream that is not there is no fault: it may come. */
public final class CameraCheck implements StepCheck {
    static final String SEE = "components/camera/README.md#options";
    private static final double MAX_FPS = 1000;
    private static final String VIDEO = "(?i).+\\.(mp4|mkv|avi|mov|m4v|webm|ts|mpg|mpeg|mjpeg|mjpg)";
    static final int MAX_SIDE = 16384;

    /** Pictures that a decoder keeps for those to come: what H.264 allows at level 4, in full HD. */
    private static final int DECODER_KEEPS = 4;

    private final Sizes sizes = new Sizes();

    @Override
    public String scheme() {
        return "camera";
    }

    @Override
    public void check(Options step, Findings findings) {
        location(step, findings).ifPresent(location -> {
            if (location.isLive()) {
                live(step, location, findings);
            } else {
                file(step, location, findings);
            }
        });
        step.text("start").ifPresent(text -> {
            try {
                CameraEndpoint.instant(text);
            } catch (IllegalArgumentException e) {
                findings.report("start", Rule.WRONG_TYPE, String.valueOf(e.getMessage()), "start: 2026-05-04T08:00:00Z");
            }
        });
        findings.range(step, "camera", "fps", 0.01, MAX_FPS, "25");
        findings.range(step, "camera", "width", 16, MAX_SIDE, "1280");
        findings.range(step, "camera", "height", 16, MAX_SIDE, "720");
        findings.range(step, "camera", "weight", 1, SourceStage.Share.MOST_WEIGHT, "2");
        findings.range(step, "camera", "decoderThreads", 1, 64, "1");
        findings.range(step, "camera", "frames", 0, Double.MAX_VALUE, "0");
        if (step.text("width").isPresent() != step.text("height").isPresent()) {
            String given = step.text("width").isPresent() ? "width" : "height";
            String other = given.equals("width") ? "height" : "width";
            findings.report(given, Rule.CONFLICT, "camera." + given + " is " + step.values().get(given) + ", and camera." + other + " is not given",
                    "give both " + given + " and " + other + ", or none");
        }
        if (step.isTrue("keyFramesOnly") && step.text("location").filter("test"::equals).isPresent()) {
            findings.report("keyFramesOnly", Rule.CONFLICT, "camera.keyFramesOnly is true, and camera.location is test, whose pictures are not coded", "fps: 1");
        }
        duration(step, findings, "reconnectDelay", 10, Backoff.LONGEST.toMillis(), "10ms–30s", "1s");
        duration(step, findings, "stallTimeout", 100, 3_600_000, "100ms–1h", "10s");
    }

    @Override
    public Flow flow(Options step, Flow in, Findings findings) {
        Optional<Location> location = location(step, Findings.NONE); // a wrong one has been reported
        return Flow.frames(location.map(Location::isLive).orElse(false), location.map(at -> sizes.of(step, at)).orElse(PictureSize.USUAL));
    }

    /** One picture a worker, of which there is one more than cores. What waits of a source that sheds is in its decoder's memory; of one that loses
     *  nothing, as many frames as cores wait, and one is just read. */
    @Override
    public Need need(Options step, Flow in, int workers) {
        Optional<Location> location = location(step, Findings.NONE);
        if (location.isEmpty()) {
            return Need.NONE;
        }
        PictureSize size = sizes.of(step, location.get());
        boolean lossless = !location.get().isLive() && step.text("pace").filter("fast"::equalsIgnoreCase).isPresent();
        long pictures = workers + 1 + (lossless ? workers + 1 : 0);
        boolean decodes = location.get().kind() != Location.Kind.TEST;
        long planes = decodes ? DECODER_KEEPS + (lossless ? 0 : 1) + step.number("decoderThreads").orElse(1.0).longValue() : 0;
        return Need.own("camera " + step.text("name").orElse(""), pictures + " pictures of " + size + (decodes ? ", and " + planes + " in its decoder" : ""),
                pictures * size.bytes(), planes * size.bytes());
    }

    @Override
    public boolean ends(Options step) {
        boolean live = location(step, Findings.NONE).map(Location::isLive).orElse(false);
        return live ? !step.text("frames").orElse("0").equals("0") : !step.isTrue("loop");
    }

    @Override
    public Explanation explain(Options step, Flow in) {
        return location(step, Findings.NONE).map(location -> new CameraWords(step, location).explanation()).orElse(Explanation.NONE);
    }

    private static Optional<Location> location(Options step, Findings findings) {
        Optional<String> text = step.text("location").filter(t -> !t.isBlank());
        if (text.isEmpty()) {
            return Optional.empty(); // a missing option is found by its being required
        }
        try {
            return Optional.of(Location.of(text.get(), step.folder()));
        } catch (IllegalArgumentException e) {
            String reason = String.valueOf(e.getMessage());
            findings.report("location", Rule.NOT_A_CHOICE, reason.startsWith("camera.") ? reason
                    : "camera.location is " + Location.redacted(text.get()) + ", which is no location: " + Location.redacted(reason),
                    "location: test");
            return Optional.empty();
        }
    }

    private static void file(Options step, Location location, Findings findings) {
        Path file = location.path();
        if (!Files.exists(file)) {
            findings.report("location", Rule.MEDIA_MISSING, "camera.location is " + location + ", there is no such file", another(step, file));
        } else if (Files.isDirectory(file)) {
            findings.report("location", Rule.MEDIA_MISSING, "camera.location is " + location + ", which is a folder", another(step, file));
        } else if (!Files.isReadable(file)) {
            findings.report("location", Rule.UNREADABLE, "camera.location is " + location + ", which this user may not read",
                    "let the user that runs headwater read it");
        }
    }

    private static String another(Options step, Path file) {
        String near = nearest(file);
        return near == null ? "put the clip there, or location: test"
                : "location: " + (step.folder().toAbsolutePath().normalize().equals(file.getParent()) ? near : file.resolveSibling(near));
    }

    /** The video beside a missing one whose name is most like it; null when none is. */
    private static @Nullable String nearest(Path missing) {
        Path folder = missing.getParent();
        if (folder == null || missing.getFileName() == null || !Files.isDirectory(folder)) {
            return null;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return Nearest.of(missing.getFileName().toString(), files.map(p -> p.getFileName().toString()).filter(name -> name.matches(VIDEO)).sorted().toList());
        } catch (IOException e) {
            return null; // a folder that cannot be listed suggests nothing
        }
    }

    private static void live(Options step, Location location, Findings findings) {
        if (step.text("pace").filter("fast"::equalsIgnoreCase).isPresent()) {
            conflict(findings, "pace", "FAST", location, "leave pace out: a live source gives its frames when they come");
        }
        if (step.text("loop").filter("true"::equalsIgnoreCase).isPresent()) {
            conflict(findings, "loop", "true", location, "leave loop out: a live source that ends is opened again");
        }
        step.text("start").ifPresent(start ->
                conflict(findings, "start", start, location, "leave start out: a live source's event time is when its frame comes"));
    }

    private static void conflict(Findings findings, String option, String value, Location location, String fix) {
        findings.report(option, Rule.CONFLICT, "camera." + option + " is " + value + ", which only a file can keep; camera.location is " + location, fix);
    }

    private static void duration(Options step, Findings findings, String option, long low, long high, String range, String fix) {
        step.text(option).ifPresent(text -> {
            long millis = TimeUtils.toMilliSeconds(text);
            if (millis < low || millis > high) {
                findings.report(option, Rule.OUT_OF_RANGE, "camera." + option + " is " + text + ", must be " + range, option + ": " + fix);
            }
        });
    }
}
