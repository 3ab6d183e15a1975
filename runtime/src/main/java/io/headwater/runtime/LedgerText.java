package io.headwater.runtime;

import io.headwater.flow.Book;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One account of the ledger in one line. */
final class LedgerText {
    private LedgerText() {}

    static String of(Book b) {
        List<String> parts = new ArrayList<>();
        add(parts, "passed", b.passed());
        add(parts, "absorbed", b.absorbed());
        reasons(parts, "held back", b.heldBack());
        reasons(parts, "dropped", b.dropped());
        reasons(parts, "failed", b.failed());
        add(parts, "in flight", b.inFlight());
        String made = b.made() == 0 ? "" : "; made " + b.made();
        return String.format("%-22s in %d = %s%s", b.route() + "/" + b.step(), b.in(), parts.isEmpty() ? "0" : String.join(" + ", parts), made);
    }

    private static void add(List<String> parts, String name, long n) {
        if (n != 0) {
            parts.add(name + " " + n);
        }
    }

    private static void reasons(List<String> parts, String name, Map<String, Long> reasons) {
        reasons.forEach((reason, n) -> parts.add(name + " " + n + " (" + reason + ")"));
    }
}
