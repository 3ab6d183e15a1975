package io.headwater.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** What {@code headwater test} does with tests that are right, and with the results of routes that are not. */
class TestCommandTest {
    private static final Path HOME = Path.of(System.getProperty("headwater.home"));
    private static final ObjectMapper JSON = new ObjectMapper();
    @TempDir
    Path folder;

    /** A route over 20 frames of the example's clip, with a branch that nothing takes and a stage to a second route. */
    @BeforeEach
    void route() throws IOException {
        Files.writeString(folder.resolve("door.camel.yaml"), """
                - route:
                    id: door
                    from:
                      id: cam
                      uri: camera
                      parameters:
                        name: door
                        location: "{{door.location:/dev/video7}}"
                        frames: 20
                      steps:
                        - choice:
                            id: which
                            when:
                              - constant: "false"
                                steps:
                                  - log:
                                      id: never
                                      message: "never"
                            otherwise:
                              steps:
                                - to:
                                    id: hand
                                    uri: stage
                                    parameters:
                                      name: frames
                                      overflow: BLOCK
                - route:
                    id: sums
                    from:
                      id: frames
                      uri: stage
                      parameters:
                        name: frames
                      steps:
                        - to:
                            id: sum
                            uri: summarize
                            parameters:
                              name: door
                              window: 1s
                        - to:
                            id: up
                            uri: uplink
                            parameters:
                              channel: sums
                """);
    }

    private CommandRun test(String expect, Object... options) throws IOException {
        Path file = Files.writeString(folder.resolve("door.test.yaml"), """
                - test:
                    name: counts frames
                    properties: { door.location: %s }
                    expect:
                """.formatted(HOME.resolve("routes/people/crossing.mp4")) + expect.indent(6));
        Object[] words = new Object[options.length + 2];
        words[0] = "test";
        words[1] = file;
        System.arraycopy(options, 0, words, 2, options.length);
        return CommandRun.of(words);
    }

    /** Without the folder's name and the time that it took. */
    private String out(CommandRun run) {
        return run.out().replace(folder + "/", "").replaceAll(" \\(\\d+\\.\\d s\\)", "");
    }

    @Test
    void passesAndTellsWhichStepsNothingPassed() throws IOException {
        CommandRun run = test("frames: 20\nledger: { sums/sum: { absorbed: 20, made: 2 }, door/hand: { passed: 19 ± 1, failed: 0 } }\nleft: { sums: { min: 2, max: 2 } }\nbalanced: true");
        assertThat(out(run)).isEqualTo("""
                passed   door.test.yaml: counts frames
                door.camel.yaml: 4 of 5 steps
                  no test passes door/never, in when 1 of which
                1 test: 1 passed
                """);
        assertThat(run.code()).isZero();
        assertThat(run.err()).isEmpty();
    }

    @Test
    void tellsTheFirstDifferenceAndAllWhenAsked() throws IOException {
        CommandRun run = test("frames: 20\nledger:\n  sums/sum: { absorbed: 21, made: 1 }\nleft: { other: 0 }");
        assertThat(out(run)).startsWith("""
                FAILED   door.test.yaml: counts frames
                  door.test.yaml:7:31: sums/sum absorbed: expected 21, was 20
                  and 2 more differences; --all shows them
                """).endsWith("1 test: 0 passed, 1 failed\n");
        assertThat(run.code()).isEqualTo(1);
        assertThat(out(test("frames: 20\nledger:\n  sums/sum: { absorbed: 21, made: 1 }\nleft: { other: 0 }", "--all"))).contains("""
                  door.test.yaml:7:31: sums/sum absorbed: expected 21, was 20
                  door.test.yaml:7:41: sums/sum made: expected 1, was 2
                  door.test.yaml:8:13: records that left by sums: expected none, was 2
                """);
    }

    @Test
    void isRedWhenItemsAreLostOfWhichTheTestDoesNotSpeak() throws IOException {
        Files.writeString(folder.resolve("door.camel.yaml"), Files.readString(folder.resolve("door.camel.yaml"))
                .replace("window: 1s", "window: 1s\n              maxKeys: 1").replace("        - to:\n            id: sum\n", "        - throwException:\n            id: bang\n            exceptionType: java.io.IOException\n            message: lost\n        - to:\n            id: sum\n"));
        CommandRun run = test("frames: 20");
        assertThat(out(run)).contains("door.test.yaml:1:3: sums/bang failed (IOException): expected 0, since the test does not speak of it, was 20; it said: lost\n");
        assertThat(run.code()).isEqualTo(1);
        assertThat(test("ledger: { sums/bang: { failed: { IOException: 20 } } }").code()).isZero();
    }

    @Test
    void makesGoldenFilesComparesWithinTheirTolerancesAndUpdatesThem() throws IOException {
        CommandRun none = test("summaries: door.golden.json");
        assertThat(out(none)).contains("door.golden.json: expected a golden file, was not there; --update makes it");
        assertThat(none.code()).isEqualTo(1);

        CommandRun made = test("summaries: door.golden.json", "--update");
        assertThat(out(made)).startsWith("passed   door.test.yaml: counts frames\n  made door.golden.json\n");
        assertThat(made.code()).isZero();

        Path golden = folder.resolve("door.golden.json");
        ObjectNode changed = (ObjectNode) JSON.readTree(golden.toFile());
        ((ObjectNode) changed.get("records").get(1)).put("frames", 11).put("coverage", 0.99);
        ((ObjectNode) changed.get("tolerance")).put("coverage", "2 %");
        JSON.writeValue(golden.toFile(), changed);
        CommandRun wrong = test("summaries: door.golden.json");
        assertThat(out(wrong)).startsWith("FAILED   door.test.yaml: counts frames\n  door.test.yaml:5:18: door.golden.json record 2.frames: expected 11, was 10\n");
        assertThat(wrong.code()).isEqualTo(1);

        assertThat(out(test("summaries: door.golden.json", "--update"))).contains("  changed door.golden.json\n    record 2.frames: 11 → 10\n");
        assertThat(JSON.readTree(golden.toFile()).get("tolerance").get("coverage").asText()).as("tolerances are kept").isEqualTo("2 %");
        assertThat(test("summaries: door.golden.json").code()).isZero();
    }

    @Test
    void endsAtItsLimitAndTellsWhatWasInFlight() throws IOException {
        Path file = Files.writeString(folder.resolve("slow.test.yaml"), """
                - test:
                    name: never ends
                    route: door.camel.yaml
                    limit: 300ms
                    given:
                      door/cam: { location: test, frames: null }
                    until: { sums/sum: 1000000 }
                    expect: { frames: { min: 1 } }
                """);
        CommandRun run = CommandRun.of("test", file);
        assertThat(run.err()).isEmpty();
        assertThat(out(run)).contains("slow.test.yaml:1:3: the end: expected within 300 ms, was not there; ");
        assertThat(run.code()).isEqualTo(1);
    }

    @Test
    void writesJUnitXml() throws Exception {
        Path xml = folder.resolve("out/junit.xml");
        test("frames: 19", "--junit", xml);
        Document read = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(xml.toFile());
        Element suite = (Element) read.getElementsByTagName("testsuite").item(0);
        assertThat(suite.getAttribute("tests")).isEqualTo("1");
        assertThat(suite.getAttribute("failures")).isEqualTo("1");
        assertThat(read.getElementsByTagName("failure").item(0).getTextContent()).endsWith("door.test.yaml:5:15: frames: expected 19, was 20");
    }
}
