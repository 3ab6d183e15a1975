package io.headwater.runtime.check;

import io.headwater.runtime.check.RouteItems.Item;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What changes within a part of a route file: its steps, where they stand, and their options. What may be a secret is not told. */
public final class RouteDifference {
    private static final int LONGEST = 80;

    private final Map<String, Item> before;
    private final Map<String, Item> after;
    private final Set<String> moved = new HashSet<>();

    private RouteDifference(Map<String, Item> before, Map<String, Item> after) {
        this.before = before;
        this.after = after;
        after.values().stream().map(Item::list).distinct().forEach(this::findMoved);
    }

    /** A line for each source and step that differs, {@code + step held (gate) after find}, and one for what a replacement does.
     *
     *  @param before as it runs
     *  @param after as it is to be */
    public static List<String> lines(RoutePart before, RoutePart after) {
        ComponentCatalog catalog = new ComponentCatalog();
        List<String> lines = new ArrayList<>();
        boolean windows = false;
        try {
            Optional<Map<String, Item>> from = items(before, catalog);
            Optional<Map<String, Item>> to = items(after, catalog);
            if (from.isEmpty() || to.isEmpty()) {
                return List.of("what differs cannot be told: one of the two is no YAML");
            }
            lines.addAll(new RouteDifference(from.get(), to.get()).lines());
            windows = from.get().values().stream().anyMatch(item -> item.what().equals("summarize"));
        } catch (IllegalArgumentException e) {
            lines.add("what differs cannot be told: " + e.getMessage());
        }
        if (lines.isEmpty()) {
            lines.add("only how it is written differs");
        }
        lines.add((windows ? "its open windows are handed on as partial; " : "") + "its counts begin anew");
        return lines;
    }

    private static Optional<Map<String, Item>> items(RoutePart part, ComponentCatalog catalog) {
        return new RouteText(new FileProblems(part.file(), new ArrayList<>())).parse(part.text()).map(root -> RouteItems.of(root, catalog, !part.route().isEmpty()));
    }

    private List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (Item item : after.values()) {
            Item was = before.get(item.key());
            if (was != null) {
                changes(was, item).ifPresent(lines::add);
            } else if (item.holder().isEmpty() || before.containsKey(item.holder())) {
                lines.add(("+ " + name(item) + " " + place(item)).strip() + within(item, after, before));
            }
        }
        for (Item item : before.values()) {
            if (!after.containsKey(item.key()) && (item.holder().isEmpty() || after.containsKey(item.holder()))) {
                lines.add("- " + name(item) + within(item, before, after));
            }
        }
        return lines;
    }

    private Optional<String> changes(Item was, Item is) {
        List<String> changes = new ArrayList<>();
        if (moved.contains(is.key())) {
            changes.add("now " + place(is));
        }
        if (!was.what().equals(is.what())) {
            changes.add(was.what() + " → " + is.what());
        }
        for (String option : RouteItems.options(was, is)) {
            if (!Objects.equals(was.options().get(option), is.options().get(option))) {
                String old = was.options().containsKey(option) ? was.shown(option) : "(not set)";
                String now = is.options().containsKey(option) ? is.shown(option) : "(not set)";
                String from = value(old);
                String to = value(now);
                changes.add(option + " " + (from.equals(to) ? from.equals("(hidden)") ? "changes (hidden)" : from + ", changes in what is not shown" : from + " → " + to));
            }
        }
        return changes.isEmpty() ? Optional.empty() : Optional.of("~ " + name(is) + ": " + String.join("; ", changes));
    }

    private static String value(String text) {
        String line = text.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
        String cut = line.length() > LONGEST ? line.substring(0, line.offsetByCodePoints(0, line.codePointCount(0, LONGEST) - 1)) + "…" : line;
        return cut.isEmpty() ? "''" : cut.contains(" ") && !cut.startsWith("(") ? "'" + cut + "'" : cut;
    }

    private static String name(Item item) {
        return switch (item.role()) {
            case "source" -> "source" + Optional.of(item.options().getOrDefault("id", "")).filter(id -> !id.isEmpty()).map(id -> " " + id).orElse("") + " (" + item.what() + ")";
            case "step" -> isNamed(item) ? "step " + item.key() + " (" + item.what() + ")" : "step " + item.key();
            default -> item.key();
        };
    }

    private static boolean isNamed(Item item) {
        return !item.key().matches("\\Q" + item.what() + "\\E( \\d+)?( in .*)?");
    }

    /** Where it stands: behind what, or in which list. */
    private String place(Item item) {
        if (!item.role().equals("step")) {
            return "";
        }
        List<Item> list = after.values().stream().filter(other -> other.role().equals("step") && other.list().equals(item.list())).toList();
        int at = list.indexOf(item);
        String place = at == 0 ? "first" : "after " + list.get(at - 1).key();
        String in = " in " + item.list();
        boolean plain = after.values().stream().filter(other -> other.holder().isEmpty()).count() == 1 && !after.get(item.holder()).role().equals("step");
        return place + (plain || place.endsWith(in) || item.key().endsWith(in) ? "" : in);
    }

    /** How many come or go with it. */
    private static String within(Item item, Map<String, Item> all, Map<String, Item> others) {
        Set<String> holders = new HashSet<>(Set.of(item.key()));
        long count = all.values().stream().filter(other -> holders.contains(other.holder()) && holders.add(other.key()) && !others.containsKey(other.key())).count();
        return count == 0 ? "" : " with what is in it (" + count + ")";
    }

    /** Of those that stay in a list, all but the longest run that keeps its order; and those that come from another. */
    private void findMoved(String list) {
        List<String> stay = new ArrayList<>();
        for (Item item : after.values()) {
            Item was = before.get(item.key());
            if (was != null && item.list().equals(list)) {
                (was.list().equals(list) ? stay : moved).add(item.key());
            }
        }
        Map<String, Integer> order = new LinkedHashMap<>();
        before.keySet().forEach(key -> order.put(key, order.size()));
        int[] at = stay.stream().mapToInt(order::get).toArray();
        int[] last = new int[at.length]; // of a run of each length the one that ends earliest
        int[] previous = new int[at.length];
        int longest = 0;
        for (int i = 0; i < at.length; i++) {
            int length = -1 - Arrays.binarySearch(Arrays.stream(last, 0, longest).map(k -> at[k]).toArray(), at[i]);
            previous[i] = length == 0 ? -1 : last[length - 1];
            last[length] = i;
            longest = Math.max(longest, length + 1);
        }
        Set<String> kept = new HashSet<>();
        for (int i = longest == 0 ? -1 : last[longest - 1]; i >= 0; i = previous[i]) {
            kept.add(stay.get(i));
        }
        moved.addAll(stay.stream().filter(key -> !kept.contains(key)).collect(Collectors.toSet()));
    }
}
