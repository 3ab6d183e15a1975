package io.headwater.uplink;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** The entries of one page, each by itself: one that makes no sense hides none of the others.
 *  <p>Shape: of a table's leaf the row's number and its columns, of an index's page 0 and its columns; a column is null, a
 *  {@link Long}, a {@link String} or {@code byte[]}.
 *  <p>Source: SQLite's "Database File Format", 1.6 and 2.1. */
final class Cells {
    private static final int USABLE = Database.PAGE;
    private static final int MOST_COLUMNS = 64;
    private static final int INDEX = 2;
    private static final int INDEX_LEAF = 10;
    private static final int TABLE_LEAF = 13;
    private static final int LEAST_LOCAL = (USABLE - 12) * 32 / 255 - 23;
    private static final int MOST_LOCAL_INDEX = (USABLE - 12) * 64 / 255 - 23;

    private final IntFunction<@Nullable ByteBuffer> pages;
    private final int mostBytes;

    /** @param pages where the rest of a long entry lies, by page
     *  @param mostBytes longer ones make no sense */
    Cells(IntFunction<@Nullable ByteBuffer> pages, int mostBytes) {
        this.pages = pages;
        this.mostBytes = mostBytes;
    }

    /** The first page has none that matter here. */
    void each(@Nullable ByteBuffer bytes, BiConsumer<Long, List<@Nullable Object>> to) {
        if (bytes == null) {
            return;
        }
        int kind = bytes.get(0);
        int first = kind == INDEX ? 12 : 8;
        if (kind != TABLE_LEAF && kind != INDEX_LEAF && kind != INDEX) {
            return;
        }
        for (int i = 0; i < Short.toUnsignedInt(bytes.getShort(3)) && first + 2 * i + 2 <= USABLE; i++) {
            try {
                bytes.position(Short.toUnsignedInt(bytes.getShort(first + 2 * i)) + (kind == INDEX ? 4 : 0));
                int length = Math.toIntExact(varint(bytes));
                long number = kind == TABLE_LEAF ? varint(bytes) : 0;
                to.accept(number, columns(payload(bytes, length, kind == TABLE_LEAF ? USABLE - 35 : MOST_LOCAL_INDEX)));
            } catch (IndexOutOfBoundsException | IllegalArgumentException | ArithmeticException | java.nio.BufferUnderflowException e) {
                // this one is broken; the next has its own place
            }
        }
    }

    private ByteBuffer payload(ByteBuffer page, int length, int mostLocal) {
        if (length < 1 || length > mostBytes) {
            throw new IllegalArgumentException();
        }
        if (length <= mostLocal) {
            return page.slice(page.position(), length);
        }
        int fits = LEAST_LOCAL + (length - LEAST_LOCAL) % (USABLE - 4);
        int local = fits <= mostLocal ? fits : LEAST_LOCAL;
        ByteBuffer whole = ByteBuffer.allocate(length).put(page.slice(page.position(), local));
        int next = page.getInt(page.position() + local);
        while (whole.hasRemaining()) {
            ByteBuffer more = pages.apply(next);
            if (more == null) {
                throw new IllegalArgumentException();
            }
            next = more.getInt(0);
            whole.put(more.slice(4, Math.min(USABLE - 4, whole.remaining())));
        }
        return whole.flip();
    }

    private static List<@Nullable Object> columns(ByteBuffer row) {
        int end = Math.toIntExact(varint(row));
        List<Long> types = new ArrayList<>();
        while (row.position() < end && types.size() < MOST_COLUMNS) {
            types.add(varint(row));
        }
        row.position(end);
        List<@Nullable Object> columns = new ArrayList<>(types.size());
        for (long type : types) {
            columns.add(switch ((int) Math.min(type, 12)) {
                case 0 -> null;
                case 1, 2, 3, 4, 5, 6 -> number(row, type == 5 ? 6 : type == 6 ? 8 : (int) type);
                case 8 -> 0L;
                case 9 -> 1L;
                case 12 -> {
                    byte[] bytes = new byte[Math.toIntExact((type - 12) / 2)];
                    row.get(bytes);
                    yield type % 2 == 0 ? bytes : new String(bytes, StandardCharsets.UTF_8);
                }
                default -> throw new IllegalArgumentException();
            });
        }
        return columns;
    }

    private static long number(ByteBuffer row, int bytes) {
        long value = row.get();
        for (int i = 1; i < bytes; i++) {
            value = value << 8 | row.get() & 0xff;
        }
        return value;
    }

    private static long varint(ByteBuffer bytes) {
        long value = 0;
        for (int i = 0; i < 8; i++) {
            int b = bytes.get();
            value = value << 7 | b & 0x7f;
            if (b >= 0) {
                return value;
            }
        }
        return value << 8 | bytes.get() & 0xff;
    }
}
