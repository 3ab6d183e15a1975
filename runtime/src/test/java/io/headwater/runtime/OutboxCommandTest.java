package io.headwater.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.headwater.uplink.Draft;
import io.headwater.uplink.Outbox;
import io.headwater.uplink.OutboxRecord;
import io.headwater.uplink.OutboxState;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code headwater outbox} on a box whose process is dead, and on one that lives. */
class OutboxCommandTest {
    @TempDir
    Path state;

    /** Six records in two lanes: of the first lane one is refused for good, one acknowledged, one offered and not answered. */
    @BeforeEach
    void fill() throws Exception {
        try (Outbox outbox = Outbox.ofFolder(state)) {
            outbox.append(List.of(draft("summaries", "s1", "application/json", "{\"people\":3}"), draft("summaries", "s2", "text/plain", "zwölf"),
                    draft("summaries", "s3", "application/octet-stream", "raw")));
            List<OutboxRecord> offered = offered(outbox, 3);
            offered.get(0).undeliverable(new IllegalStateException("too large"));
            offered.get(1).acknowledged();
            outbox.append(List.of(draft("alerts", "a1", "text/plain", "door"), draft("alerts", "a2", "text/plain", "window"),
                    draft("summaries", "s4", "application/json", "{\"people\":4}")));
        }
    }

    private static Draft draft(String lane, String id, String contentType, String payload) {
        return new Draft(lane, lane, "box", "box/r/s", id, "io.headwater.text.v1", contentType, "cam", Instant.parse("2026-01-31T12:00:00Z"),
                payload.getBytes(StandardCharsets.UTF_8));
    }

    private static List<OutboxRecord> offered(Outbox outbox, int n) throws InterruptedException {
        List<OutboxRecord> taken = new ArrayList<>();
        CountDownLatch all = new CountDownLatch(n);
        outbox.publisher().subscribe(new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                subscription.request(n);
            }

            @Override
            public void onNext(OutboxRecord record) {
                taken.add(record);
                all.countDown();
            }

            @Override
            public void onError(Throwable error) {}

            @Override
            public void onComplete() {}
        });
        assertThat(all.await(20, TimeUnit.SECONDS)).isTrue();
        return taken;
    }

    private CommandRun outbox(String command, Object... more) {
        List<Object> args = new ArrayList<>(List.of("outbox", command, "--state", state));
        args.addAll(List.of(more));
        return CommandRun.of(args.toArray());
    }

    @Test
    void listsLanesOfABoxWhoseProcessIsDead() {
        CommandRun list = outbox("list");
        assertThat(list.code()).isZero();
        assertThat(list.out()).contains("no process has it open")
                .containsPattern("alerts +2 +0 +0 +0 +0 +0 +0 +0 +2 +0 +0 ")
                .containsPattern("summaries +4 +1 +1 +0 +0 +0 +0 +0 +2 +1 +1 ");
    }

    @Test
    void tellsWhatTheDiskHasLostAndWhereTheDamagedFileIs() throws Exception {
        Path file = state.resolve("outbox.db");
        byte[] bytes = Files.readAllBytes(file);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        Files.write(file, text.replace("SQLite format 3", "?".repeat(15)).replace("raw", "RAW").getBytes(StandardCharsets.ISO_8859_1));
        CommandRun broken = outbox("list");
        assertThat(broken.code()).isEqualTo(3);
        assertThat(broken.err()).contains("outbox " + file + " cannot be read: it is damaged\n  fix: with room for another one beside it on the disk, headwater run goes on");
        Outbox.ofFolder(state).close(); // as headwater run opens it
        assertThat(outbox("list").out()).containsPattern("alerts +2 +0 +0 +0 +0 +0 +0 +0 +2 +0 +0 ")
                .containsPattern("summaries +4 +1 +1 +0 +0 +0 +0 +1 +1 +0 +1 ")
                .contains("the damaged file was set aside: " + state.resolve("outbox.db.damaged-1"));
        assertThat(outbox("peek").out()).contains("  s4").contains("  a1").doesNotContain("s3");
    }

    @Test
    void showsRecordsAndTheReasonsOfDeadLetters() {
        assertThat(outbox("peek", "--lane", "summaries").out()).contains("summaries  offered").contains("summaries  waiting").contains("  s3").contains("  s4")
                .doesNotContain("s1").endsWith("no more" + System.lineSeparator());
        assertThat(outbox("peek", "--dead").out()).contains("  s1\n    IllegalStateException: too large");
        assertThat(outbox("peek", "--limit", "1").out()).contains("go on with --after 3");
    }

    @Test
    void exportsJsonLinesWithPayloadsAsTheyAre() throws Exception {
        Path file = state.resolve("export.jsonl");
        CommandRun export = outbox("export", "--out", file);
        assertThat(export.err()).startsWith("4 records in ");
        ObjectMapper json = new ObjectMapper();
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            lines.add(json.readTree(line));
        }
        assertThat(lines).extracting(l -> l.path("id").asText()).containsExactly("s3", "a1", "a2", "s4");
        assertThat(lines.get(0).path("data_base64").binaryValue()).asString().isEqualTo("raw");
        assertThat(lines.get(1).path("data").asText()).isEqualTo("door");
        assertThat(lines.get(3).path("data").path("people").asInt()).isEqualTo(4);
        assertThat(lines.get(0).path("offered").asBoolean()).isTrue();
        assertThat(outbox("export", "--out", file).code()).as("never over a file").isEqualTo(ExitCode.SURROUNDINGS);
        assertThat(outbox("export", "--dead").out()).contains("\"reason\":\"IllegalStateException: too large\"");
    }

    @Test
    void replaysDeadLettersOfABoxWhoseProcessIsDead() throws Exception {
        assertThat(outbox("replay").out()).isEqualTo("1 dead letter waits for Kafka again" + System.lineSeparator());
        try (Outbox outbox = Outbox.ofFolder(state)) {
            assertThat(outbox.state()).returns(0L, OutboxState::deadLetters).returns(5L, OutboxState::waiting);
            assertThat(Delivered.take(outbox, 5)).extracting(OutboxRecord::id).containsExactlyInAnyOrder("s1", "s3", "s4", "a1", "a2");
            assertThat(outbox.stopOffering(Duration.ofSeconds(20))).isTrue();
        }
    }

    @Test
    void purgesOnlyWhenToldTo() {
        CommandRun unsure = outbox("purge", "--shelf", "waiting", "--lane", "alerts");
        assertThat(unsure.code()).isEqualTo(ExitCode.WRONG);
        assertThat(unsure.err()).contains("--yes is missing: nobody can be asked whether the records that Kafka has never acknowledged of lane alerts may go for good");
        CommandRun purge = outbox("purge", "--shelf", "waiting", "--lane", "alerts", "--yes");
        assertThat(purge.out()).isEqualTo("2 records that Kafka has never acknowledged of lane alerts taken out" + System.lineSeparator());
        assertThat(outbox("list").out()).containsPattern("alerts +2 +0 +0 +0 +0 +0 +2 +0 +0 +0 +0").containsPattern("summaries +4 +1 +1 +0 +0 +0 +0 +0 +2 +1 +1 ");
    }

    @Test
    void changesNothingBehindAProcessThatLives() throws Exception {
        try (Outbox outbox = Outbox.ofFolder(state)) {
            assertThat(outbox("list").out()).contains("in use by a running process");
            assertThat(outbox("export").out()).contains("\"id\":\"s4\"");
            CommandRun replay = outbox("replay", "--port", Settings.freePort());
            assertThat(replay.code()).isEqualTo(ExitCode.SURROUNDINGS);
            assertThat(replay.err()).startsWith("error: no headwater answers on port ");
            assertThat(outbox.state().deadLetters()).isEqualTo(1);
        }
    }

    @Test
    void tellsAFolderWithoutAnOutbox() {
        CommandRun list = CommandRun.of("outbox", "list", "--state", state.resolve("nowhere"));
        assertThat(list.code()).isEqualTo(ExitCode.SURROUNDINGS);
        assertThat(list.err()).isEqualTo("error: there is no outbox in " + state.resolve("nowhere") + System.lineSeparator()
                .concat("  fix: --state DIR says where the state of headwater run lies").concat(System.lineSeparator()));
        CommandRun replay = CommandRun.of("outbox", "replay", "--state", state.resolve("nowhere"));
        assertThat(replay.code()).isEqualTo(ExitCode.SURROUNDINGS);
        assertThat(state.resolve("nowhere")).doesNotExist();
    }
}
