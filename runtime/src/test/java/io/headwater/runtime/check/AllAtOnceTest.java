package io.headwater.runtime.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.exchange.Problem;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AllAtOnceTest {
    @TempDir
    Path folder;

    @Test
    void tellsTenErrorsInOneGoSortedByPlace() {
        assertThat(new Site(folder).check("""
                - route:
                    id: people
                    form:
                      id: cam
                      uri: camera
                      parameters:
                        name: crossing
                        locaton: clip.mp4
                        loop: yes
                        fps: 5000
                      steps:
                        - to:
                            id: find
                            uri: infer
                            parameters:
                              model: peple
                              minScore: 1,4
                        - sumarize: {}
                        - to: summarize:crossing?window=5ms
                        - filter:
                            simple: "${body}"
                            steps:
                              - to:
                                  id: find
                                  uri: uplnk
                                  parameters:
                                    channel: a
                """)).isEqualTo("""
                site.camel.yaml:3:5: error [HW-002] route has no 'form'; did you mean 'from'?
                  fix: from:
                site.camel.yaml:8:9: error [HW-004] camera has no option 'locaton'; did you mean 'location'?
                  fix: location: clip.mp4     see: components/camera/README.md#options
                site.camel.yaml:9:15: error [HW-006] camera.loop is yes, must be true or false
                  fix: loop: true     see: components/camera/README.md#options
                site.camel.yaml:10:14: error [HW-012] camera.fps is 5000, must be 0.01–1000
                  fix: fps: 25     see: components/camera/README.md#options
                site.camel.yaml:16:22: error [HW-020] infer.model is peple, there are people:1.0.0 in models
                  fix: model: people     see: components/infer/README.md#options
                site.camel.yaml:17:25: error [HW-006] infer.minScore is 1,4, must be a number, with a point, not a comma
                  fix: minScore: 1.4     see: components/infer/README.md#options
                site.camel.yaml:18:11: error [HW-002] there is no step 'sumarize'
                  fix: - to:
                site.camel.yaml:19:41: error [HW-012] summarize.window is 5ms, must be 100ms–7d
                  fix: window=10s     see: components/summarize/README.md#options
                site.camel.yaml:24:23: error [HW-013] step id 'find' is used before, in line 13
                  fix: id: find-2
                site.camel.yaml:25:24: error [HW-003] there is no component 'uplnk'; did you mean 'uplink'?
                  fix: uri: uplink""");
    }

    @Test
    void sortsByFileThenPlace() {
        Site site = new Site(folder);
        Path b = site.write("b.camel.yaml", Site.CAMERA + "        - too: a\n        - to: lgo:a\n");
        Path a = site.write("a.camel.yaml", "- rout:\n");
        List<Problem> problems = RouteChecker.check(List.of(b, a), List.of());
        assertThat(problems).extracting(p -> p.file().getFileName() + ":" + p.line()).containsExactly("a.camel.yaml:1", "b.camel.yaml:10", "b.camel.yaml:11");
    }
}
