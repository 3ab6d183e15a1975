package io.headwater.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.headwater.broker.BrokerProcess;
import io.headwater.exchange.FlowConverter;
import io.headwater.flow.Distribution;
import io.headwater.flow.Summary;
import io.headwater.flow.Traffic;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code headwater consume} on a real broker. */
class ConsumeCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path folder;
    private static BrokerProcess broker;

    @BeforeAll
    static void start() {
        broker = BrokerProcess.start(folder.resolve("broker"), BrokerProcess.freePort());
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    private static Summary window(long start, int revision, boolean partial, double... people) {
        Distribution d = new Distribution();
        for (double n : people) {
            d.add(n);
        }
        return new Summary("people", "sum", "crossing, north", Instant.ofEpochSecond(start), Duration.ofSeconds(10), revision, partial, people.length,
                Summary.SLOTS_A_WINDOW, BitSet.valueOf(new long[] {7}), new TreeMap<>(Map.of("person", d)), null);
    }

    private static ProducerRecord<String, byte[]> record(String topic, String id, String type, String contentType, String subject, Instant time, byte[] data) {
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(topic, "box", data);
        Map.of("ce_specversion", "1.0", "ce_id", id, "ce_source", "headwater/box/people/sum", "ce_type", type, "ce_time", time.toString(), "ce_subject", subject,
                "content-type", contentType).forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        return record;
    }

    private static ProducerRecord<String, byte[]> record(String topic, Summary s) {
        return record(topic, "box/" + s.id(), "io.headwater.summary.v1", "application/json", s.key(), s.start(), FlowConverter.toBytes(s));
    }

    private static void send(List<ProducerRecord<String, byte[]>> records) throws Exception {
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(Map.of("bootstrap.servers", broker.bootstrapServers(), "acks", "all"),
                new StringSerializer(), new ByteArraySerializer())) {
            for (ProducerRecord<String, byte[]> record : records) {
                producer.send(record).get();
            }
        }
    }

    /** Ends with the last of so many records. */
    private static CommandRun consume(String topic, int count, Object... more) {
        List<Object> args = new ArrayList<>(List.of("consume", "--bootstrap", broker.bootstrapServers(), "--topic", topic, "--count", count, "--until-idle", "60s"));
        args.addAll(Arrays.asList(more));
        return CommandRun.of(args.toArray());
    }

    /** Two parts of one window, a window twice, one behind a gap, a text, a later version, one that is broken. */
    private static void fill(String topic) throws Exception {
        send(List.of(record(topic, window(0, 0, true, 2, 4)), record(topic, window(0, 1, true, 6)), record(topic, window(10, 0, false, 1)),
                record(topic, window(10, 0, false, 1)), record(topic, window(40, 0, false, 3)),
                record(topic, "box/door/1", "io.headwater.text.v1", "text/plain; charset=utf-8", "", Instant.EPOCH, "öffen".getBytes(StandardCharsets.UTF_8)),
                record(topic, "box/door/2", "io.headwater.summary.v2", "application/json", "", Instant.EPOCH, new byte[0]), new ProducerRecord<>(topic, "box", new byte[0])));
    }

    @Test
    void tellsPeopleEachWindowOnce() throws Exception {
        fill("people");
        CommandRun run = consume("people", 8, "--from-beginning");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).isEqualTo("""
                1970-01-01T00:00:00Z  box  people/sum  crossing, north  10s  3 frames, seen 30 %  person 4.0 (2–6)  [partial, 2 parts]
                1970-01-01T00:00:10Z  box  people/sum  crossing, north  10s  1 frames, seen 30 %  person 1.0 (1–1)
                1970-01-01T00:00:00Z  box  people/sum  text  öffen
                1970-01-01T00:00:40Z  box  people/sum  crossing, north  10s  1 frames, seen 30 %  person 3.0 (3–3)
                """.replace("\n", System.lineSeparator()));
        assertThat(run.err().lines()).containsExactly(
                "people-0@6: type io.headwater.summary.v2 is not known to this version; records of it are skipped",
                "people-0@7: malformed: header ce_specversion is missing",
                "8 records: 5 different, 1 came again, 0 came again with other content, 0 older than what is remembered, 1 skipped, 1 malformed",
                "4 records of windows: 1 joined to others of their window, 0 thinned, 0 that a thinned one stands for",
                "4 lines told",
                "skipped: 1 of type io.headwater.summary.v2",
                "2 windows without a record, in 1 gaps: nothing came then, or they are not here yet, or were dropped",
                "  box/people/sum/crossing, north: from 1970-01-01T00:00:20Z to 1970-01-01T00:00:40Z");
    }

    @Test
    void writesCloudEventsAsJsonAndAFileForEachTypeIntoAFolder() throws Exception {
        fill("machines");
        Path out = Files.createDirectories(folder.resolve("out"));
        CommandRun run = consume("machines", 8, "--from-beginning", "--format", "json", "--out", out);
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).isEmpty();
        JsonNode first = JSON.readTree(Files.readAllLines(out.resolve("summary.v1.jsonl")).getFirst());
        assertThat(first.path("id").asText()).isEqualTo("box/people/sum/crossing, north/1970-01-01T00:00:00Z/PT10S");
        assertThat(first.path("parts").asInt()).isEqualTo(2);
        assertThat(FlowConverter.toSummary(first.path("data").toString()).frames()).isEqualTo(3);
        assertThat(JSON.readTree(Files.readString(out.resolve("text.v1.jsonl"))).path("data").asText()).isEqualTo("öffen");
        JsonNode report = JSON.readTree(run.err().lines().toList().getLast());
        assertThat(report.path("records").asInt()).isEqualTo(8);
        assertThat(report.path("duplicates").asInt()).isEqualTo(1);
    }

    @Test
    void writesRowsForSpreadsheets() throws Exception {
        fill("rows");
        Path file = folder.resolve("rows.csv");
        assertThat(consume("rows", 8, "--from-beginning", "--format", "csv", "--out", file).code()).isZero();
        assertThat(consume("rows", 8, "--from-beginning", "--format", "csv", "--out", file).code()).as("it grows").isZero();
        List<String> rows = Files.readAllLines(file);
        assertThat(rows).hasSize(1 + 3 + 3);
        assertThat(rows.get(1)).isEqualTo("\"box/people/sum/crossing, north/1970-01-01T00:00:00Z/PT10S\",box,people,sum,\"crossing, north\",1970-01-01T00:00:00Z,"
                + "1970-01-01T00:00:10Z,2,true,false,false,,3,0.3,person,3,12.0,4.0,2.0,6.0,4.0,6.0,6.0,,,");
    }

    @Test
    void writesARowForEachPlaceThatIsWatched() throws Exception {
        Summary s = window(0, 0, false, 2, 4);
        Traffic door = new Traffic(2, Map.of("person", 3L), Map.of("dog", 1L, "person", 2L), Map.of(), Map.of());
        send(List.of(record("places", new Summary(s.route(), s.step(), s.key(), s.start(), s.length(), 0, false, s.frames(), s.slots(), s.seen(), s.perFrame(), null, List.of(), Map.of("door, main", door)))));
        CommandRun run = consume("places", 1, "--from-beginning", "--format", "csv");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out().lines().map(row -> row.replaceFirst(".*,3?2?,0\\.3,", "")).toList()).endsWith("dog,,,,,,,,,\"door, main\",0,1", "person,,,,,,,,,\"door, main\",3,2");
        assertThat(run.out().lines().map(row -> row.replaceAll("\"[^\"]*\"", "quoted").chars().filter(c -> c == ',').count()).distinct()).as("columns").containsExactly(25L);
    }

    @Test
    void aGroupGoesOnWhereItWasAndLeavesOpenWindowsToTheNextRun() throws Exception {
        String topic = "grouped";
        send(List.of(record(topic, window(0, 0, true, 2)), record(topic, window(60, 0, true, 5))));
        CommandRun first = consume(topic, 2, "--group", "g");
        assertThat(first.out()).as(first.err()).contains("1970-01-01T00:00:00Z").doesNotContain("00:01:00");
        send(List.of(record(topic, window(60, 1, true, 7)), record(topic, window(120, 0, false, 1))));
        CommandRun second = consume(topic, 3, "--group", "g");
        assertThat(second.out().lines()).as(second.err()).singleElement().asString().contains("00:01:00Z").contains("person 6.0 (5–7)").contains("2 parts");
    }

    @Test
    void aGroupTakesNoMoreThanItsCount() throws Exception {
        String topic = "counted";
        List<ProducerRecord<String, byte[]>> ten = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            ten.add(record(topic, "box/t/" + i, "io.headwater.text.v1", "text/plain", "", Instant.EPOCH, ("n" + i).getBytes(StandardCharsets.UTF_8)));
        }
        send(ten);
        assertThat(consume(topic, 4, "--group", "g").out()).contains("n3").doesNotContain("n4");
        assertThat(consume(topic, 6, "--group", "g").out()).doesNotContain("n3").contains("n4").contains("n9");
    }

    @Test
    void endsWhenNothingComes() throws Exception {
        send(List.of(record("idle", window(0, 0, false, 1))));
        CommandRun run = CommandRun.of("consume", "--bootstrap", broker.bootstrapServers(), "--topic", "idle", "--until-idle", "300ms");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).as("from now on only").isEmpty();
    }

    @Test
    void tellsWhatIsWrongWithTheSurroundings() throws Exception {
        CommandRun noTopic = consume("nowhere", 1);
        assertThat(noTopic.code()).isEqualTo(ExitCode.SURROUNDINGS);
        assertThat(noTopic.err()).startsWith("error: the broker at " + broker.bootstrapServers() + " has no topic nowhere, or not all of them");
        CommandRun wrong = CommandRun.of("consume", "--topic", "people");
        assertThat(wrong.code()).isEqualTo(ExitCode.WRONG);
        assertThat(wrong.err()).startsWith("error: it is not said where Kafka is: --bootstrap HOST:PORT");
        CommandRun nobody = CommandRun.of("consume", "--topic", "people", "--bootstrap", "127.0.0.1:" + BrokerProcess.freePort());
        assertThat(nobody.code()).isEqualTo(ExitCode.SURROUNDINGS);
        assertThat(nobody.err()).startsWith("error: no Kafka answers at 127.0.0.1:");
        Path config = Files.writeString(folder.resolve("kafka.properties"), "bootstrap.servers=" + broker.bootstrapServers() + "\nsecurity.protocol=NONSENSE\n");
        CommandRun config2 = CommandRun.of("consume", "--topic", "people", "--config", config);
        assertThat(config2.code()).isEqualTo(ExitCode.SURROUNDINGS);
        assertThat(config2.err()).contains("security.protocol");
    }
}
