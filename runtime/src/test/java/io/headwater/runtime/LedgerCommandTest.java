package io.headwater.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.headwater.uplink.Draft;
import io.headwater.uplink.Outbox;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerCommandTest {
    private static final String CAM = """
            {"route":"yard","step":"cam","kind":"camera","unit":"frames","in":%d,"passed":%d,"absorbed":0,"made":0,"heldBack":{},
             "dropped":{"shed":7,"no memory":1},"failed":{},"inFlight":1,"queue":{"items":1,"bytes":6220800,"ageSeconds":0.02}}""";
    private static final String GOOD = "{\"balanced\":true,\"imbalances\":[],\"accounts\":[" + CAM + "]}";
    private static final String BAD = "{\"balanced\":false,\"imbalances\":[{\"where\":\"yard/cam\",\"rule\":\"in = passed + in flight\",\"difference\":2}],\"accounts\":[" + CAM + "]}";

    private static CommandRun against(String[] answers, String... options) throws IOException {
        HttpServer box = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        AtomicInteger asked = new AtomicInteger();
        box.createContext("/api/ledger", exchange -> {
            byte[] answer = answers[Math.min(asked.getAndIncrement(), answers.length - 1)].getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        box.start();
        try {
            Object[] all = new Object[options.length + 3];
            all[0] = "ledger";
            all[1] = "--port";
            all[2] = box.getAddress().getPort();
            System.arraycopy(options, 0, all, 3, options.length);
            return CommandRun.of(all);
        } finally {
            box.stop(0);
        }
    }

    @Test
    void showsWhatBecameOfEveryItemOnceWhereThereIsNoTerminal() throws IOException {
        CommandRun run = against(new String[] {GOOD.formatted(109, 100)});
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).isEqualTo("""
                STEP                                 IN     IN/S     PASSED  ABSORBED HELD BACK  DROPPED   FAILED IN FLIGHT  QUEUED  WHY
                yard/cam                            109                 100         0         0        8        0         1       1  shed 7, no memory 1
                ledger: balanced
                """);
        assertThat(run.code()).isZero();
    }

    @Test
    void failsWhenASumDidNotCloseAtAnyLook() throws IOException {
        CommandRun run = against(new String[] {GOOD.formatted(109, 100), BAD.formatted(120, 109), GOOD.formatted(130, 121)}, "--for", "2s", "--every", "20ms");
        assertThat(run.out()).contains("NOT BALANCED yard/cam: in = passed + in flight is off by 2", "ledger: NOT balanced").endsWith("ledger: balanced\n");
        assertThat(run.code()).isEqualTo(1);
    }

    @Test
    void givesJsonAsTheBoxDoes() throws IOException {
        CommandRun run = against(new String[] {GOOD.formatted(109, 100)}, "--json");
        assertThat(run.out().lines()).hasSize(1);
        assertThat(new ObjectMapper().readTree(run.out())).isEqualTo(new ObjectMapper().readTree(GOOD.formatted(109, 100)));
        assertThat(run.code()).isZero();
    }

    @Test
    void showsTheBooksOfTheOutboxOverAllRestartsBelowTheSteps() throws IOException {
        String outbox = """
                {"given":12,"missing":2,"skipped":0,"lanes":[{"lane":"summaries","made":14,"alreadyKept":3,"full":1,"tooLarge":0,"stored":10,"acknowledged":6,
                 "rejected":1,"expired":0,"thinned":0,"oldest":0,"purged":0,"damaged":1,"waiting":2,"replayed":0}]}""";
        CommandRun run = against(new String[] {"{\"balanced\":true,\"imbalances\":[],\"accounts\":[],\"outbox\":" + outbox + "}"});
        assertThat(run.out().lines().skip(1)).containsExactly(
                "OUTBOX, SINCE ITS FILE            MADE  ACKNOWL.   WAITING  REJECTED   EXPIRED   THINNED    OLDEST    PURGED   DAMAGED KEPT ALR.      FULL TOO LARGE",
                "summaries                           14         6         2         1         0         0         0         0         1         3         1         0",
                "2 records are missing: the disk has lost them, and which lane they were in",
                "ledger: balanced");
        assertThat(run.code()).isZero();
    }

    private static void make(Path state) throws Exception {
        for (int life = 0; life < 2; life++) {
            try (Outbox outbox = Outbox.ofFolder(state)) {
                outbox.append(List.of(draft(life + "a"), draft(life + "b"), draft(life + "b")));
            }
        }
    }

    private static Draft draft(String id) {
        return new Draft("summaries", "summaries", "box", "box/r/s", id, "io.headwater.text.v1", "text/plain", "cam", Instant.EPOCH, new byte[1]);
    }

    @Test
    void readsTheOutboxOfADeadBoxAndSaysWhetherItsSumsClose(@TempDir Path state) throws Exception {
        make(state);
        CommandRun run = CommandRun.of("ledger", "--state", state);
        assertThat(run.err()).isEmpty();
        assertThat(run.out().lines().toList()).hasSize(3).last().isEqualTo("ledger: balanced");
        assertThat(run.out()).containsPattern("summaries +6 +0 +4 ");
        assertThat(run.code()).isZero();
        try (Connection db = DriverManager.getConnection("jdbc:sqlite:" + state.resolve("outbox.db")); Statement s = db.createStatement()) {
            s.execute("DELETE FROM record WHERE sequence = 1");
        }
        run = CommandRun.of("ledger", "--state", state);
        assertThat(run.out()).contains("NOT BALANCED outbox/summaries: stored = acknowledged + rejected + expired + thinned + oldest + purged + damaged + rows that wait is off by 1");
        assertThat(run.code()).isEqualTo(1);
        run = CommandRun.of("ledger", "--state", state, "--json");
        JsonNode ledger = new ObjectMapper().readTree(run.out());
        assertThat(ledger.path("balanced").asBoolean()).isFalse();
        assertThat(ledger.path("outbox").path("lanes").path(0).path("rows").asInt()).isEqualTo(3);
    }

    @Test
    void tellsThatThereIsNoOutbox(@TempDir Path state) {
        CommandRun run = CommandRun.of("ledger", "--state", state);
        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err()).contains("there is no outbox in " + state);
    }

    @Test
    void tellsThatNobodyRuns() {
        CommandRun run = CommandRun.of("ledger", "--port", Settings.freePort());
        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err()).contains("no headwater answers on port");
    }
}
