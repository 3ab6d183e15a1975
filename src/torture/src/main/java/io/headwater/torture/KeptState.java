package io.headwater.torture;

import io.headwater.exchange.StateStore;
import io.headwater.uplink.Outbox;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** A step that counts, and has two rows of its state kept: both hold the number, and bytes that belong to it.
 *  <p>Threading: one thread counts; the outbox's asks. */
final class KeptState implements StateStore.Changes {
    private static final String[] ROWS = {"first", "second"};

    private final String owner;
    private volatile int count;

    KeptState(String owner, int count) {
        this.owner = owner;
        this.count = count;
    }

    /** Counts, and returns when that is on disk. */
    void next(Outbox outbox) throws InterruptedException {
        count++;
        try {
            outbox.states().save(this).toCompletableFuture().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    int count() {
        return count;
    }

    @Override
    public String owner() {
        return owner;
    }

    @Override
    public Map<String, Optional<byte[]>> take() {
        int now = count;
        return Map.of(ROWS[0], Optional.of(bytes(ROWS[0], now)), ROWS[1], Optional.of(bytes(ROWS[1], now)));
    }

    private static byte[] bytes(String row, int count) {
        byte[] belongs = Payload.of(row + count);
        return ByteBuffer.allocate(Integer.BYTES + belongs.length).putInt(count).put(belongs).array();
    }

    @Override
    public void kept() {}

    @Override
    public void notKept() {}

    /** What is wrong with what is kept of an owner; null when both rows are whole, of one moment, and not before {@code least}. */
    static @Nullable String fault(Outbox outbox, String owner, int least) throws InterruptedException {
        Map<String, byte[]> rows = outbox.states().load(owner);
        if (rows.isEmpty() && least == 0) {
            return null;
        }
        int[] counts = new int[ROWS.length];
        for (int i = 0; i < ROWS.length; i++) {
            byte[] row = rows.get(ROWS[i]);
            if (row == null) {
                return "state lost: " + owner + "/" + ROWS[i];
            }
            counts[i] = ByteBuffer.wrap(row).getInt();
            if (!Arrays.equals(row, bytes(ROWS[i], counts[i]))) {
                return "state changed: " + owner + "/" + ROWS[i];
            }
        }
        return counts[0] != counts[1] ? "state of two moments: " + owner + " " + counts[0] + " and " + counts[1]
                : counts[0] < least ? "state lost: " + owner + " is " + counts[0] + ", was told to be " + least : null;
    }
}
