package io.headwater.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.headwater.flow.Distribution;
import io.headwater.flow.Frame;
import io.headwater.flow.FramePool;
import io.headwater.flow.Inference;
import io.headwater.flow.PixelFormat;
import io.headwater.flow.Readings;
import io.headwater.flow.Summary;
import io.headwater.flow.View;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.LongStream;
import org.apache.camel.impl.engine.SimpleCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class JsonFormTest {
    private static final Map<String, JsonSchema> SCHEMAS = new ConcurrentHashMap<>();

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void inferenceKeepsItsSchemaAndComesBack(long seed) {
        Inference inference = new Samples(seed).inference();
        String json = FlowConverter.toText(inference);
        assertValid("inference", json);
        Inference back = FlowConverter.toInference(json);
        assertThat(back).usingRecursiveComparison().withComparatorForType(Float::compare, Float.class).isEqualTo(inference);
        assertThat(FlowConverter.toText(back)).isEqualTo(json);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void readingsKeepTheirSchemaAndComeBack(long seed) {
        Readings readings = new Samples(seed).readings();
        String json = FlowConverter.toText(readings);
        assertValid("readings", json);
        assertThat(FlowConverter.toReadings(json)).isEqualTo(readings);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void summaryKeepsItsSchemaAndComesBack(long seed) {
        Summary summary = new Samples(seed).summary();
        String json = FlowConverter.toText(summary);
        assertValid("summary", json);
        Summary back = FlowConverter.toSummary(json);
        assertThat(FlowConverter.toText(back)).isEqualTo(json);
        assertThat(back.seen()).isEqualTo(summary.seen());
        assertThat(back.perFrame().keySet()).isEqualTo(summary.perFrame().keySet());
        assertThat(back.model()).isEqualTo(summary.model());
    }

    @Test
    void thinnedSummaryKeepsItsSchemaAndComesBack() {
        Summary first = new Samples(5).summary();
        Summary next = new Summary(first.route(), first.step(), first.key(), first.end(), first.length(), 1, true, 3, 10, new BitSet(), Map.of(), first.model());
        Summary thinned = first.merge(next);
        assertThat(thinned.covers()).hasSize(first.revision() == 1 ? 1 : 2);
        String json = FlowConverter.toText(thinned);
        assertValid("summary", json);
        assertThat(FlowConverter.toSummary(json).covers()).isEqualTo(thinned.covers());
    }

    @Test
    void frameKeepsItsSchema() {
        try (FramePool pool = new FramePool(1 << 20)) {
            Frame frame = pool.tryTake(new Samples(1).origin(), 8, 6, PixelFormat.GRAY8, View.whole(64, 48).crop(64, 48, 8, 8, 16, 12));
            assertValid("frame", FlowConverter.toText(frame));
            frame.release();
        }
    }

    @Test
    void summaryIsWrittenAsPublished() {
        Distribution people = new Distribution();
        people.add(2);
        people.add(4);
        TreeMap<String, Distribution> perFrame = new TreeMap<>();
        perFrame.put("person", people);
        Summary summary = new Summary("crossing", "sum", "cam", Instant.parse("2026-01-01T00:00:10Z"), Duration.ofSeconds(10), 0, false, 2,
                10, BitSet.valueOf(new byte[] {0b11}), perFrame, null);
        assertThat(FlowConverter.toText(summary)).startsWith("""
                {"schema":"io.headwater.summary/1","id":"crossing/sum/cam/2026-01-01T00:00:10Z/PT10S/0","route":"crossing","step":"sum",\
                "key":"cam","start":"2026-01-01T00:00:10Z","end":"2026-01-01T00:00:20Z","length":"PT10S","revision":0,"partial":false,\
                "frames":2,"coverage":0.2,"seen":"1100000000","perFrame":{"person":{"mean":3.0,"min":2.0,"max":4.0,"p50":2.0,"p90":4.0,\
                "p99":4.0,"count":2,"sum":6.0,"sketch":\"""");
    }

    @Test
    void readSummariesMergeAsTheOriginalsDo() {
        Summary first = new Summary("r", "s", "k", Instant.EPOCH, Duration.ofSeconds(1), 0, false, 3, 10, BitSet.valueOf(new long[] {7}), new TreeMap<>(), null);
        Summary second = new Summary("r", "s", "k", Instant.EPOCH.plusSeconds(1), Duration.ofSeconds(1), 0, true, 4, 10, BitSet.valueOf(new long[] {1}), new TreeMap<>(), null);
        Summary both = FlowConverter.toSummary(FlowConverter.toBytes(first)).merge(FlowConverter.toSummary(FlowConverter.toBytes(second)));
        assertThat(FlowConverter.toText(both)).isEqualTo(FlowConverter.toText(first.merge(second)));
    }

    @Test
    void camelConvertsEachValueAndBack() throws Exception {
        try (SimpleCamelContext context = new SimpleCamelContext()) {
            context.start();
            Readings readings = new Samples(3).readings();
            for (Class<?> form : new Class<?>[] {String.class, byte[].class, InputStream.class}) {
                Object json = context.getTypeConverter().mandatoryConvertTo(form, readings);
                assertThat(context.getTypeConverter().mandatoryConvertTo(Readings.class, json)).as("as %s", form).isEqualTo(readings);
            }
        }
    }

    @Test
    void refusesAnotherVersionByName() {
        assertThatThrownBy(() -> FlowConverter.toSummary("{\"schema\":\"io.headwater.summary/2\"}"))
                .hasMessage("schema is \"io.headwater.summary/2\", must be \"io.headwater.summary/1\"");
    }

    @Test
    void refusesTextThatIsNotJson() {
        assertThatThrownBy(() -> FlowConverter.toReadings("temperature=3")).isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("not JSON, must be io.headwater.readings/1: ");
        assertThatThrownBy(() -> FlowConverter.toReadings("")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void namesTheFieldThatIsMissing() {
        String json = FlowConverter.toText(new Samples(3).readings()).replaceFirst("\"epoch\":\\d+,", "");
        assertThatThrownBy(() -> FlowConverter.toReadings(json)).hasMessage("origin.epoch is missing");
    }

    @Test
    void namesTheValueThatIsWrong() {
        String json = FlowConverter.toText(new Samples(3).summary()).replaceFirst("\"length\":\"[^\"]*\"", "\"length\":\"ten\"");
        assertThatThrownBy(() -> FlowConverter.toSummary(json)).hasMessage("length is \"ten\", must be a duration such as PT10S");
    }

    @Test
    void refusesASketchThatIsCutShort() {
        Samples samples = new Samples(0);
        Summary summary = samples.summary();
        while (summary.perFrame().values().stream().allMatch(d -> d.count() < 10)) {
            summary = samples.summary();
        }
        byte[] json = FlowConverter.toBytes(summary);
        String cut = new String(json, StandardCharsets.UTF_8).replaceAll("(\"sketch\":\"[A-Za-z0-9+/]{16})[^\"]*", "$1");
        assertThatThrownBy(() -> FlowConverter.toSummary(cut)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(".sketch cannot be read");
    }

    private static void assertValid(String form, String json) {
        JsonSchema schema = SCHEMAS.computeIfAbsent(form, f -> JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(JsonFormTest.class.getResourceAsStream("/schema/" + f + "-1.json")));
        assertThat(schema.validate(json, InputFormat.JSON, run -> run.getExecutionConfig().setFormatAssertionsEnabled(true))).as(json).isEmpty();
    }
}
