package io.headwater.runtime.check;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** A place in a file; line and column count from 1.
 *
 *  @param file the file that it was read from; null where only one file is spoken of */
public record Place(int line, int column, @Nullable Path file) {
    public static final Place START = new Place(1, 1);

    /** A place in a file that is known. */
    public Place(int line, int column) {
        this(line, column, null);
    }

    public static Place of(Node node) {
        return of(node.getStartMark());
    }

    static Place of(Optional<Mark> mark) {
        return mark.map(m -> new Place(m.getLine() + 1, m.getColumn() + 1, Path.of(m.getName()))).orElse(START);
    }

    /** Where a part of a text stands, as far as the text is written on one line and without escapes; else where the text begins. */
    static Place inside(ScalarNode text, int offset) {
        Place start = of(text);
        Optional<Mark> end = text.getEndMark();
        if (end.isEmpty() || end.get().getLine() + 1 != start.line) {
            return start;
        }
        int quotes = end.get().getColumn() + 1 - start.column - text.getValue().codePointCount(0, text.getValue().length());
        return quotes == 0 || quotes == 2 ? new Place(start.line, start.column + quotes / 2 + text.getValue().codePointCount(0, offset), start.file) : start;
    }
}
