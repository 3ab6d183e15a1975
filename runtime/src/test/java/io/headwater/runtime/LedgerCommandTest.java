package io.headwater.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

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
    void tellsThatNobodyRuns() {
        CommandRun run = CommandRun.of("ledger", "--port", Settings.freePort());
        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err()).contains("no headwater answers on port");
    }
}
