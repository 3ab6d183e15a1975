package io.headwater.uplink;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/** How an outbox is kept.
 *
 *  @param folder where {@code outbox.db} lies
 *  @param maxBytes quota of database and write-ahead log together
 *  @param maxRecordBytes largest payload that is taken
 *  @param maxInFlight most records offered and not answered, whatever the demand
 *  @param retry pause before a rejected record is offered again; doubled each time
 *  @param maxRetry where that pause stops growing
 *  @param untried most records in flight of a lane of which the broker has taken none since it last refused one */
record Settings(Path folder, long maxBytes, int maxRecordBytes, int maxInFlight, Duration retry, Duration maxRetry,
        InstantSource clock, int untried) {
    /** Property: quota, default 1 GiB. */
    static final String MAX_BYTES = "headwater.outbox.maxBytes";
    /** Property: largest record, default 1,000,000 bytes: with its headers below Kafka's own limit of 1 MiB. */
    static final String MAX_RECORD_BYTES = "headwater.outbox.maxRecordBytes";
    static final long DEFAULT_BYTES = 1L << 30;
    static final int DEFAULT_RECORD_BYTES = 1_000_000;
    /** Below this there is no room for the write-ahead log and the reserve. */
    static final long LEAST_BYTES = 8L << 20;

    Settings {
        if (maxBytes < LEAST_BYTES) {
            throw new IllegalArgumentException(MAX_BYTES + " is " + maxBytes + ", must be at least 8MiB");
        }
        if (maxRecordBytes < 1 || maxRecordBytes > maxBytes / 8) {
            throw new IllegalArgumentException(MAX_RECORD_BYTES + " is " + maxRecordBytes + ", must be 1–" + maxBytes / 8
                    + ", an eighth of " + MAX_BYTES);
        }
    }

    static Settings in(Path folder) {
        return new Settings(folder, DEFAULT_BYTES, DEFAULT_RECORD_BYTES, 8192, Duration.ofSeconds(1), Duration.ofMinutes(1), InstantSource.system(), 4096);
    }

    Settings maxBytes(long bytes) {
        return new Settings(folder, bytes, maxRecordBytes, maxInFlight, retry, maxRetry, clock, untried);
    }

    Settings maxRecordBytes(int bytes) {
        return new Settings(folder, maxBytes, bytes, maxInFlight, retry, maxRetry, clock, untried);
    }

    Settings maxInFlight(int records) {
        return new Settings(folder, maxBytes, maxRecordBytes, records, retry, maxRetry, clock, untried);
    }

    Settings retry(Duration first, Duration most) {
        return new Settings(folder, maxBytes, maxRecordBytes, maxInFlight, first, most, clock, untried);
    }

    Settings clock(InstantSource source) {
        return new Settings(folder, maxBytes, maxRecordBytes, maxInFlight, retry, maxRetry, source, untried);
    }

    Settings untried(int records) {
        return new Settings(folder, maxBytes, maxRecordBytes, maxInFlight, retry, maxRetry, clock, records);
    }

    Path file() {
        return folder.resolve("outbox.db");
    }

    /** Most bytes that dead letters may take. */
    long deadBytes() {
        return maxBytes / 8;
    }

    /** Room kept for the write-ahead log. */
    long walBytes() {
        return Math.min(4L << 20, maxBytes / 4);
    }
}
