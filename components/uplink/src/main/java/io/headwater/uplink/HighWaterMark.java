package io.headwater.uplink;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Remembers, in a file beside the database, the highest sequence ever committed: a broken write-ahead log can take committed
 *  rows with it and still be called sound by SQLite, and the mark tells. Its lock also keeps a second process out.
 *  <p>Shape: two slots of 32 bytes, written in turn: outbox, sequence, turn, CRC-32C; a torn slot leaves the other.
 *  <p>Written after each commit, not synced: after a kill it is exact, after a power cut it may be behind, never ahead. */
final class HighWaterMark implements AutoCloseable {
    private static final int SLOT = 32;
    private static final int SUMMED = 24;

    private final FileChannel file;
    private final ByteBuffer slot = ByteBuffer.allocateDirect(SLOT);
    private long turn;

    private HighWaterMark(FileChannel file) {
        this.file = file;
    }

    /** Errors: {@link OutboxException} when another process has the outbox open. */
    static HighWaterMark open(Path path, Path database) throws IOException {
        FileChannel file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            FileLock lock = file.tryLock();
            if (lock != null) {
                return new HighWaterMark(file);
            }
        } catch (OverlappingFileLockException e) {
            // this very process has it open: the same to the user
        } catch (IOException e) {
            file.close();
            throw e;
        }
        file.close();
        throw new OutboxException("outbox " + database + " is in use by another process: stop that one, or set headwater.state.dir"
                + " to another folder", null);
    }

    /** Whether a process has it open. */
    static boolean isHeld(Path path) {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE); FileLock lock = file.tryLock()) {
            return lock == null;
        } catch (OverlappingFileLockException e) {
            return true; // this very process
        } catch (IOException e) {
            return false; // there is none
        }
    }

    /** The name of the outbox that it was last written for; null when it tells none. */
    @Nullable String outbox() throws IOException {
        String name = null;
        long newest = -1;
        for (int i = 0; i < 2; i++) {
            if (isWhole(i) && slot.getLong(16) > newest) {
                newest = slot.getLong(16);
                name = "%012x".formatted(slot.getLong(0));
            }
        }
        return name;
    }

    /** The mark of this outbox; 0 when there is none yet, or the file is of another outbox. */
    long read(long outbox) throws IOException {
        long best = 0;
        for (int i = 0; i < 2; i++) {
            if (isWhole(i) && slot.getLong(0) == outbox && slot.getLong(16) >= turn) {
                best = slot.getLong(8);
                turn = slot.getLong(16);
            }
        }
        return best;
    }

    private boolean isWhole(int i) throws IOException {
        slot.clear();
        while (slot.hasRemaining() && file.read(slot, (long) i * SLOT + slot.position()) > 0) {
            // until the slot is whole, or the file ends
        }
        return !slot.hasRemaining() && slot.getInt(SUMMED) == crc();
    }

    void write(long outbox, long sequence) throws IOException {
        turn++;
        slot.clear();
        slot.putLong(outbox).putLong(sequence).putLong(turn).putInt(crc()).putInt(0).flip();
        long at = (turn & 1) * SLOT;
        while (slot.hasRemaining()) {
            file.write(slot, at + slot.position());
        }
    }

    private int crc() {
        CRC32C sum = new CRC32C();
        sum.update(slot.duplicate().position(0).limit(SUMMED));
        return (int) sum.getValue();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
