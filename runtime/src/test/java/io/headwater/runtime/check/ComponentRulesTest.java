package io.headwater.runtime.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;

/** What components check of themselves, through whole route files: HW-011, HW-012, HW-015, and HW-020 to HW-025. */
class ComponentRulesTest extends SiteTest {
    private String camera(String parameters) {
        return site.check("- from:\n    uri: camera\n    parameters:\n      name: door\n" + parameters.indent(6) + "    steps:\n      - to: log:a\n");
    }

    @Test
    void camera() {
        assertThat(camera("location: clop.mp4")).isEqualTo("""
                site.camel.yaml:5:17: error [HW-011] camera.location is clop.mp4, there is no such file
                  fix: location: clip.mp4     see: components/camera/README.md#options""");
        assertThat(camera("location: models")).isEqualTo("""
                site.camel.yaml:5:17: error [HW-011] camera.location is models, which is a folder
                  fix: put the clip there, or location: test     see: components/camera/README.md#options""");
        assertThat(camera("location: ftp://host/clip.mp4")).isEqualTo("""
                site.camel.yaml:5:17: error [HW-007] camera.location is ftp://host/clip.mp4, must be a video file, a device such as /dev/video0 or 0, rtsp://…, http://…, or test
                  fix: location: test     see: components/camera/README.md#options""");
        assertThat(camera("location: test\nloop: true\npace: fast\nstart: 2026-05-04T08:00:00Z\nwidth: 640")).isEqualTo("""
                site.camel.yaml:6:13: error [HW-015] camera.loop is true, which only a file can keep; camera.location is test
                  fix: leave loop out: a live source that ends is opened again     see: components/camera/README.md#options
                site.camel.yaml:7:13: error [HW-015] camera.pace is FAST, which only a file can keep; camera.location is test
                  fix: leave pace out: a live source gives its frames when they come     see: components/camera/README.md#options
                site.camel.yaml:8:14: error [HW-015] camera.start is 2026-05-04T08:00:00Z, which only a file can keep; camera.location is test
                  fix: leave start out: a live source's event time is when its frame comes     see: components/camera/README.md#options
                site.camel.yaml:9:14: error [HW-015] camera.width is 640, and camera.height is not given
                  fix: give both width and height, or none     see: components/camera/README.md#options""");
        assertThat(camera("location: clip.mp4\nstart: yesterday\nfps: 5000\nframes: -1\ndecoderThreads: 99\nreconnectDelay: 1ms\nstallTimeout: 2h")).isEqualTo("""
                site.camel.yaml:6:14: error [HW-006] camera.start is yesterday, must be a moment such as 2026-05-04T08:00:00Z
                  fix: start: 2026-05-04T08:00:00Z     see: components/camera/README.md#options
                site.camel.yaml:7:12: error [HW-012] camera.fps is 5000, must be 0.01–1000
                  fix: fps: 25     see: components/camera/README.md#options
                site.camel.yaml:8:15: error [HW-012] camera.frames is -1, must be 0 or more
                  fix: frames: 0     see: components/camera/README.md#options
                site.camel.yaml:9:23: error [HW-012] camera.decoderThreads is 99, must be 1–64
                  fix: decoderThreads: 1     see: components/camera/README.md#options
                site.camel.yaml:10:23: error [HW-012] camera.reconnectDelay is 1ms, must be 10ms–30s
                  fix: reconnectDelay: 1s     see: components/camera/README.md#options
                site.camel.yaml:11:21: error [HW-012] camera.stallTimeout is 2h, must be 100ms–1h
                  fix: stallTimeout: 10s     see: components/camera/README.md#options""");
    }

    @Test
    void preprocess() {
        assertThat(site.checkSteps("- to: preprocess:a\n- to:\n    uri: preprocess\n    parameters:\n      name: b\n      crop: 0.5,0,0.6,1\n      mask: left\n      width: 0\n      height: 99999")).isEqualTo("""
                site.camel.yaml:10:15: error [HW-005] preprocess has none of crop, width, height and mask, must have at least one
                  fix: crop: 0.5,0,0.5,1     see: components/preprocess/README.md#options
                site.camel.yaml:15:21: error [HW-012] preprocess.crop is 0.5,0,0.6,1, which reaches out of the picture, to 1.1 of its width: it must be x,y,width,height, each 0.0–1.0 of the picture, and inside of it
                  fix: crop: 0.5,0,0.5,1     see: components/preprocess/README.md#options
                site.camel.yaml:16:21: error [HW-012] preprocess.mask is left, must be x,y,width,height, each 0.0–1.0 of the picture, and inside of it
                  fix: mask: 0,0,0.3,0.2;0.8,0.5,0.2,0.5     see: components/preprocess/README.md#options
                site.camel.yaml:17:22: error [HW-012] preprocess.width is 0, must be 1–16384
                  fix: width: 640     see: components/preprocess/README.md#options
                site.camel.yaml:18:23: error [HW-012] preprocess.height is 99999, must be 1–16384
                  fix: height: 480     see: components/preprocess/README.md#options""");
    }

    @Test
    void gate() {
        assertThat(site.checkSteps("- to: infer:people\n- to: gate:a\n- to: gate:b?minScore=2&minCount=0\n- to: gate:c?minCount=2&whenEmpty=pass")).isEqualTo("""
                site.camel.yaml:11:15: error [HW-015] gate lets everything through: it has none of minScore, labels, minCount, zone, line and whenEmpty: hold
                  fix: minScore: 0.5     see: components/gate/README.md#options
                site.camel.yaml:12:31: error [HW-012] gate.minScore is 2, must be 0.0–1.0
                  fix: minScore=0.5     see: components/gate/README.md#options
                site.camel.yaml:12:42: error [HW-012] gate.minCount is 0, must be 1–100000
                  fix: minCount=1     see: components/gate/README.md#options
                site.camel.yaml:13:43: error [HW-015] gate.minCount holds empty answers back, and whenEmpty: pass lets them pass
                  fix: take one of the two out     see: components/gate/README.md#options""");
    }

    @Test
    void stage() {
        assertThat(site.check("- from:\n    uri: stage:a?workers=300\n    steps:\n      - to: stage:b?capacity=0&maxBytes=lots\n")).isEqualTo("""
                site.camel.yaml:2:10: warning [HW-036] stage a is read here, and no route given writes it
                  fix: mend its name, or give the route that writes it too     see: components/stage/README.md#options
                site.camel.yaml:2:26: error [HW-012] stage.workers is 300, must be 1–256
                  fix: workers=2     see: components/stage/README.md#options
                site.camel.yaml:4:13: warning [HW-036] stage b is written here, and no route given reads it
                  fix: mend its name, or give the route that reads it too     see: components/stage/README.md#options
                site.camel.yaml:4:30: error [HW-012] stage.capacity is 0, must be 1–100000
                  fix: capacity=100     see: components/stage/README.md#options
                site.camel.yaml:4:41: error [HW-006] stage.maxBytes is lots, must be a size above 0 such as 64MiB, 500kB or 1000000
                  fix: maxBytes=64MiB     see: components/stage/README.md#options""");
    }

    @Test
    void summarize() {
        assertThat(site.checkSteps("- to:\n    uri: summarize\n    parameters:\n      name: a\n      window: 8d\n      idleAfter: 2d\n      skew: 25h\n      maxKeys: 0")).isEqualTo("""
                site.camel.yaml:14:23: error [HW-012] summarize.window is 8d, must be 100ms–7d
                  fix: window: 10s     see: components/summarize/README.md#options
                site.camel.yaml:15:26: error [HW-012] summarize.idleAfter is 2d, must be 0s–1d
                  fix: idleAfter: 2s     see: components/summarize/README.md#options
                site.camel.yaml:16:21: error [HW-012] summarize.skew is 25h, must be 0s–1d
                  fix: skew: 5s     see: components/summarize/README.md#options
                site.camel.yaml:17:24: error [HW-012] summarize.maxKeys is 0, must be 1–100000
                  fix: maxKeys: 1000     see: components/summarize/README.md#options""");
    }

    @Test
    void uplink() {
        assertThat(site.checkSteps("- to: \"uplink:what I saw?topic=a b\"")).isEqualTo("""
                site.camel.yaml:10:23: error [HW-012] uplink.channel is what I saw, must be 1–249 of a–z A–Z 0–9 . _ -, and not . or ..
                  fix: uplink:what-I-saw     see: components/uplink/README.md#options
                site.camel.yaml:10:40: error [HW-012] uplink.topic is a b, must be 1–249 of a–z A–Z 0–9 . _ -, and not . or ..
                  fix: topic=a-b     see: components/uplink/README.md#options""");
    }

    @Test
    void infer() {
        assertThat(site.checkSteps("- to:\n    uri: infer\n    parameters:\n      model: people\n      minScore: 1.4\n      threads: 65\n      labels: person, dog\n- to: infer:peple\n- to: infer:people:2.0.0\n- to: infer:a/b")).isEqualTo("""
                site.camel.yaml:14:25: error [HW-012] infer.minScore is 1.4, must be 0.0–1.0
                  fix: minScore: 0.5     see: components/infer/README.md#options
                site.camel.yaml:15:24: error [HW-012] infer.threads is 65, must be 1–64
                  fix: threads: 1     see: components/infer/README.md#options
                site.camel.yaml:16:23: error [HW-025] infer.labels holds dog, people:1.0.0 knows person
                  fix: remove dog     see: components/infer/README.md#options
                site.camel.yaml:17:21: error [HW-020] infer.model is peple, there are people:1.0.0 in models
                  fix: infer:people     see: components/infer/README.md#options
                site.camel.yaml:18:21: error [HW-020] infer.model is people:2.0.0, there are people:1.0.0 in models
                  fix: infer:people:1.0.0     see: components/infer/README.md#options
                site.camel.yaml:19:21: error [HW-020] infer.model is a/b, must be a name or name:version
                  fix: infer:people     see: components/infer/README.md#options""");
    }

    @Test
    void modelWhoseFileWasDamaged() throws IOException {
        Files.write(folder.resolve("models/people/1.0.0/people.onnx"), new byte[1], StandardOpenOption.APPEND);
        String digest = sha256(folder.resolve("models/people/1.0.0/people.onnx"));
        String stated = sha256(Site.HOME.resolve("routes/people/models/people/1.0.0/people.onnx"));
        assertThat(site.checkSteps("- to: infer:people\n- to: infer:people?threads=2")).isEqualTo("""
                models/people/1.0.0/model.yaml:4:9: error [HW-023] sha256 is %s, people.onnx has %s
                  fix: get the file again; if the change is yours, sha256: %s     see: components/infer/README.md#manifest""".formatted(stated, digest, digest));
    }

    @Test
    void modelWithOtherTensorsThanItsManifestSays() {
        site.change("model.yaml", text -> text.replace("size: [288, 384]", "size: [96, 128]").replace("tensor: heat ", "tensor: heet "));
        assertThat(site.checkSteps("- to: infer:people")).isEqualTo("""
                models/people/1.0.0/model.yaml:7:60: error [HW-024] input image is [?, 3, 288, 384], the manifest makes [1, 3, 96, 128]
                  fix: mend size: [height, width], layout or color     see: components/infer/README.md#manifest
                models/people/1.0.0/model.yaml:10:23: error [HW-024] output heet is not in the model's file, it has heat, offset, size
                  fix: tensor: heat     see: components/infer/README.md#manifest""");
    }

    @Test
    void modelWhoseManifestIsWrong() {
        site.change("model.yaml", text -> text.replace("file: people.onnx\n", "").replace("labels: [person]", "labels: [person, person]\ncolour: red"));
        assertThat(site.checkSteps("- to: infer:people")).isEqualTo("""
                models/people/1.0.0/model.yaml:1:1: error [HW-021] file is missing
                  fix: file: people.onnx     see: components/infer/README.md#manifest
                models/people/1.0.0/model.yaml:13:9: error [HW-025] label person is there twice
                  fix: give each label a name of its own     see: components/infer/README.md#manifest
                models/people/1.0.0/model.yaml:14:1: error [HW-021] colour is not known
                  fix: one of description, engine, example, file, input, labels, licence, minScore, name, output, sha256, version     see: components/infer/README.md#manifest""");
        site.change("model.yaml", text -> "a: [");
        assertThat(site.checkSteps("- to: infer:people")).startsWith("models/people/1.0.0/model.yaml:1:5: error [HW-001] model.yaml is no YAML: ");
    }

    private static String sha256(Path file) throws IOException {
        try {
            return java.util.HexFormat.of().formatHex(java.security.MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
