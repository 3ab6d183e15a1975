package io.headwater.infer.draft;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A guess at a model's head.
 *
 *  @param yaml what stands below {@code output:} in the manifest, not indented
 *  @param labels the names that the file has or that such models usually have; made up as {@code label-0} where neither is known
 *  @param madeUp whether the labels are made up
 *  @param labelsFile a text file with the labels that must be beside the model; empty for none
 *  @param why what it rests on */
public record HeadGuess(String yaml, List<String> labels, boolean madeUp, String labelsFile, Picture picture, Sureness sure, String why) {

    static HeadGuess of(String yaml, List<String> labels, Picture picture, Sureness sure, String why) {
        return new HeadGuess(yaml, labels, false, "", picture, sure, why);
    }

    /** The same for a model that looks at lines of text. */
    public HeadGuess ofLine() {
        return new HeadGuess(yaml, labels, madeUp, labelsFile, Picture.PADDLE_LINE, sure, why);
    }

    /** With as many labels as the model has scores: those of the file, of COCO where there are 80, else made up ones. */
    static HeadGuess labelled(String yaml, int labels, Sight sight, Picture picture, Sureness sure, String why) {
        List<String> names = Names.of(sight.metadata());
        if (names.size() == labels) {
            return of(yaml, names, picture, sure, why);
        }
        if (labels == Names.COCO.size()) {
            return of(yaml, Names.COCO, picture, sure, why + "; 80 labels are taken to be those of COCO");
        }
        List<String> made = new ArrayList<>(labels);
        for (int i = 0; i < labels; i++) {
            made.add("label-" + i);
        }
        return new HeadGuess(yaml, Collections.unmodifiableList(made), true, "", picture, sure, why);
    }
}
