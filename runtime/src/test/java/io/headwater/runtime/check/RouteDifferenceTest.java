package io.headwater.runtime.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@code plan} tells of a route that is replaced. */
class RouteDifferenceTest {
    private static final String AGAIN = "its counts begin anew";
    private static final String PEOPLE = """
            - route:
                id: people
                from:
                  id: cam
                  uri: camera
                  parameters:
                    name: gate
                    location: test
                  steps:
                    - to:
                        id: find
                        uri: infer
                        parameters:
                          model: people
                          minScore: 0.4
                    - choice:
                        id: way
                        when:
                          - simple: "${body.size} > 3"
                            steps:
                              - to:
                                  id: many
                                  uri: log
                                  parameters:
                                    loggerName: many
                        otherwise:
                          steps:
                            - log: few
                    - to:
                        id: up
                        uri: uplink
                        parameters:
                          name: gate
            """;

    private static List<String> lines(String before, String after) {
        return RouteDifference.lines(new RoutePart(Path.of("a.camel.yaml"), "people", before), new RoutePart(Path.of("b.camel.yaml"), "people", after));
    }

    private static List<String> ofFile(String before, String after) {
        return RouteDifference.lines(new RoutePart(Path.of("a.camel.yaml"), "", before), new RoutePart(Path.of("a.camel.yaml"), "", after));
    }

    private static String route(String... steps) {
        return "- route:\n    id: people\n    from:\n      uri: timer:t\n      steps:\n        - " + String.join("\n        - ", steps) + "\n";
    }

    @Test
    void tellsAChangedOption() {
        assertThat(lines(PEOPLE, PEOPLE.replace("minScore: 0.4", "minScore: 0.5\n              overlap: 0.3")))
                .containsExactly("~ step find (infer): minScore 0.4 → 0.5; overlap (not set) → 0.3", AGAIN);
        assertThat(lines(PEOPLE, PEOPLE.replace("location: test", "location: clip.mp4"))).containsExactly("~ source cam (camera): location test → clip.mp4", AGAIN);
        assertThat(lines(PEOPLE, PEOPLE.replace("id: people\n", "id: people\n    autoStartup: false\n"))).containsExactly("~ route people: autoStartup (not set) → false", AGAIN);
    }

    @Test
    void readsTheShortFormAsTheLongOne() {
        assertThat(lines(route("to: infer:people?minScore=0.4"), route("to: {uri: infer, parameters: {model: people, minScore: 0.6}}")))
                .containsExactly("~ step infer: minScore 0.4 → 0.6", AGAIN);
    }

    @Test
    void tellsAddedAndRemovedSteps() {
        String held = "- to:\n            id: held\n            uri: gate\n        - choice:";
        String after = PEOPLE.replace("- choice:", held).replaceFirst("(?s)        - to:\n            id: up.*", "");
        assertThat(lines(PEOPLE, after)).containsExactly("+ step held (gate) after find", "- step up (uplink)", AGAIN);
    }

    @Test
    void countsWhatComesOrGoesWithAStep() {
        String without = PEOPLE.replaceFirst("(?s)        - choice:.*?(        - to:\n            id: up)", "$1");
        assertThat(lines(PEOPLE, without)).containsExactly("- step way (choice) with what is in it (2)", AGAIN);
        assertThat(lines(without, PEOPLE)).containsExactly("+ step way (choice) after find with what is in it (2)", AGAIN);
    }

    @Test
    void tellsOnlyTheStepThatMoved() {
        String[] steps = {"to: {id: a, uri: log:a}", "to: {id: b, uri: log:b}", "to: {id: c, uri: log:c}", "to: {id: d, uri: log:d}"};
        assertThat(lines(route(steps), route(steps[3], steps[0], steps[1], steps[2]))).containsExactly("~ step d (log): now first", AGAIN);
        assertThat(lines(route(steps), route(steps[1], steps[2], steps[0], steps[3]))).containsExactly("~ step a (log): now after c", AGAIN);
    }

    @Test
    void tellsWhatIsNestedInAChoice() {
        assertThat(lines(PEOPLE, PEOPLE.replace("> 3", "> 5").replace("loggerName: many", "loggerName: crowd").replace("log: few", "log: 'hardly any'"))).containsExactly(
                "~ step way (choice): when 1 simple '${body.size} > 3' → '${body.size} > 5'", "~ step many (log): loggerName many → crowd",
                "~ step log in way otherwise: log few → 'hardly any'", AGAIN);
        String up = PEOPLE.replaceFirst("(?s)        - to:\n            id: up.*", "").replace("- log: few", "- log: few\n                - to:\n                    id: up\n                    uri: uplink\n                    parameters:\n                      name: gate");
        assertThat(lines(PEOPLE, up)).containsExactly("~ step up (uplink): now after log in way otherwise", AGAIN);
    }

    @Test
    void hidesWhatMayBeSecret() {
        assertThat(lines(route("to: {id: k, uri: 'kafka:t?saslJaasConfig=one'}"), route("to: {id: k, uri: 'kafka:t?saslJaasConfig=two'}")))
                .as("an option that is a secret").containsExactly("~ step k (kafka): saslJaasConfig changes (hidden)", AGAIN);
        assertThat(lines(PEOPLE.replace("location: test", "location: rtsp://bob:hunter2@cam/1"), PEOPLE.replace("location: test", "location: rtsp://bob:hunter3@cam/2")))
                .as("a URL").containsExactly("~ source cam (camera): location rtsp://***@cam/1 → rtsp://***@cam/2", AGAIN);
        assertThat(lines(PEOPLE.replace("location: test", "location: rtsp://bob:hunter2@cam/1"), PEOPLE.replace("location: test", "location: rtsp://bob:hunter3@cam/1")))
                .as("only its password").containsExactly("~ source cam (camera): location rtsp://***@cam/1, changes in what is not shown", AGAIN);
        assertThat(lines(route("setHeader: {id: h, name: X-Api-Token, constant: abc}"), route("setHeader: {id: h, name: X-Api-Token, constant: '{{token}}'}")))
                .as("by the name beside it").containsExactly("~ step h (setHeader): constant (hidden) → {{token}}", AGAIN);
        assertThat(lines(route("setHeaders: {id: h, headers: [{name: a, constant: b}, {name: Cookie, constant: c}]}"), route("setHeaders: {id: h, headers: [{name: a, constant: x}, {name: Cookie, constant: y}]}")))
                .containsExactly("~ step h (setHeaders): headers 1 constant b → x; headers 2 constant changes (hidden)", AGAIN);
        assertThat(lines(route("setBody: {id: b, constant: 'Bearer abcdefgh'}"), route("setBody: {id: b, constant: 'password=xyz'}")))
                .as("by its look").containsExactly("~ step b (setBody): constant changes (hidden)", AGAIN);
    }

    @Test
    void tellsARouteThatIsReplacedAsAWhole() {
        assertThat(lines(route("to: {id: a, uri: log:a}", "summarize: x").replace("summarize: x", "to: {id: s, uri: summarize}"),
                route("to: {id: b, uri: uplink:b}", "stop: {}").replace("timer:t", "camera:c"))).containsExactly(
                "~ source (camera): timer → camera; name (not set) → c; timerName t → (not set)", "+ step b (uplink) first", "+ step stop after b", "- step a (log)", "- step s (summarize)",
                "its open windows are handed on as partial; its counts begin anew");
    }

    @Test
    void tellsEachRouteOfAFileThatIsOne() {
        String more = PEOPLE + PEOPLE.replace("id: people", "id: faces").replaceAll("id: (find|way|many|up)", "id: $1-2");
        String bean = "- beans:\n    - name: b\n      type: java.lang.String\n      properties:\n        password: one\n";
        assertThat(ofFile(bean + PEOPLE, bean.replace("one", "two") + more)).containsExactly("~ beans: 1 properties password changes (hidden)", "+ route faces with what is in it (6)", AGAIN);
        String two = PEOPLE + route("log: x").replace("id: people", "id: faces");
        assertThat(ofFile(two, two.replace("- log: x", "- log: y\n        - stop: {}").replace("log: few", "log: none"))).as("steps without an id").containsExactly("~ step log in way otherwise: log few → none",
                "~ step log in route faces: log x → y", "+ step stop in route faces after log in route faces", AGAIN);
        assertThat(ofFile(more, PEOPLE)).containsExactly("- route faces with what is in it (6)", AGAIN);
    }

    @Test
    void tellsThatOnlyTheWritingDiffers() {
        assertThat(lines(PEOPLE, "# as before\n" + PEOPLE.replace("name: gate", "name: 'gate'"))).containsExactly("only how it is written differs", AGAIN);
    }

    @Test
    void endsWhereAliasesRepeatThemselves() {
        StringBuilder bomb = new StringBuilder(PEOPLE.replace("id: people\n", "id: people\n    a0: &a0 [x: y, x: y]\n"));
        for (int i = 1; i < 20; i++) {
            bomb.replace(0, bomb.length(), bomb.toString().replace("    from:\n", "    a%d: &a%d [*a%d, *a%d]\n    from:\n".formatted(i, i, i - 1, i - 1)));
        }
        assertThat(lines(PEOPLE, bomb.toString())).containsExactly("what differs cannot be told: more than 100000 values", AGAIN);
        assertThat(lines(PEOPLE, "- route: [")).containsExactly("what differs cannot be told: one of the two is no YAML");
    }
}
