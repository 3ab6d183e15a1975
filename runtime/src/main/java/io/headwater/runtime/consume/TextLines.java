package io.headwater.runtime.consume;

import io.headwater.flow.Distribution;
import io.headwater.flow.Summary;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Lines for people. */
final class TextLines implements Form.Lines {
    private static final int MOST_TEXT = 80;

    @Override
    public List<String> of(Line line) {
        Event event = line.event();
        Summary summary = line.summary();
        StringBuilder text = new StringBuilder().append(event.time()).append("  ").append(event.device()).append("  ");
        if (summary == null) {
            text.append(event.source().substring(event.source().indexOf('/', event.source().indexOf('/') + 1) + 1)).append("  ").append(event.subject())
                    .append(event.subject().isEmpty() ? "" : "  ").append(event.type().replaceFirst("^io\\.headwater\\.(.*)\\.v1$", "$1")).append("  ")
                    .append(shown(event));
        } else {
            text.append(summary.route()).append('/').append(summary.step()).append("  ").append(summary.key()).append("  ").append(length(summary));
            text.append("  ").append(summary.frames()).append(" frames, seen ").append(Math.round(summary.coverage() * 100)).append(" %");
            summary.perFrame().forEach((label, d) -> text.append("  ").append(label).append(' ').append(figures(d)));
            summary.places().forEach((name, traffic) -> text.append("  ").append(name).append(": in ").append(total(traffic.in())).append(", out ").append(total(traffic.out())));
        }
        List<String> remarks = remarks(line);
        if (!remarks.isEmpty()) {
            text.append("  [").append(String.join(", ", remarks)).append(']');
        }
        return List.of(text.toString());
    }

    private static long total(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    private static String length(Summary summary) {
        return summary.length().toString().substring(2).toLowerCase(Locale.ROOT);
    }

    private static String figures(Distribution d) {
        return d.count() == 0 ? "–" : String.format(Locale.ROOT, "%.1f (%s–%s)", d.mean(), plain(d.min()), plain(d.max()));
    }

    private static String plain(Double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15 ? Long.toString(value.longValue()) : value.toString();
    }

    private static String shown(Event event) {
        if (!event.contentType().startsWith("text/") && !event.contentType().startsWith("application/json")) {
            return event.data().length + " bytes";
        }
        String text = new String(event.data(), StandardCharsets.UTF_8).replaceAll("\\p{Cntrl}", " ");
        return text.length() > MOST_TEXT ? text.substring(0, MOST_TEXT) + "…" : text;
    }

    private static List<String> remarks(Line line) {
        List<String> remarks = new ArrayList<>();
        Summary summary = line.summary();
        if (summary != null && summary.partial()) {
            remarks.add("partial");
        }
        if (line.parts() > 1) {
            remarks.add(line.parts() + " parts");
        }
        if (line.models().size() > 1) {
            remarks.add(line.models().size() + " models");
        }
        if (summary != null && !summary.covers().isEmpty()) {
            remarks.add("thinned from " + summary.covers().stream().mapToInt(c -> c.windows()).sum());
        }
        if (line.again()) {
            remarks.add("again");
        }
        if (line.late()) {
            remarks.add("late");
        }
        return remarks;
    }
}
