package io.headwater.sensor;

import io.headwater.exchange.RecordedExchange;
import io.headwater.exchange.RecordingFile;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Plays a recording once. Messages come as long after its begin as they did when they were recorded; nobody acknowledges them, since each
 *  attempt at a message that failed is a line of its own. */
final class FileBus implements Bus {
    private final Settings settings;
    private final FileLocation at;
    private final InstantSource clock;

    FileBus(Settings settings, FileLocation at, InstantSource clock) {
        this.settings = settings;
        this.at = at;
        this.clock = clock;
    }

    @Override
    public boolean keeps() {
        return true;
    }

    @Override
    public Connection connect(Inbox inbox) throws BusException {
        try {
            return new Playing(RecordingFile.open(at.file()), inbox);
        } catch (IOException | IllegalArgumentException e) {
            throw new BusException("the recording " + at + " cannot be read: " + e.getMessage());
        }
    }

    private final class Playing implements Connection {
        private final RecordingFile recording;
        private final Inbox inbox;
        private final Instant begin = clock.instant();
        private final long beginNanos = System.nanoTime();
        private final CountDownLatch closed = new CountDownLatch(1);

        Playing(RecordingFile recording, Inbox inbox) {
            this.recording = recording;
            this.inbox = inbox;
        }

        @Override
        public @Nullable Away awaitEnd() throws InterruptedException {
            try (recording) {
                inbox.ready();
                while (recording.hasNext()) {
                    RecordedExchange message = recording.next();
                    Duration after = Duration.between(recording.begin(), message.at());
                    if (closes(after)) {
                        return new Away("closed", false);
                    }
                    inbox.came(text(message, Deliveries.TOPIC, settings.name()), message.bytes(), text(message, Deliveries.ID, null), begin.plus(after), Receipt.NONE);
                }
                return null;
            } catch (IOException e) {
                return new Away("the recording " + at + " cannot be read on: " + e.getMessage(), false);
            }
        }

        /** Waits until a message is due; true when there shall be no more. */
        private boolean closes(Duration after) throws InterruptedException {
            long early = settings.pace() == Pace.FAST ? 0 : after.toNanos() - (System.nanoTime() - beginNanos);
            return closed.await(Math.max(0, early), TimeUnit.NANOSECONDS);
        }

        private static @Nullable String text(RecordedExchange message, String header, @Nullable String otherwise) {
            Object value = message.headers().get(header);
            return value == null ? otherwise : value.toString();
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }
}
