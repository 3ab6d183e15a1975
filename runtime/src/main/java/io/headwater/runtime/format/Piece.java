package io.headwater.runtime.format;

import java.util.List;
import org.snakeyaml.engine.v2.nodes.Node;
import org.jspecify.annotations.Nullable;

/** A part of a file to be written. Parts are told apart by identity: comments hang on entries and items. */
sealed interface Piece {

    /** A scalar.
     *
     *  @param string whether it must be read as a text, whatever it looks like */
    record Text(String value, boolean string) implements Piece {}

    /** A map; its entries in the order in which they are written. */
    record Fields(List<Entry> entries) implements Piece {}

    /** A list. */
    record Items(List<Item> items) implements Piece {}

    /** What a comment can hang on.
     *  <p>Entries and items are compared by identity, so they are classes. */
    abstract sealed class Slot {
        /** Where it stood; null where it was not there. */
        final @Nullable Node from;
        final Piece value;

        private Slot(@Nullable Node from, Piece value) {
            this.from = from;
            this.value = value;
        }
    }

    /** A key and its value. */
    final class Entry extends Slot {
        final Text key;

        Entry(Text key, @Nullable Node from, Piece value) {
            super(from, value);
            this.key = key;
        }

        static Entry of(String key, String text) {
            return new Entry(new Text(key, true), null, new Text(text, true));
        }
    }

    /** An entry of a list. */
    final class Item extends Slot {
        Item(@Nullable Node from, Piece value) {
            super(from, value);
        }
    }
}
