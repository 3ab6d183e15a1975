package io.headwater.infer;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.flow.Anomaly;
import io.headwater.flow.Answer;
import io.headwater.flow.Box;
import io.headwater.flow.Classes;
import io.headwater.flow.Detection;
import io.headwater.flow.Detections;
import io.headwater.flow.Embedding;
import io.headwater.flow.Segments;
import io.headwater.flow.Text;
import io.headwater.flow.Values;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AgreementTest {
    private static final Detection CAT = new Detection("cat", 0.9f, new Box(10, 10, 110, 110));
    private static final Detection DIM = new Detection("cat", 0.42f, new Box(200, 10, 210, 20));

    private static String difference(Answer expected, Answer actual) {
        return Agreement.difference(expected, actual, 0.4).orElse("");
    }

    private static Detections found(Detection... all) {
        return new Detections(List.of(all));
    }

    @Test
    void boxesMayLieAndScoreALittleApart() {
        assertThat(difference(found(CAT), found(new Detection("cat", 0.88f, new Box(11, 11, 111, 111))))).isEmpty();
        assertThat(difference(found(CAT), found(new Detection("cat", 0.9f, new Box(20, 10, 120, 110))))).isEqualTo("it misses the cat of score 0.9000 at 10.00, 10.00");
        assertThat(difference(found(CAT), found(new Detection("cat", 0.8f, CAT.box())))).isEqualTo("the cat at 10.00, 10.00 scores 0.8000, must score 0.9000");
        assertThat(difference(found(CAT), found(new Detection("dog", 0.9f, CAT.box())))).startsWith("it misses the cat");
        assertThat(difference(found(), found(CAT))).isEqualTo("it finds a cat of score 0.9000 at 10.00, 10.00 that is not there");
    }

    @Test
    void whatHardlyScoresEnoughMayBeMissed() {
        assertThat(difference(found(CAT, DIM), found(CAT))).isEmpty();
        assertThat(difference(found(CAT), found(CAT, DIM))).isEmpty();
    }

    @Test
    void otherAnswers() {
        assertThat(difference(new Classes(List.of(new Classes.Scored("a", 0.9f))), new Classes(List.of(new Classes.Scored("b", 0.9f))))).isEqualTo("it says b, must say a");
        assertThat(difference(new Text("AB", 0.9f), new Text("A8", 0.9f))).isEqualTo("it reads \"A8\", must read \"AB\"");
        assertThat(difference(new Values(List.of(new Values.Value("angle", 10, ""))), new Values(List.of(new Values.Value("angle", 11, ""))))).isEqualTo("angle is 11.00, must be 10.00");
        assertThat(difference(new Anomaly(1, 2), new Anomaly(1.01, 2))).isEmpty();
        assertThat(difference(new Embedding(new float[] {1, 0}), new Embedding(new float[] {0, 1}))).contains("cosine");
        assertThat(difference(Segments.of(2, 1, new byte[] {0, 1}, List.of("a", "b")), Segments.of(2, 1, new byte[] {1, 1}, List.of("a", "b")))).isEqualTo("of the map's 2 places 1 are right");
        assertThat(difference(new Text("A", 1), found())).isEqualTo("the answer is Detections, must be Text");
    }
}
