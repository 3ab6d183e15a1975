package io.headwater.infer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.headwater.contract.Routes;
import io.headwater.exchange.RefusedException;
import io.headwater.flow.Book;
import io.headwater.flow.Detections;
import io.headwater.flow.Frame;
import io.headwater.flow.Inference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class InferRouteTest {
    private static final Path ASTRONAUT = Things.root().resolve("routes/faces/test/astronaut.jpg");

    @TempDir
    Path folder;

    @BeforeEach
    void copyModels() throws Exception {
        copy(Things.facesRoot(), "faces");
        copy(Things.peopleRoot(), "people");
    }

    private void copy(Path root, String name) throws Exception {
        Path to = Files.createDirectories(folder.resolve("models").resolve(name).resolve("1.0.0"));
        try (Stream<Path> files = Files.list(root.resolve(name).resolve("1.0.0"))) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }

    /** A route of infer steps, each with these parameters. */
    private static String route(String... steps) {
        StringBuilder yaml = new StringBuilder("""
                - route:
                    id: watch
                    from:
                      id: start
                      uri: direct
                      parameters:
                        name: in
                      steps:
                """);
        for (int i = 0; i < steps.length; i++) {
            yaml.append("        - to:\n            id: find").append(i + 1).append("\n            uri: infer\n            parameters:\n");
            steps[i].lines().forEach(line -> yaml.append("              ").append(line).append('\n'));
        }
        return yaml.append("        - to:\n            id: end\n            uri: mock\n            parameters:\n              name: out\n").toString();
    }

    private Routes open(String... steps) {
        return Routes.builder().folder(folder).yaml(route(steps));
    }

    @Test
    void turnsAFrameIntoAnInference() {
        try (Routes routes = open("model: faces")) {
            routes.send(Things.picture(routes.pool(), ASTRONAUT));
            Inference inference = routes.received("out", Inference.class).getFirst();
            assertThat(((Detections) inference.answer()).count("face")).isEqualTo(1);
            assertThat(inference.width()).isEqualTo(384);
            assertThat(inference.latency()).isPositive();
            assertThat(inference.model().toString()).isEqualTo("faces:1.0.0@d388b1cf8a5f");
            routes.assertAtRest();
        }
    }

    @Test
    void passesAnEmptyAnswerOn() {
        try (Routes routes = open("model: faces\nminScore: 1.0")) {
            routes.send(Things.picture(routes.pool(), ASTRONAUT));
            assertThat(routes.received("out", Inference.class)).singleElement().extracting(Inference::answer).isEqualTo(Detections.NONE);
        }
    }

    @Test
    void asksASecondModelAboutTheSameFrame() {
        try (Routes routes = open("model: faces", "model: people\nlabels: person")) {
            routes.send(Things.picture(routes.pool(), ASTRONAUT));
            assertThat(routes.received("out", Inference.class)).singleElement().extracting(i -> i.model().name()).isEqualTo("people");
            routes.assertAtRest();
        }
    }

    @Test
    void sharesOneSessionAmongSteps() {
        try (Routes routes = open("model: faces", "model: faces:1.0.0\nminScore: 0.9")) {
            Models models = routes.host().sharedIfMade(ModelVersions.class).orElseThrow().models();
            assertThat(models.open()).isEqualTo(1);
            routes.stopRoutes();
            assertThat(models.open()).isZero();
            routes.startRoutes();
            routes.send(Things.picture(routes.pool(), ASTRONAUT));
            assertThat(routes.received("out")).hasSize(1);
        }
    }

    @Test
    void failsWhatIsNoFrameAndGoesOn() {
        try (Routes routes = open("model: faces")) {
            Exchange failed = routes.send("a text");
            assertThat(failed.getException()).hasMessage("infer faces got a String, needs a frame or an inference");
            Frame frame = Things.picture(routes.pool(), ASTRONAUT);
            assertThat(routes.send(frame).getException()).isNull();
            Book book = routes.ledger().books().stream().filter(b -> b.step().equals("find1")).findFirst().orElseThrow();
            assertThat(book.passed()).isEqualTo(1);
            assertThat(Book.total(book.failed())).isEqualTo(1);
            routes.assertAtRest();
        }
    }

    @Test
    void refusesAllThatIsWrongBeforeTheFirstFrame() {
        Throwable refused = catchThrowable(() -> open("model: faces\nminScore: 1.4\nlabels: fave\nthreads: 0").close());
        while (refused != null && !(refused instanceof RefusedException)) {
            refused = refused.getCause();
        }
        assertThat(refused).isNotNull();
        assertThat(refused.getMessage().replaceAll("(?m)^\\S+?([^/]+\\.yaml:\\d+:)", "$1")).isEqualTo("""
                test.camel.yaml:9:1: error [HW-025] infer.labels holds fave, faces:1.0.0 knows face
                  fix: labels: face     see: components/infer/README.md#options
                test.camel.yaml:9:1: error [HW-012] infer.minScore is 1.4, must be 0.0–1.0
                  fix: minScore: 0.5     see: components/infer/README.md#options
                test.camel.yaml:9:1: error [HW-012] infer.threads is 0, must be 1–64
                  fix: threads: 1     see: components/infer/README.md#options""");
    }
}
