package io.headwater.runtime.consume;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.exchange.FlowConverter;
import io.headwater.flow.Distribution;
import io.headwater.flow.ModelId;
import io.headwater.flow.Origin;
import io.headwater.flow.Quality;
import io.headwater.flow.Readings;
import io.headwater.flow.Summary;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReadingTest {
    private static final Duration TEN = Duration.ofSeconds(10);
    private static final ModelId A = new ModelId("people", "1.0.0", "a".repeat(64));
    private static final ModelId B = new ModelId("people", "2.0.0", "b".repeat(64));
    private static final long SECOND = 1_000_000_000L;

    private final List<Line> lines = new ArrayList<>();
    private final List<String> words = new ArrayList<>();
    private final Reading reading = reading(Duration.ofHours(1), 1000);
    private long offset;

    private Reading reading(Duration remember, int most) {
        return new Reading(new Reading.Memory(remember, most, Duration.ofSeconds(30)), lines::add, words::add);
    }

    private static Summary window(long start, int revision, boolean partial, long frames, @Nullable ModelId model, String label, double... perFrame) {
        Distribution d = new Distribution();
        for (double value : perFrame) {
            d.add(value);
        }
        BitSet seen = new BitSet();
        seen.set(revision);
        Map<String, Distribution> labels = new TreeMap<>();
        labels.put(label, d);
        return new Summary("people", "sum", "crossing", Instant.ofEpochSecond(start), TEN, revision, partial, frames, Summary.SLOTS_A_WINDOW, seen, labels, model);
    }

    private static Summary window(long start) {
        return window(start, 0, false, 2, A, "person", 1, 3);
    }

    private ConsumerRecord<byte[], byte[]> record(@Nullable String id, String type, String source, String subject, Instant time, byte[] data) {
        RecordHeaders headers = new RecordHeaders();
        Map<String, String> all = new TreeMap<>(Map.of("ce_specversion", "1.0", "ce_source", source, "ce_type", type, "ce_time", time.toString(),
                "ce_subject", subject, "content-type", "application/json"));
        if (id != null) {
            all.put("ce_id", id);
        }
        all.forEach((name, value) -> headers.add(name, value.getBytes(StandardCharsets.UTF_8)));
        return new ConsumerRecord<>("summaries", 0, offset++, 0L, org.apache.kafka.common.record.TimestampType.CREATE_TIME, 0, 0,
                "box".getBytes(StandardCharsets.UTF_8), data, headers, java.util.Optional.empty());
    }

    private ConsumerRecord<byte[], byte[]> record(Summary s) {
        return record("box/" + s.id(), "io.headwater.summary.v1", "headwater/box/people/sum", s.key(), s.start(), FlowConverter.toBytes(s));
    }

    private void take(Summary... summaries) {
        for (Summary s : summaries) {
            reading.take(record(s), 0);
        }
    }

    private void text(Reading into, String id, long second, String text) {
        into.take(record("box/door/up/" + id, "io.headwater.text.v1", "headwater/box/door/up", "", Instant.ofEpochSecond(second),
                text.getBytes(StandardCharsets.UTF_8)), 0);
    }

    private void balances() {
        Tally t = reading.tally();
        long skipped = t.json().path("skipped").asLong();
        assertThat(t.records).isEqualTo(t.distinct + t.duplicates + t.conflicting + t.late + skipped + t.malformed);
        assertThat(t.lines).isEqualTo(lines.size());
    }

    @Test
    void tellsAWindowOnceHoweverOftenItCame() {
        take(window(0), window(0), window(10), window(0));
        reading.end(true);
        assertThat(lines).extracting(Line::id).containsExactly("box/people/sum/crossing/1970-01-01T00:00:00Z/PT10S", "box/people/sum/crossing/1970-01-01T00:00:10Z/PT10S");
        assertThat(reading.tally().duplicates).isEqualTo(2);
        balances();
    }

    private void readings(long sequence, double value) {
        Instant at = Instant.ofEpochSecond(5);
        Readings readings = new Readings(new Origin("plant", 7, sequence, at, at.plusMillis(sequence)), List.of(new Readings.Series("temperature", "Cel")), new int[1],
                new long[] {5_000_000}, new double[] {value}, new Quality[] {Quality.GOOD});
        reading.take(record("box/climate/up/m1", "io.headwater.readings.v1", "headwater/box/climate/up", "plant", at, FlowConverter.toBytes(readings)), 0);
    }

    @Test
    void takesReadingsForTheSameThatTheirSensorGaveTwice() {
        readings(1, 21.5);
        readings(9, 21.5); // the same message, received again
        assertThat(reading.tally()).returns(1L, t -> t.distinct).returns(1L, t -> t.duplicates).returns(0L, t -> t.conflicting);
        readings(9, 22.5);
        assertThat(reading.tally().conflicting).as("another value").isEqualTo(1);
        balances();
    }

    @Test
    void knowsARecordByItsIdAloneWhateverItsTime() {
        text(reading, "1", 100, "open"); // given again by who was not answered, and dated anew
        text(reading, "1", 160, "open");
        text(reading, "1", 40, "open");
        assertThat(lines).hasSize(1);
        assertThat(reading.tally()).returns(1L, t -> t.distinct).returns(2L, t -> t.duplicates);
        balances();
    }

    @Test
    void addsThePartsOfAWindowInWhateverOrderTheyCame() {
        Summary first = window(0, 0, true, 2, A, "person", 1, 3);
        Summary second = window(0, 1, true, 1, A, "bicycle", 5);
        for (List<Summary> order : List.of(List.of(first, second), List.of(second, first))) {
            lines.clear();
            Reading anew = reading(Duration.ofHours(1), 1000);
            order.forEach(s -> anew.take(record(s), 0));
            anew.end(true);
            assertThat(lines).singleElement().satisfies(line -> {
                assertThat(line.parts()).isEqualTo(2);
                Summary whole = line.summary();
                assertThat(whole.frames()).isEqualTo(3);
                assertThat(whole.partial()).isTrue();
                assertThat(whole.seen().cardinality()).isEqualTo(2);
                assertThat(whole.perFrame().get("person")).satisfies(d -> assertThat(d.sum()).isEqualTo(4)).satisfies(d -> assertThat(d.count()).isEqualTo(3));
                assertThat(whole.perFrame().get("bicycle").count()).as("not found counts 0 in frames of the same model").isEqualTo(3);
                assertThat(whole.model()).isEqualTo(A);
            });
            assertThat(anew.tally().merged).isEqualTo(1);
        }
    }

    @Test
    void keepsLabelsOfTwoModelsApart() {
        take(window(0, 0, true, 2, A, "person", 1, 3), window(0, 1, true, 1, B, "car", 5), window(0, 2, true, 1, A, "person", 2));
        reading.end(true);
        assertThat(lines).singleElement().satisfies(line -> {
            assertThat(line.models()).containsExactly(A, B);
            assertThat(line.summary().model()).isNull();
            assertThat(line.summary().frames()).isEqualTo(4);
            assertThat(line.summary().perFrame().get("person").count()).isEqualTo(3);
            assertThat(line.summary().perFrame().get("car").count()).isEqualTo(1);
        });
    }

    @Test
    void waitsForFurtherPartsUntilTheSeriesIsAheadOrQuiet() {
        take(window(0), window(10), window(20));
        assertThat(lines).isEmpty();
        take(window(30));
        assertThat(lines).as("the newest ends 30 s behind its end").singleElement().satisfies(l -> assertThat(l.summary().start()).isEqualTo(Instant.EPOCH));
        reading.tick(29 * SECOND);
        assertThat(lines).hasSize(1);
        reading.tick(30 * SECOND);
        assertThat(lines).hasSize(4);
        balances();
    }

    @Test
    void tellsAWindowAgainWhenAPartComesLate() {
        take(window(0, 0, true, 2, A, "person", 1, 3), window(60), window(0, 1, true, 1, A, "person", 2));
        assertThat(lines).extracting(Line::again).containsExactly(false, true);
        assertThat(lines).extracting(Line::id).containsOnly("box/people/sum/crossing/1970-01-01T00:00:00Z/PT10S");
        assertThat(lines.getLast().summary().frames()).isEqualTo(3);
        assertThat(reading.tally().again).isEqualTo(1);
        balances();
    }

    @Test
    void letsAThinnedWindowStandForThoseItCovers() {
        Summary thinned = IntStream.range(0, 6).mapToObj(i -> window(i * 10L)).reduce(Summary::merge).orElseThrow();
        take(window(10), thinned, window(30), window(60));
        reading.end(true);
        assertThat(lines).extracting(l -> l.summary().length()).containsExactly(Duration.ofMinutes(1), TEN);
        assertThat(lines.getFirst().summary().frames()).isEqualTo(12);
        assertThat(reading.tally().covered).as("one before it, one behind it").isEqualTo(2);
        assertThat(reading.tally().thinned).isEqualTo(1);
        assertThat(reading.tally().gaps).isZero();
        balances();
    }

    @Test
    void letsACoarserWindowStandForACoarseOne() {
        Summary minute = IntStream.range(0, 6).mapToObj(i -> window(i * 10L)).reduce(Summary::merge).orElseThrow();
        Summary ten = IntStream.range(0, 60).mapToObj(i -> window(i * 10L)).reduce(Summary::merge).orElseThrow();
        take(minute, ten, minute);
        reading.end(true);
        assertThat(lines).singleElement().satisfies(l -> assertThat(l.summary().frames()).isEqualTo(120));
    }

    @Test
    void doesNotLetAThinnedWindowStandForAnotherRevision() {
        Summary thinned = window(0).merge(window(10));
        take(thinned, window(10, 1, true, 1, A, "person", 7));
        reading.end(true);
        assertThat(lines).hasSize(2);
        assertThat(reading.tally().covered).isZero();
    }

    @Test
    void tellsWhichWindowsAreMissing() {
        take(window(0), window(10), window(50), window(60));
        reading.end(true);
        assertThat(reading.tally().gaps).isEqualTo(1);
        assertThat(reading.tally().missing).isEqualTo(3);
        assertThat(reading.tally().text()).contains("  box/people/sum/crossing: from 1970-01-01T00:00:20Z to 1970-01-01T00:00:50Z");
    }

    @Test
    void findsNoGapWhereRecordsCameInAnotherOrder() {
        take(window(30), window(20), window(0), window(10));
        reading.end(true);
        assertThat(reading.tally().gaps).isZero();
    }

    @Test
    void skipsTypesAndVersionsThatCameLaterWithAWordForEach() {
        for (int i = 0; i < 3; i++) {
            reading.take(record("box/x/" + i, "io.headwater.summary.v2", "headwater/box/people/sum", "crossing", Instant.EPOCH, new byte[0]), 0);
        }
        reading.take(record("box/y", "com.example.door", "headwater/box/door/up", "", Instant.EPOCH, new byte[] {1}), 0);
        assertThat(words).containsExactly("summaries-0@0: type io.headwater.summary.v2 is not known to this version; records of it are skipped",
                "summaries-0@3: type com.example.door is not known to this version; records of it are skipped");
        assertThat(reading.tally().json().path("skippedTypes").path("io.headwater.summary.v2").asInt()).isEqualTo(3);
        balances();
    }

    @Test
    void saysWhereAMalformedRecordLiesAndGoesOn() {
        reading.take(record(null, "io.headwater.text.v1", "headwater/box/door/up", "", Instant.EPOCH, new byte[0]), 0);
        reading.take(record("box/people/sum/crossing/x/PT10S/0", "io.headwater.summary.v1", "headwater/box/people/sum", "crossing", Instant.EPOCH, "{}".getBytes(StandardCharsets.UTF_8)), 0);
        reading.take(record("box/cam/0/1/r/s", "io.headwater.frame.v1", "headwater/box/r/s", "cam", Instant.EPOCH, new byte[] {1, 2, 3}), 0);
        take(window(0));
        reading.end(true);
        assertThat(words).containsExactly("summaries-0@0: malformed: header ce_id is missing",
                "summaries-0@1: malformed: schema is \"\", must be \"io.headwater.summary/1\"", "summaries-0@2: malformed: not a JPEG picture");
        assertThat(reading.tally().malformed).isEqualTo(3);
        assertThat(lines).hasSize(1);
        balances();
    }

    @Test
    void tellsWhenAnIdComesWithOtherContent() {
        take(window(0), window(0, 0, false, 9, A, "person", 1));
        reading.end(true);
        assertThat(words).singleElement().asString().contains("@1: id box/people/sum/crossing/1970-01-01T00:00:00Z/PT10S/0 came before with other content");
        assertThat(lines).singleElement().satisfies(l -> assertThat(l.summary().frames()).isEqualTo(2));
        balances();
    }

    @Test
    void forgetsWhatIsFarBehindAndSaysWhenSuchARecordComes() {
        text(reading, "a", 0, "shut");
        text(reading, "b", 4000, "open");
        text(reading, "b", 4000, "open");
        text(reading, "a", 0, "shut");
        assertThat(lines).extracting(Line::late).containsExactly(false, false, true);
        assertThat(reading.tally()).satisfies(t -> assertThat(t.late).isEqualTo(1)).satisfies(t -> assertThat(t.duplicates).isEqualTo(1));
        balances();
    }

    @Test
    void remembersNoMoreIdsThanItMay() {
        Reading small = reading(Duration.ofDays(1000), 100);
        for (int i = 0; i < 1000; i++) {
            text(small, "n" + i, i, "x");
        }
        text(small, "n999", 999, "x");
        text(small, "n901", 901, "x");
        assertThat(small.tally().duplicates).as("the newest are known").isEqualTo(2);
        text(small, "n899", 899, "x");
        assertThat(small.tally().late).as("older ones are not").isEqualTo(1);
        assertThat(lines).hasSize(1001);
    }

    @Test
    void asksToReadAgainFromTheFirstRecordThatIsNotTold() {
        take(window(0), window(40), window(50));
        assertThat(lines).hasSize(1);
        assertThat(reading.untold()).isEqualTo(Map.of(new TopicPartition("summaries", 0), 1L));
        reading.end(true);
        assertThat(reading.untold()).isEmpty();
    }

    @Test
    void letsGoWhatAnotherMemberOfTheGroupReads() {
        take(window(0));
        reading.leave(List.of(new TopicPartition("summaries", 0)));
        reading.end(true);
        assertThat(lines).isEmpty();
        assertThat(reading.untold()).isEmpty();
    }
}
