package io.headwater.sensor;

import io.headwater.exchange.Timed;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One message as it came.
 *
 *  @param channel the topic, register or address that it came by
 *  @param id what a property beside it says that it is; null where none does
 *  @param sequence counts the sensor's messages since its start */
record Message(String channel, byte[] payload, @Nullable String id, long sequence, Instant arrival, Bus.Receipt receipt) implements Timed {
    @Override
    public Instant at() {
        return arrival;
    }
}
