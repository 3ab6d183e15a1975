package io.headwater.uplink;

import io.headwater.flow.Book;
import io.headwater.flow.Ledger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests that work on one outbox, which is open from the begin to the end of each. */
abstract class OpenOutbox {
    @TempDir
    Path folder;
    final AtomicReference<Instant> now = new AtomicReference<>(Records.NOON);
    Ledger ledger = new Ledger();
    Outbox outbox;

    Settings settings() {
        return Settings.in(folder).clock(now::get).retry(Duration.ofMillis(1), Duration.ofMillis(20));
    }

    @BeforeEach
    void open() {
        outbox = Outbox.open(settings(), ledger);
    }

    @AfterEach
    void close() throws Exception {
        outbox.close();
    }

    void restart() throws Exception {
        outbox.close();
        ledger = new Ledger();
        open();
    }

    Book book(String lane) {
        return ledger.books().stream().filter(b -> b.step().equals(lane)).findFirst().orElseThrow();
    }
}
