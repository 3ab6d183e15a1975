package io.headwater.runtime.format;

import io.headwater.runtime.format.Piece.Entry;
import io.headwater.runtime.format.Piece.Item;
import io.headwater.runtime.format.Piece.Slot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.exceptions.Mark;

/** Which comment hangs on what: above it, at the end of its line, or below it. */
final class Hangings {
    /** Comments above the whole file: what an empty line parts from the rest. */
    final List<Comment> top = new ArrayList<>();
    final Map<Slot, List<Comment>> above = new IdentityHashMap<>();
    final Map<Slot, Comment> beside = new IdentityHashMap<>();
    final Map<Slot, List<Comment>> below = new IdentityHashMap<>();
    private final List<Anchor> anchors = new ArrayList<>();

    /** Where something stood; the dash of an item counts. */
    private record Anchor(Slot slot, long place, int column) {}

    private Hangings() {}

    static Hangings of(List<Comment> comments, Piece.Items root, String text) {
        Hangings hangings = new Hangings();
        String[] lines = text.split("\r\n|\n|\r", -1);
        hangings.anchors(root, lines);
        hangings.anchors.sort(Comparator.comparingLong(Anchor::place)); // stable: an item before its first key
        comments.forEach(c -> hangings.hang(c, comments));
        return hangings;
    }

    private void anchors(Piece piece, String[] lines) {
        List<? extends Slot> slots = switch (piece) {
            case Piece.Text text -> List.<Slot>of();
            case Piece.Fields fields -> fields.entries();
            case Piece.Items items -> items.items();
        };
        for (Slot slot : slots) {
            if (slot.from != null) {
                Mark mark = slot.from.getStartMark().orElseThrow();
                int column = switch (slot) {
                    case Entry entry -> mark.getColumn();
                    case Item item -> {
                        int dash = lines[mark.getLine()].lastIndexOf('-', Math.max(0, mark.getColumn() - 1));
                        yield dash < 0 ? Math.max(0, mark.getColumn() - 2) : dash;
                    }
                };
                anchors.add(new Anchor(slot, Comments.place(mark.getLine(), mark.getColumn()), column));
            }
            anchors(slot.value, lines);
        }
    }

    private void hang(Comment comment, List<Comment> all) {
        long place = Comments.place(comment.line(), comment.column());
        int next = 0;
        while (next < anchors.size() && anchors.get(next).place < place) {
            next++;
        }
        if (next == 0 && isParted(comment, all)) {
            top.add(comment);
        } else if (!comment.alone() && next > 0) {
            Slot slot = anchors.get(next - 1).slot;
            if (beside.putIfAbsent(slot, comment) != null) {
                above.computeIfAbsent(slot, s -> new ArrayList<>()).add(comment);
            }
        } else if (next < anchors.size() && (next == 0 || comment.column() <= anchors.get(next).column)) {
            above.computeIfAbsent(anchors.get(next).slot, s -> new ArrayList<>()).add(comment);
        } else {
            int owner = next - 1;
            while (owner > 0 && anchors.get(owner).column > comment.column()) {
                owner--;
            }
            below.computeIfAbsent(anchors.get(owner).slot, s -> new ArrayList<>()).add(comment);
        }
    }

    /** Whether an empty line comes between a comment above everything and what follows the comments. */
    private boolean isParted(Comment comment, List<Comment> all) {
        long first = anchors.isEmpty() ? Long.MAX_VALUE : anchors.getFirst().place;
        return all.stream().anyMatch(c -> c.line() >= comment.line() && c.parted() && Comments.place(c.line(), c.column()) < first);
    }
}
