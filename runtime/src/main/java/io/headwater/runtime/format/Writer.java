package io.headwater.runtime.format;

import io.headwater.runtime.format.Piece.Entry;
import io.headwater.runtime.format.Piece.Item;
import io.headwater.runtime.format.Piece.Slot;
import java.util.List;

/** Writes pieces as text: block style, two spaces a level, comments where they hang. */
final class Writer {
    private static final int STEP = 2;

    private final Hangings comments;
    private final StringBuilder out = new StringBuilder();

    private Writer(Hangings comments) {
        this.comments = comments;
    }

    static String write(Piece.Items file, Hangings comments) {
        Writer writer = new Writer(comments);
        writer.alone(comments.top, 0);
        if (!comments.top.isEmpty()) {
            writer.out.append('\n');
        }
        if (file.items().isEmpty()) {
            writer.out.append("[]\n");
        }
        writer.items(file, 0, false);
        return writer.out.toString();
    }

    /** @param begun whether the line of the first is begun already */
    private void items(Piece.Items list, int indent, boolean begun) {
        boolean first = begun;
        for (Item item : list.items()) {
            if (!first) {
                lead(item, indent);
                out.append(" ".repeat(indent));
            }
            first = false;
            out.append('-');
            switch (item.value) {
                case Piece.Fields fields when !fields.entries().isEmpty() -> {
                    out.append(' ');
                    fields(fields, indent + STEP, true);
                }
                case Piece.Items inner when !inner.items().isEmpty() -> {
                    out.append(' ');
                    items(inner, indent + STEP, true);
                }
                default -> simple(item, indent + STEP);
            }
            alone(comments.below.getOrDefault(item, List.of()), indent);
        }
    }

    private void fields(Piece.Fields map, int indent, boolean begun) {
        boolean first = begun;
        for (Entry entry : map.entries()) {
            if (!first) {
                lead(entry, indent);
                out.append(" ".repeat(indent));
            }
            first = false;
            out.append(Scalars.key(entry.key)).append(':');
            switch (entry.value) {
                case Piece.Fields fields when !fields.entries().isEmpty() -> {
                    beside(entry);
                    fields(fields, indent + STEP, false);
                }
                case Piece.Items items when !items.items().isEmpty() -> {
                    beside(entry);
                    items(items, indent + STEP, false);
                }
                default -> simple(entry, indent + STEP);
            }
            alone(comments.below.getOrDefault(entry, List.of()), indent);
        }
    }

    /** A value that begins on the line of its key or dash. */
    private void simple(Slot slot, int indent) {
        String value = switch (slot.value) {
            case Piece.Text text -> Scalars.write(text, indent);
            case Piece.Fields fields -> "{}";
            case Piece.Items items -> "[]";
        };
        int end = value.indexOf('\n') < 0 ? value.length() : value.indexOf('\n');
        out.append(' ').append(value, 0, end);
        beside(slot);
        out.append(value.isEmpty() || end == value.length() ? "" : value.substring(end + 1) + "\n");
    }

    private void beside(Slot slot) {
        Comment comment = comments.beside.get(slot);
        out.append(comment == null ? "" : " " + comment.text()).append('\n');
    }

    /** The comments above what begins on the line that is written next. */
    private void lead(Slot slot, int indent) {
        alone(comments.above.getOrDefault(slot, List.of()), indent);
        if (slot instanceof Item) {
            switch (slot.value) {
                case Piece.Fields fields when !fields.entries().isEmpty() -> lead(fields.entries().getFirst(), indent);
                case Piece.Items items when !items.items().isEmpty() -> lead(items.items().getFirst(), indent);
                default -> { }
            }
        }
    }

    private void alone(List<Comment> lines, int indent) {
        for (Comment comment : lines) {
            out.append(comment.apart() && comment != lines.getFirst() ? "\n" : "").append(" ".repeat(indent)).append(comment.text()).append('\n');
        }
    }
}
