package io.headwater.runtime.format;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Finds the comments of a file: each {@code #} that is in no scalar and in no name of an anchor, alias or tag. */
final class Comments {
    /** Places as one number, by line and then column. */
    private static final int LINE = 1 << 21;

    private final TreeMap<Long, Long> scalars = new TreeMap<>();

    private Comments() {}

    static List<Comment> of(String text, Node root) {
        Comments comments = new Comments();
        comments.scalars(root);
        return comments.find(text.split("\r\n|\n|\r", -1));
    }

    private void scalars(Node node) {
        switch (node) {
            case SequenceNode list -> list.getValue().forEach(this::scalars);
            case MappingNode map -> {
                for (NodeTuple tuple : map.getValue()) {
                    scalars(tuple.getKeyNode());
                    scalars(tuple.getValueNode());
                }
            }
            case ScalarNode scalar -> {
                Mark start = scalar.getStartMark().orElseThrow();
                boolean block = scalar.getScalarStyle() == ScalarStyle.LITERAL || scalar.getScalarStyle() == ScalarStyle.FOLDED;
                scalars.put(block ? place(start.getLine() + 1, 0) : place(start.getLine(), start.getColumn()), scalar.getEndMark().map(m -> place(m.getLine(), m.getColumn())).orElseThrow());
            }
            default -> throw new IllegalStateException(node.getNodeType().toString());
        }
    }

    private List<Comment> find(String[] lines) {
        List<Comment> found = new ArrayList<>();
        for (int line = 0; line < lines.length; line++) {
            int[] chars = lines[line].codePoints().toArray();
            int word = 0;
            for (int column = 0; column < chars.length; column++) {
                if (chars[column] == ' ' || chars[column] == '\t') {
                    word = column + 1;
                } else if (chars[column] == '#' && isFree(place(line, column)) && (word == column || "&*!%".indexOf(chars[word]) < 0)) {
                    String before = new String(chars, 0, column).strip();
                    found.add(new Comment(line, column, new String(chars, column, chars.length - column).stripTrailing(), before.isEmpty(),
                            line > 0 && lines[line - 1].isBlank(), line + 1 < lines.length && lines[line + 1].isBlank()));
                    break;
                }
            }
        }
        return found;
    }

    private boolean isFree(long place) {
        var scalar = scalars.floorEntry(place);
        return scalar == null || scalar.getValue() <= place;
    }

    static long place(int line, int column) {
        return (long) line * LINE + column;
    }
}
