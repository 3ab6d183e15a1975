package io.headwater.runtime.recording;

import io.headwater.exchange.RecordedExchange;
import io.headwater.flow.Frame;
import java.time.Instant;

/** What is recorded of one item.
 *  <p>Ownership: {@link #retain} takes a lease where there is one to take, {@link #release} gives it back. */
sealed interface Content {
    /** When it happened. */
    Instant at();

    /** What it takes of memory. */
    long bytes();

    void retain();

    void release();

    /** A frame of a camera. */
    record Picture(Frame frame) implements Content {
        @Override
        public Instant at() {
            return frame.eventTime();
        }

        @Override
        public long bytes() {
            return frame.bytes();
        }

        @Override
        public void retain() {
            frame.retain();
        }

        @Override
        public void release() {
            frame.release();
        }
    }

    /** What came from any other source. */
    record Came(RecordedExchange exchange, long bytes) implements Content {
        @Override
        public Instant at() {
            return exchange.at();
        }

        @Override
        public void retain() {}

        @Override
        public void release() {}
    }
}
