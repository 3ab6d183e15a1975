package io.headwater.snapshot;

import io.headwater.flow.Anomaly;
import io.headwater.flow.Answer;
import io.headwater.flow.Classes;
import io.headwater.flow.Detections;
import io.headwater.flow.Place;
import java.util.List;

/** What may happen in a picture. */
public enum Occasion {
    /** Something is found, and nothing was in the picture before. */
    FOUND {
        @Override
        boolean isIn(Answer answer, List<String> labels, boolean foundBefore) {
            return !foundBefore && finds(answer, labels);
        }
    },
    /** Somebody came into a zone that is watched. */
    ENTERED {
        @Override
        boolean isIn(Answer answer, List<String> labels, boolean foundBefore) {
            return places(answer).stream().anyMatch(p -> p instanceof Place.Zone zone && zone.entered().stream().anyMatch(v -> wants(labels, v.label())));
        }
    },
    /** Somebody went out of it. */
    LEFT {
        @Override
        boolean isIn(Answer answer, List<String> labels, boolean foundBefore) {
            return places(answer).stream().anyMatch(p -> p instanceof Place.Zone zone && zone.left().stream().anyMatch(v -> wants(labels, v.label())));
        }
    },
    /** Somebody crossed a line that is watched. */
    CROSSED {
        @Override
        boolean isIn(Answer answer, List<String> labels, boolean foundBefore) {
            return places(answer).stream().anyMatch(p -> p instanceof Place.Line line && line.crossings().stream().anyMatch(c -> wants(labels, c.label())));
        }
    },
    /** A model for the unusual says that it is. */
    ANOMALY {
        @Override
        boolean isIn(Answer answer, List<String> labels, boolean foundBefore) {
            return answer instanceof Anomaly anomaly && anomaly.anomalous();
        }
    };

    /** @param labels that count; empty for all
     *  @param foundBefore whether something was found in the picture before of the same camera */
    abstract boolean isIn(Answer answer, List<String> labels, boolean foundBefore);

    /** Whether something is found that counts. */
    static boolean finds(Answer answer, List<String> labels) {
        return switch (answer) {
            case Detections detections -> detections.all().stream().anyMatch(d -> wants(labels, d.label()));
            case Classes classes -> classes.all().stream().anyMatch(c -> wants(labels, c.label()));
            default -> false;
        };
    }

    private static boolean wants(List<String> labels, String label) {
        return labels.isEmpty() || labels.contains(label);
    }

    private static List<Place> places(Answer answer) {
        return answer instanceof Detections detections ? detections.places() : List.of();
    }
}
