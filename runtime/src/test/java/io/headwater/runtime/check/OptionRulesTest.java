package io.headwater.runtime.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** HW-003 to HW-007 and HW-016: components and options that there are not, values of the wrong kind, placeholders. */
class OptionRulesTest extends SiteTest {
    @AfterEach
    void noProperties() {
        System.clearProperty("check.kind");
        System.clearProperty("check.score");
    }

    @Test
    void rejectsAnUnknownComponent() {
        assertThat(site.checkSteps("- to:\n    uri: infr\n- to: \"sumarize:a?window=10s\"\n- toD: lgo:${body}\n- wireTap: nothing-like-it\n- to: kamelet:people-counter\n- kamelet: {name: a}")).isEqualTo("""
                site.camel.yaml:11:18: error [HW-003] there is no component 'infr'; did you mean 'infer'?
                  fix: uri: infer
                site.camel.yaml:12:15: error [HW-003] there is no component 'sumarize'; did you mean 'summarize'?
                  fix: summarize:a
                site.camel.yaml:13:16: error [HW-003] there is no component 'lgo'; did you mean 'log'?
                  fix: log:${body}
                site.camel.yaml:14:20: error [HW-003] there is no component 'nothing-like-it'
                  fix: one of annotate, bean, camera, class, direct, file, gate, infer, kafka, log, mock, platform-http, preprocess, seda, sensor, snapshot, stage, summarize, timer, track, uplink
                site.camel.yaml:15:23: error [HW-003] there is no Kamelet 'people-counter'; did you mean 'people-counter-action'?
                  fix: uri: kamelet:people-counter-action
                site.camel.yaml:16:11: error [HW-019] a Kamelet is written out where a step sends to it, not as a step of its own
                  fix: - to:
                           uri: kamelet:a""");
    }

    @Test
    void rejectsAnUnknownOption() {
        assertThat(site.checkSteps("""
                - to:
                    uri: infer
                    parameters:
                      model: people
                      minscore: 0,4
                      colour: red
                """)).isEqualTo("""
                site.camel.yaml:14:15: error [HW-004] infer has no option 'minscore'; did you mean 'minScore'?
                  fix: minScore: 0.4     see: components/infer/README.md#options
                site.camel.yaml:15:15: error [HW-004] infer has no option 'colour'
                  fix: one of model, labels, minScore, canary, canaryBy, engine, promoteAfter, rollbackOn, shadow, threads, update     see: components/infer/README.md#options""");
    }

    @Test
    void rejectsAnOptionOfTheOtherSide() {
        assertThat(site.check("- from:\n    uri: stage:pictures?capacity=10\n    steps:\n      - to: stage:others?workers=2\n")).isEqualTo("""
                site.camel.yaml:2:10: warning [HW-036] stage pictures is read here, and no route given writes it
                  fix: mend its name, or give the route that writes it too     see: components/stage/README.md#options
                site.camel.yaml:2:25: error [HW-004] stage.capacity is an option of to, not of from
                  fix: remove it     see: components/stage/README.md#options
                site.camel.yaml:4:13: warning [HW-036] stage others is written here, and no route given reads it
                  fix: mend its name, or give the route that reads it too     see: components/stage/README.md#options
                site.camel.yaml:4:26: error [HW-004] stage.workers is an option of from, not of to
                  fix: remove it     see: components/stage/README.md#options""");
    }

    @Test
    void rejectsAMissingOption() {
        assertThat(site.check("- from:\n    uri: camera\n    steps:\n      - to: uplink\n      - to: uplink?topic=a\n      - to:\n          uri: uplink\n          parameters:\n            channel:\n")).isEqualTo("""
                site.camel.yaml:2:10: error [HW-005] camera.location is missing: Where to read from: a video file (against the folder of the route's file), a device such as /dev/video0 or 0, rtsp://, http://, or test for a test pattern
                  fix: parameters:
                         location: test     see: components/camera/README.md#options
                site.camel.yaml:2:10: error [HW-005] camera.name is missing: Name of the camera, as frames and summaries carry it
                  fix: parameters:
                         name: my-name     see: components/camera/README.md#options
                site.camel.yaml:4:13: error [HW-005] uplink.channel is missing: Lane of the outbox that the records go by; 1 to 249 letters, digits, dots, dashes, underscores
                  fix: parameters:
                         channel: my-channel     see: components/uplink/README.md#options
                site.camel.yaml:5:13: error [HW-005] uplink.channel is missing: Lane of the outbox that the records go by; 1 to 249 letters, digits, dots, dashes, underscores
                  fix: channel: my-channel     see: components/uplink/README.md#options
                site.camel.yaml:9:21: error [HW-005] uplink.channel is empty: Lane of the outbox that the records go by; 1 to 249 letters, digits, dots, dashes, underscores
                  fix: channel: my-channel     see: components/uplink/README.md#options""");
    }

    @Test
    void rejectsAValueOfTheWrongType() {
        assertThat(site.check("""
                - from:
                    uri: camera
                    parameters:
                      name: door
                      location: clip.mp4
                      loop: yes
                      fps: 12,5
                      frames: 1.5
                      decoderThreads: 99999999999
                      stallTimeout: 10 seconds
                      reconnectDelay: 5x
                      width: [640]
                      height:
                    steps:
                      - to:
                          uri: infer
                          parameters:
                            model: people
                            minScore: {{score}}
                      - to: infer:people?threads=two
                """)).isEqualTo("""
                site.camel.yaml:6:13: error [HW-006] camera.loop is yes, must be true or false
                  fix: loop: true     see: components/camera/README.md#options
                site.camel.yaml:7:12: error [HW-006] camera.fps is 12,5, must be a number, with a point, not a comma
                  fix: fps: 12.5     see: components/camera/README.md#options
                site.camel.yaml:8:15: error [HW-006] camera.frames is 1.5, must be a whole number
                  fix: frames: 1     see: components/camera/README.md#options
                site.camel.yaml:9:23: error [HW-006] camera.decoderThreads is 99999999999, must be a whole number, not as large
                  fix: decoderThreads: 1     see: components/camera/README.md#options
                site.camel.yaml:10:21: error [HW-006] camera.stallTimeout is 10 seconds, must be a length of time such as 500ms, 10s or 1m30s
                  fix: stallTimeout: 10s     see: components/camera/README.md#options
                site.camel.yaml:11:23: error [HW-006] camera.reconnectDelay is 5x, must be a length of time such as 500ms, 10s or 1m30s
                  fix: reconnectDelay: 1s     see: components/camera/README.md#options
                site.camel.yaml:12:14: error [HW-006] camera.width is a list, must be one value
                  fix: width: 10     see: components/camera/README.md#options
                site.camel.yaml:13:7: error [HW-006] camera.height has no value
                  fix: remove it, or height: 10     see: components/camera/README.md#options
                site.camel.yaml:19:23: error [HW-006] infer.minScore is {{score}} without quotes, which YAML reads as a map
                  fix: minScore: "{{score}}"     see: components/infer/README.md#options
                site.camel.yaml:20:34: error [HW-006] infer.threads is two, must be a whole number
                  fix: threads=1     see: components/infer/README.md#options""");
    }

    @Test
    void rejectsAValueThatIsNoneOfTheChoices() {
        assertThat(site.check("- from:\n    uri: camera:door?location=clip.mp4&pace=fst\n    steps:\n      - to: stage:a?overflow=forget&capacity=9\n")).isEqualTo("""
                site.camel.yaml:2:45: error [HW-007] camera.pace is fst, must be one of REALTIME, FAST
                  fix: pace=FAST     see: components/camera/README.md#options
                site.camel.yaml:4:13: warning [HW-036] stage a is written here, and no route given reads it
                  fix: mend its name, or give the route that reads it too     see: components/stage/README.md#options
                site.camel.yaml:4:30: error [HW-007] stage.overflow is forget, must be one of BLOCK, DROP_OLDEST, DROP_NEWEST, FAIL
                  fix: overflow=BLOCK     see: components/stage/README.md#options""");
    }

    @Test
    void rejectsAPlaceholderWithoutAValue() {
        assertThat(site.checkSteps("- to: infer:people?minScore={{check.score}}\n- to: \"{{check.kind}}:a\"\n- to: infer:people?minScore={{env:CHECK_NONE}}\n- to: infer:people?minScore={{?check.score}}")).isEqualTo("""
                site.camel.yaml:10:15: error [HW-016] to.uri is infer:people?minScore={{check.score}}, and check.score has no value
                  fix: export CHECK_SCORE=…     or a default: "{{check.score:…}}"
                site.camel.yaml:11:15: error [HW-016] to.uri is {{check.kind}}:a, and check.kind has no value
                  fix: export CHECK_KIND=…     or a default: "{{check.kind:…}}"
                site.camel.yaml:12:15: error [HW-016] to.uri is infer:people?minScore={{env:CHECK_NONE}}, and env:CHECK_NONE has no value
                  fix: export CHECK_NONE=…     or a default: "{{env:CHECK_NONE:…}}\"""");
        assertThat(site.checkSteps("- to:\n    uri: infer\n    parameters:\n      model: people\n      minScore: \"{{check.score}}\"")).isEqualTo("""
                site.camel.yaml:14:25: error [HW-016] infer.minScore is {{check.score}}, and check.score has no value
                  fix: export CHECK_SCORE=…     or a default: "{{check.score:…}}"     see: components/infer/README.md#options""");
    }

    @Test
    void checksThePlaceholdersValue() {
        System.setProperty("check.kind", "infer");
        System.setProperty("check.score", "1.4");
        assertThat(site.checkSteps("- to: \"{{check.kind}}:people?minScore={{check.score}}\"\n- to: infer:{{sys:no.such:peple}}")).isEqualTo("""
                site.camel.yaml:10:15: error [HW-012] infer.minScore is 1.4, must be 0.0–1.0
                  fix: minScore=0.5     see: components/infer/README.md#options
                site.camel.yaml:11:15: error [HW-020] infer.model is peple, there are people:1.0.0 in models
                  fix: infer:people     see: components/infer/README.md#options""");
        System.setProperty("check.score", "{{check.score}}"); // holds itself
        assertThat(site.checkSteps("- to: infer:people?minScore={{check.score:0.5}}")).contains("[HW-006] infer.minScore is {{check.score}}");
    }

    @Test
    void pointsIntoTheShortForm() {
        assertThat(site.checkSteps("- to: infer:people?minScore=1.4&threads=2&colour=red\n- to:\n    uri: 'infer:peple?threads=0'")).isEqualTo("""
                site.camel.yaml:10:37: error [HW-012] infer.minScore is 1.4, must be 0.0–1.0
                  fix: minScore=0.5     see: components/infer/README.md#options
                site.camel.yaml:10:51: error [HW-004] infer has no option 'colour'
                  fix: one of model, labels, minScore, canary, canaryBy, engine, promoteAfter, rollbackOn, shadow, threads, update     see: components/infer/README.md#options
                site.camel.yaml:12:25: error [HW-020] infer.model is peple, there are people:1.0.0 in models
                  fix: infer:people     see: components/infer/README.md#options
                site.camel.yaml:12:39: error [HW-012] infer.threads is 0, must be 1–64
                  fix: threads=1     see: components/infer/README.md#options""");
    }

    @Test
    void neverEchoesSecrets() {
        assertThat(site.check("""
                - from:
                    uri: camera
                    parameters:
                      name: door
                      locaton: rtsp://admin:hunter2@camera/1
                    steps:
                      - to: lgo:a
                - from:
                    uri: camera:gate?location=ftp://admin:hunter2@host/a.mp4
                    steps:
                      - to: log:a
                - from:
                    uri: camera:yard?location=rtsp://admin:hunter2@{{check.host}}/a
                    steps:
                      - to: log:a
                """)).contains("HW-004", "HW-007", "HW-016", "rtsp://***@camera/1").doesNotContain("hunter2", "admin");
    }

    @Test
    void leavesToCamelWhatIsKnownOnlyWhereItRuns() {
        assertThat(site.checkSteps("""
                - toD: "${header.where}"
                - toD: "log:${body}?level=${header.level}"
                - wireTap: "${header.where}:a"
                - to: log:a?showAll=true&level=WARN
                - to: "file:out?fileName=100%"
                - poll: timer:a
                """)).isEmpty();
    }
}
