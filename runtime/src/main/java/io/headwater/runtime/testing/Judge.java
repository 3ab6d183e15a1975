package io.headwater.runtime.testing;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.headwater.flow.Book;
import io.headwater.flow.Unit;
import io.headwater.runtime.check.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Compares what became of everything with what a test expects. Beside that every test expects that the ledger balances, and that
 *  no step drops an item, or fails at one, of which the test does not speak. */
final class Judge {
    private final RouteTest test;
    private final Observed seen;
    private final boolean update;
    private final List<Difference> differences = new ArrayList<>();
    private final List<String> updated = new ArrayList<>();

    /** @param update whether golden files are written anew where they differ */
    Judge(RouteTest test, Observed seen, boolean update) {
        this.test = test;
        this.seen = seen;
        this.update = update;
    }

    Verdict verdict() throws IOException {
        RouteTest.Expectation expected = test.expected();
        seen.inFlight().ifPresent(where -> add(test.at(), "the end", "within " + seconds(), "not there; " + where));
        seen.imbalances().forEach(i -> add(test.at(), i.where(), i.rule(), "off by " + i.difference()));
        if (expected.frames() != null) {
            amount("frames", expected.frames(), seen.books().stream().filter(b -> b.unit() == Unit.FRAMES).mapToLong(Book::in).sum());
        }
        expected.ledger().forEach(this::figures);
        seen.books().forEach(this::losses);
        left(expected);
        if (expected.waited() != null) {
            amount("records that waited for the broker", expected.waited(), seen.waited());
        }
        if (expected.boxes() != null) {
            boxes(expected.boxes());
        }
        if (expected.summaries() != null) {
            records(expected.summaries());
        }
        return differences.isEmpty() ? new Verdict.Passed(updated) : new Verdict.Failed(differences);
    }

    private String seconds() {
        return test.limit().toMillis() % 1000 == 0 ? test.limit().toSeconds() + " s" : test.limit().toMillis() + " ms";
    }

    private void figures(String step, Map<String, Amount> figures) {
        Map<String, Long> actual = seen.book(step).map(Judge::figures).orElse(Map.of());
        figures.forEach((figure, amount) -> amount(step + " " + figure, amount, actual.getOrDefault(figure, 0L)));
    }

    private static Map<String, Long> figures(Book book) {
        Map<String, Long> figures = new TreeMap<>(Map.of("in", book.in(), "passed", book.passed(), "absorbed", book.absorbed(), "made", book.made(),
                "held back", Book.total(book.heldBack()), "dropped", Book.total(book.dropped()), "failed", Book.total(book.failed())));
        book.heldBack().forEach((reason, n) -> figures.put("held back (" + reason + ")", n));
        book.dropped().forEach((reason, n) -> figures.put("dropped (" + reason + ")", n));
        book.failed().forEach((reason, n) -> figures.put("failed (" + reason + ")", n));
        return figures;
    }

    private void losses(Book book) {
        String step = book.route() + "/" + book.step();
        losses(step, "dropped", book.dropped());
        losses(step, "failed", book.failed());
    }

    private void losses(String step, String figure, Map<String, Long> reasons) {
        Map<String, Amount> spoken = test.expected().ledger().getOrDefault(step, Map.of());
        reasons.forEach((reason, n) -> {
            if (n > 0 && !spoken.containsKey(figure) && !spoken.containsKey(figure + " (" + reason + ")")) {
                add(test.at(), step + " " + figure + " (" + reason + ")", "0, since the test does not speak of it",
                        n + (figure.equals("failed") && seen.words().containsKey(reason) ? "; it said: " + seen.words().get(reason) : ""));
            }
        });
    }

    private void left(RouteTest.Expectation expected) {
        Map<String, Amount> left = expected.left();
        Place at = expected.leftAt();
        if (left == null || at == null) {
            return;
        }
        Map<String, Long> actual = seen.records().stream().collect(Collectors.groupingBy(r -> r.lane(), TreeMap::new, Collectors.counting()));
        String others = actual.entrySet().stream().filter(e -> !left.containsKey(e.getKey())).map(e -> e.getValue() + " left by " + e.getKey()).collect(Collectors.joining(", "));
        left.forEach((channel, amount) -> {
            long n = actual.getOrDefault(channel, 0L);
            if (!amount.holds(n)) {
                add(amount.at(), "records that left by " + channel, amount.toString(), n + (n == 0 && !others.isEmpty() ? "; " + others : ""));
            }
        });
        actual.forEach((channel, n) -> {
            if (!left.containsKey(channel)) {
                add(at, "records that left by " + channel, "none", n.toString());
            }
        });
    }

    private void records(RouteTest.GoldenFile file) throws IOException {
        ArrayNode actual = Essence.of(seen.records());
        Golden golden = Files.exists(file.path()) ? Golden.read(file.path()) : Golden.empty();
        compare(file, golden.compare(actual), () -> golden.write(file.path(), actual));
    }

    private void boxes(RouteTest.BoxesWanted wanted) throws IOException {
        Path path = wanted.golden().path();
        GoldenBoxes golden = Files.exists(path) ? GoldenBoxes.read(path) : GoldenBoxes.empty();
        compare(wanted.golden(), golden.compare(wanted.frames(), seen.boxes()), () -> golden.write(path, wanted.frames(), seen.boxes()));
    }

    private interface Writing {
        void write() throws IOException;
    }

    /** Reports what is off, or has the file written anew: where all else is as expected. */
    private void compare(RouteTest.GoldenFile file, List<Golden.Off> off, Writing writing) throws IOException {
        boolean there = Files.exists(file.path());
        if (update && differences.isEmpty() && (!there || !off.isEmpty())) {
            writing.write();
            updated.add((there ? "changed " : "made ") + file.path());
            if (there) {
                off.forEach(o -> updated.add("  " + o.where() + ": " + o.expected() + " → " + o.actual()));
            }
        } else if (there) {
            off.forEach(o -> golden(file, file.path().getFileName() + " " + o.where(), o.expected(), o.actual()));
        } else {
            golden(file, file.path().toString(), "a golden file", "not there; --update makes it");
        }
    }

    private void amount(String what, Amount expected, long actual) {
        if (!expected.holds(actual)) {
            add(expected.at(), what, expected.toString(), Long.toString(actual));
        }
    }

    private void add(Place at, String what, String expected, String actual) {
        differences.add(new Difference(test.file(), at, what, expected, actual, false));
    }

    private void golden(RouteTest.GoldenFile file, String what, String expected, String actual) {
        differences.add(new Difference(test.file(), file.at(), what, expected, actual, true));
    }
}
