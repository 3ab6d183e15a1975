package io.headwater.runtime.consume;

import io.headwater.exchange.FlowConverter;
import io.headwater.flow.Origin;
import io.headwater.flow.Readings;
import io.headwater.flow.Summary;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The types of records that this consumer knows, each of the first version. */
enum Kind {
    SUMMARY, INFERENCE, READINGS, FRAME, TEXT, BYTES;

    /** Null for types and versions that came after this program. */
    static @Nullable Kind of(String type) {
        for (Kind kind : values()) {
            if (type.equals(kind.type())) {
                return kind;
            }
        }
        return null;
    }

    /** By which content is told from other content of one id. Readings that their sensor names may come again by another reception, which their origin tells. */
    int digest(byte[] data) {
        if (this != READINGS) {
            return Arrays.hashCode(data);
        }
        Readings r = FlowConverter.toReadings(data);
        Origin given = new Origin(r.origin().source(), 0, 0, r.origin().eventTime(), r.origin().eventTime());
        return Arrays.hashCode(FlowConverter.toBytes(new Readings(given, r.series(), r.seriesOf(), r.eventTimes(), r.values(), r.quality())));
    }

    private String type() {
        return "io.headwater." + name().toLowerCase(java.util.Locale.ROOT) + ".v1";
    }

    /** The summary that the data holds; null for other types, whose data is looked at only.
     *  <p>Errors: {@link IllegalArgumentException} when the data is not what the type says. */
    @Nullable Summary read(byte[] data) {
        return switch (this) {
            case SUMMARY -> FlowConverter.toSummary(data);
            case INFERENCE -> {
                FlowConverter.toInference(data);
                yield null;
            }
            case READINGS -> {
                FlowConverter.toReadings(data);
                yield null;
            }
            case FRAME -> {
                if (data.length < 2 || (data[0] & 0xff) != 0xff || (data[1] & 0xff) != 0xd8) {
                    throw new IllegalArgumentException("not a JPEG picture");
                }
                yield null;
            }
            case TEXT, BYTES -> null;
        };
    }
}
