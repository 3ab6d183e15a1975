package io.headwater.sensor;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;

/** Event times as devices write them, in microseconds since 1970. */
final class EventTime {
    private static final BigDecimal MILLIS_FROM = BigDecimal.TEN.pow(11); // as seconds, the year 5138
    private static final BigDecimal MICROS_FROM = BigDecimal.TEN.pow(14);
    private static final BigDecimal NANOS_FROM = BigDecimal.TEN.pow(17);

    /** Digits behind the point; more would cost more memory than a message may. */
    private static final int FINEST = 40;

    private EventTime() {}

    /** Seconds, milliseconds, microseconds or nanoseconds since 1970, told apart by how large the number is: each means a time between
     *  1973 and 5138; a smaller one is seconds.
     *  <p>Errors: {@link UnreadableException} for a time before 1970, and one beyond what microseconds can say. */
    static long of(BigDecimal number) throws UnreadableException {
        int shift = number.compareTo(MILLIS_FROM) < 0 ? 6 : number.compareTo(MICROS_FROM) < 0 ? 3 : number.compareTo(NANOS_FROM) < 0 ? 0 : -3;
        if (number.signum() < 0 || number.precision() - number.scale() > 19 || number.scale() > FINEST) {
            throw new UnreadableException("has the time " + shortened(number.toString()) + ", which is none since 1970");
        }
        return number.movePointRight(shift).setScale(0, RoundingMode.FLOOR).longValue();
    }

    /** {@code 2026-05-04T08:00:00Z}, or with another offset; a number in quotes.
     *  <p>Errors: {@link UnreadableException}; a time without an offset is none, since nobody knows whose it is. */
    static long of(String text) throws UnreadableException {
        try {
            if (!text.isEmpty() && text.length() <= 30 && text.chars().allMatch(c -> c >= '0' && c <= '9' || c == '.')) {
                return of(new BigDecimal(text));
            }
            Instant at = OffsetDateTime.parse(text).toInstant();
            return ChronoUnit.MICROS.between(Instant.EPOCH, at);
        } catch (DateTimeException | NumberFormatException | ArithmeticException e) {
            throw new UnreadableException("has the time " + shortened(text) + ", must be like 2026-05-04T08:00:00Z, or seconds or milliseconds since 1970");
        }
    }

    private static String shortened(String text) {
        return text.length() > 40 ? text.substring(0, 40) + "…" : text;
    }
}
