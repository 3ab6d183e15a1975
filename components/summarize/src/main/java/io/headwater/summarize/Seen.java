package io.headwater.summarize;

import io.headwater.exchange.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Remembers which items were counted, by the ids that the route gave them, so that one that its source gives again is not counted
 *  twice. Kept are the newest {@value #MOST} of a step, in chunks, of which an item changes one.
 *  <p>Shape: a chunk as bytes is the number of its first id, counting from 0, then the ids, 8 bytes each.
 *  <p>Threading: none; {@link Windows} guards it.
 *  <p>Source: an id is the first 64 bits of a SHA-256; that two of {@value #MOST} meet has a chance of 1 in 10¹⁰. */
final class Seen {
    static final int MOST = 65_536;
    static final int CHUNK = 256;

    private final long[][] chunks = new long[MOST / CHUNK][];
    private final long[] firsts = new long[MOST / CHUNK];
    private final Set<Long> known = new HashSet<>();
    private long next;

    /** What an item is known by: ids of two sources have nothing to do with each other. */
    static long id(String source, String given) {
        MessageDigest digest = Sha256.begin();
        digest.update(source.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
        return ByteBuffer.wrap(digest.digest(given.getBytes(StandardCharsets.UTF_8))).getLong();
    }

    boolean contains(long id) {
        return known.contains(id);
    }

    /** Remembers one; the chunk that changed. */
    int add(long id) {
        int chunk = chunkOf(next);
        int at = (int) (next % CHUNK);
        if (at == 0) {
            begin(chunk, next);
        }
        chunks[chunk][at] = id;
        known.add(id);
        next++;
        return chunk;
    }

    private static int chunkOf(long number) {
        return (int) (number / CHUNK % (MOST / CHUNK));
    }

    private void begin(int chunk, long first) {
        long[] old = chunks[chunk];
        if (old != null) {
            for (long id : old) {
                known.remove(id);
            }
        }
        chunks[chunk] = new long[CHUNK];
        firsts[chunk] = first;
    }

    private int sizeOf(int chunk) {
        return (int) Math.min(CHUNK, next - firsts[chunk]);
    }

    /** Empty where nothing was remembered yet. */
    Optional<byte[]> bytes(int chunk) {
        if (chunks[chunk] == null) {
            return Optional.empty();
        }
        int size = sizeOf(chunk);
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES * (1 + size)).putLong(firsts[chunk]);
        for (int i = 0; i < size; i++) {
            bytes.putLong(chunks[chunk][i]);
        }
        return Optional.of(bytes.array());
    }

    /** Takes a chunk back in, in any order.
     *  <p>Errors: {@link IllegalArgumentException} when it is none. */
    void restore(byte[] bytes) {
        int size = bytes.length / Long.BYTES - 1;
        long first = size < 0 ? -1 : ByteBuffer.wrap(bytes).getLong();
        if (bytes.length % Long.BYTES != 0 || size > CHUNK || first < 0 || first % CHUNK != 0) {
            throw new IllegalArgumentException(bytes.length + " bytes are no chunk of ids");
        }
        int chunk = chunkOf(first);
        begin(chunk, first);
        for (int i = 0; i < size; i++) {
            long id = ByteBuffer.wrap(bytes).getLong(Long.BYTES * (1 + i));
            chunks[chunk][i] = id;
            known.add(id);
        }
        next = Math.max(next, first + size);
    }
}
