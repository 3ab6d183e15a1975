package io.headwater.camera;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.contract.CheckRun;
import io.headwater.exchange.StepCheck;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CameraCheckTest {
    @TempDir
    Path folder;

    @Test
    void isFoundByItsScheme() {
        assertThat(ServiceLoader.load(StepCheck.class)).extracting(StepCheck::scheme).contains("camera");
    }

    @Test
    void acceptsEveryFormOfALocation() {
        for (String location : List.of("0", "/dev/video2", "rtsp://user:pass@host/x", "https://host/x.mjpg", "test", Rig.CLIP.toString(), Rig.CLIP.toUri().toString())) {
            assertThat(problems("location", location)).as(location).isEmpty();
        }
    }

    @Test
    void reportsAMissingFile() {
        assertThat(problems("location", "clip.mp4")).containsExactly("location HW-011 camera.location is " + folder.resolve("clip.mp4")
                + ", there is no such file | put the clip there, or location: test");
    }

    @Test
    void suggestsTheClipWithTheMostSimilarName() throws Exception {
        Files.createFile(folder.resolve("crossing.mp4"));
        Files.createFile(folder.resolve("crosing.txt"));
        assertThat(problems("location", "crosing.mp4")).containsExactly("location HW-011 camera.location is " + folder.resolve("crosing.mp4")
                + ", there is no such file | location: crossing.mp4");
    }

    @Test
    void reportsAFolder() {
        assertThat(problems("location", ".")).containsExactly("location HW-011 camera.location is " + folder
                + ", which is a folder | put the clip there, or location: test");
    }

    @Test
    void reportsAUrlItCannotReadWithoutItsPassword() {
        assertThat(problems("location", "ftp://user:secret@host/clip.mp4")).containsExactly("location HW-007 camera.location is ftp://***@host/clip.mp4, "
                + "must be a video file, a device such as /dev/video0 or 0, rtsp://…, http://…, or test"
                + " | location: test");
    }

    @Test
    void reportsWhatOnlyAFileCanKeep() {
        assertThat(problems("location", "rtsp://host/x", "pace", "fast", "loop", "true", "start", "2026-05-04T08:00:00Z")).containsExactly(
                "pace HW-015 camera.pace is FAST, which only a file can keep; camera.location is rtsp://host/x"
                        + " | leave pace out: a live source gives its frames when they come",
                "loop HW-015 camera.loop is true, which only a file can keep; camera.location is rtsp://host/x"
                        + " | leave loop out: a live source that ends is opened again",
                "start HW-015 camera.start is 2026-05-04T08:00:00Z, which only a file can keep; camera.location is rtsp://host/x"
                        + " | leave start out: a live source's event time is when its frame comes");
    }

    @Test
    void reportsAStartThatIsNoMoment() {
        assertThat(problems("location", Rig.CLIP.toString(), "start", "yesterday")).containsExactly(
                "start HW-006 camera.start is yesterday, must be a moment such as 2026-05-04T08:00:00Z | start: 2026-05-04T08:00:00Z");
    }

    @Test
    void reportsNumbersOutOfRange() {
        assertThat(problems("location", "test", "fps", "0", "width", "8", "height", "99999", "decoderThreads", "0", "frames", "-1",
                "reconnectDelay", "1m", "stallTimeout", "5ms")).containsExactly(
                "fps HW-012 camera.fps is 0, must be 0.01–1000 | fps: 25",
                "width HW-012 camera.width is 8, must be 16–16384 | width: 1280",
                "height HW-012 camera.height is 99999, must be 16–16384 | height: 720",
                "decoderThreads HW-012 camera.decoderThreads is 0, must be 1–64 | decoderThreads: 1",
                "frames HW-012 camera.frames is -1, must be 0 or more | frames: 0",
                "reconnectDelay HW-012 camera.reconnectDelay is 1m, must be 10ms–30s | reconnectDelay: 1s",
                "stallTimeout HW-012 camera.stallTimeout is 5ms, must be 100ms–1h | stallTimeout: 10s");
    }

    @Test
    void reportsAWidthWithoutAHeight() {
        assertThat(problems("location", "test", "width", "640")).containsExactly(
                "width HW-015 camera.width is 640, and camera.height is not given | give both width and height, or none");
    }

    private List<String> problems(String... options) {
        Map<String, String> values = new HashMap<>(Map.of("name", "gate"));
        for (int i = 0; i < options.length; i += 2) {
            values.put(options[i], options[i + 1]);
        }
        return CheckRun.of(new CameraCheck(), new StepCheck.Options(values, true, true, folder, List.of()), "%s %s %s | %s");
    }
}
