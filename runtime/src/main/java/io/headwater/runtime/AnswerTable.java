package io.headwater.runtime;

import io.headwater.flow.Anomaly;
import io.headwater.flow.Answer;
import io.headwater.flow.Classes;
import io.headwater.flow.Detection;
import io.headwater.flow.Detections;
import io.headwater.flow.Embedding;
import io.headwater.flow.Keypoint;
import io.headwater.flow.Segments;
import io.headwater.flow.Tensors;
import io.headwater.flow.Text;
import io.headwater.flow.Values;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a model said, for a person at a terminal. */
final class AnswerTable {
    private AnswerTable() {}

    static void print(Answer answer, PrintWriter out) {
        switch (answer) {
            case Detections detections -> print(detections, out);
            case Classes classes when classes.all().isEmpty() -> out.println("  nothing scores enough");
            case Classes classes -> classes.all().forEach(c -> out.println(row(c.label(), c.score())));
            case Segments segments -> segments.areas().stream().filter(a -> a.share() > 0).forEach(a -> out.println(row(a.label(), a.share()) + " of the picture"));
            case Text text -> out.println(text.text().isEmpty() ? "  no text scores enough" : row("\"" + text.text() + "\"", text.score()));
            case Values values -> values.all().forEach(v -> out.printf(Locale.ROOT, "  %-24s %.6g %s%n", v.name(), v.value(), v.unit()));
            case Anomaly a -> out.printf(Locale.ROOT, "  %s: %.6g, threshold %.6g%n", a.anomalous() ? "anomaly" : "normal", a.score(), a.threshold());
            case Embedding e -> out.println("  " + e.vector().length + " numbers; --json prints them");
            case Tensors tensors -> tensors.all().forEach(t -> out.println("  " + t.name() + " " + Arrays.toString(t.shape()) + ", " + range(t.values())));
        }
    }

    private static void print(Detections detections, PrintWriter out) {
        if (detections.all().isEmpty()) {
            out.println("  nothing scores enough");
            return;
        }
        out.println("  label                    score   x1      y1      x2      y2");
        for (Detection d : detections.all()) {
            out.printf(Locale.ROOT, "%s   %-7.1f %-7.1f %-7.1f %-7.1f%s%n", row(d.label(), d.score()), d.box().x1(), d.box().y1(), d.box().x2(), d.box().y2(),
                    d.points().stream().map(AnswerTable::point).collect(Collectors.joining()));
        }
    }

    private static String point(Keypoint p) {
        return String.format(Locale.ROOT, "%n    %s %.1f, %.1f%s", p.name(), p.x(), p.y(), Float.isNaN(p.score()) ? "" : String.format(Locale.ROOT, " (%.2f)", p.score()));
    }

    private static String row(String label, double score) {
        return String.format(Locale.ROOT, "  %-24s %.3f", label, score);
    }

    private static String range(float[] values) {
        float low = Float.POSITIVE_INFINITY;
        float high = Float.NEGATIVE_INFINITY;
        for (float v : values) {
            low = Math.min(low, v);
            high = Math.max(high, v);
        }
        return values.length == 0 ? "empty" : String.format(Locale.ROOT, "%.4g to %.4g", low, high);
    }
}
