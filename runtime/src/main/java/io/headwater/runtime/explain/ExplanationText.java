package io.headwater.runtime.explain;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** Tells of routes as plain text, no wider than a page, or as Markdown. */
final class ExplanationText {
    static final int WIDTH = 100;
    private static final int NARROW = 24;

    private final StringBuilder out = new StringBuilder();

    private ExplanationText() {}

    static String of(List<Account> accounts) {
        ExplanationText text = new ExplanationText();
        accounts.forEach(text::account);
        return text.out.toString().stripTrailing();
    }

    private void account(Account account) {
        out.append(account.kind()).append(' ').append(account.name().equals(account.kind()) ? "" : account.name() + " ")
                .append("(").append(account.file()).append(':').append(account.line()).append(")\n");
        if (!account.says().isBlank()) {
            wrap(2, "", "Its file says: " + account.says().strip());
        }
        if (!account.settings().isEmpty()) {
            wrap(2, "", "Set: " + String.join(", ", account.settings()));
        }
        int names = 2 + Math.min(NARROW, account.steps().mapToInt(step -> step.name().length() + 2 * step.depth()).max().orElse(0));
        section("What it does");
        for (Line line : account.lines()) {
            switch (line) {
                case Line.Heading heading -> wrap(2 + 2 * heading.depth(), "", heading.text());
                case Line.Step step -> {
                    String flow = step.flow();
                    row(2 + 2 * step.depth(), step.name(), names - 2 * step.depth(), step.kind() + (flow.isEmpty() ? "" : "; " + flow));
                    step.told().does().forEach(sentence -> wrap(4 + names, "", sentence));
                }
            }
        }
        int fates = 2 + account.steps().flatMap(step -> step.told().losses().stream()).mapToInt(loss -> loss.text().length()).max().orElse(0);
        section("What may not get through, and how it is counted");
        each(account, step -> step.told().losses().stream().map(loss -> pad(loss.text(), fates) + loss.what()), fates);
        wrap(2, "", account.failing());
        section("What leaves the box");
        each(account, step -> step.told().leaves().stream(), 0);
        account.privacy().forEach(sentence -> wrap(2, "", sentence));
        section("What is kept on disk");
        each(account, step -> step.told().keeps().stream(), 0);
        section("What a kill takes");
        each(account, step -> step.told().lost().stream(), 0);
        out.append('\n');
    }

    private void section(String title) {
        out.append('\n').append(title).append('\n');
    }

    /** @param hang how much further in a row goes on that is too long */
    private void each(Account account, Function<Line.Step, Stream<String>> what, int hang) {
        Map<List<String>, Set<String>> alike = new LinkedHashMap<>();
        account.steps().forEach(step -> alike.computeIfAbsent(what.apply(step).toList(), rows -> new LinkedHashSet<>()).add(step.name()));
        alike.remove(List.of());
        int names = 2 + Math.min(NARROW, alike.values().stream().mapToInt(steps -> String.join(", ", steps).length()).max().orElse(0));
        alike.forEach((rows, steps) -> {
            String name = String.join(", ", steps);
            for (String row : rows) {
                wrap(2 + names + hang, "  " + pad(name, names), row);
                name = "";
            }
        });
        if (alike.isEmpty()) {
            wrap(2, "", "Nothing.");
        }
    }

    private void row(int indent, String name, int names, String text) {
        wrap(2 + indent + names, " ".repeat(indent) + pad(name, names + 2), text);
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(1, width - text.length()));
    }

    /** Writes a text behind what its first line begins with; further lines stand as far in as told. */
    private void wrap(int indent, String first, String text) {
        StringBuilder line = new StringBuilder(first.isEmpty() ? " ".repeat(indent) : first);
        boolean begun = false;
        for (String word : text.split("(?<=\\S) (?=\\S)")) {
            if (begun && line.length() + 1 + word.length() > WIDTH) {
                out.append(line).append('\n');
                line = new StringBuilder(" ".repeat(indent));
                begun = false;
            }
            line.append(begun ? " " : "").append(word);
            begun = true;
        }
        out.append(line.toString().stripTrailing()).append('\n');
    }
}
