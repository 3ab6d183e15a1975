package io.headwater.infer;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.exchange.Problem;
import io.headwater.exchange.Rule;
import io.headwater.exchange.StepCheck;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class InferCheckTest {
    @TempDir
    Path empty;

    /** What is reported, one a line: option, rule, text, fix. */
    private static final class Seen implements StepCheck.Findings {
        private final List<String> all = new ArrayList<>();

        @Override
        public void report(@Nullable String option, Rule rule, String text, String fix) {
            all.add(option + " " + rule + ": " + text + " → " + fix);
        }

        @Override
        public void report(Problem problem) {
            all.add(problem.toString());
        }
    }

    private static List<String> check(Path folder, List<Path> models, Map<String, String> values) {
        StepCheck check = ServiceLoader.load(StepCheck.class).stream().map(ServiceLoader.Provider::get).filter(c -> c.scheme().equals("infer")).findFirst().orElseThrow();
        Seen seen = new Seen();
        check.check(new StepCheck.Options(values, false, true, folder, models), seen);
        return seen.all;
    }

    private static List<String> check(Map<String, String> values) {
        return check(Things.root().resolve("routes/faces"), List.of(), values);
    }

    @Test
    void passesWhatIsRight() {
        assertThat(check(Map.of("model", "faces", "minScore", "0.5", "labels", "face", "threads", "2"))).isEmpty();
        assertThat(check(Map.of("model", "faces:1.0.0"))).isEmpty();
    }

    @Test
    void rejectsScoreAboveOne() {
        assertThat(check(Map.of("model", "faces", "minScore", "1.4"))).containsExactly("minScore OUT_OF_RANGE: infer.minScore is 1.4, must be 0.0–1.0 → minScore: 0.5");
    }

    @Test
    void rejectsNoThreads() {
        assertThat(check(Map.of("model", "faces", "threads", "0"))).containsExactly("threads OUT_OF_RANGE: infer.threads is 0, must be 1–64 → threads: 1");
    }

    @Test
    void rejectsALabelThatTheModelDoesNotKnow() {
        assertThat(check(Map.of("model", "faces", "labels", "fave, face"))).containsExactly("labels LABEL: infer.labels holds fave, faces:1.0.0 knows face → labels: face");
    }

    @Test
    void rejectsARolloutThatCannotBe() {
        assertThat(check(Map.of("model", "faces", "canary", "0%", "promoteAfter", "31d", "shadow", "1.0.1"))).containsExactly(
                "canary OUT_OF_RANGE: infer.canary is 0%, must be a share above 0% up to 100% → canary: 10%",
                "promoteAfter OUT_OF_RANGE: infer.promoteAfter is PT744H, must be 0s–30 days → promoteAfter: 10m",
                "shadow MODEL_MISSING: infer.shadow is 1.0.1, of faces there are 1.0.0 → shadow: 1.0.0");
        assertThat(check(Map.of("model", "faces", "canary", "0.1"))).containsExactly("canary OUT_OF_RANGE: infer.canary is 0.1, must be a share above 0% up to 100% → canary: 10%");
        assertThat(check(Map.of("model", "faces:1.0.0", "canary", "10%"))).containsExactly(
                "canary CONFLICT: infer.canary is for a version that may change, and model names 1.0.0 → name the model without a version, or remove canary");
        assertThat(check(Map.of("model", "faces:1.0.0", "update", "NEWEST"))).containsExactly(
                "update CONFLICT: infer.update is for a version that may change, and model names 1.0.0 → name the model without a version, or remove update");
    }

    @Test
    void rejectsLimitsThatItCannotRead() {
        String fix = " → rollbackOn: \"p99=3x, errors=1%, disagreement=50%\"";
        assertThat(check(Map.of("model", "faces", "rollbackOn", "p99=0.5x, errors=101%, erors=1%, errors=2%, slow, disagreement=5"))).containsExactly(
                "rollbackOn OUT_OF_RANGE: infer.rollbackOn: \"p99=0.5x\" is below 1.0" + fix,
                "rollbackOn OUT_OF_RANGE: infer.rollbackOn: \"errors=101%\" is above 100%" + fix,
                "rollbackOn OUT_OF_RANGE: infer.rollbackOn: \"erors=1%\" is none of p99=3x, p99=80ms, errors=1%, disagreement=50%" + fix,
                "rollbackOn OUT_OF_RANGE: infer.rollbackOn: \"errors=2%\" names errors again" + fix,
                "rollbackOn OUT_OF_RANGE: infer.rollbackOn: \"slow\" is no limit such as errors=1%" + fix,
                "rollbackOn OUT_OF_RANGE: infer.rollbackOn: \"disagreement=5\" is no limit such as errors=1%" + fix);
        assertThat(check(Map.of("model", "faces", "rollbackOn", "p99=80ms, disagreement=0%"))).isEmpty();
    }

    @Test
    void namesTheNearestModelAndWhereItLooked() {
        Path models = Things.root().resolve("routes/faces/models");
        assertThat(check(Map.of("model", "facs"))).containsExactly("model MODEL_MISSING: infer.model is facs, there are faces:1.0.0 in " + models + " → model: faces");
        assertThat(check(Map.of("model", "faces:1.0.1"))).containsExactly("model MODEL_MISSING: infer.model is faces:1.0.1, there are faces:1.0.0 in " + models + " → model: faces:1.0.0");
    }

    @Test
    void saysThatThereIsNoModelAtAll() {
        assertThat(check(empty, List.of(empty.resolve("all")), Map.of("model", "people"))).containsExactly("model MODEL_MISSING: infer.model is people, there is no model in "
                + empty.resolve("models") + ", " + empty.resolve("all") + " → put the model into " + empty.resolve("models/people/<version>"));
    }

    @Test
    void rejectsANameThatIsAPath() {
        assertThat(check(Map.of("model", "../faces"))).containsExactly("model MODEL_MISSING: infer.model is ../faces, must be a name or name:version → model: people");
    }

    @Test
    void findsModelsOfTheMachine() {
        assertThat(check(empty, List.of(Things.facesRoot()), Map.of("model", "faces"))).isEmpty();
    }

    @Test
    void reportsTheManifestsProblemsWhereTheyAre() throws Exception {
        Path folder = Files.createDirectories(empty.resolve("models/faces/2.0.0"));
        Files.copy(Things.facesRoot().resolve("faces/1.0.0/faces.onnx"), folder.resolve("faces.onnx"));
        Files.writeString(folder.resolve("model.yaml"), Files.readString(Things.facesRoot().resolve("faces/1.0.0/model.yaml")).replace("version: 1.0.0", "version: 2.0.0").replace("RGB", "RBG"));
        assertThat(check(empty, List.of(), Map.of("model", "faces", "labels", "hand"))).containsExactly(
                folder.resolve("model.yaml") + ":13:10: error [HW-021] input.color is RBG, must be one of BGR, RGB, GRAY\n  fix: color: BGR     see: components/infer/README.md#manifest",
                "labels LABEL: infer.labels holds hand, faces:2.0.0 knows face → remove hand");
    }
}
