package io.headwater.runtime.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.exchange.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Kamelets in routes: what is written in their place, and what is wrong with their use, at its place in the user's file. */
class KameletRulesTest extends SiteTest {
    private static final String CAMERA = "- from:\n    id: cam\n    uri: kamelet:video-file-source\n    parameters:\n      name: door\n      location: clip.mp4\n    steps:\n";

    @Test
    void takesARouteThatIsDrawnWithKameletsAlone() {
        assertThat(site.check(CAMERA + """
                      - to:
                          id: mask
                          uri: kamelet:privacy-mask-action
                          parameters:
                            mask: 0,0,0.5,1
                      - to:
                          id: find
                          uri: kamelet:people-counter-action
                      - to:
                          id: sure
                          uri: kamelet:confidence-gate-action
                          parameters:
                            minScore: 0.7
                      - to: kamelet:summary-action?name=door
                      - to:
                          id: up
                          uri: kamelet:kafka-summary-sink
                """)).isEmpty();
    }

    @Test
    void rejectsAnUnknownKamelet() {
        assertThat(site.checkSteps("- to:\n    uri: kamelet:people-count-action\n- to: kamelet:nothing-like-any-of-them-at-all\n- to: kamelet")).isEqualTo("""
                site.camel.yaml:11:26: error [HW-003] there is no Kamelet 'people-count-action'; did you mean 'people-counter-action'?
                  fix: uri: kamelet:people-counter-action
                site.camel.yaml:12:23: error [HW-003] there is no Kamelet 'nothing-like-any-of-them-at-all'
                  fix: one of annotated-picture-action, camera-source, confidence-gate-action, count-gate-action, event-pictures-action, http-readings-source, kafka-summary-sink, label-gate-action, line-counter-action, mqtt-readings-source, object-detector-action, object-tracker-action and 8 more
                site.camel.yaml:13:15: error [HW-019] a Kamelet's name must be written out, behind kamelet:
                  fix: uri: kamelet:NAME""");
    }

    @Test
    void rejectsParametersThatAKameletDoesNotTake() {
        assertThat(site.checkSteps("""
                - to:
                    uri: kamelet:confidence-gate-action
                    parameters:
                      minscore: 0.4
                      whenEmpty: hide
                - to:
                    uri: kamelet:people-counter-action
                    minScore: 0.4
                - to:
                    uri: kamelet:object-detector-action
                - to:
                    uri: kamelet:summary-action
                    parameters:
                      name: door
                      window: 10 seconds
                """)).isEqualTo("""
                site.camel.yaml:13:15: error [HW-004] confidence-gate-action has no option 'minscore'; did you mean 'minScore'?
                  fix: minScore: 0.4     see: src/docs/guide/draw.md#kamelets
                site.camel.yaml:14:26: error [HW-007] confidence-gate-action.whenEmpty is hide, must be one of pass, hold
                  fix: whenEmpty: pass     see: src/docs/guide/draw.md#kamelets
                site.camel.yaml:17:13: error [HW-002] 'minScore' is an option of people-counter-action, it belongs below parameters
                  fix: parameters:
                         minScore: 0.4
                site.camel.yaml:19:18: error [HW-005] object-detector-action.model is missing: Name of the model, from the folder models beside the route; NAME:VERSION for one version of it, else the highest
                  fix: parameters:
                         model: people     see: src/docs/guide/draw.md#kamelets
                site.camel.yaml:24:23: error [HW-006] summary-action.window is 10 seconds, must be a length of time such as 500ms, 10s or 1m30s
                  fix: window: 10s     see: src/docs/guide/draw.md#kamelets""");
    }

    /** What the component knows beyond types is told where the user wrote the value; of a default, where the Kamelet is used. */
    @Test
    void tellsWhatTheComponentFindsAtTheUsersPlace() {
        assertThat(site.checkSteps("""
                - to:
                    uri: kamelet:confidence-gate-action
                    parameters:
                      minScore: 1.4
                - to:
                    uri: kamelet:people-counter-action
                    parameters:
                      model: peple
                """)).isEqualTo("""
                site.camel.yaml:11:18: error [HW-030] frames come to gate here, it takes detections, classes
                  fix: put it after an infer step whose model gives detections or classes     see: components/gate/README.md#options
                site.camel.yaml:13:25: error [HW-012] gate.minScore is 1.4, must be 0.0–1.0
                  fix: minScore: 0.5     see: components/gate/README.md#options
                site.camel.yaml:17:22: error [HW-020] infer.model is peple, there are people:1.0.0 in models
                  fix: model: people     see: components/infer/README.md#options""");
    }

    @Test
    void tellsASecretOnce() {
        assertThat(site.check("- from:\n    uri: kamelet:rtsp-camera-source\n    parameters:\n      name: a\n      location: rtsp://me:hunter2@camera/1\n    steps:\n      - log: seen\n"))
                .containsOnlyOnce("HW-034").contains("site.camel.yaml:5:17: warning").doesNotContain("hunter2");
    }

    @Test
    void rejectsAKameletWhereNoneCanStand() {
        assertThat(site.check("- from:\n    uri: kamelet:people-counter-action\n    steps:\n      - to: kamelet:camera-source?name=a\n      - toD: kamelet:people-counter-action\n"
                + "      - wireTap:\n          uri: kamelet:kafka-summary-sink\n      - poll: kamelet:camera-source\n      - enrich:\n          constant: kamelet:summary-action\n      - to: kamelet:sink\n")).isEqualTo("""
                site.camel.yaml:2:18: error [HW-014] people-counter-action is a step, it cannot be the source of a route
                  fix: uri: camera
                site.camel.yaml:4:21: error [HW-014] camera-source is a source, nothing can be sent to it
                  fix: make it the from of a route
                site.camel.yaml:5:14: error [HW-014] a Kamelet can be a source or stand in a to, not in toD
                  fix: - to:
                           uri: kamelet:people-counter-action
                site.camel.yaml:7:16: error [HW-014] a Kamelet can be a source or stand in a to, not in wireTap
                  fix: - to:
                           uri: kamelet:kafka-summary-sink
                site.camel.yaml:8:15: error [HW-014] a Kamelet can be a source or stand in a to, not in poll
                  fix: - to:
                           uri: kamelet:camera-source
                site.camel.yaml:10:21: error [HW-014] a Kamelet can be a source or stand in a to, not in enrich
                  fix: - to:
                           uri: kamelet:summary-action
                site.camel.yaml:11:21: error [HW-019] kamelet:sink stands last in a Kamelet, and nowhere else
                  fix: remove it""");
    }

    @Test
    void takesKameletsFromFilesBesideTheRoute() throws IOException {
        Files.createDirectory(folder.resolve("kamelets"));
        site.write("kamelets/sure-people-action.kamelet.yaml", kamelet("sure-people-action", """
                - to:
                    id: find
                    uri: kamelet:people-counter-action
                    parameters:
                      minScore: "{{minScore}}"
                - filter:
                    id: any
                    expression:
                      simple:
                        id: cond
                        expression: "${body} != 'at {{minScore}}'"
                    steps:
                      - log:
                          id: told
                          message: "{{minScore}}{{?note}}"
                """));
        assertThat(site.checkSteps("- to:\n    id: people\n    uri: kamelet:sure-people-action\n    parameters:\n      minScore: 3.0\n")).isEqualTo("""
                site.camel.yaml:14:25: error [HW-012] infer.minScore is 3.0, must be 0.0–1.0
                  fix: minScore: 0.5     see: components/infer/README.md#options""");
        assertThat(written("- to:\n    id: people\n    uri: kamelet:sure-people-action\n    disabled: true\n    parameters:\n      minScore: 0.25\n")).isEqualTo("""
                - to:
                    disabled: true
                    id: people-find
                    uri: infer
                    parameters:
                      model: people
                      minScore: 0.25
                - filter:
                    disabled: true
                    id: people-any
                    expression:
                      simple:
                        id: people-cond
                        expression: "${body} != 'at 0.25'"
                    steps:
                    - log:
                        id: people-told
                        message: "0.25"
                """);
        assertThat(written("- to:\n    uri: kamelet:sure-people-action\n    parameters:\n      minScore: 0.25\n")).doesNotContain("id:");
    }

    /** Also where the step is called otherwise than main, and where the value is a part of a text. */
    @Test
    void keepsTheUsersIdOnAnOnlyStepAndTheUsersPlaceInATextOfParts() {
        site.write("part-action.kamelet.yaml", kamelet("part-action", "- to:\n    id: other\n    uri: infer\n    parameters:\n      model: \"people:{{note}}\"\n"));
        String use = "- to:\n    id: find\n    uri: kamelet:part-action\n    parameters:\n      note: ";
        assertThat(written(use + "1.0.0\n")).isEqualTo("- to:\n    id: find\n    uri: infer\n    parameters:\n      model: \"people:1.0.0\"\n");
        assertThat(site.checkSteps(use + "9.9.9\n")).startsWith("site.camel.yaml:14:21: error [HW-020] infer.model is people:9.9.9");
    }

    @Test
    void rejectsKameletsThatCannotBeWrittenOut() {
        site.write("beans-action.kamelet.yaml", kamelet("beans-action", "- log: a\n").replace("  template:\n", "  template:\n    beans:\n      - name: a\n        type: b\n"));
        site.write("other-action.kamelet.yaml", kamelet("renamed-action", "- log: a\n"));
        site.write("open-source.kamelet.yaml", kamelet("open-source", "- log: a\n").replace("type: action", "type: source"));
        site.write("round-action.kamelet.yaml", kamelet("round-action", "- to: kamelet:round-action\n"));
        site.write("typed-action.kamelet.yaml", kamelet("typed-action", "- log: a\n").replace("type: number", "type: numbr"));
        site.write("strict-action.kamelet.yaml", kamelet("strict-action", "- log: a\n").replace("      from:", "      errorHandler: {}\n      from:"));
        assertThat(site.checkSteps("- to: kamelet:beans-action\n- to: kamelet:other-action\n- to: kamelet:round-action\n- to: kamelet:typed-action\n- to: kamelet:strict-action\n- to: kamelet:open-source\n")).isEqualTo("""
                beans-action.kamelet.yaml:14:5: error [HW-019] a Kamelet with beans cannot be written out in a route
                  fix: make it a component, or a route of its own behind a stage     see: beans-action.kamelet.yaml
                open-source.kamelet.yaml:16:9: error [HW-019] a source ends by a step to kamelet:sink
                  fix: - to:
                           uri: kamelet:sink     see: open-source.kamelet.yaml
                other-action.kamelet.yaml:4:9: error [HW-019] metadata.name is not the file's name
                  fix: name: other-action     see: other-action.kamelet.yaml
                site.camel.yaml:12:15: error [HW-019] round-action stands within itself
                  fix: write out what it is to do
                strict-action.kamelet.yaml:15:7: error [HW-019] a Kamelet's errorHandler would hold for its user's whole route
                  fix: remove it     see: strict-action.kamelet.yaml
                typed-action.kamelet.yaml:11:15: error [HW-019] property minScore has the type 'numbr', must be one of boolean, integer, number, string
                  fix: type: number     see: typed-action.kamelet.yaml""");
    }

    @Test
    void leavesFilesWithoutKameletsAsTheyAre() {
        assertThat(RouteSource.nodes(new FileProblems(site.write("plain.camel.yaml", Site.CAMERA + "        - log: a\n"), new ArrayList<>())).map(RouteSource::yaml).orElseThrow())
                .contains("- log: a");
    }

    /** The steps that Camel is given. */
    private String written(String steps) {
        List<Problem> problems = new ArrayList<>();
        String text = RouteSource.nodes(new FileProblems(site.write("w.camel.yaml", Site.CAMERA + steps.indent(8)), problems)).map(RouteSource::yaml).orElseThrow();
        assertThat(problems).isEmpty();
        String list = text.substring(text.indexOf("steps:\n") + 7);
        return list.lines().map(l -> l.substring(6)).collect(Collectors.joining("\n", "", "\n"));
    }

    private static String kamelet(String name, String steps) {
        return """
                apiVersion: camel.apache.org/v1
                kind: Kamelet
                metadata:
                  name: %s
                  labels: {camel.apache.org/kamelet.type: action}
                spec:
                  definition:
                    title: A
                    properties:
                      minScore:
                        type: number
                      note: {type: string}
                  template:
                    route:
                      from:
                        uri: kamelet:source
                        steps:
                """.formatted(name) + steps.indent(10);
    }
}
