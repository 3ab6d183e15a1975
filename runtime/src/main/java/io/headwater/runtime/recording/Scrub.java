package io.headwater.runtime.recording;

import java.util.Set;

/** What is made unrecognisable, or is taken out, before it is written.
 *
 *  @param pictures what is done to pictures
 *  @param labels of boxes; empty for all
 *  @param block side of the blocks, in pixels
 *  @param fields whose values are taken out of what is no picture: those of JSON, also as a path {@code air.temperature}, and headers */
public record Scrub(Pictures pictures, Set<String> labels, int block, Set<String> fields) {
    public static final int BLOCK = 16;
    public static final Scrub NOTHING = new Scrub(Pictures.AS_THEY_ARE, Set.of(), BLOCK, Set.of());

    public Scrub {
        labels = Set.copyOf(labels);
        fields = Set.copyOf(fields);
    }

    /** What is done to pictures. */
    public enum Pictures {
        AS_THEY_ARE,
        /** All of each picture becomes blocks. */
        PIXELATE,
        /** The boxes become blocks that the route's own models found, of all labels or of those named; all of a picture at which no model looked. */
        BOXES
    }

    boolean changesPictures() {
        return pictures != Pictures.AS_THEY_ARE;
    }

    /** In words, for the test file; empty where nothing is scrubbed. */
    String text() {
        String blocks = " became blocks of " + block + " pixels";
        return switch (pictures) {
            case AS_THEY_ARE -> fields.isEmpty() ? "" : "the fields " + String.join(", ", fields.stream().sorted().toList()) + " are taken out; texts became " + Cleaning.MASK;
            case PIXELATE -> "all of each picture" + blocks;
            case BOXES -> "the boxes of " + (labels.isEmpty() ? "everything" : String.join(", ", labels.stream().sorted().toList())) + " that the route's models found" + blocks
                    + ", and all of a picture at which none looked; what a model overlooked can be seen";
        };
    }
}
