package io.headwater.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OrtSession;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The hand-written loops on the real clip with the real model. */
class LoopsTest {
    @Test
    void bothLoopsFindTheSamePersons() throws Exception {
        Result serial = Runs.of(new SerialLoop(), Model.PEOPLE, Project.CLIP);
        Result twoWorkers = Runs.of(new TwoWorkerLoop(), Model.PEOPLE, Project.CLIP);

        assertThat(twoWorkers.personsPerFrame()).isEqualTo(serial.personsPerFrame());
        assertThat(twoWorkers.frames()).isEqualTo(serial.frames()).isEqualTo(795 - Task.WARM_UP);
    }

    @Test
    void loopsCountAsTheTeacherDoes() throws Exception {
        List<String> lines = Files.readAllLines(Project.ROOT.resolve("routes/people/teacher-counts.csv"));
        double teacher = lines.stream().filter(l -> l.matches("\\d+,\\d+")).mapToInt(l -> Integer.parseInt(l.split(",")[1])).average().orElseThrow();

        assertThat(Runs.of(new SerialLoop(), Model.PEOPLE, Project.CLIP).personsPerFrame()).isCloseTo(teacher, within(0.15 * teacher));
    }

    @Test
    void secondPassFindsWhatTheFirstFound() throws Exception {
        List<Integer> first = new ArrayList<>();
        List<Integer> second = new ArrayList<>();
        try (ClipReader clip = new ClipReader(Project.CLIP);
                OrtSession session = Detector.open(Model.PEOPLE.file(Project.ROOT));
                Detector detector = new Detector(session, Model.PEOPLE.head());
                Picture picture = new Picture(clip.width(), clip.height())) {
            count(clip, detector, picture, first);
            clip.rewind();
            count(clip, detector, picture, second);
        }

        assertThat(second).isEqualTo(first).hasSize(40);
    }

    private static void count(ClipReader clip, Detector detector, Picture picture, List<Integer> into) throws Exception {
        while (into.size() < 40 && clip.next(picture)) {
            into.add(detector.find(picture.mat()).count(Head.PERSON));
        }
    }

    @Test
    void fastestDetFindsWhatItIsKnownToFind() throws Exception {
        Project.assumeFastestDet();

        assertThat(Runs.of(new SerialLoop(), Model.FASTESTDET, Project.ORIGINAL).personsPerFrame()).isCloseTo(10.06, within(0.05));
    }

    @Test
    void missingClipIsNamed() {
        Path nowhere = Project.ROOT.resolve("routes/people/none.mp4");

        assertThatThrownBy(() -> Task.of(Project.ROOT, Model.PEOPLE, nowhere, 1)).isInstanceOf(MissingException.class)
                .hasMessage("there is no clip at " + nowhere);
    }
}
