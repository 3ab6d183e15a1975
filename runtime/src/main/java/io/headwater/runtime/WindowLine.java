package io.headwater.runtime;

import io.headwater.flow.Summary;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A window that a route made, and what has become of its record.
 *
 *  @param record id of its record in the outbox and in Kafka
 *  @param made when it was made
 *  @param acknowledged when Kafka had it; null while it waits */
public record WindowLine(String record, Summary summary, Instant made, @Nullable Instant acknowledged) {}
