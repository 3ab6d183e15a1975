package io.headwater.torture;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** The bytes of one file: those that are surely on the disk, and the changes since, which may be or not. */
final class Content {
    private static final int SECTOR = 512;

    private final Bytes synced = new Bytes();
    private final List<DiskEvent> pending = new ArrayList<>();

    void change(DiskEvent change) {
        pending.add(change);
    }

    void sync() {
        pending.forEach(change -> apply(change, synced));
        pending.clear();
    }

    int pending() {
        return pending.size();
    }

    /** What a power cut now could leave. */
    byte[] afterCut(Loss loss, SplittableRandom random) {
        Bytes left = synced.copy();
        int first = random.nextInt(pending.size() + 1);
        for (int i = 0; i < pending.size(); i++) {
            DiskEvent change = pending.get(i);
            switch (loss) {
                case ALL_LOST -> { /* not there */ }
                case ALL_KEPT -> apply(change, left);
                case IN_ORDER -> {
                    if (i < first) {
                        apply(change, left);
                    }
                }
                case REORDERED -> {
                    if (random.nextBoolean()) {
                        apply(change, left);
                    }
                }
                case TORN, NOISE -> tear(change, left, loss == Loss.NOISE, random);
            }
        }
        return left.toArray();
    }

    private static void apply(DiskEvent change, Bytes to) {
        switch (change) {
            case DiskEvent.Wrote wrote -> to.put(wrote.at(), wrote.bytes(), 0, wrote.bytes().length);
            case DiskEvent.Resized resized -> to.resize(resized.size());
            default -> throw new IllegalArgumentException("no change of a file: " + change);
        }
    }

    private static void tear(DiskEvent change, Bytes to, boolean noise, SplittableRandom random) {
        if (!(change instanceof DiskEvent.Wrote wrote)) {
            if (random.nextBoolean()) {
                apply(change, to);
            }
            return;
        }
        byte[] bytes = wrote.bytes();
        for (int from = 0; from < bytes.length; ) {
            long at = wrote.at() + from;
            int length = (int) Math.min(bytes.length - from, SECTOR - at % SECTOR);
            int dice = random.nextInt(noise ? 5 : 4);
            if (dice < 2) {
                to.put(at, bytes, from, length);
            } else if (dice == 2) {
                to.resize(Math.max(to.size(), at + length)); // the file grew, what is in it did not come
            } else if (dice == 4) {
                byte[] rubbish = new byte[length];
                random.nextBytes(rubbish);
                to.put(at, rubbish, 0, length);
            }
            from += length;
        }
    }

    /** Bytes that grow; what was never written is 0. */
    private static final class Bytes {
        private byte[] array = new byte[4096];
        private int size;

        long size() {
            return size;
        }

        void put(long at, byte[] from, int offset, int length) {
            resize(Math.max(size, at + length));
            System.arraycopy(from, offset, array, (int) at, length);
        }

        void resize(long to) {
            int target = Math.toIntExact(to);
            if (target > array.length) {
                array = Arrays.copyOf(array, Math.max(target, 2 * array.length));
            }
            if (target < size) {
                Arrays.fill(array, target, size, (byte) 0);
            }
            size = target;
        }

        Bytes copy() {
            Bytes copy = new Bytes();
            copy.array = array.clone();
            copy.size = size;
            return copy;
        }

        byte[] toArray() {
            return Arrays.copyOf(array, size);
        }
    }
}
