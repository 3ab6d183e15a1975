package io.headwater.annotate;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.contract.Pictures;
import io.headwater.contract.Routes;
import io.headwater.flow.Box;
import io.headwater.flow.Detection;
import io.headwater.flow.Detections;
import io.headwater.flow.Frame;
import io.headwater.flow.FramePool;
import io.headwater.flow.Inference;
import io.headwater.flow.ModelId;
import io.headwater.flow.PixelFormat;
import io.headwater.flow.Place;
import io.headwater.flow.Point;
import io.headwater.flow.Track;
import io.headwater.flow.View;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.junit.jupiter.api.Test;

/** What is drawn, looked at pixel by pixel. */
final class AnnotateRouteTest {
    static final ModelId MODEL = new ModelId("things", "1.0.0", "0".repeat(64));
    static final String ROUTE = """
            - route:
                id: drawn
                from:
                  id: in
                  uri: direct
                  parameters:
                    name: in
                  steps:
                    - to:
                        id: draw
                        uri: annotate
                        parameters:
                          name: picture
            %s        - to:
                        id: end
                        uri: mock
                        parameters:
                          name: out
            """;
    private static final int WIDTH = 160;
    private static final int HEIGHT = 120;

    /** The pixels of a picture, copied while it is held. */
    private record Seen(int width, int height, PixelFormat format, int[] pixels) {
        static Seen of(Frame frame) {
            int[] pixels = new int[frame.width() * frame.height()];
            for (int i = 0; i < pixels.length; i++) {
                int pixel = 0;
                for (int c = 0; c < 3; c++) {
                    pixel = pixel << 8 | frame.pixels().get(ValueLayout.JAVA_BYTE, 3L * i + c) & 0xff;
                }
                pixels[i] = pixel;
            }
            return new Seen(frame.width(), frame.height(), frame.format(), pixels);
        }

        int at(int x, int y) {
            return pixels[y * width + x];
        }

        Set<Integer> within(int x1, int y1, int x2, int y2) {
            Set<Integer> all = new HashSet<>();
            for (int y = y1; y < y2; y++) {
                for (int x = x1; x < x2; x++) {
                    all.add(at(x, y));
                }
            }
            return all;
        }
    }

    private static Seen draw(String options, PixelFormat format, View view, Detections found) {
        AtomicReference<Seen> seen = new AtomicReference<>();
        AtomicReference<Boolean> intact = new AtomicReference<>();
        try (Routes routes = Routes.of(ROUTE.formatted(options.isEmpty() ? "" : options.indent(14)))) {
            routes.mock("out").whenAnyExchangeReceived((Processor) exchange -> seen.set(Seen.of((Frame) exchange.getIn().getBody())));
            Frame plain = new Pictures(routes.pool(), "cam", WIDTH, HEIGHT, format, Duration.ofMillis(100)).frame(3);
            Frame frame = view.equals(View.whole(WIDTH, HEIGHT)) ? plain : seenAs(routes.pool(), plain, view);
            frame.retain();
            Exchange exchange = routes.send(Inference.of(frame, MODEL, Duration.ZERO, found));
            assertThat(exchange.getException()).isNull();
            intact.set(Pictures.isIntact(frame));
            frame.release();
            routes.assertAtRest();
        }
        assertThat(intact.get()).as("the picture that came is as it was").isTrue();
        return seen.get();
    }

    private static Frame seenAs(FramePool pool, Frame plain, View view) {
        Frame part = java.util.Objects.requireNonNull(pool.tryTake(plain.origin(), plain.width(), plain.height(), plain.format(), view));
        part.pixels().copyFrom(plain.pixels());
        plain.release();
        return part;
    }

    private static Detections person(Detection... more) {
        return new Detections(List.of(more));
    }

    private static Detection at(String label, float x1, float y1, float x2, float y2) {
        return new Detection(label, 0.9f, new Box(x1, y1, x2, y2));
    }

    @Test
    void drawsABoxWhereItIsAndNothingElsewhere() {
        Seen plain = draw("", PixelFormat.BGR24, View.whole(WIDTH, HEIGHT), Detections.NONE);
        Seen drawn = draw("", PixelFormat.BGR24, View.whole(WIDTH, HEIGHT), person(at("person", 40, 50, 100, 110)));
        assertThat(drawn.within(60, 110, 80, 111)).as("its lower edge has one colour").hasSize(1);
        assertThat(drawn.within(40, 60, 41, 100)).isEqualTo(drawn.within(60, 110, 80, 111));
        assertThat(drawn.within(50, 60, 90, 100)).as("inside").isEqualTo(plain.within(50, 60, 90, 100));
        assertThat(drawn.within(0, 0, 30, 30)).as("elsewhere").isEqualTo(plain.within(0, 0, 30, 30));
        assertThat(draw("labels: car", PixelFormat.BGR24, View.whole(WIDTH, HEIGHT), person(at("person", 40, 50, 100, 110))).pixels()).isEqualTo(plain.pixels());
    }

    @Test
    void drawsABoxOfTheWholePictureWhereItLiesInAPartOfIt() {
        View lowerRight = new View(2 * WIDTH, 2 * HEIGHT, WIDTH, HEIGHT, WIDTH, HEIGHT);
        Seen whole = draw("scores: false", PixelFormat.BGR24, View.whole(WIDTH, HEIGHT), person(at("person", 40, 50, 100, 110)));
        Seen part = draw("scores: false", PixelFormat.BGR24, lowerRight, person(at("person", WIDTH + 40, HEIGHT + 50, WIDTH + 100, HEIGHT + 110)));
        assertThat(part.pixels()).isEqualTo(whole.pixels());
    }

    @Test
    void leavesNothingFineOfWhatIsToBeUnrecognizable() {
        Seen plain = draw("", PixelFormat.BGR24, View.whole(WIDTH, HEIGHT), Detections.NONE);
        Seen drawn = draw("blur: person\nboxes: false", PixelFormat.BGR24, View.whole(WIDTH, HEIGHT), person(at("person", 40, 50, 100, 110), at("car", 0, 0, 30, 30)));
        assertThat(drawn.within(40, 50, 100, 110)).hasSizeLessThanOrEqualTo(36);
        assertThat(plain.within(40, 50, 100, 110)).hasSizeGreaterThan(200);
        assertThat(drawn.within(0, 0, 30, 30)).isEqualTo(plain.within(0, 0, 30, 30));
        Seen beyond = draw("blur: person\nboxes: false", PixelFormat.BGR24, View.whole(WIDTH, HEIGHT), person(at("person", -20, 100, 30, 400), at("person", 200, 200, 300, 300)));
        assertThat(beyond.within(0, 100, 30, HEIGHT)).as("at the edge").hasSizeLessThanOrEqualTo(36);
    }

    @Test
    void drawsPathsZonesAndLines() {
        Detection moving = new Detection("person", 0.9f, new Box(100, 60, 120, 100), List.of(), new Track(7, Duration.ofSeconds(2), 20, List.of(new Point(20, 100), new Point(110, 100))));
        Detections found = new Detections(List.of(moving), List.of(
                new Place.Zone("yard", List.of(new Point(0.1f, 0.9f), new Point(0.9f, 0.9f), new Point(0.9f, 0.95f)), List.of(new Place.Visit(7, "person", Duration.ofSeconds(1))), List.of(), List.of()),
                new Place.Line("door", List.of(new Point(0.5f, 0.1f), new Point(0.5f, 0.6f)), List.of(new Place.Crossing(7, "person", Place.Direction.IN)))));
        Seen plain = draw("", PixelFormat.BGR24, View.whole(WIDTH, HEIGHT), Detections.NONE);
        Seen drawn = draw("boxes: false", PixelFormat.BGR24, View.whole(WIDTH, HEIGHT), found);
        assertThat(drawn.within(30, 100, 90, 101)).as("path").hasSize(1);
        assertThat(drawn.within(60, 108, 120, 109)).as("zone").hasSize(1);
        assertThat(drawn.within(80, 30, 81, 60)).as("line").hasSize(1);
        Seen none = draw("boxes: false\npaths: false\nplaces: false", PixelFormat.BGR24, View.whole(WIDTH, HEIGHT), found);
        assertThat(none.pixels()).isEqualTo(plain.pixels());
    }

    @Test
    void makesColoursOfGrayAndOfADecodersPlanes() {
        for (PixelFormat format : List.of(PixelFormat.GRAY8, PixelFormat.I420)) {
            Seen drawn = draw("", format, View.whole(WIDTH, HEIGHT), person(at("person", 40, 50, 100, 110)));
            assertThat(drawn.format()).isEqualTo(PixelFormat.BGR24);
            assertThat(drawn.within(60, 110, 80, 111)).hasSize(1);
        }
    }

    @Test
    void failsWhatHasNoPicture() {
        try (Routes routes = Routes.of(ROUTE.formatted(""))) {
            Frame frame = new Pictures(routes.pool()).frame(1);
            Inference inference = Inference.of(frame, MODEL, Duration.ZERO, Detections.NONE);
            frame.release();
            assertThat(routes.send(inference.withoutFrame()).getException()).hasMessage("annotate:picture got an inference without its picture, it draws onto the picture of an inference: put it after infer");
            assertThat(routes.send("hello").getException()).hasMessageContaining("got String");
            routes.assertAtRest();
        }
    }
}
