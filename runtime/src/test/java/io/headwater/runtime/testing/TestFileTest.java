package io.headwater.runtime.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.exchange.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of test files that are wrong: each at its line, with the nearest name. */
class TestFileTest {
    private static final Path HOME = Path.of(System.getProperty("headwater.home"));
    @TempDir
    Path folder;

    @BeforeEach
    void route() throws IOException {
        Files.createFile(folder.resolve("clip.mp4"));
        Files.writeString(folder.resolve("door.camel.yaml"), """
                - route:
                    id: door
                    from:
                      id: cam
                      uri: camera
                      parameters:
                        name: door
                        location: /dev/video7
                      steps:
                        - to:
                            id: find
                            uri: infer
                            parameters:
                              model: people
                """);
    }

    private String problems(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("door.test.yaml"), text);
        return TestRun.read(List.of(file), List.of(HOME.resolve("routes/people/models"))).problems().stream().map(Problem::toString).collect(Collectors.joining("\n")).replace(folder + "/", "");
    }

    /** Of a test whose camera plays a clip; the text begins in line 4. */
    private String test(String more) throws IOException {
        return problems("- test:\n    name: counts\n    given: { door/cam: { location: clip.mp4 } }\n" + more.indent(4));
    }

    @Test
    void takesWhatIsRight() throws IOException {
        assertThat(test("limit: 10s\ntime: 2026-05-04T08:00:00+02:00\nexpect: { frames: 120 ± 2, ledger: { door/find: { failed: { IOException: 3 }, dropped: { min: 1, max: 2 } } } }")).isEmpty();
    }

    @Test
    void refusesUnknownKeysWithTheNearest() throws IOException {
        assertThat(test("expcet: { frames: 120 }\nexpect: { frmaes: 120, ledger: { door/find: { pased: 3 } } }")).isEqualTo("""
                door.test.yaml:4:5: error [HW-060] test has no 'expcet'; did you mean 'expect'?
                  fix: expect:     see: src/docs/guide/test.md
                door.test.yaml:5:15: error [HW-060] expect has no 'frmaes'; did you mean 'frames'?
                  fix: frames:     see: src/docs/guide/test.md
                door.test.yaml:5:51: error [HW-060] door/find has no 'pased'; did you mean 'passed'?
                  fix: passed:     see: src/docs/guide/test.md""");
    }

    @Test
    void refusesWhatIsNoNumber() throws IOException {
        assertThat(test("expect:\n  frames: many\n  ledger: { door/find: { in: { min: 4, max: 3 } } }")).isEqualTo("""
                door.test.yaml:5:15: error [HW-060] frames is many, must be a whole number
                  fix: frames: 120     or 120 ± 2, or { min: 118, max: 122 }     see: src/docs/guide/test.md
                door.test.yaml:6:34: error [HW-060] in has a min above its max
                  fix: in: { min: 118, max: 122 }     see: src/docs/guide/test.md""");
    }

    @Test
    void refusesNamesThatTheRouteDoesNotHave() throws IOException {
        assertThat(problems("""
                - test:
                    name: counts
                    given: { door/cma: { location: clip.mp4 }, door/cam: { location: clip.mp4 } }
                    expect: { ledger: { door/fnid: { passed: 1 } } }
                """)).isEqualTo("""
                door.test.yaml:3:24: error [HW-061] the route has no source or step 'door/cma'; did you mean 'door/cam'?
                  fix: door/cam:
                door.test.yaml:4:25: error [HW-061] the route has no source or step 'door/fnid'; did you mean 'door/find'?
                  fix: door/find:""");
    }

    @Test
    void refusesARouteThatIsNotThere() throws IOException {
        assertThat(test("route: dor.camel.yaml\nexpect: { frames: 1 }")).contains("door.test.yaml:4:12: error [HW-061] there is no route file dor.camel.yaml");
    }

    @Test
    void refusesASourceWithoutEnd() throws IOException {
        assertThat(problems("- test:\n    name: counts\n    expect: { frames: 1 }\n")).isEqualTo("""
                door.test.yaml:1:3: error [HW-062] the source door/cam never comes to an end by itself
                  fix: given:
                         door/cam:
                           location: a clip or a picture     or  until: { route/step: 12 }""");
    }

    @Test
    void tellsWhatIsWrongWithAReplacedOptionWhereTheTestHasIt() throws IOException {
        assertThat(problems("""
                - test:
                    name: counts
                    given:
                      door/cam:
                        location: clpi.mp4
                        lop: true
                      door/find: { minScore: 1.4 }
                    expect: { frames: 1 }
                """)).contains("door.test.yaml:5:19: error [HW-011] camera.location is clpi.mp4, there is no such file\n  fix: location: clip.mp4")
                .contains("door.test.yaml:6:9: error [HW-004] camera has no option 'lop'; did you mean 'loop'?")
                .contains("door.test.yaml:7:30: error [HW-012] infer.minScore is 1.4, must be 0.0–1.0");
    }

    @Test
    void readsWhateverStandsInPlaceOfANumber() throws IOException {
        assertThat(problems("- test: { name: a, given: { door/cam: { location: test, frames: many } }, expect: { frames: 1 } }\n"))
                .contains("door.test.yaml:1:65: error [HW-006] camera.frames is many, must be a whole number");
    }

    @Test
    void refusesFaultsThatCannotBeMade() throws IOException {
        assertThat(test("""
                faults:
                  - { step: door/find, fails: sometimes }
                  - { source: door/cma, stalls: 2s, at: 1s }
                  - { source: door/cam, stalls: 2, at: 1s }
                  - { brokr: away }
                  - { disk: empty, from: 1s }
                  - { broker: away }
                expect: { frames: 1 }""")).isEqualTo("""
                door.test.yaml:5:35: error [HW-060] fails is sometimes, must say at which items
                  fix: fails: every 10th     or always, or [5, 7]     see: src/docs/guide/test.md
                door.test.yaml:6:19: error [HW-061] the route has no source or step 'door/cma'; did you mean 'door/cam'?
                  fix: door/cam:
                door.test.yaml:7:37: error [HW-060] stalls is 2, must be a time such as 3s or 500ms
                  fix: stalls: 3s     see: src/docs/guide/test.md
                door.test.yaml:8:9: error [HW-060] a fault is one of source, step, broker or disk; this is brokr; did you mean 'broker'?
                  fix: broker:     see: src/docs/guide/test.md
                door.test.yaml:9:17: error [HW-060] disk is empty, must be full
                  fix: disk: full     see: src/docs/guide/test.md
                door.test.yaml:10:9: error [HW-060] a fault of the broker has no from
                  fix: from: 3s     see: src/docs/guide/test.md""");
    }

    @Test
    void refusesTwoTestsOfOneNameAndTestsThatShowNothing() throws IOException {
        assertThat(problems("""
                - test: { name: a, given: { door/cam: { location: clip.mp4 } }, expect: {} }
                - test: { name: a, given: { door/cam: { location: clip.mp4 } } }
                """)).isEqualTo("""
                door.test.yaml:1:73: error [HW-060] expect is empty: the test shows nothing
                  fix: expect: { frames: 120 }     see: src/docs/guide/test.md
                door.test.yaml:2:9: error [HW-060] test has no expect
                  fix: expect: { frames: 120 }     see: src/docs/guide/test.md
                door.test.yaml:2:17: error [HW-013] the name 'a' is used before, in line 1
                  fix: give each test a name of its own""");
    }

    @Test
    void refusesAGoldenFileThatCannotBeRead() throws IOException {
        Files.writeString(folder.resolve("door.golden.json"), "{\"records\": [}");
        assertThat(test("expect: { summaries: door.golden.json }")).startsWith(
                "door.test.yaml:4:26: error [HW-063] the golden file door.golden.json cannot be read: it is no JSON: ");
    }

    @Test
    void tellsWhereThereIsNoTest() throws IOException {
        assertThat(TestRun.read(List.of(folder), List.of()).problems().toString()).contains("[HW-060] there is no test here");
    }
}
