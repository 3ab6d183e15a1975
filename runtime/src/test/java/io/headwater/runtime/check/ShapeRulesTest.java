package io.headwater.runtime.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** HW-002, HW-013 and HW-014: YAML that is no route, ids used twice, steps that stand where they cannot work. */
class ShapeRulesTest extends SiteTest {
    @Test
    void rejectsAMapAtTheTop() {
        assertThat(site.check("route:\n  from:\n    uri: camera\n")).isEqualTo("""
                site.camel.yaml:1:1: error [HW-002] the file must be a list of routes, it is a map
                  fix: - route:    and all lines below it two spaces further in""");
    }

    @Test
    void rejectsATextAtTheTop() {
        assertThat(site.check("hello\n")).isEqualTo("""
                site.camel.yaml:1:1: error [HW-002] the file must be a list of routes, it is a text
                  fix: begin with:  - route:""");
    }

    @Test
    void rejectsUnknownEntries() {
        assertThat(site.check("- rout:\n    id: a\n- foo: 1\n- route\n- route:\n  from:\n    uri: camera\n- route:\n")).isEqualTo("""
                site.camel.yaml:1:3: error [HW-002] 'rout' is nothing that a route file can hold; did you mean 'route'?
                  fix: - route:
                site.camel.yaml:3:3: error [HW-002] 'foo' is nothing that a route file can hold; did you mean 'from'?
                  fix: - from:
                site.camel.yaml:4:3: error [HW-002] an entry of the file must be one thing, such as a route; this is a text
                  fix: - route:
                site.camel.yaml:6:3: error [HW-002] an entry of the file must be one thing, this is route and from
                  fix: indent from by two more spaces, below route
                site.camel.yaml:8:3: error [HW-002] the route must be a map with a from, it is empty
                  fix: route:
                         from:
                           uri: camera""");
    }

    @Test
    void rejectsARouteWithoutSource() {
        assertThat(site.check("- route:\n    id: a\n- route:\n    from:\n- route:\n    from:\n      id: a\n      steps:\n        - to: log:a\n")).isEqualTo("""
                site.camel.yaml:1:3: error [HW-002] the route has no from
                  fix: from:
                         uri: camera
                site.camel.yaml:4:10: error [HW-002] from must be a map with a uri, it is empty
                  fix: from:
                         uri: camera
                site.camel.yaml:7:7: error [HW-002] from has no uri
                  fix: uri: camera""");
    }

    @Test
    void rejectsARouteWithoutSteps() {
        assertThat(site.check("- route:\n    from:\n      uri: timer:a\n")).isEqualTo("""
                site.camel.yaml:3:7: error [HW-002] the route has no steps
                  fix: steps:
                         - to:
                             uri: log
                             parameters:
                               loggerName: seen""");
    }

    @Test
    void readsMisspeltKeysAsWhatWasMeant() {
        assertThat(site.check("- route:\n    form:\n      uri: camera\n      paramters:\n        name: a\n        location: clip.mp4\n      setps:\n        - to: lgo:a\n")).isEqualTo("""
                site.camel.yaml:2:5: error [HW-002] route has no 'form'; did you mean 'from'?
                  fix: from:
                site.camel.yaml:4:7: error [HW-002] from has no 'paramters'; did you mean 'parameters'?
                  fix: parameters:
                site.camel.yaml:7:7: error [HW-002] from has no 'setps'; did you mean 'steps'?
                  fix: steps:
                site.camel.yaml:8:15: error [HW-003] there is no component 'lgo'; did you mean 'log'?
                  fix: log:a""");
    }

    @Test
    void rejectsStepsBesideTheirSource() {
        assertThat(site.check("- route:\n    from:\n      uri: timer:a\n    steps:\n      - to: lgo:a\n    colour: red\n")).isEqualTo("""
                site.camel.yaml:4:5: error [HW-002] steps stands beside from, it belongs inside
                  fix: indent steps, and all below it, by two more spaces
                site.camel.yaml:5:13: error [HW-003] there is no component 'lgo'; did you mean 'log'?
                  fix: log:a
                site.camel.yaml:6:5: error [HW-002] route has no 'colour'
                  fix: remove it; a route has id, description and from""");
    }

    @Test
    void rejectsStepsThatAreNoList() {
        assertThat(site.checkSteps("to:\n  uri: log:a")).isEqualTo("""
                site.camel.yaml:10:9: error [HW-002] steps must be a list, it is a map
                  fix: - to:""");
    }

    @Test
    void rejectsWrongIndentation() {
        assertThat(site.checkSteps("- to:\n  uri: log\n- log: a\n  to: log:b")).isEqualTo("""
                site.camel.yaml:11:11: error [HW-002] a step must be one thing, this is to and uri
                  fix: indent uri by two more spaces, below to
                site.camel.yaml:13:11: error [HW-002] a step must be one thing, this is log and to
                  fix: - to:""");
    }

    @Test
    void rejectsStepsThatThereAreNot() {
        assertThat(site.checkSteps("- too: log:a\n- infer:\n    model: people\n- log\n- to:\n- log:a\n- 7\n- []")).isEqualTo("""
                site.camel.yaml:10:11: error [HW-002] there is no step 'too'; did you mean 'to'?
                  fix: - to:
                site.camel.yaml:11:11: error [HW-002] 'infer' is a component, a step sends to it
                  fix: - to:
                           uri: infer
                site.camel.yaml:13:11: error [HW-002] a step must be a map such as  to: …, this is the text 'log'
                  fix: - to:
                           uri: log
                site.camel.yaml:14:11: error [HW-002] to must be a map with a uri, it is empty
                  fix: to:
                         uri: log
                site.camel.yaml:15:11: error [HW-002] a step must be a map such as  to: …, this is the text 'log:a'
                  fix: - to: log:a
                site.camel.yaml:16:11: error [HW-002] a step must be a map such as  to: …, this is the text '7'
                  fix: - to:
                site.camel.yaml:17:11: error [HW-002] a step must be a map such as  to: …, this is a list
                  fix: - to:""");
    }

    @Test
    void rejectsAnEndpointOfTheWrongShape() {
        assertThat(site.checkSteps("""
                - to:
                    uri: {a: b}
                - to:
                    uri:
                - to:
                    uri: {{where}}
                - to:
                    uri: infer
                    parameters: [people]
                - to:
                    uri: infer
                    model: people
                - to:
                    uri: log:a
                    colour: red
                """)).isEqualTo("""
                site.camel.yaml:11:18: error [HW-002] to.uri must be a text, it is a map
                  fix: uri: log
                site.camel.yaml:13:17: error [HW-002] to.uri must be a text, it is empty
                  fix: uri: log
                site.camel.yaml:15:18: error [HW-002] to.uri is {{where}} without quotes, which YAML reads as a map
                  fix: uri: "{{where}}"
                site.camel.yaml:18:25: error [HW-002] to.parameters must be a map, it is a list
                  fix: parameters:
                         name: value
                site.camel.yaml:21:13: error [HW-002] 'model' is an option of infer, it belongs below parameters
                  fix: parameters:
                         model: people
                site.camel.yaml:24:13: error [HW-002] to has no 'colour'
                  fix: remove it; options of the component stand below parameters""");
    }

    @Test
    void findsStepsHoweverDeep() {
        assertThat(site.checkSteps("""
                - choice:
                    when:
                      - simple: "${body}"
                        steps:
                          - to: aaaaaa
                    otherwise:
                      steps:
                        - to: bbbbbb
                - multicast:
                    steps:
                      - to: cccccc
                - doTry:
                    steps:
                      - to: dddddd
                    doCatch:
                      - exception: [java.lang.Exception]
                        steps:
                          - to: eeeeee
                    doFinally:
                      steps:
                        - to: ffffff
                - split:
                    simple: "${body}"
                    stps:
                      - to: gggggg
                """).lines().filter(l -> l.contains("error"))).containsExactly(
                "site.camel.yaml:14:25: error [HW-003] there is no component 'aaaaaa'",
                "site.camel.yaml:17:23: error [HW-003] there is no component 'bbbbbb'",
                "site.camel.yaml:20:21: error [HW-003] there is no component 'cccccc'",
                "site.camel.yaml:23:21: error [HW-003] there is no component 'dddddd'",
                "site.camel.yaml:27:25: error [HW-003] there is no component 'eeeeee'",
                "site.camel.yaml:30:23: error [HW-003] there is no component 'ffffff'",
                "site.camel.yaml:33:13: error [HW-002] 'stps' holds a list; did you mean 'steps'?",
                "site.camel.yaml:34:21: error [HW-003] there is no component 'gggggg'");
    }

    @Test
    void findsStepsOfErrorHandlersAndTemplates() {
        assertThat(site.check("""
                - onException:
                    onException:
                      exception: [java.lang.Exception]
                      steps:
                        - to: aaaaaa
                - routeTemplate:
                    id: camera-to-log
                    parameters:
                      - name: where
                    from:
                      uri: camera
                      parameters:
                        name: "{{where}}"
                        location: "{{where}}"
                      steps:
                        - to: summarize:{{where}}?window=8d
                """)).isEqualTo("""
                site.camel.yaml:5:15: error [HW-003] there is no component 'aaaaaa'
                  fix: one of annotate, bean, camera, class, direct, file, gate, infer, kafka, log, mock, platform-http, preprocess, seda, sensor, snapshot, stage, summarize, timer, track, uplink
                site.camel.yaml:16:42: error [HW-012] summarize.window is 8d, must be 100ms–7d
                  fix: window=10s     see: components/summarize/README.md#options""");
    }

    @Test
    void rejectsIdsThatAreUsedTwice() {
        Path first = site.write("a.camel.yaml", "- route:\n    id: door\n    from:\n      id: cam\n      uri: timer:a\n      steps:\n        - to: {id: tell, uri: log:a}\n");
        Path second = site.write("b.camel.yaml", """
                - route:
                    id: door
                    from:
                      id: cam
                      uri: timer:b
                      steps:
                        - to: {id: tell, uri: log:a}
                        - log: {id: tell, message: a}
                        - log: {id: cam, message: a}
                - route:
                    id: gate
                    from:
                      id: cam
                      uri: timer:c
                      steps:
                        - to: {id: tell, uri: log:a}
                """);
        assertThat(site.checkFiles(folder)).isEqualTo("""
                b.camel.yaml:2:9: error [HW-013] route id 'door' is used before, at a.camel.yaml:2
                  fix: id: door-2
                b.camel.yaml:8:21: error [HW-013] step id 'tell' is used before, in line 7
                  fix: id: tell-2
                b.camel.yaml:9:21: error [HW-013] step id 'cam' is used before, in line 4
                  fix: id: cam-2
                b.camel.yaml:16:20: error [HW-013] step id 'tell' is used before, in line 7
                  fix: id: tell-2""");
        assertThat(site.checkFiles(first, first)).isEqualTo("""
                a.camel.yaml:1:1: error [HW-013] the file is given twice
                  fix: give it once""");
        assertThat(site.checkFiles(second)).doesNotContain("a.camel.yaml");
    }

    @Test
    void rejectsStepsWhereTheyCannotWork() {
        assertThat(site.check("""
                - route:
                    from:
                      uri: uplink:summaries
                      steps:
                        - to: camera:door?location=test
                        - filter:
                            simple: "${body}"
                            steps:
                              - to: summarize:door
                """)).isEqualTo("""
                site.camel.yaml:3:12: error [HW-014] uplink is a step, it cannot be the source of a route
                  fix: uri: camera
                site.camel.yaml:5:15: error [HW-014] camera is a source, nothing can be sent to it
                  fix: make it the from of a route
                site.camel.yaml:9:21: error [HW-014] summarize stands inside another step
                  fix: put it in the route's own list of steps; its windows go on from there     see: components/summarize/README.md#options""");
    }
}
