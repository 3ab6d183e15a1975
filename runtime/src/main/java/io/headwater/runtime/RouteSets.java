package io.headwater.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.headwater.exchange.Durable;
import io.headwater.runtime.check.RoutePart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The sets of routes that ran well on this box, kept over restarts: {@code routes/set-NUMBER.json} in the state folder, the newest last.
 *  Each is written beside, synced and renamed, so that a kill leaves whole files. Only this user may read them: a route may hold a
 *  password.
 *
 *  @param folder where they lie */
record RouteSets(Path folder) {
    private static final Logger LOG = Logger.getLogger(RouteSets.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int KEPT = 10;
    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rw-------");

    /** A set that ran.
     *
     *  @param number counts up
     *  @param given what the command line gave, that it was read from
     *  @param instead the digest of the set that it replaced when it was brought back; null where it was read from the files */
    record Kept(int number, List<String> given, RouteSet set, @Nullable String instead) {}

    static RouteSets in(Path state) {
        return new RouteSets(state.resolve("routes"));
    }

    /** The newest, if it was read from the same places. */
    Optional<Kept> newest(List<Path> given) {
        return newestFirst().filter(k -> k.given().equals(names(given))).findFirst();
    }

    /** The newest before the current that differs from it. */
    Optional<Kept> previous(List<Path> given, RouteSet current) {
        return newestFirst().filter(k -> k.given().equals(names(given)) && !k.set().digest().equals(current.digest())).findFirst();
    }

    /** Keeps a set that runs.
     *  <p>Errors: none; a disk that takes nothing is logged, and the routes run. */
    void keep(List<Path> given, RouteSet set, @Nullable String instead) {
        try {
            Durable.folder(folder);
            List<Integer> numbers = numbers();
            int number = numbers.isEmpty() ? 1 : numbers.getLast() + 1;
            ObjectNode root = JSON.createObjectNode().put("number", number).put("digest", set.digest()).put("instead", instead);
            names(given).forEach(root.putArray("given")::add);
            for (RoutePart part : set.parts()) {
                root.withArray("parts").addObject().put("file", part.file().toString()).put("route", part.route()).put("text", part.text());
            }
            Durable.write(file(number), JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root), PosixFilePermissions.asFileAttribute(OWNER));
            for (int old : numbers.subList(0, Math.max(0, numbers.size() + 1 - KEPT))) {
                Files.deleteIfExists(file(old));
            }
        } catch (IOException e) {
            LOG.errorf("the routes run, but cannot be kept for a restart: %s", e);
        }
    }

    /** Read one by one, as far as somebody asks. */
    private Stream<Kept> newestFirst() {
        try {
            return numbers().reversed().stream().flatMap(this::readable);
        } catch (NoSuchFileException e) {
            return Stream.empty();
        } catch (IOException e) {
            LOG.warnf("kept routes cannot be read: %s", e);
            return Stream.empty();
        }
    }

    private Stream<Kept> readable(int number) {
        try {
            return Stream.of(read(number));
        } catch (IOException | RuntimeException e) {
            LOG.warnf("%s cannot be read, and is passed over: %s", file(number), String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
            return Stream.empty();
        }
    }

    private Kept read(int number) throws IOException {
        JsonNode root = JSON.readTree(file(number).toFile());
        List<String> given = new ArrayList<>();
        root.path("given").forEach(g -> given.add(g.asText()));
        List<RoutePart> parts = new ArrayList<>();
        root.path("parts").forEach(p -> parts.add(new RoutePart(Path.of(p.path("file").asText()), p.path("route").asText(), p.path("text").asText())));
        RouteSet set = new RouteSet(parts);
        if (!set.digest().equals(root.path("digest").asText())) {
            throw new IOException("its digest does not fit");
        }
        return new Kept(number, given, set, root.path("instead").isTextual() ? root.path("instead").asText() : null);
    }

    private List<Integer> numbers() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).filter(n -> n.matches("set-\\d{6}\\.json")).map(n -> Integer.parseInt(n.substring(4, 10))).sorted().toList();
        }
    }

    private Path file(int number) {
        return folder.resolve("set-%06d.json".formatted(number));
    }

    private static List<String> names(List<Path> given) {
        return given.stream().map(p -> p.toAbsolutePath().normalize().toString()).toList();
    }
}
