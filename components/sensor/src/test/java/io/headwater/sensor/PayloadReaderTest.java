package io.headwater.sensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.flow.Readings;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PayloadReaderTest {
    private static final Instant ARRIVAL = Instant.parse("2026-05-04T08:00:00Z");

    private static PayloadReader.Content read(String payload, @Nullable String series, @Nullable String time, @Nullable String id) throws UnreadableException {
        Format format = new Format("boiler", Key.NAME, new LinkedHashSet<>(Format.list(series)), Format.units("t=Cel"), time, Identity.of(id));
        return new PayloadReader(format, 3).read(new Message("plant/n", payload.getBytes(StandardCharsets.UTF_8), null, 7, ARRIVAL, Bus.Receipt.NONE));
    }

    private static Readings readings(String payload) throws UnreadableException {
        return read(payload, null, null, null).readings();
    }

    @Test
    void readsFieldsThatHoldNumbers() throws Exception {
        Readings r = readings("{\"t\": 21.5, \"on\": true, \"unit\": \"C\", \"gone\": null, \"air\": {\"h\": 40}, \"list\": [1, 2]}");
        assertThat(r.series()).containsExactly(new Readings.Series("t", "Cel"), new Readings.Series("on", "1"), new Readings.Series("air.h", "1"));
        assertThat(r.values()).containsExactly(21.5, 1, 40);
        assertThat(r.eventTime(0)).isEqualTo(ARRIVAL);
        assertThat(r.origin().source() + r.origin().epoch() + r.origin().sequence()).isEqualTo("boiler37");
    }

    @Test
    void namesANumberByItsTopicOrBySeries() throws Exception {
        assertThat(readings("21.5").series()).containsExactly(new Readings.Series("n", "1"));
        assertThat(read("21.5", "t", null, null).readings().series()).containsExactly(new Readings.Series("t", "Cel"));
    }

    @Test
    void takesTextsForNumbersWhereSeriesNamesThem() throws Exception {
        assertThat(read("{\"t\": \"21.5\", \"h\": 4}", "t", null, null).readings().values()).containsExactly(21.5);
        assertThatThrownBy(() -> read("{\"t\": \"warm\"}", "t", null, null)).isInstanceOf(UnreadableException.class).hasMessage("has warm in t, must be a number");
    }

    @Test
    void readsAListWithATimeEach() throws Exception {
        Readings r = read("[{\"t\": 1, \"at\": 1777881600}, {\"at\": 1777881601, \"t\": 2}]", null, "at", null).readings();
        assertThat(r.values()).containsExactly(1, 2);
        assertThat(r.eventTime(1)).isEqualTo("2026-05-04T08:00:01Z");
        assertThat(r.origin().eventTime()).isEqualTo("2026-05-04T08:00:01Z");
    }

    @ParameterizedTest
    @CsvSource({"1777881600", "1777881600000", "1777881600000000", "1777881600000000000", "\"2026-05-04T10:00:00+02:00\"", "\"1777881600\"", "1777881600.0"})
    void tellsTimesApart(String time) throws Exception {
        assertThat(read("{\"t\": 1, \"at\": " + time + "}", null, "at", null).readings().eventTime(0)).isEqualTo(ARRIVAL);
    }

    @ParameterizedTest
    @CsvSource({"1e999999999", "1e-999999999", "-1", "\"2026-05-04T08:00:00\"", "\"soon\"", "null", "99999999999999999999999"})
    void refusesWhatIsNoTime(String time) {
        assertThatThrownBy(() -> read("{\"t\": 1, \"at\": " + time + "}", null, "at", null)).isInstanceOf(UnreadableException.class);
    }

    @Test
    void tellsWhatIsMissing() {
        assertThatThrownBy(() -> read("{\"t\": 1}", null, "at", null)).hasMessage("has no time in at");
        assertThatThrownBy(() -> read("{\"t\": 1}", null, null, "id")).hasMessage("has no id in id");
        assertThatThrownBy(() -> read("{\"t\": 1}", "h", null, null)).hasMessage("holds no number in h");
        assertThatThrownBy(() -> readings("{\"t\": \"a\"}")).hasMessage("holds no number");
        assertThatThrownBy(() -> readings("")).hasMessage("is empty");
    }

    @Test
    void readsTheIdAsItStands() throws Exception {
        assertThat(read("{\"t\": 1, \"m\": {\"id\": 17}}", null, null, "m.id").id()).isEqualTo("17");
        assertThat(read("{\"t\": 1, \"id\": \"a-1\"}", null, null, "id").id()).isEqualTo("a-1");
    }
}
