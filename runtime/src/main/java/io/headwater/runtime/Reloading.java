package io.headwater.runtime;

import io.headwater.exchange.Problem;
import io.headwater.exchange.RefusedException;
import io.headwater.runtime.check.Edits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Keeps what runs in step with the route files: a change that is right is taken over, one that is wrong is told and changes nothing.
 *  A file counts once it was the same at two looks, so that none is read half written.
 *  <p>Threading: one look, reload or rollback at a time. */
final class Reloading implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Reloading.class);
    /** What was refused is tried again after as many looks: a model may have come meanwhile. */
    private static final int RETRY = 10;

    private final LoadedRoutes loaded;
    private final RoutePlaces places;
    private final List<Path> models;
    private final RouteSets kept;
    private final InstantSource clock;
    private volatile State state = new State(null, List.of(), null);
    private String seen = "";
    private String taken = "";
    private int looks;
    private @Nullable String passedOver;
    private @Nullable Thread thread;

    /** How things stand.
     *
     *  @param since when the routes that run were taken over
     *  @param refused what is wrong with the files as they are; empty where they run
     *  @param instead why others run than the files say; null where they do */
    record State(@Nullable Instant since, List<Problem> refused, @Nullable String instead) {}

    Reloading(LoadedRoutes loaded, RoutePlaces places, List<Path> models, RouteSets kept, InstantSource clock) {
        this.loaded = loaded;
        this.places = places;
        this.models = models;
        this.kept = kept;
        this.clock = clock;
    }

    /** Loads what the files hold, or what ran last where they are wrong or were rolled back.
     *
     *  @param files as they were read just before
     *  <p>Errors: {@link RefusedException} where there is neither. */
    synchronized void begin(Admission files) {
        Optional<RouteSets.Kept> last = kept.newest(places.given());
        seen = taken = files.look();
        try {
            RouteSet set = files.orRefuse().set();
            if (last.isPresent() && set.digest().equals(last.get().instead())) {
                passedOver = set.digest();
                bringBack(last.get(), List.of(), "rolled back; the files run again when they change");
                return;
            }
            loaded.change(set);
            files.problems().forEach(LOG::warn);
            if (last.isEmpty() || !last.get().set().digest().equals(set.digest())) {
                kept.keep(places.given(), set, null);
            }
            state = new State(clock.instant(), List.of(), null);
        } catch (RefusedException refused) {
            if (last.isEmpty()) {
                throw refused;
            }
            bringBack(last.get(), refused.problems(), "the files are wrong; what ran last runs");
        }
    }

    private void bringBack(RouteSets.Kept last, List<Problem> refused, String why) {
        refused.forEach(LOG::error);
        loaded.change(last.set());
        state = new State(clock.instant(), refused, why);
        LOG.warnf("set %d runs: %s", last.number(), why);
    }

    /** Looks at the files again and again. */
    void every(Duration time) {
        thread = Thread.ofPlatform().daemon().name("headwater/reload").start(() -> {
            try {
                while (!Thread.currentThread().isInterrupted()) {
                    Thread.sleep(time);
                    tick();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private synchronized void tick() {
        String now = Admission.look(places.all());
        boolean still = now.equals(seen);
        seen = now;
        boolean again = !state.refused().isEmpty() && ++looks % RETRY == 0;
        if (still && (again || !now.equals(taken))) {
            try {
                reload();
            } catch (RefusedException e) {
                // told by then
            } catch (RuntimeException e) {
                LOG.error("the route files cannot be taken over", e);
            }
        }
    }

    /** Takes over what the files hold now.
     *  <p>Errors: {@link RefusedException} with everything that is wrong; then all is as it was. */
    synchronized RouteSet.Change reload() {
        try {
            Admission admission = Admission.of(places.all(), models);
            taken = admission.look();
            RouteSet files = admission.orRefuse().set();
            if (!Admission.look(places.all()).equals(taken)) {
                taken = ""; // written meanwhile; the next look takes it
                return RouteSet.Change.NONE;
            }
            if (files.digest().equals(passedOver)) {
                return RouteSet.Change.NONE;
            }
            RouteSet.Change change = loaded.change(files);
            passedOver = null;
            if (!change.isEmpty()) {
                admission.problems().forEach(LOG::warn);
                kept.keep(places.given(), files, null);
                change.lines().forEach(line -> LOG.infof("reloaded: %s", line));
            }
            if (!change.isEmpty() || state.instead() != null || !state.refused().isEmpty()) {
                state = new State(clock.instant(), List.of(), null);
            }
            return change;
        } catch (RefusedException e) {
            if (!e.problems().equals(state.refused())) {
                e.problems().forEach(LOG::error);
                LOG.error("the route files are not taken over; what ran before runs on");
            }
            state = new State(state.since(), e.problems(), "the files are wrong; what ran before runs on");
            throw e;
        } catch (UncheckedIOException e) {
            LOG.warnf("the route files cannot be read, what runs runs on: %s", e.getMessage());
            return RouteSet.Change.NONE;
        }
    }

    /** Writes and removes route files, and takes them over, once all were checked as they are to be: all or none.
     *
     *  @param plan whether only to tell what would change
     *  <p>Errors: {@link RefusedException} with everything that is wrong; {@link SurroundingsException} where nothing can be written. Then all
     *  is as it was. */
    synchronized RouteSet.Change push(Map<String, String> files, Set<String> removed, boolean plan) {
        Edits edits = places.edits(files, removed);
        RouteSet next = Admission.of(places.after(edits), models, edits).orRefuse().set();
        if (plan) {
            return loaded.current().to(next);
        }
        try {
            Edits back = PushedFiles.undoing(edits);
            PushedFiles.write(places.target(), edits);
            String before = passedOver;
            passedOver = null; // what is pushed is wanted
            try {
                return reload();
            } catch (RefusedException e) {
                passedOver = before;
                PushedFiles.write(places.target(), back);
                reload();
                throw e;
            }
        } catch (IOException e) {
            throw new SurroundingsException("the files cannot be written to " + places.target() + ": " + Failure.text(e), "df -h and ls -ld " + places.target() + " tell why");
        }
    }

    /** Brings back the set that ran before, and passes over the files until they change.
     *  <p>Errors: {@link RefusedException} where it cannot be loaded any more; then all is as it was. {@link SurroundingsException} where
     *  there is none. */
    synchronized RouteSet.Change rollback() {
        RouteSets.Kept before = kept.previous(places.given(), loaded.current())
                .orElseThrow(() -> new SurroundingsException("no other set of routes has run here", "a set is kept once it runs; change the files"));
        RouteSet.Change change = loaded.change(before.set());
        String digest = digestOfFiles();
        passedOver = digest;
        kept.keep(places.given(), before.set(), digest);
        state = new State(clock.instant(), List.of(), "rolled back; the files run again when they change");
        change.lines().forEach(line -> LOG.infof("rolled back: %s", line));
        return change;
    }

    private @Nullable String digestOfFiles() {
        try {
            return RouteSet.read(places.all()).digest();
        } catch (RefusedException | UncheckedIOException e) {
            return null; // they are no set, and are taken over when they are
        }
    }

    State state() {
        return state;
    }

    /** Waits for what is under way, so that it is kept whole. */
    @Override
    public synchronized void close() {
        if (thread != null) {
            thread.interrupt();
        }
    }
}
