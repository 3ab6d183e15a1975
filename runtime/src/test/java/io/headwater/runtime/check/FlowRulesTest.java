package io.headwater.runtime.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What flows from step to step: HW-025, and HW-030 to HW-036. */
class FlowRulesTest extends SiteTest {
    @AfterEach
    void noPrivacy() {
        System.clearProperty("headwater.privacy");
    }

    private static String to(String uri, String... parameters) {
        return "- to:\n    uri: " + uri + "\n    parameters:\n      " + String.join("\n      ", parameters) + "\n";
    }

    private static final String INFER = to("infer", "model: people");
    private static final String GATE = to("gate", "name: sure", "minScore: 0.5");
    private static final String SUM = to("summarize", "name: a");
    private static final String UPLINK = to("uplink", "channel: a");
    private static final String LOG = to("log", "loggerName: a");

    @Test
    void takesARouteWhoseStepsFit() {
        assertThat(site.checkSteps(to("preprocess", "name: small", "width: 320") + INFER + GATE + SUM + UPLINK)).isEmpty();
        assertThat(site.checkSteps(SUM + UPLINK)).as("frames are counted").isEmpty();
        assertThat(site.checkSteps(INFER + INFER + GATE)).as("a second model looks at the same frame").isEmpty();
    }

    @Test
    void refusesALaneThatIsTreatedInTwoWays() {
        assertThat(site.checkSteps(SUM + to("uplink", "channel: a", "whenFull: THIN", "ttl: 7d") + UPLINK)).isEqualTo("""
                site.camel.yaml:21:18: error [HW-072] uplink.ttl of channel a is not given here, and 7d in another step that sends to it
                  fix: ttl: 7d, or another channel     see: components/uplink/README.md#options
                site.camel.yaml:21:18: error [HW-072] uplink.whenFull of channel a is DROP_NEWEST here, and THIN in another step that sends to it
                  fix: whenFull: THIN, or another channel     see: components/uplink/README.md#options
                """.strip());
        assertThat(site.checkSteps(SUM + to("uplink", "channel: a", "exactlyOnce: true") + UPLINK)).isEqualTo("""
                site.camel.yaml:20:18: error [HW-072] uplink.exactlyOnce of channel a is false here, and true in another step that sends to it
                  fix: exactlyOnce: true, or another channel     see: components/uplink/README.md#options
                """.strip());
        assertThat(site.checkSteps(SUM + to("uplink", "channel: a", "whenFull: THIN") + to("uplink", "channel: b") + to("uplink", "channel: a", "topic: c", "whenFull: thin"))).isEmpty();
    }

    @Test
    void warnsOfALaneWithNothingToThin() {
        assertThat(site.checkSteps(INFER + to("uplink", "channel: a", "whenFull: THIN"))).isEqualTo("""
                site.camel.yaml:18:25: warning [HW-073] uplink.whenFull is THIN, which merges summaries; detections come here, and when the outbox is full the oldest go
                  fix: whenFull: DROP_OLDEST, or a summarize step before it     see: components/uplink/README.md#options
                """.strip());
    }

    @Test
    void warnsWhereWhatIsAcknowledgedMayBeDroppedAfterwards() {
        String post = """
                - route:
                    id: push
                    from:
                      id: post
                      uri: platform-http
                      parameters:
                        path: /push
                      steps:
                        - setHeader:
                            name: CamelCloudEventID
                            simple: ${header.ce-id}
                """;
        assertThat(site.check(post + to("uplink", "channel: a").indent(8))).isEqualTo("""
                site.camel.yaml:13:18: warning [HW-074] uplink.whenFull is DROP_NEWEST, and platform-http comes here, which is told that an item is safe when it has passed: when there is no room, it is told so of items that are dropped
                  fix: whenFull: FAIL, and the sender keeps the item; or BLOCK, and it waits     see: components/uplink/README.md#options
                """.strip());
        assertThat(site.check(post + to("uplink", "channel: a", "whenFull: FAIL").indent(8))).isEmpty();
        assertThat(site.check(post + to("uplink", "channel: a", "whenFull: block").indent(8))).isEmpty();
    }

    @Test
    void warnsWhereAMessageThatComesTwiceIsCountedTwice() {
        String sensor = """
                - route:
                    id: plant
                    from:
                      id: plant
                      uri: sensor
                      parameters:
                        name: plant
                        location: mqtt://127.0.0.1/plant/+/air
                      steps:
                """;
        assertThat(site.check(sensor + to("uplink", "channel: a", "whenFull: FAIL").indent(8))).isEqualTo("""
                site.camel.yaml:5:12: warning [HW-047] sensor has no idFrom, so that a message which comes twice is counted twice in uplink
                  fix: idFrom: a field that tells messages apart, or property:name     see: components/sensor/README.md#options
                """.strip());
        assertThat(site.check(sensor.replace("      steps:", "        idFrom: id\n      steps:") + to("uplink", "channel: a", "whenFull: FAIL").indent(8))).isEmpty();
        assertThat(site.check(sensor.replace("      steps:", "        idFrom: id\n      steps:") + to("uplink", "channel: a").indent(8))).contains("HW-074");
    }

    @Test
    void warnsWhereARequestThatComesTwiceIsCountedTwice() {
        String post = """
                - route:
                    id: push
                    from:
                      id: post
                      uri: %s
                      steps:
                """;
        String name = """
                        - setHeader:
                            name: %s
                            simple: ${header.ce-id}
                """;
        String http = post.formatted("platform-http:push");
        String sums = to("summarize", "name: a", "window: 10s").indent(8);
        assertThat(site.check(http + sums)).isEqualTo("""
                site.camel.yaml:5:12: warning [HW-047] platform-http comes here, whose sender gives again what it was not told is safe; no step says which message it is, so that one which comes twice is counted twice in summarize
                  fix: a setHeader before summarize, name: CamelCloudEventID, of what tells messages apart, such as ${header.ce-id}     see: https://camel.apache.org/components/next/platform-http-component.html
                """.strip());
        assertThat(site.check(http + name.formatted("CamelCloudEventID") + sums)).isEmpty();
        assertThat(site.check(http + name.formatted("other") + sums)).as("which says nothing of it").contains("HW-047");
        assertThat(site.check(http + sums + name.formatted("CamelCloudEventID"))).as("too late").contains("HW-047");
        assertThat(site.check(http + "        - process:\n            ref: mine\n" + sums)).as("which may say it").doesNotContain("HW-047");
        assertThat(site.check(http + "        - to: log:seen\n")).as("where it does not show").doesNotContain("HW-047");
        assertThat(site.check(post.formatted("kafka:orders") + sums)).contains("counted twice in summarize").contains("${headers[kafka.PARTITION]}-${headers[kafka.OFFSET]}");
        assertThat(site.check(post.formatted("timer:tick") + sums)).doesNotContain("HW-047");
    }

    @Test
    void refusesAGateOnFrames() {
        assertThat(site.checkSteps(GATE + INFER)).isEqualTo("""
                site.camel.yaml:11:18: error [HW-030] frames come to gate here, it takes detections, classes
                  fix: put it after an infer step whose model gives detections or classes     see: components/gate/README.md#options
                """.strip());
    }

    @Test
    void refusesWhatCannotBeDoneToSummaries() {
        assertThat(site.checkSteps(INFER + SUM + GATE + to("preprocess", "name: b", "width: 320"))).isEqualTo("""
                site.camel.yaml:19:18: error [HW-030] summaries come to gate here, it takes detections, classes
                  fix: put it after an infer step whose model gives detections or classes     see: components/gate/README.md#options
                site.camel.yaml:24:18: error [HW-030] detections come to preprocess here, it takes frames
                  fix: put it before infer     see: components/preprocess/README.md#options
                """.strip());
    }

    @Test
    void refusesLabelsThatNeverCome() {
        assertThat(site.checkSteps(INFER + to("gate", "name: only", "labels: persons") + to("summarize", "name: a", "labels: person, dog"))).isEqualTo("""
                site.camel.yaml:18:23: error [HW-025] gate.labels holds persons, which never comes here; what comes is person
                  fix: labels: person     see: components/gate/README.md#options
                site.camel.yaml:23:23: error [HW-025] summarize.labels holds dog, which never comes here; what comes is person
                  fix: remove dog     see: components/summarize/README.md#options
                """.strip());
    }

    @Test
    void refusesLabelsOfWhatHasNone() {
        assertThat(site.checkSteps(to("summarize", "name: a", "labels: person"))).isEqualTo("""
                site.camel.yaml:14:23: error [HW-025] summarize.labels is person, and frames come here, which have no labels
                  fix: put it after an infer step, or take labels out     see: components/summarize/README.md#options
                """.strip());
    }

    @Test
    void refusesAModelThatIsFedByAClock() {
        assertThat(site.check("- from:\n    uri: timer:tick\n    steps:\n" + INFER.indent(6))).contains(":5:16: error [HW-030] no values come to infer here, it takes frames, ").hasLineCount(2);
    }

    @Test
    void tellsOfPicturesThatAreMadeToStand() {
        String pattern = Site.CAMERA.replace("clip.mp4", "test");
        assertThat(site.check(pattern + to("preprocess", "name: a", "width: 240", "height: 320").indent(8))).isEqualTo("""
                site.camel.yaml:14:22: warning [HW-039] preprocess makes 240×320 of pictures of 640×480: they are squeezed; width and height look swapped
                  fix: width: 320 and height: 240     see: components/preprocess/README.md#options
                """.strip());
        assertThat(site.check(pattern + to("preprocess", "name: a", "width: 240", "height: 320", "crop: 0.25,0,0.5,1").indent(8))).as("a part that stands").isEmpty();
        assertThat(site.check(pattern + to("preprocess", "name: a", "width: 320", "height: 240").indent(8))).isEmpty();
    }

    @Test
    void followsBothWaysOfABranch() {
        String half = "- filter:\n    simple: ${header.frames} != null\n    steps:\n" + INFER.indent(6) + GATE;
        assertThat(site.checkSteps(half)).as("frames or detections: not known").isEmpty();
        String each = "- multicast:\n    steps:\n" + GATE.indent(6) + INFER.indent(6);
        assertThat(site.checkSteps(each)).contains("frames come to gate").hasLineCount(2);
        assertThat(site.checkSteps("- setBody:\n    constant: a\n" + GATE)).as("a step of Camel's may make anything").isEmpty();
    }

    @Test
    void followsBothACopyAndWhatItWasTakenFrom() {
        String tap = "- wireTap:\n    uri: stage\n    parameters:\n      name: w\n      capacity: 9\n";
        String reader = "- from:\n    uri: stage\n    parameters:\n      name: w\n    steps:\n" + GATE.indent(6);
        assertThat(site.check(Site.CAMERA + (tap + GATE).indent(8) + reader)).isEqualTo("""
                site.camel.yaml:16:18: error [HW-030] frames come to gate here, it takes detections, classes
                  fix: put it after an infer step whose model gives detections or classes     see: components/gate/README.md#options
                site.camel.yaml:26:16: error [HW-030] frames come to gate here, it takes detections, classes
                  fix: put it after an infer step whose model gives detections or classes     see: components/gate/README.md#options
                """.strip());
        assertThat(site.checkSteps("- wireTap:\n    uri: log:a\n" + INFER + "- wireTap:\n    uri: log:b\n" + GATE)).isEmpty();
    }

    @Test
    void doesNotTakeWhatIsWrittenFirstForASource() {
        assertThat(site.check("- from:\n    uri: camara\n    steps:\n" + to("stage", "name: w", "capacity: 9").indent(6))).contains("stage w is written here, and no route given reads it");
    }

    @Test
    void followsAStageIntoTheRouteThatReadsIt() throws Exception {
        Path first = site.write("a.camel.yaml", "- from:\n    uri: stage\n    parameters:\n      name: work\n    steps:\n" + GATE.indent(6));
        Path second = site.write("b.camel.yaml", Site.CAMERA + to("stage", "name: work", "capacity: 9").indent(8));
        assertThat(site.checkFiles(first, second)).isEqualTo("""
                a.camel.yaml:7:16: error [HW-030] frames come to gate here, it takes detections, classes
                  fix: put it after an infer step whose model gives detections or classes     see: components/gate/README.md#options
                """.strip());
        Files.writeString(second, Site.CAMERA + (INFER + to("stage", "name: work", "capacity: 9")).indent(8));
        assertThat(site.checkFiles(first, second)).isEmpty();
    }

    @Test
    void tellsOfStagesThatHangInTheAir() {
        String reader = "- from:\n    uri: stage\n    parameters:\n      name: %s\n    steps:\n" + LOG.indent(6);
        assertThat(site.check(reader.formatted("wrok") + "- from:\n    uri: camera\n    parameters:\n      name: c\n      location: clip.mp4\n    steps:\n" + to("stage", "name: work", "capacity: 9").indent(6))).isEqualTo("""
                site.camel.yaml:2:10: warning [HW-036] stage wrok is read here, and no route given writes it
                  fix: mend its name, or give the route that writes it too     see: components/stage/README.md#options
                site.camel.yaml:17:16: warning [HW-036] stage work is written here, and no route given reads it
                  fix: mend its name, or give the route that reads it too     see: components/stage/README.md#options
                """.strip());
        assertThat(site.check(reader.formatted("w") + reader.formatted("w") + "- from:\n    uri: camera\n    parameters:\n      name: c\n      location: clip.mp4\n    steps:\n" + to("stage", "name: w", "capacity: 9").indent(6))).isEqualTo("""
                site.camel.yaml:11:10: error [HW-031] stage w is read by another route too, it has one reader
                  fix: send to two stages, by multicast, and read each; or set workers     see: components/stage/README.md#options
                """.strip());
    }

    @Test
    void keepsPicturesOnTheBoxWhereThatIsAsked() {
        String out = to("file", "directoryName: out");
        String convert = "- convertBodyTo:\n    type: byte[]\n";
        assertThat(site.checkSteps(out + UPLINK)).as("pictures may leave").isEmpty();
        System.setProperty("headwater.privacy", "no-pictures-leave");
        assertThat(site.checkSteps(out + convert + UPLINK + INFER)).isEqualTo("""
                site.camel.yaml:11:18: error [HW-032] frames go to file here, and headwater.privacy is no-pictures-leave
                  fix: send what infer or summarize makes of them     see: https://camel.apache.org/components/next/file-component.html
                site.camel.yaml:17:18: error [HW-032] what may be made of frames goes to uplink here, and headwater.privacy is no-pictures-leave
                  fix: send what infer or summarize makes of them     see: components/uplink/README.md#options
                """.strip());
        assertThat(site.checkSteps(INFER + SUM + UPLINK)).isEmpty();
        System.setProperty("headwater.privacy", "no-picture-leave");
        assertThat(site.checkSteps(INFER + UPLINK)).isEqualTo("""
                site.camel.yaml:1:1: error [HW-007] headwater.privacy is no-picture-leave, must be no-pictures-leave, or be left out
                  fix: HEADWATER_PRIVACY=no-pictures-leave""");
    }

    @Test
    void keepsPicturesThatFailedOnTheBoxToo() {
        System.setProperty("headwater.privacy", "no-pictures-leave");
        String failed = "- onException:\n    exception:\n      - java.lang.Exception\n    steps:\n" + to("file", "directoryName: dead").indent(6);
        assertThat(site.check(failed + Site.CAMERA + LOG.indent(8))).isEqualTo("""
                site.camel.yaml:6:16: error [HW-032] what may be made of frames goes to file here, and headwater.privacy is no-pictures-leave
                  fix: send what infer or summarize makes of them     see: https://camel.apache.org/components/next/file-component.html""");
    }

    @Test
    void tellsWhereALiveSourceWaits() {
        String live = Site.CAMERA.replace("clip.mp4", "rtsp://10.0.0.5/live");
        String reader = "- from:\n    uri: stage\n    parameters:\n      name: a\n    steps:\n" + LOG.indent(6);
        assertThat(site.check(live + to("stage", "name: a", "overflow: BLOCK", "capacity: 9").indent(8) + reader)).isEqualTo("""
                site.camel.yaml:14:25: warning [HW-033] stage.overflow is BLOCK, and a live source comes here: while it is full, what is old waits and what is new is shed
                  fix: overflow: DROP_OLDEST     see: components/stage/README.md#options
                """.strip());
        assertThat(site.checkSteps(to("stage", "name: a", "overflow: BLOCK", "capacity: 9") + reader.indent(-8))).doesNotContain("HW-033");
    }

    @Test
    void tellsOfSecretsInClearTextAndNeverEchoesThem() {
        String said = site.check(Site.CAMERA.replace("clip.mp4", "rtsp://admin:sup3r%40@10.0.0.5/live") + LOG.indent(8));
        assertThat(said).isEqualTo("""
                site.camel.yaml:8:19: warning [HW-034] camera.location holds a password in clear text
                  fix: location: "{{camera.location}}"     and its value in the environment, as CAMERA_LOCATION     see: components/camera/README.md#options
                """.strip());
        assertThat(site.check(Site.CAMERA.replace("clip.mp4", "\"{{door.location:test}}\"") + LOG.indent(8))).isEmpty();
    }

    @Test
    void hidesAPasswordWhoseUrlWasTakenApart() {
        assertThat(site.checkSteps("- to: infe://u:p@h/a\n- to: infer://u:p@h/a\n- to: uplink://u:p@h\n")).contains("***@h").doesNotContain("u:p");
    }

    @Test
    void tellsOfStepsBehindAStop() {
        assertThat(site.checkSteps(INFER + "- stop: {}\n" + SUM)).isEqualTo("""
                site.camel.yaml:15:11: warning [HW-035] nothing comes here: the step before is stop
                  fix: remove stop, or what follows it""");
    }

    @Test
    void readsEachModelOnce() {
        assertThat(RouteChecker.check(List.of(site.write("many.camel.yaml", Site.CAMERA + INFER.repeat(400).indent(8))), List.of())).isEmpty();
    }

    @Test
    void rejectsAPlaceThatIsWatchedWithoutATracker() {
        String door = to("gate", "name: door", "line: 0.1,0.5;0.9,0.5");
        assertThat(site.checkSteps(INFER + door)).contains("error [HW-056] gate watches a line, and what comes here does not say which object it is of").contains("fix: put a track step before it").hasLineCount(2);
        assertThat(site.checkSteps(INFER + to("track", "name: people", "highScore: 0.9") + to("gate", "name: sure", "labels: person") + door)).isEmpty();
    }

    @Test
    void warnsOfATrackerWithoutWeakFindings() {
        assertThat(site.checkSteps(INFER + to("gate", "name: sure", "minScore: 0.6") + to("track", "name: people")))
                .contains("warning [HW-057] what comes to track here scores 0.6 at least, and from highScore 0.5 on it is sure").contains("fix: set minScore of the infer or gate step before it to 0.1").hasLineCount(2);
        assertThat(site.checkSteps(INFER + to("track", "name: people", "highScore: 0.9"))).isEmpty();
    }
}
