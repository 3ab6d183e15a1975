package io.headwater.flow;

import java.time.Instant;
import java.util.Objects;

/** Where an item came from: the identity that dedupe and order stand on.
 *  <p>Units: {@code epoch} counts the starts of the source and is persisted; {@code sequence} counts items within an epoch, from 0.
 *
 *  @param source name of the camera or sensor
 *  @param eventTime when it happened, by the source's clock
 *  @param arrivalTime when this box saw it */
public record Origin(String source, long epoch, long sequence, Instant eventTime, Instant arrivalTime) {
    public Origin {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(eventTime, "eventTime");
        Objects.requireNonNull(arrivalTime, "arrivalTime");
    }
}
