package io.headwater.runtime.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExplanationsTest {
    private static final Path HOME = Path.of(System.getProperty("headwater.home"));
    private static final Path HERE = HOME.resolve("runtime/src/test/resources/explain");
    private static final List<Path> MODELS = List.of(HOME.resolve("routes/people/models"));
    @TempDir
    Path folder;

    private static Explanations of(Path... given) {
        return Explanations.of(List.of(given), MODELS);
    }

    private Explanations ofSteps(String steps) throws IOException {
        return of(Files.writeString(folder.resolve("door.camel.yaml"), """
                - route:
                    id: door
                    from:
                      id: cam
                      uri: camera
                      parameters:
                        name: door
                        location: rtsp://guard:secret@door.local/1
                      steps:
                """ + steps.indent(8)));
    }

    private Line.Step step(String steps, String name) throws IOException {
        return ofSteps(steps).accounts().getFirst().steps().filter(s -> s.name().equals(name)).findFirst().orElseThrow();
    }

    private static List<String> counted(Line.Step step) {
        return step.told().losses().stream().map(loss -> loss.text()).toList();
    }

    /** The files beside the test, read by eye; {@code -Dheadwater.golden.update=true} writes them anew. */
    @ParameterizedTest
    @CsvSource({"routes/people, people", "routes/faces, faces", "runtime/src/test/resources/explain/yard.camel.yaml, yard"})
    void tellsOfTheExamples(Path route, String name) throws IOException {
        String told = of(HOME.resolve(route)).text().replace(HOME + "/", "") + "\n";
        Path golden = HERE.resolve(name + ".txt");
        if (Boolean.getBoolean("headwater.golden.update")) {
            Files.writeString(golden, told);
        }
        assertThat(told).isEqualTo(Files.readString(golden));
        assertThat(told.lines()).allMatch(line -> line.length() <= ExplanationText.WIDTH);
    }

    @Test
    void theGuideShowsWhatIsTold() throws IOException {
        assertThat(Files.readString(HOME.resolve("src/docs/guide/explain.md"))).contains("```\n" + Files.readString(HERE.resolve("people.txt")) + "```\n");
    }

    @Test
    void keepsPasswordsToItself() throws IOException {
        Explanations told = ofSteps("- log:\n    id: tell\n    message: rtsp://guard:secret@door.local/2\n- to:\n    id: out\n    uri: log\n    parameters:\n      loggerName: http://guard:secret@other\n");
        assertThat(told.text()).contains("rtsp://***@door.local/1", "rtsp://***@door.local/2", "http://***@other").doesNotContain("secret");
        assertThat(told.json()).contains("rtsp://***@door.local/1").doesNotContain("secret");
    }

    @Test
    void saysThatPicturesCanLeave() throws IOException {
        Account account = ofSteps("- to:\n    id: up\n    uri: uplink\n    parameters:\n      channel: pictures\n").accounts().getFirst();
        assertThat(account.privacy()).containsExactly("Pictures can leave, at up.", "headwater.privacy is not set: a change by which pictures leave would not be refused.");
        assertThat(account.steps().toList().getLast().told().leaves()).containsExactly("frames, as JPEG, to the Kafka topic pictures");
    }

    @Test
    void saysThatPicturesStayWhereThatIsSet() throws IOException {
        System.setProperty("headwater.privacy", "no-pictures-leave");
        try {
            assertThat(ofSteps("- log:\n    id: tell\n    message: seen\n").accounts().getFirst().privacy())
                    .containsExactly("No picture leaves by it.", "headwater.privacy is no-pictures-leave: a route by which pictures could leave is refused.");
        } finally {
            System.clearProperty("headwater.privacy");
        }
    }

    @Test
    void tellsWhatAGateKeepsAndWhatItHoldsBack() throws IOException {
        String infer = "- to:\n    id: find\n    uri: infer\n    parameters:\n      model: people\n";
        String gate = "- to:\n    id: only\n    uri: gate\n    parameters:\n      name: sure\n      minScore: 0.5\n";
        assertThat(step(infer + gate, "only").told().does()).containsExactly("Keeps of each answer the findings that score 0.5 or more; the others are taken out of it.",
                "An answer of which nothing is left passes on, empty; it holds nothing back.");
        Line.Step held = step(infer + gate + "      labels: person\n      minCount: 3\n", "only");
        assertThat(held.told().does()).containsExactly("Keeps of each answer the findings of person that score 0.5 or more; the others are taken out of it.",
                "An answer is held back when fewer than 3 findings are left.");
        assertThat(counted(held)).containsExactly("held back (too few)");
    }

    @Test
    void tellsWhatASummaryOfFramesSays() throws IOException {
        assertThat(step("- to:\n    id: sum\n    uri: summarize\n    parameters:\n      name: a\n      window: PT1M30S\n", "sum").told().does())
                .contains("A record tells how many frames came, and nothing of what they show.").first().asString().contains("windows of 1m30s");
    }

    @Test
    void saysWherePrivacyCannotBeChecked() throws IOException {
        System.setProperty("headwater.privacy", "no-pictures-leave");
        try {
            assertThat(ofSteps("- toD:\n    id: out\n    uri: \"${header.where}\"\n").accounts().getFirst().privacy())
                    .containsExactly("Pictures can leave, at out.", "headwater.privacy is no-pictures-leave, and that cannot be checked there.");
        } finally {
            System.clearProperty("headwater.privacy");
        }
    }

    @Test
    void doesNotSwearByExpressions() throws IOException {
        assertThat(ofSteps("""
                - to:
                    id: find
                    uri: infer
                    parameters:
                      model: people
                - setBody:
                    id: text
                    expression:
                      simple:
                        id: what
                        expression: "${body.frame}"
                - to:
                    id: up
                    uri: uplink
                    parameters:
                      channel: texts
                """).accounts().getFirst().privacy().getFirst()).isEqualTo("No picture leaves by it, unless an expression takes one out of what a model said.");
    }

    @Test
    void admitsWhatOnlyARunCanTell() throws IOException {
        assertThat(step("- toD:\n    id: out\n    uri: \"${header.where}\"\n", "out").told().leaves())
                .containsExactly("frames, to ${header.where}: whether that is outside cannot be told before it runs");
        assertThat(step("- recipientList:\n    id: out\n    expression:\n      header:\n        id: where\n        expression: where\n", "out").told().leaves())
                .containsExactly("frames, to where the expression says: whether that is outside cannot be told before it runs");
        assertThat(step("- bean:\n    id: out\n    beanType: java.lang.Object\n    method: toString\n", "out").told().leaves())
                .containsExactly("whatever its code sends: what that is cannot be told from the route");
    }

    @Test
    void tellsWhereAListLeads() throws IOException {
        assertThat(step("- recipientList:\n    id: out\n    expression:\n      constant:\n        id: where\n        expression: direct:a,file:b\n", "out").told().leaves())
                .containsExactly("frames, to file:b");
    }

    @Test
    void tellsOfDeadLetters() throws IOException {
        Account account = of(Files.writeString(folder.resolve("door.camel.yaml"), """
                - errorHandler:
                    deadLetterChannel:
                      id: dead
                      deadLetterUri: file:dead
                - route:
                    id: door
                    from:
                      id: tick
                      uri: timer
                      parameters:
                        timerName: tick
                      steps:
                        - log:
                            id: tell
                            message: tick
                """)).accounts().getFirst();
        assertThat(account.steps().findFirst().orElseThrow().told().leaves()).containsExactly("what comes, to file:dead");
        assertThat(account.privacy().getFirst()).isEqualTo("Pictures can leave, at errorHandler:1.");
        assertThat(account.failing()).isEqualTo("What fails is handled as errorHandler, onException or routeConfiguration of these files say.");
    }

    @Test
    void tellsWhatAQueueOfCamelsLosesWhenItIsFull() throws IOException {
        String seda = "- to:\n    id: out\n    uri: seda\n    parameters:\n      name: a\n";
        assertThat(counted(step(seda, "out"))).containsExactly("failed (IllegalStateException)");
        assertThat(step(seda, "out").told().lost()).containsExactly("what waits in the queue: up to 1000 items");
        assertThat(counted(step(seda + "      discardWhenFull: true\n", "out"))).containsExactly("dropped (not counted)");
        assertThat(counted(step(seda + "      blockWhenFull: true\n      size: 5\n", "out"))).isEmpty();
    }

    @Test
    void saysThatADisabledStepDoesNothing() throws IOException {
        Line.Step step = step("- to:\n    id: up\n    disabled: true\n    uri: uplink\n    parameters:\n      channel: pictures\n", "up");
        assertThat(step.told().does()).containsExactly("Is disabled: it does nothing, and all goes on.");
        assertThat(step.letsPicturesOut()).isFalse();
    }

    @Test
    void tellsWhoReadsAndWhoWritesAcrossFiles() throws IOException {
        Path one = Files.writeString(folder.resolve("a.camel.yaml"), """
                - route:
                    id: a
                    from:
                      id: tick
                      uri: timer
                      parameters:
                        timerName: tick
                      steps:
                        - to:
                            id: give
                            uri: stage
                            parameters:
                              name: queue
                """);
        Path two = Files.writeString(folder.resolve("b.camel.yaml"), """
                - route:
                    id: b
                    from:
                      id: take
                      uri: stage
                      parameters:
                        name: queue
                      steps:
                        - log:
                            id: tell
                            message: tick
                """);
        assertThat(of(one, two).text()).contains("Read by b.", "Written by a.");
        assertThat(of(one).text()).contains("Read by none of the routes given.");
    }
}
