package io.headwater.runtime.recording;

import io.headwater.exchange.Host;
import io.headwater.exchange.Nearest;
import io.headwater.exchange.Problem;
import io.headwater.exchange.RecordingFile;
import io.headwater.exchange.RefusedException;
import io.headwater.exchange.Rule;
import io.headwater.flow.Frame;
import io.headwater.runtime.check.RouteChecker;
import io.headwater.runtime.check.RouteExtract;
import io.headwater.runtime.check.RoutePart;
import io.headwater.runtime.testing.StopOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.spi.RoutePolicyFactory;
import org.jspecify.annotations.Nullable;

/** The recordings of the routes that run here: at most one a route at a time.
 *  <p>Threading: safe. */
public final class Recordings implements RoutePolicyFactory {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** What waits to be written takes at most this part of the memory for frames. */
    private static final int SHARE = 4;

    private static final String CAMERA = "camera";
    /** Sources of what other routes send. */
    private static final Set<String> FOLLOW = Set.of("direct", "seda", "stage");

    private final Host host;
    private final Supplier<List<RoutePart>> parts;
    private final Map<String, Tap> taps = new ConcurrentHashMap<>();
    private final Map<String, Recording> last = new ConcurrentHashMap<>();
    private @Nullable ModelCamelContext context;

    /** @param parts what runs now */
    public Recordings(Host host, Supplier<List<RoutePart>> parts) {
        this.host = host;
        this.parts = parts;
    }

    /** Makes every route of a Camel context one that can be recorded; before its first route is added. */
    public Recordings install(CamelContext camel) {
        context = (ModelCamelContext) camel;
        camel.addRoutePolicyFactory(this);
        camel.getCamelContextExtension().addInterceptStrategy(new Visits());
        return this;
    }

    @Override
    public RoutePolicy createRoutePolicy(CamelContext camel, String route, NamedNode definition) {
        Tap tap = new Tap();
        taps.put(route, tap);
        return tap;
    }

    /** Begins a recording.
     *  <p>Errors: {@link RefusedException} where the route or a rule of this box forbids it; {@link NotRecordedException} where the route is
     *  not there, is being recorded already, or the disk does not allow it. */
    public synchronized void start(Wish wish) {
        RouteDefinition route = route(wish.route());
        Tap tap = taps.get(wish.route());
        Recording running = tap == null ? null : tap.recording();
        if (tap == null || running != null) {
            throw NotRecordedException.surroundings("the route " + wish.route() + " is being recorded already" + (running == null ? "" : ", into " + running.wish().folder()),
                    "wait for its end, or press Ctrl-C there");
        }
        RouteExtract extract = extract(route);
        refuse(wish, extract);
        Path folder = folder(wish.folder());
        boolean pictures = extract.scheme().equals(CAMERA);
        Recording.Intaking intaking = pictures ? Recordings::passage
                : new Taking(extract.source(), wish.allowPictures() || !RouteChecker.picturesStay(), host.clock());
        Recording recording = new Recording(wish, tap, intaking, Math.max(1, host.frames().limit() / SHARE),
                () -> folder.toFile().getUsableSpace());
        Sink sink = sink(wish, extract, folder, recording);
        last.put(wish.route(), recording);
        tap.opens(recording);
        recording.start(sink, () -> new RecordedFolder(folder, extract, host).write(recording, sink.file()));
    }

    private Sink sink(Wish wish, RouteExtract extract, Path folder, Recording to) {
        String name = extract.source().substring(extract.source().lastIndexOf('/') + 1).replaceAll("[^A-Za-z0-9._-]", "_");
        if (!extract.scheme().equals(CAMERA)) {
            try {
                return new LineSink(folder.resolve(name + RecordingFile.ENDING), wish.scrub(), to);
            } catch (IOException e) {
                throw NotRecordedException.surroundings("the recording cannot be written into " + folder + ": " + e.getMessage(), "--out DIR on another disk");
            }
        }
        return new PictureSink(folder.resolve(name + ".mkv"), wish.quality(), wish.scrub(), 4 * host.workers(), to);
    }

    private static @Nullable Passage passage(Recording to, Exchange exchange) {
        Object body = exchange.getMessage().getBody();
        if (body instanceof Frame frame) {
            return new Passage(to, new Content.Picture(frame));
        }
        to.missed("no picture");
        return null;
    }

    private RouteDefinition route(String id) {
        ModelCamelContext camel = context();
        RouteDefinition route = camel.getRouteDefinition(id);
        if (route == null) {
            List<String> all = camel.getRouteDefinitions().stream().map(RouteDefinition::getRouteId).sorted().toList();
            String near = Nearest.of(id, all);
            throw NotRecordedException.wrong("no route '" + id + "' runs here" + (near == null ? "" : "; did you mean '" + near + "'?"),
                    all.isEmpty() ? "no route runs here at all" : "one of " + Nearest.some(all));
        }
        return route;
    }

    private RouteExtract extract(RouteDefinition route) {
        Set<String> together = StopOrder.reached(context().getRouteDefinitions(), route.getRouteId());
        List<RoutePart> mine = parts.get().stream().filter(p -> p.route().isEmpty() ? RouteExtract.holds(p, together) : together.contains(p.route())).toList();
        return RouteExtract.of(mine, route.getRouteId());
    }

    private static void refuse(Wish wish, RouteExtract extract) {
        List<Problem> problems = new ArrayList<>();
        boolean camera = extract.scheme().equals(CAMERA);
        if (FOLLOW.contains(extract.scheme())) {
            problems.add(new Problem(extract.file(), 1, 1, Rule.RECORDED_SOURCE, "the source " + extract.source() + " gets what other routes send, and only what comes to the box is recorded",
                    "record the route that sends to it: this one goes into the same test", SEE));
        } else if (!camera && (wish.scrub().changesPictures() || wish.quality() != 0)) {
            problems.add(new Problem(extract.file(), 1, 1, Rule.RECORDING, "the source " + extract.source() + " gives no pictures, which " + (wish.quality() != 0 ? "--quality" : "--scrub") + " is for",
                    "--scrub fields=name,serial  takes fields out of what comes", SEE));
        } else if (camera && !wish.scrub().fields().isEmpty()) {
            problems.add(new Problem(extract.file(), 1, 1, Rule.RECORDING, "the source " + extract.source() + " gives pictures, which have no fields", "--scrub pixelate or --scrub boxes", SEE));
        } else if (camera && RouteChecker.picturesStay() && !wish.scrub().changesPictures() && !wish.allowPictures()) {
            problems.add(new Problem(extract.file(), 1, 1, Rule.PICTURES_KEPT, "the source " + extract.source() + " gives pictures, and headwater.privacy is no-pictures-leave",
                    "--scrub pixelate or --scrub boxes; or --allow-pictures, if you may", SEE));
        }
        if (!problems.isEmpty()) {
            throw new RefusedException(problems);
        }
    }

    static final String SEE = "src/docs/guide/test.md#record-a-test";

    /** Made for its owner alone: pictures of people may lie in it. */
    private static Path folder(Path wanted) {
        try {
            if (Files.exists(wanted)) {
                try (Stream<Path> inside = Files.list(wanted)) {
                    if (inside.findAny().isPresent()) {
                        throw NotRecordedException.surroundings(wanted + " is there already, and not empty", "--out DIR names a folder that is not there yet");
                    }
                }
            }
            Path parent = wanted.toAbsolutePath().getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            Path made = Files.exists(wanted) ? wanted : Files.createDirectory(wanted, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            long free = made.toFile().getUsableSpace();
            if (free < Recording.KEEP_FREE) {
                throw NotRecordedException.surroundings("the disk of " + wanted + " has " + (free >> 20) + " MiB left, " + (Recording.KEEP_FREE >> 20) + " are kept free", "free some space, or --out DIR on another disk");
            }
            return made.toRealPath();
        } catch (IOException e) {
            throw NotRecordedException.surroundings("the folder " + wanted + " cannot be made by the running application: " + e, "--out DIR names a folder that it may write");
        }
    }

    /** How the last recording of a route stands. */
    public Optional<RecordingState> state(String route) {
        return Optional.ofNullable(last.get(route)).map(Recording::state);
    }

    /** Where it is written. */
    public Optional<Path> folder(String route) {
        return Optional.ofNullable(last.get(route)).map(r -> r.wish().folder());
    }

    /** Ends the recording of a route, and waits until it is written. */
    public void stop(String route) throws InterruptedException {
        Recording running = last.get(route);
        if (running != null) {
            running.end(Recording.End.ASKED);
            running.await(PATIENCE);
        }
    }

    private ModelCamelContext context() {
        if (context == null) {
            throw new IllegalStateException("not installed");
        }
        return context;
    }

    /** Ends all, and waits until they are written. */
    public void close() throws InterruptedException {
        for (Recording running : last.values()) {
            running.end(Recording.End.ASKED);
        }
        for (Recording running : last.values()) {
            running.await(PATIENCE);
        }
    }
}
