package io.headwater.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadBackTest {

    @TempDir
    static Path data;

    static BrokerProcess broker;

    @BeforeAll
    static void start() {
        broker = BrokerProcess.start(data, BrokerProcess.freePort());
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void countsRecordsThatCameAgainByTheirId() {
        try (Sender sender = Sender.plain(broker.bootstrapServers())) {
            sender.send("counted", "box-2", "a", "1");
            sender.send("counted", "box-1", "b", "2");
            sender.send("counted", "box-1", "b", "2");
            sender.send("counted", "box-1", "b", "2");
            sender.send("counted", null, null, "3");
        }

        Printed printed = Printed.byReadBack("--bootstrap", broker.bootstrapServers(), "--topic", "counted");

        assertThat(printed).isEqualTo(new Printed(0, List.of(
                "5 records in topic counted: 2 different ids, 2 came again, 1 without an id",
                "{\"topic\":\"counted\",\"records\":5,\"distinctIds\":2,\"duplicates\":2,\"withoutId\":1,\"keys\":[\"box-1\",\"box-2\"]}"),
                List.of()));
    }

    @Test
    void leavesOutWhatATransactionTookBack() {
        try (Sender sender = new Sender(broker.bootstrapServers(), "sender-1")) {
            sender.producer().initTransactions();
            sender.producer().beginTransaction();
            sender.send("committed", "box-1", "kept", "1");
            sender.producer().commitTransaction();
            sender.producer().beginTransaction();
            sender.send("committed", "box-1", "taken-back", "2");
            sender.producer().abortTransaction();
        }

        Printed printed = Printed.byReadBack("--bootstrap", broker.bootstrapServers(), "--topic", "committed", "--json", "--print");

        assertThat(printed).isEqualTo(new Printed(0, List.of(
                "{\"partition\":0,\"offset\":0,\"key\":\"box-1\",\"id\":\"kept\",\"value\":\"1\"}",
                "{\"topic\":\"committed\",\"records\":1,\"distinctIds\":1,\"duplicates\":0,\"withoutId\":0,\"keys\":[\"box-1\"]}"),
                List.of()));
    }

    @Test
    void saysThatTheTopicIsMissing() {
        Printed printed = Printed.byReadBack("--bootstrap", broker.bootstrapServers(), "--topic", "nowhere", "--timeout", "5s");

        assertThat(printed).isEqualTo(new Printed(3, List.of(), List.of(
                "error: the broker at " + broker.bootstrapServers() + " has no topic nowhere",
                "  fix: send a record first, or give another --topic")));
    }

    @Test
    void saysThatNoBrokerAnswers() {
        String nobody = "127.0.0.1:" + BrokerProcess.freePort();

        Printed printed = Printed.byReadBack("--bootstrap", nobody, "--topic", "summaries", "--timeout", "500ms");

        assertThat(printed).isEqualTo(new Printed(3, List.of(), List.of(
                "error: no Kafka broker answers at " + nobody + " (waited 500 ms)",
                "  fix: start the broker, or give another --bootstrap")));
    }

    @Test
    void refusesATimeoutWithoutItsUnit() {
        Printed printed = Printed.byReadBack("--bootstrap", "127.0.0.1:9092", "--topic", "summaries", "--timeout", "10");

        assertThat(printed).isEqualTo(new Printed(2, List.of(), List.of(
                "error: --timeout is 10, must be a number with its unit: 500ms, 10s or 2m",
                "usage: ReadBack --bootstrap HOST:PORT --topic TOPIC [--timeout 10s] [--print] [--json]")));
    }
}
