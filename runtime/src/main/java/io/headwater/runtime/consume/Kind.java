package io.headwater.runtime.consume;

import io.headwater.exchange.FlowConverter;
import io.headwater.flow.Summary;
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
