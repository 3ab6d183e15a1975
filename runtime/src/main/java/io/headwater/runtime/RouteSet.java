package io.headwater.runtime;

import io.headwater.exchange.RefusedException;
import io.headwater.runtime.check.RouteDifference;
import io.headwater.runtime.check.RoutePart;
import io.headwater.runtime.check.RouteSource;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All routes that are to run together, as texts. */
record RouteSet(List<RoutePart> parts) {
    static final RouteSet EMPTY = new RouteSet(List.of());

    RouteSet {
        parts = List.copyOf(parts);
    }

    /** What the given files, and those below the given folders, hold now.
     *  <p>Errors: {@link RefusedException} with everything that is wrong with their Kamelets. */
    static RouteSet read(List<Path> given) {
        return new RouteSet(RouteFiles.find(given).stream().flatMap(file -> RouteSource.parts(file).stream()).toList());
    }

    /** Changes with what the routes are, not with when they were written. */
    String digest() {
        String all = parts.stream().map(part -> part.key() + " " + part.digest()).collect(Collectors.joining("\n"));
        return UUID.nameUUIDFromBytes(all.getBytes(StandardCharsets.UTF_8)).toString();
    }

    /** What is to be done to come from this set to another. */
    Change to(RouteSet next) {
        Map<String, RoutePart> before = byKey();
        Map<String, RoutePart> after = next.byKey();
        return new Change(
                after.values().stream().filter(p -> !before.containsKey(p.key())).toList(),
                after.values().stream().filter(p -> before.containsKey(p.key()) && !before.get(p.key()).equals(p)).map(p -> new Replaced(before.get(p.key()), p)).toList(),
                before.values().stream().filter(p -> !after.containsKey(p.key())).toList());
    }

    private Map<String, RoutePart> byKey() {
        return parts.stream().collect(Collectors.toMap(RoutePart::key, p -> p, (a, b) -> a, LinkedHashMap::new));
    }

    /** A part with another text. */
    record Replaced(RoutePart before, RoutePart after) {}

    /** A difference between two sets. */
    record Change(List<RoutePart> added, List<Replaced> changed, List<RoutePart> removed) {
        static final Change NONE = new Change(List.of(), List.of(), List.of());

        boolean isEmpty() {
            return added.isEmpty() && changed.isEmpty() && removed.isEmpty();
        }

        /** One line a part: {@code + people (people.camel.yaml)}. */
        List<String> lines() {
            return Stream.of(added.stream().map(p -> line("+", p)), changed.stream().map(r -> line("~", r.after())), removed.stream().map(p -> line("-", p)))
                    .flatMap(lines -> lines).toList();
        }

        /** What changes within each part that is replaced, by its line. */
        Map<String, List<String>> steps() {
            return changed.stream().collect(Collectors.toMap(r -> line("~", r.after()), r -> RouteDifference.lines(r.before(), r.after()), (a, b) -> a, LinkedHashMap::new));
        }

        private static String line(String sign, RoutePart p) {
            return sign + " " + (p.route().isEmpty() ? "all of " + p.file() : p.route() + " (" + p.file() + ")");
        }
    }
}
