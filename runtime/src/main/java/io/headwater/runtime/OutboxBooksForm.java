package io.headwater.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.headwater.flow.Ledger;
import io.headwater.uplink.OutboxBooks;
import io.headwater.uplink.OutboxState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The outbox's books since its file was made, as JSON and as a table of it. */
final class OutboxBooksForm {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String FORM = "%-28s %9s %9s %9s %9s %9s %9s %9s %9s %9s %9s %9s %9s";

    private OutboxBooksForm() {}

    static ObjectNode json(OutboxBooks books) {
        ObjectNode o = JSON.objectNode();
        o.put("given", books.given()).put("missing", books.missing()).put("skipped", books.skipped());
        ArrayNode lanes = o.putArray("lanes");
        for (OutboxBooks.Book book : books.lanes()) {
            OutboxState.Lane b = book.stored();
            ObjectNode lane = lanes.addObject().put("lane", b.name()).put("made", book.made()).put("alreadyKept", book.alreadyKept()).put("full", book.full())
                    .put("tooLarge", book.tooLarge()).put("stored", b.stored()).put("acknowledged", b.acknowledged()).put("rejected", b.rejected())
                    .put("expired", b.expired()).put("thinned", b.thinned()).put("oldest", b.oldest()).put("purged", b.purged()).put("damaged", b.damaged())
                    .put("waiting", b.waiting()).put("replayed", book.replayed());
            if (book.counted() != null) {
                lane.put("rows", book.counted().waiting()).put("dead", book.counted().dead());
            }
        }
        return o;
    }

    /** What does not add up, as the ledger tells it. */
    static ArrayNode imbalances(List<Ledger.Imbalance> imbalances) {
        ArrayNode wrong = JSON.arrayNode();
        imbalances.forEach(i -> wrong.addObject().put("where", i.where()).put("rule", i.rule()).put("difference", i.difference()));
        return wrong;
    }

    /** A line a lane, below one that names the columns: {@code MADE} is the sum of those to its right. */
    static List<String> table(JsonNode books) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(FORM, "OUTBOX, SINCE ITS FILE", "MADE", "ACKNOWL.", "WAITING", "REJECTED", "EXPIRED", "THINNED", "OLDEST", "PURGED", "DAMAGED",
                "KEPT ALR.", "FULL", "TOO LARGE"));
        for (JsonNode b : books.path("lanes")) {
            lines.add(String.format(Locale.ROOT, FORM, b.path("lane").asText(), b.path("made").asLong(), b.path("acknowledged").asLong(), b.path("waiting").asLong(),
                    b.path("rejected").asLong(), b.path("expired").asLong(), b.path("thinned").asLong(), b.path("oldest").asLong(), b.path("purged").asLong(),
                    b.path("damaged").asLong(), b.path("alreadyKept").asLong(), b.path("full").asLong(), b.path("tooLarge").asLong()));
        }
        if (books.path("missing").asLong() > 0) {
            lines.add(books.path("missing").asLong() + " records are missing: the disk has lost them, and which lane they were in");
        }
        return lines;
    }
}
