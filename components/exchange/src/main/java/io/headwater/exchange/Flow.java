package io.headwater.exchange;

import io.headwater.flow.Anomaly;
import io.headwater.flow.Answer;
import io.headwater.flow.Classes;
import io.headwater.flow.Detections;
import io.headwater.flow.Embedding;
import io.headwater.flow.Segments;
import io.headwater.flow.Tensors;
import io.headwater.flow.Text;
import io.headwater.flow.Values;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What goes from step to step, as far as it can be told before anything runs.
 *
 *  @param labels what detections and classes can name; empty where that is not known
 *  @param live whether it comes when it comes, from a source that cannot wait
 *  @param pictures whether it may hold pixels of a camera
 *  @param size how large the newest picture of each item is, at most; null where that is not known
 *  @param held bytes of the pictures that each item keeps until its way ends, at most
 *  @param tracked whether each detection says which object it is of
 *  @param leastScore what detections score at least */
public record Flow(Kind kind, Set<String> labels, boolean live, boolean pictures, @Nullable PictureSize size, long held, boolean tracked, double leastScore) {
    /** Nothing is known of it. */
    public static final Flow UNKNOWN = new Flow(Kind.UNKNOWN, Set.of(), false, false, null, 0);

    /** Kinds of values. */
    public enum Kind {
        UNKNOWN("something"), NOTHING("no values"), FRAMES("frames"), READINGS("readings"), DETECTIONS("detections"), CLASSES("classes"), EMBEDDINGS("embeddings"),
        ANOMALIES("anomalies"), SEGMENTS("segments"), TEXTS("texts"), VALUES("values"), TENSORS("tensors"), SUMMARIES("summaries");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        /** What such values are called. */
        public String text() {
            return text;
        }

        /** What a model gives that answers so. */
        public static Kind of(Class<? extends Answer> answer) {
            return answer == Detections.class ? DETECTIONS : answer == Classes.class ? CLASSES : answer == Embedding.class ? EMBEDDINGS
                    : answer == Anomaly.class ? ANOMALIES : answer == Segments.class ? SEGMENTS : answer == Text.class ? TEXTS
                    : answer == Values.class ? VALUES : answer == Tensors.class ? TENSORS : UNKNOWN;
        }
    }

    public Flow {
        labels = Set.copyOf(labels);
    }

    /** What nobody tracks. */
    public Flow(Kind kind, Set<String> labels, boolean live, boolean pictures, @Nullable PictureSize size, long held) {
        this(kind, labels, live, pictures, size, held, false, 0);
    }

    /** What a source gives that only says that it is time. */
    public static final Flow NOTHING = new Flow(Kind.NOTHING, Set.of(), false, false, null, 0);

    /** Pictures of a camera. */
    public static Flow frames(boolean live, PictureSize size) {
        return new Flow(Kind.FRAMES, Set.of(), live, true, size, size.bytes());
    }

    /** Pictures that a step makes of those that come, which are kept as well. */
    public Flow toFrames(@Nullable PictureSize made) {
        return new Flow(Kind.FRAMES, Set.of(), live, true, made, held + (made == null ? 0 : made.bytes()));
    }

    /** What a step makes of it that gives values of one kind, other than frames. */
    public Flow to(Kind made, Set<String> known) {
        boolean parted = made == Kind.SUMMARIES; // they are items of their own
        return new Flow(made, known, live, false, parted ? null : size, parted ? 0 : held);
    }

    /** The same, where each detection says which object it is of. */
    public Flow asTracked() {
        return new Flow(kind, labels, live, pictures, size, held, true, leastScore);
    }

    /** The same, of which nothing scores less than this. */
    public Flow atLeast(double score) {
        return new Flow(kind, labels, live, pictures, size, held, tracked, Math.max(leastScore, score));
    }

    /** What is left of the knowledge once a step may have done anything with it. */
    public Flow unknown() {
        return new Flow(Kind.UNKNOWN, Set.of(), live, pictures, size, held);
    }

    /** What comes where now the one comes, now the other. */
    public Flow or(Flow other) {
        boolean alike = kind == other.kind;
        Set<String> all = new HashSet<>();
        if (alike && !labels.isEmpty() && !other.labels.isEmpty()) {
            all.addAll(labels);
            all.addAll(other.labels);
        }
        return new Flow(alike ? kind : Kind.UNKNOWN, all, live || other.live, pictures || other.pictures, larger(size, other.size), Math.max(held, other.held),
                tracked && other.tracked, Math.min(leastScore, other.leastScore));
    }

    private static @Nullable PictureSize larger(@Nullable PictureSize one, @Nullable PictureSize other) {
        return one == null || other != null && other.bytes() > one.bytes() ? other : one;
    }
}
