package io.headwater.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The ledger of {@code /api/ledger} as a table; knows the figures of the look before, for rates. */
final class LedgerTable {
    private static final String FORM = "%-28s %10s %8s %10s %9s %9s %8s %8s %9s %7s  %s";

    private final Map<String, Long> before = new HashMap<>();
    private long lookedAt;

    /** @param nanos now, by a clock that only goes on */
    List<String> lines(JsonNode ledger, long nanos) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(FORM, "STEP", "IN", "IN/S", "PASSED", "ABSORBED", "HELD BACK", "DROPPED", "FAILED", "IN FLIGHT", "QUEUED", "WHY").stripTrailing());
        double seconds = (nanos - lookedAt) / 1e9;
        for (JsonNode step : ledger.path("accounts")) {
            String name = step.path("route").asText() + "/" + step.path("step").asText();
            long in = step.path("in").asLong();
            Long last = before.put(name, in);
            lines.add(String.format(Locale.ROOT, FORM, name, in, last == null || seconds <= 0 ? "" : String.format(Locale.ROOT, "%.1f", Math.max(0, in - last) / seconds),
                    step.path("passed").asLong(), step.path("absorbed").asLong(), sum(step.path("heldBack")), sum(step.path("dropped")), sum(step.path("failed")),
                    step.path("inFlight").asLong(), step.has("queue") ? step.path("queue").path("items").asText() : "", why(step)).stripTrailing());
        }
        lookedAt = nanos;
        return end(ledger, lines);
    }

    /** The outbox's books over all restarts, and whether all sums close. */
    static List<String> end(JsonNode ledger, List<String> lines) {
        if (ledger.has("outbox")) {
            lines.addAll(OutboxBooksForm.table(ledger.path("outbox")));
        }
        for (JsonNode wrong : ledger.path("imbalances")) {
            lines.add("NOT BALANCED " + wrong.path("where").asText() + ": " + wrong.path("rule").asText() + " is off by " + wrong.path("difference").asText());
        }
        lines.add("ledger: " + (ledger.path("balanced").asBoolean() ? "balanced" : "NOT balanced"));
        return lines;
    }

    private static long sum(JsonNode reasons) {
        long sum = 0;
        for (JsonNode n : reasons) {
            sum += n.asLong();
        }
        return sum;
    }

    private static String why(JsonNode step) {
        List<String> all = new ArrayList<>();
        for (String fate : List.of("heldBack", "dropped", "failed")) {
            step.path(fate).properties().forEach(reason -> all.add(reason.getKey() + " " + reason.getValue().asText()));
        }
        return String.join(", ", all);
    }
}
