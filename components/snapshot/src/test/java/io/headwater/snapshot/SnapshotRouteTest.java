package io.headwater.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.contract.Pictures;
import io.headwater.contract.Routes;
import io.headwater.exchange.FlowConverter;
import io.headwater.flow.Answer;
import io.headwater.flow.Anomaly;
import io.headwater.flow.Box;
import io.headwater.flow.Detection;
import io.headwater.flow.Detections;
import io.headwater.flow.Frame;
import io.headwater.flow.Inference;
import io.headwater.flow.ModelId;
import io.headwater.flow.PixelFormat;
import io.headwater.flow.Place;
import io.headwater.flow.Point;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opencv.core.Mat;
import org.opencv.imgcodecs.Imgcodecs;

/** Pictures ten a second, and what lies on the disk afterwards. */
final class SnapshotRouteTest {
    static final ModelId MODEL = new ModelId("things", "1.0.0", "0".repeat(64));
    static final String ROUTE = """
            - route:
                id: watched
                from:
                  id: in
                  uri: direct
                  parameters:
                    name: in
                  steps:
                    - to:
                        id: album
                        uri: snapshot
                        parameters:
                          name: door
            %s        - to:
                        id: end
                        uri: mock
                        parameters:
                          name: out
            """;

    @TempDir
    Path folder;

    static Detections person(int many) {
        return new Detections(Collections.nCopies(many, new Detection("person", 0.9f, new Box(40, 30, 100, 110))));
    }

    private Routes open(String... options) {
        return Routes.of(ROUTE.formatted(Stream.concat(Stream.of("folder: " + folder), Stream.of(options)).map(o -> "              " + o + "\n").reduce("", String::concat)));
    }

    /** Sends a picture of a camera, with what was found in it; the name of the event that it is, or null. */
    private static String send(Routes routes, String camera, long number, Answer answer) {
        Frame frame = new Pictures(routes.pool(), camera, 160, 120, PixelFormat.BGR24, Duration.ofMillis(100)).frame(number);
        Exchange exchange = routes.send(Inference.of(frame, MODEL, Duration.ZERO, answer));
        assertThat(exchange.getException()).isNull();
        return exchange.getMessage().getHeader(SnapshotProducer.HEADER, String.class);
    }

    private List<String> events() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(p -> p.getFileName().toString()).sorted().toList();
        }
    }

    private List<String> files(String event) throws IOException {
        try (Stream<Path> all = Files.list(folder.resolve(event))) {
            return all.map(p -> p.getFileName().toString()).sorted().toList();
        }
    }

    private Mat picture(String event, String file) {
        return Imgcodecs.imread(folder.resolve(event).resolve(file).toString());
    }

    @Test
    void keepsTheEventWithPicturesBeforeAndAfterAndLetsAllPass() throws Exception {
        try (Routes routes = open("before: 2", "after: 2", "every: 200ms", "pause: 5s")) {
            String event = null;
            for (int n = 0; n < 30; n++) {
                String is = send(routes, "door", n, person(n >= 10 ? 1 : 0));
                event = is == null ? event : is;
            }
            assertThat(event).isEqualTo("2026-01-01T00-00-01.000Z-door-0-10");
            assertThat(events()).containsExactly(event);
            assertThat(files(event)).containsExactly("after-1.jpg", "after-2.jpg", "before-1.jpg", "before-2.jpg", "event.jpg", "event.json");
            assertThat(picture(event, "event.jpg").size().toString()).isEqualTo("160x120");
            assertThat(FlowConverter.toInference(Files.readString(folder.resolve(event).resolve("event.json"))).origin().sequence()).isEqualTo(10);
            assertThat(routes.received("out")).hasSize(30);
            routes.assertAtRest();
        }
    }

    @Test
    void restsAfterAnEventAndBeginsWithTheNextThatIsNew() throws Exception {
        try (Routes routes = open("before: 0", "after: 0", "pause: 1s")) {
            for (int n = 0; n < 40; n++) {
                send(routes, "door", n, person(n % 4 == 0 ? 1 : 0)); // comes and goes
            }
            assertThat(events()).extracting(e -> e.replaceAll(".*-", "")).containsExactly("0", "12", "24", "36");
            assertThat(files(events().getFirst())).containsExactly("event.jpg", "event.json");
        }
    }

    @Test
    void camerasHaveEventsOfTheirOwn() throws Exception {
        try (Routes routes = open("before: 1", "after: 0", "every: 0s")) {
            for (int n = 0; n < 3; n++) {
                send(routes, "door/a", n, person(n == 2 ? 1 : 0));
                send(routes, "yard", n, person(n == 2 ? 1 : 0));
            }
            assertThat(events()).containsExactly("2026-01-01T00-00-00.200Z-door_a-0-2", "2026-01-01T00-00-00.200Z-yard-0-2");
        }
    }

    @Test
    void knowsWhoComesGoesAndCrossesAndWhatIsUnusual() throws Exception {
        Place.Visit visit = new Place.Visit(7, "person", Duration.ZERO);
        List<Point> outline = List.of(new Point(0, 0), new Point(1, 0), new Point(1, 1));
        Detections enters = new Detections(List.of(), List.of(new Place.Zone("yard", outline, List.of(visit), List.of(visit), List.of())));
        Detections leaves = new Detections(List.of(), List.of(new Place.Zone("yard", outline, List.of(), List.of(), List.of(visit))));
        Detections crosses = new Detections(List.of(), List.of(new Place.Line("line", outline.subList(0, 2), List.of(new Place.Crossing(7, "person", Place.Direction.IN)))));
        List<Answer> answers = List.of(person(1), enters, leaves, crosses, new Anomaly(2, 1), new Anomaly(0, 1));
        List<String> said = new ArrayList<>();
        for (String on : List.of("FOUND", "ENTERED", "LEFT", "CROSSED", "ANOMALY", "\"ENTERED, LEFT\"")) {
            try (Routes routes = open("when: " + on, "pause: 0s")) {
                StringBuilder which = new StringBuilder(on.replace("\"", "")).append(':');
                for (int n = 0; n < answers.size(); n++) {
                    which.append(send(routes, "door", n, answers.get(n)) == null ? "" : " " + n);
                }
                said.add(which.toString());
            }
        }
        assertThat(said).containsExactly("FOUND: 0", "ENTERED: 1", "LEFT: 2", "CROSSED: 3", "ANOMALY: 4", "ENTERED, LEFT: 1 2");
        try (Routes routes = open("labels: car", "when: \"FOUND,CROSSED\"", "pause: 0s")) {
            assertThat(send(routes, "door", 0, person(1))).isNull();
            assertThat(send(routes, "door", 1, crosses)).isNull();
        }
    }

    @Test
    void hidesWhatIsToBeHiddenInEachPicture() throws Exception {
        try (Routes plain = open("before: 1", "after: 1", "every: 0s", "blur: person")) {
            send(plain, "door", 0, new Detections(List.of(new Detection("car", 0.9f, new Box(0, 0, 20, 20)), person(1).all().getFirst())));
            send(plain, "door", 1, Detections.NONE);
            String event = events().getFirst();
            Mat hidden = picture(event, "event.jpg");
            Mat open = picture(event, "after-1.jpg");
            assertThat(roughness(hidden)).as("steps between neighbours where the person is").isLessThan(roughness(open) / 4);
        }
    }

    /** Mean difference of neighbours inside the box. */
    private static double roughness(Mat picture) {
        double sum = 0;
        for (int y = 40; y < 100; y++) {
            for (int x = 50; x < 90; x++) {
                sum += Math.abs(picture.get(y, x)[0] - picture.get(y, x + 1)[0]);
            }
        }
        return sum / (60 * 40);
    }

    @Test
    void theOldestEventsGoWhenTheAlbumIsFull() throws Exception {
        try (Routes routes = open("before: 0", "after: 0", "pause: 0s", "keep: 1MiB")) {
            for (int n = 0; n < 400; n++) {
                send(routes, "door", n, person(n % 2));
            }
        }
        long bytes = 0;
        for (String event : events()) {
            for (String file : files(event)) {
                bytes += Files.size(folder.resolve(event).resolve(file));
            }
        }
        assertThat(bytes).isBetween(900_000L, 1L << 20);
        assertThat(events()).last().isEqualTo("2026-01-01T00-00-39.900Z-door-0-399");
        int before = events().size();
        try (Routes routes = open("before: 0", "after: 0", "pause: 0s", "keep: 1MiB")) { // it knows what is there from before
            send(routes, "door", 1000, Detections.NONE);
            send(routes, "door", 1001, person(1));
        }
        assertThat(events()).hasSizeLessThanOrEqualTo(before).last().isEqualTo("2026-01-01T00-01-40.100Z-door-0-1001");
    }

    @Test
    void aFolderThatCannotBeWrittenCostsThePicturesAndNothingElse() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "no folder");
        try (Routes routes = Routes.of(ROUTE.formatted("              folder: " + file.resolve("album") + "\n"))) {
            for (int n = 0; n < 3; n++) {
                assertThat(send(routes, "door", n, person(1))).isNull();
            }
            assertThat(routes.received("out")).hasSize(3);
            routes.assertAtRest();
        }
    }

    @Test
    void whatAKillLeftHalfIsTakenAway() throws Exception {
        Files.writeString(Files.createDirectories(folder.resolve(".making")).resolve("event.jpg"), "half");
        try (Routes routes = open("pause: 0s")) {
            send(routes, "door", 0, person(1));
        }
        assertThat(events()).containsExactly("2026-01-01T00-00-00.000Z-door-0-0");
    }

    @Test
    void isRefusedWithOptionsThatCannotBe() {
        assertThatThrownBy(() -> open("when: FOUN", "before: 51", "keep: 1kB").close()).hasRootCauseMessage(
                "snapshot.when holds FOUN, must be of FOUND, ENTERED, LEFT, CROSSED, ANOMALY; snapshot.before is 51, must be 0–50; snapshot.keep is 1kB, must be 1MiB–1024GiB");
        try (Routes routes = open()) {
            assertThat(routes.send("hello").getException()).hasMessage("snapshot:door got String, it keeps the picture of an inference: put it after infer");
        }
    }
}
