package io.headwater.uplink;

import static io.headwater.uplink.Records.draft;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.exchange.StateStore;
import io.headwater.flow.Ledger;
import io.headwater.flow.Priority;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What steps know, in the file of the outbox. */
class StatesTest extends OpenOutbox {
    /** A step that knows texts. */
    private static class Known implements StateStore.Changes {
        private final Map<String, Optional<byte[]>> changed = new HashMap<>();
        private final Map<String, Optional<byte[]>> taken = new HashMap<>();
        private final String owner;
        volatile int takes;

        Known(String owner) {
            this.owner = owner;
        }

        synchronized Known set(String key, byte[] value) {
            changed.put(key, Optional.of(value));
            return this;
        }

        Known set(String key, String value) {
            return set(key, value.getBytes(StandardCharsets.UTF_8));
        }

        synchronized Known forget(String key) {
            changed.put(key, Optional.empty());
            return this;
        }

        @Override
        public String owner() {
            return owner;
        }

        @Override
        public synchronized Map<String, Optional<byte[]>> take() {
            takes++;
            taken.putAll(changed);
            changed.clear();
            return Map.copyOf(taken);
        }

        @Override
        public synchronized void kept() {
            taken.clear();
        }

        @Override
        public synchronized void notKept() {
            taken.forEach(changed::putIfAbsent);
            taken.clear();
        }
    }

    private void save(Known known) throws Exception {
        outbox.states().save(known).toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private Map<String, String> load(String owner) throws Exception {
        Map<String, String> texts = new TreeMap<>();
        outbox.states().load(owner).forEach((key, value) -> texts.put(key, new String(value, StandardCharsets.UTF_8)));
        return texts;
    }

    private void sql(String statement) throws SQLException {
        try (Connection db = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("outbox.db")); Statement s = db.createStatement()) {
            s.execute(statement);
        }
    }

    @Test
    void keepsWhatEachStepKnowsOverARestart() throws Exception {
        Known sum = new Known("crossing/sum").set("a", "1").set("b", "2");
        save(sum);
        save(new Known("gate/sum").set("a", "other"));
        save(sum.set("a", "3").forget("b").set("c", ""));
        restart();
        assertThat(load("crossing/sum")).containsExactlyInAnyOrderEntriesOf(Map.of("a", "3", "c", ""));
        assertThat(load("gate/sum")).containsExactlyInAnyOrderEntriesOf(Map.of("a", "other"));
        assertThat(load("nobody/sum")).isEmpty();
    }

    @Test
    void keepsWhatStepsKnowThroughASalvage() throws Exception {
        outbox.announce("once", new LanePolicy(Priority.HIGH, null, OfferOrder.OLDEST_FIRST, WhenFull.BLOCK, true));
        outbox.append(draft("once", "r", new byte[] {1}));
        save(new Known("crossing/sum").set("a", "old").set("b", "x".repeat(20_000)));
        save(new Known("crossing/sum").set("a", "new"));
        outbox.close();
        try (RandomAccessFile file = new RandomAccessFile(folder.resolve("outbox.db").toFile(), "rw")) {
            file.write(new byte[100]); // the header: SQLite takes it for no database
        }
        ledger = new Ledger();
        open();
        assertThat(folder.resolve("outbox.db.damaged-1")).exists();
        assertThat(load("crossing/sum")).containsExactlyInAnyOrderEntriesOf(Map.of("a", "new", "b", "x".repeat(20_000)));
        assertThat(outbox.exactlyOnce().lanes()).containsExactly("once");
        assertThat(outbox.exactlyOnce().next("once", 7, List.of(), 10)).satisfies(batch -> {
            assertThat(batch.number()).isEqualTo(8);
            assertThat(batch.records()).hasSize(1);
        });
    }

    @Test
    void answersAllWhoAskedMeanwhileByOneCommit() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Known slow = new Known("slow/sum") {
            @Override
            public synchronized Map<String, Optional<byte[]>> take() {
                begun.countDown();
                try {
                    goOn.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return super.take();
            }
        };
        CompletableFuture<Void> first = outbox.states().save(slow).toCompletableFuture();
        begun.await();
        Known sum = new Known("crossing/sum");
        CompletableFuture<?>[] asked = new CompletableFuture<?>[500];
        for (int i = 0; i < asked.length; i++) {
            asked[i] = outbox.states().save(sum.set("a", Integer.toString(i))).toCompletableFuture();
            assertThat(asked[i]).isNotDone();
        }
        goOn.countDown();
        CompletableFuture.allOf(asked).get(10, TimeUnit.SECONDS);
        assertThat(first).isCompleted();
        assertThat(sum.takes).isEqualTo(1);
        assertThat(load("crossing/sum")).containsEntry("a", "499");
    }

    @Test
    void setsAsideWhatTheDiskHasChangedAndGoesOn() throws Exception {
        save(new Known("crossing/sum").set("a", "whole").set("b", "torn").set("c", "moved"));
        close();
        sql("UPDATE state SET value = CAST('t0rn' AS BLOB) WHERE key = 'b'");
        sql("UPDATE state SET key = 'd' WHERE key = 'c'");
        open();
        assertThat(load("crossing/sum")).containsExactlyInAnyOrderEntriesOf(Map.of("a", "whole"));
        save(new Known("crossing/sum").set("b", "new"));
        assertThat(load("crossing/sum")).containsExactlyInAnyOrderEntriesOf(Map.of("a", "whole", "b", "new"));
        close();
        try (Connection db = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("outbox.db")); Statement s = db.createStatement();
                var r = s.executeQuery("SELECT count(*) FROM state_damaged WHERE owner = 'crossing/sum' AND found > 0")) {
            assertThat(r.getInt(1)).isEqualTo(2);
        }
        open();
    }

    @Test
    void refusesWhatHasNoRoomAndTakesItOnceThereIs() throws Exception {
        close();
        outbox = Outbox.open(settings().maxBytes(Settings.LEAST_BYTES), ledger);
        Known sum = new Known("crossing/sum").set("a", new byte[8 << 20]);
        assertThatThrownBy(() -> save(sum)).hasRootCauseMessage("outbox " + folder.resolve("outbox.db")
                + " has no room for what crossing/sum wants kept: raise headwater.outbox.maxBytes, or make room on its disk");
        assertThat(outbox.append(Records.draft("after"))).isInstanceOf(Receipt.Kept.class);
        assertThat(load("crossing/sum")).isEmpty();
        save(sum.set("a", "small"));
        assertThat(load("crossing/sum")).containsEntry("a", "small");
    }

    @Test
    void keepsRecordsThoughAStepCannotTellWhatItKnows() throws Exception {
        Known broken = new Known("crossing/sum") {
            @Override
            public Map<String, Optional<byte[]>> take() {
                throw new IllegalStateException("broken on purpose");
            }
        };
        CompletableFuture<Void> asked = outbox.states().save(broken).toCompletableFuture();
        assertThat(outbox.append(Records.draft("r"))).isInstanceOf(Receipt.Kept.class);
        assertThatThrownBy(() -> asked.get(10, TimeUnit.SECONDS)).hasRootCauseMessage("broken on purpose");
    }

    @Test
    void saysSoWhenItIsClosed() throws Exception {
        StateStore states = outbox.states();
        close();
        assertThat(states.save(new Known("crossing/sum"))).isCompletedExceptionally();
        open();
    }

    @Test
    void growsALittleThoughRecordsHaveFilledTheQuota() throws Exception {
        close();
        outbox = Outbox.open(settings().maxBytes(Settings.LEAST_BYTES), ledger);
        byte[] value = new byte[40_000];
        Known sum = new Known("crossing/sum").set("a", value);
        save(sum);
        int n = 0;
        while (outbox.append(Records.draft("summaries", "r" + n, new byte[20_000])) instanceof Receipt.Kept) {
            n++;
        }
        while (outbox.append(Records.draft("small" + n)) instanceof Receipt.Kept) {
            n++;
        }
        for (int i = 0; i < 50; i++) {
            value = Arrays.copyOf(value, value.length + 100);
            Arrays.fill(value, (byte) i);
            save(sum.set("a", value));
        }
        assertThat(outbox.states().load("crossing/sum").get("a")).isEqualTo(value);
        assertThatThrownBy(() -> save(new Known("other/sum").set("a", new byte[1 << 20]))).as("not at the cost of what deletes").hasMessageContaining("has no room");
    }
}
