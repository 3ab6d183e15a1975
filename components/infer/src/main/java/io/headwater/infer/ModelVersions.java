package io.headwater.infer;

import io.headwater.exchange.Host;
import io.headwater.exchange.Problem;
import io.headwater.exchange.RefusedException;
import io.headwater.exchange.Rule;
import io.headwater.exchange.Step;
import io.headwater.exchange.StepCheck.Findings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which version of each model the steps of this box run, and how another one takes over: loaded and tried out beside the frames, then between
 *  two of them. A choice is on the disk before it is told of, and holds over restarts; a box that ends while a version is tried comes back with the one
 *  that was in use.
 *  <p>Ownership: {@code host.shared(ModelVersions.class, ModelVersions::of)}; closed with the host.
 *  <p>Threading: safe. Loading is done on the calling thread. */
public final class ModelVersions implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ModelVersions.class);
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final int LOOKS_UNTIL_NEW_ONES = 10;
    static final String SEE = "src/docs/guide/change-a-model.md";

    private final Models models = new Models();
    private final InstantSource clock;
    private final List<ModelUse> uses = new CopyOnWriteArrayList<>();
    private final VersionLog log;
    private final Choices choices;
    private final Newcomers newcomers = new Newcomers();
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("headwater/models").factory());
    private boolean closed;

    /** How it went with a version. */
    public enum Outcome { TOOK_OVER, TRIED, ROLLED_BACK, REFUSED }

    /** Something that happened to a model's versions, in a sentence. */
    public record Event(Instant at, String model, Outcome outcome, String text) {}

    private ModelVersions(Host host) {
        clock = host.clock();
        log = new VersionLog(clock);
        choices = new Choices(Host.ownModels(host.state()), log);
        watch.scheduleWithFixedDelay(new Look(), LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    public static ModelVersions of(Host host) {
        return new ModelVersions(host);
    }

    Models models() {
        return models;
    }

    /** A step begins to use a model; null when something is wrong with it, which is reported. */
    synchronized @Nullable ModelUse open(Step step, Settings settings, Findings findings) {
        ModelFolders folders = ModelFolders.of(step.folder(), step.host().models());
        List<Path> tries = settings.find(folders, findings);
        List<List<Problem>> wrong = new ArrayList<>();
        for (Path folder : tries) {
            List<Problem> problems = new ArrayList<>();
            Version version = version(folder, settings, problems);
            if (version != null) {
                ModelUse use = new ModelUse(step, settings, folders, models, version);
                settings.checkLabels(version.model().manifest(), findings);
                begin(use, findings);
                if (!wrong.isEmpty()) {
                    log.tell(use.name(), Outcome.REFUSED, use.name() + " " + tries.getFirst().getFileName() + " cannot be run, " + version.name() + " runs instead: " + wrong.getFirst().getFirst().text());
                }
                return use;
            }
            wrong.add(problems);
        }
        wrong.stream().findFirst().ifPresent(problems -> problems.forEach(findings::report));
        return null;
    }

    private void begin(ModelUse use, Findings findings) {
        uses.add(use);
        if (use.isOpen()) {
            Choice choice = choices.of(use.name());
            String version = use.inUse().name();
            if (choice.use() == null || !choice.good().contains(version)) {
                choices.keep(use.name(), new Choice(version, choice.before(), choice.tried(), choice.paused(), choice.refused()));
            } else {
                warnOfNewer(use, version);
            }
            if (choice.tried() != null && use.settings().rollout().canary() > 0) {
                Version tried = version(use, choice.tried(), new ArrayList<>());
                if (tried != null) {
                    use.attempt(new Candidate(tried, use.settings().rollout(), true, clock, this::ended));
                }
            }
        }
        String shadow = use.settings().rollout().shadow();
        if (shadow != null) {
            List<Problem> problems = new ArrayList<>();
            Version version = version(use, shadow, problems);
            problems.forEach(findings::report);
            if (version != null) {
                use.shadow(new Candidate(version, use.settings().rollout(), false, clock, this::ended));
            }
        }
    }

    private void warnOfNewer(ModelUse use, String version) {
        use.folders().versions(use.name()).stream().max(ModelFolders.BY_VERSION).filter(v -> ModelFolders.BY_VERSION.compare(v, version) > 0 && use.settings().rollout().update() == Update.MANUAL)
                .ifPresent(newer -> LOG.info("model {} {} is there, {} stays in use: headwater models use {}@{} changes it", use.name(), newer, version, use.name(), newer));
    }

    /** A step uses its model no more. */
    synchronized void close(ModelUse use) {
        if (uses.remove(use)) {
            use.close();
        }
    }

    private @Nullable Version version(ModelUse use, String version, List<Problem> problems) {
        Optional<Path> folder = use.folders().folder(new ModelName(use.name(), version));
        if (folder.isEmpty()) {
            problems.add(new Problem(use.folders().roots().getFirst().resolve(use.name()).resolve(version), 1, 1, Rule.MODEL_MISSING, "there is no " + use.name() + " " + version + ", there are "
                    + String.join(", ", use.folders().versions(use.name())), "put it there, or into " + choices.root().resolve(use.name()).resolve(version), SEE));
            return null;
        }
        int before = problems.size();
        Version found = version(folder.get(), use.settings(), problems);
        if (found != null) {
            use.fits(found, problems);
            if (problems.size() > before) {
                models.release(found.model());
                return null;
            }
        }
        return found;
    }

    private @Nullable Version version(Path folder, Settings settings, List<Problem> problems) {
        LoadedModel model = models.acquire(folder, Math.clamp(settings.threads(), 1, Settings.MOST_THREADS), settings.engine(), problems);
        return model == null ? null : new Version(folder, model, settings.wish(model.manifest()));
    }

    /** Has another version of a model take over in every step that leaves the version open: at once, or, where one of them has a {@code canary},
     *  once it has stood its test there. Tells in a sentence what happens now.
     *
     *  @param model as in {@code people@1.3.0}
     *  <p>Errors: {@link RefusedException} when it cannot be run, {@link IllegalStateException} when it cannot take over, with what to do; then
     *  all is as before. */
    public synchronized String use(String model) {
        ModelName wanted = wanted(model);
        String why = choices.of(wanted.name()).refused().get(wanted.version());
        if (why != null) {
            throw new IllegalStateException(wanted.name() + " " + wanted.version() + " was rolled back: " + why + "; headwater models retry " + wanted.name() + "@" + wanted.version() + " tries it again");
        }
        return change(wanted);
    }

    /** As {@link #use}, and of a version that was rolled back. */
    public synchronized String retry(String model) {
        return change(wanted(model));
    }

    private static ModelName wanted(String model) {
        return ModelName.of(model.replace('@', ':')).filter(n -> n.version() != null)
                .orElseThrow(() -> new IllegalStateException(model + " names no version: write it as people@1.3.0"));
    }

    private String change(ModelName wanted) {
        String name = wanted.name();
        String version = Objects.requireNonNull(wanted.version());
        List<ModelUse> all = uses(name);
        Choice choice = choices.of(name);
        if (version.equals(choice.tried())) {
            return name + " " + version + " is being tried already";
        }
        if (version.equals(choice.use()) && all.stream().allMatch(u -> u.inUse().name().equals(version))) {
            all.forEach(ModelUse::endTrial);
            choices.keep(name, choice.using(version));
            return name + " " + version + " is in use" + (choice.tried() == null ? " already" : "; " + choice.tried() + " is tried no more");
        }
        Map<ModelUse, Version> next = load(wanted, all);
        List<ModelUse> canaries = all.stream().filter(u -> u.settings().rollout().canary() > 0).toList();
        if (canaries.isEmpty()) {
            next.forEach(ModelUse::takeOver);
            choices.keep(name, choice.using(version));
            return log.tell(name, Outcome.TOOK_OVER, name + " " + version + " is in use, in place of " + choice.use());
        }
        choices.keep(name, choice.trying(version)); // on the disk before it may do harm
        next.forEach((use, loaded) -> {
            if (canaries.contains(use)) {
                use.attempt(new Candidate(loaded, use.settings().rollout(), true, clock, this::ended));
            } else {
                models.release(loaded.model());
            }
        });
        Rollout first = canaries.getFirst().settings().rollout();
        return log.tell(name, Outcome.TRIED, name + " " + version + " is tried on " + RollbackOn.number(100 * first.canary()) + " % of the frames and takes over after "
                + first.promoteAfter().toString().substring(2).toLowerCase(Locale.ROOT) + "; until then " + choice.use() + " is in use");
    }

    /** The steps that leave a model's version open.
     *  <p>Errors: {@link IllegalStateException} when there are none. */
    private List<ModelUse> uses(String name) {
        List<ModelUse> all = uses.stream().filter(u -> u.name().equals(name) && u.isOpen()).toList();
        if (all.isEmpty()) {
            List<String> pinned = uses.stream().filter(u -> u.name().equals(name)).map(u -> u.step() + " names " + u.settings().model()).toList();
            throw new IllegalStateException(pinned.isEmpty() ? "no route runs a model " + name + ": what runs is " + running()
                    : "every step that runs " + name + " names its version in its route: " + String.join(", ", pinned) + "; change the route, or leave the version out there");
        }
        return all;
    }

    private String running() {
        Set<String> names = new TreeSet<>();
        uses.forEach(u -> names.add(u.name()));
        return names.isEmpty() ? "no model" : String.join(", ", names);
    }

    private Map<ModelUse, Version> load(ModelName wanted, List<ModelUse> all) {
        Map<ModelUse, Version> next = new LinkedHashMap<>();
        List<Problem> problems = new ArrayList<>();
        for (ModelUse use : all) {
            Version loaded = version(use, Objects.requireNonNull(wanted.version()), problems);
            if (loaded != null) {
                next.put(use, loaded);
            }
        }
        if (next.size() < all.size()) {
            next.values().forEach(v -> models.release(v.model()));
            log.tell(wanted.name(), Outcome.REFUSED, wanted.name() + " " + wanted.version() + " is refused, " + choices.of(wanted.name()).use() + " stays in use: " + problems.getFirst().text());
            throw new RefusedException(problems.stream().distinct().toList());
        }
        return next;
    }

    /** Ends the trial that goes on, or else has the version that was in use before take over at once.
     *  <p>Errors: as {@link #use}. */
    public synchronized String rollback(String name) {
        List<ModelUse> all = uses(name);
        Choice choice = choices.of(name);
        if (choice.tried() != null) {
            return rolledBack(name, all, "a person ended the trial");
        }
        String before = choice.before().stream().findFirst()
                .orElseThrow(() -> new IllegalStateException("no other version of " + name + " was in use on this box before " + choice.use()));
        Map<ModelUse, Version> next = load(new ModelName(name, before), all);
        next.forEach(ModelUse::takeOver);
        choices.keep(name, choice.using(before).refusing(String.valueOf(choice.use()), "a person rolled it back"));
        return log.tell(name, Outcome.ROLLED_BACK, name + " " + before + " is in use again, in place of " + choice.use());
    }

    private String rolledBack(String name, List<ModelUse> all, String why) {
        Choice choice = choices.of(name);
        String tried = String.valueOf(choice.tried());
        all.forEach(ModelUse::endTrial);
        choices.keep(name, choice.refusing(tried, why));
        return log.tell(name, Outcome.ROLLED_BACK, name + " " + tried + " is rolled back, " + choice.use() + " stays in use: " + why);
    }

    /** A candidate may not go on; told by a worker, which has better to do. */
    private void ended(Candidate candidate, String why) {
        try {
            watch.execute(() -> settle(candidate, why));
        } catch (RejectedExecutionException e) {
            // the box stops: the choice on the disk says that the version was tried
        }
    }

    private synchronized void settle(Candidate candidate, String why) {
        for (ModelUse use : uses) {
            if (use.canary() == candidate) {
                rolledBack(use.name(), uses(use.name()), why + (uses(use.name()).size() > 1 ? " (in step " + use.step() + ")" : ""));
            } else if (use.shadow() == candidate) {
                use.shadow(null);
                log.tell(use.name(), Outcome.REFUSED, use.name() + " " + candidate.version().name() + " runs beside step " + use.step() + " no more: " + why);
            }
        }
    }

    /** Looks again and again at what is tried, and for what is new. */
    private final class Look implements Runnable {
        private int looks;

        @Override
        public void run() {
            try {
                look(++looks % LOOKS_UNTIL_NEW_ONES == 0);
            } catch (RuntimeException e) {
                LOG.error("versions of models cannot be looked after", e);
            }
        }
    }

    void look(boolean forNewOnes) {
        long now = System.nanoTime();
        uses.forEach(use -> use.beside().forEach(c -> c.look(now))); // without the lock: whoever holds it may wait for a run
        promote();
        if (forNewOnes) {
            takeNewOnes();
        }
    }

    private synchronized void promote() {
        Set<String> names = new HashSet<>();
        uses.stream().filter(u -> u.canary() != null).forEach(u -> names.add(u.name()));
        for (String name : names) {
            List<ModelUse> all = uses(name);
            if (all.stream().map(ModelUse::canary).filter(Objects::nonNull).allMatch(Candidate::isProven)) {
                promote(name, all);
            }
        }
    }

    private void promote(String name, List<ModelUse> all) {
        Choice choice = choices.of(name);
        String version = String.valueOf(choice.tried());
        Map<ModelUse, Version> others;
        try {
            others = load(new ModelName(name, version), all.stream().filter(u -> u.canary() == null).toList());
        } catch (RefusedException e) {
            rolledBack(name, all, "it cannot be loaded any more: " + e.problems().getFirst().text());
            return;
        }
        all.forEach(ModelUse::promote);
        others.forEach(ModelUse::takeOver);
        choices.keep(name, choice.using(version));
        log.tell(name, Outcome.TOOK_OVER, name + " " + version + " has stood its test and is in use, in place of " + choice.use());
    }

    private synchronized void takeNewOnes() {
        for (ModelUse use : closed ? List.<ModelUse>of() : uses) {
            newcomers.of(use, choices.of(use.name())).ifPresent(newest -> {
                try {
                    change(newest);
                } catch (RefusedException | IllegalStateException e) {
                    // told by then
                }
            });
        }
    }

    /** What happened lately, the last first. */
    public List<Event> events() {
        return log.events();
    }

    /** How often something has come about, since the start. */
    public long count(Outcome outcome) {
        return log.count(outcome);
    }

    /** Every model that a step runs, by name; from memory, and while a version is being loaded too. */
    public List<ModelLine> lines() {
        Map<String, List<ModelUse>> byName = new TreeMap<>();
        uses.forEach(u -> byName.computeIfAbsent(u.name(), n -> new ArrayList<>()).add(u));
        List<ModelLine> lines = new ArrayList<>();
        byName.forEach((name, all) -> {
            Choice choice = all.stream().anyMatch(ModelUse::isOpen) ? choices.of(name) : Choice.NONE;
            lines.add(new ModelLine(name, choice.use(), choice.before(), choice.tried(), choice.refused(), all.stream().map(ModelUse::line).toList()));
        });
        return lines;
    }

    /** All versions of a model that lie in the folders of its steps, lowest first; reads those folders. */
    public List<String> there(String model) {
        return uses.stream().filter(u -> u.name().equals(model)).flatMap(u -> u.folders().versions(model).stream()).distinct().sorted(ModelFolders.BY_VERSION).toList();
    }

    @Override
    public void close() {
        watch.shutdownNow();
        synchronized (this) {
            closed = true;
            choices.pause();
            uses.forEach(ModelUse::close);
            uses.clear();
            models.close();
        }
    }
}
