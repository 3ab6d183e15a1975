package io.headwater.exchange;

import io.headwater.flow.FramePool;
import io.headwater.flow.Ledger;
import io.headwater.flow.Turns;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;
import org.apache.camel.CamelContext;
import org.apache.camel.ExtendedCamelContext;
import org.apache.camel.Route;
import org.apache.camel.spi.UnitOfWorkFactory;
import org.apache.camel.support.LifecycleStrategySupport;
import org.jspecify.annotations.Nullable;

/** What all routes on this machine share: its name, its memory for frames, its ledger, its clock, and where state lies.
 *  <p>Ownership: owns the frame pool, and the {@link #shared shared} services that components keep here; {@link #close()} ends them.
 *  <p>Threading: safe. */
public final class Host implements AutoCloseable {
    /** Property: bytes of memory for frames, default 256 MiB. */
    public static final String FRAMES_PROPERTY = "headwater.memory.frames";
    /** What that is by default. */
    public static final long FRAMES_DEFAULT = 256L << 20;
    /** Property: folder for state. */
    public static final String STATE_PROPERTY = "headwater.state.dir";
    /** Property: folder with models beside those of the routes. */
    public static final String MODELS_PROPERTY = "headwater.models.dir";

    private final String device;
    private final Path state;
    private final List<Path> models;
    private final InstantSource clock;
    private final int workers;
    private final Intake intake;
    private final FramePool frames;
    private final LongSupplier ticks;
    private final Turns turns;
    private final Ledger ledger = new Ledger();
    private final Steps steps = new Steps(this);
    private final ConcurrentMap<Class<?>, AutoCloseable> shared = new ConcurrentHashMap<>();

    private Host(Builder b) {
        this.device = b.device;
        this.state = b.state == null ? StateFolder.byDefault() : b.state;
        this.models = models(b.models, state);
        this.clock = b.clock;
        this.workers = b.workers;
        this.intake = b.intake;
        this.frames = new FramePool(b.frameBytes, b.strictFrames);
        this.ticks = b.ticks;
        this.turns = new Turns(b.workers, b.ticks, b.work);
    }

    public static Builder builder() {
        return new Builder();
    }

    /** The host of a Camel context; one with default settings is installed when there is none. */
    public static Host of(CamelContext context) {
        ExtendedCamelContext extended = context.getCamelContextExtension();
        Host host = extended.getContextPlugin(Host.class);
        if (host == null) {
            Builder builder = builder();
            property(context, FRAMES_PROPERTY).ifPresent(v -> builder.frameBytes(Long.parseLong(v)));
            property(context, STATE_PROPERTY).ifPresent(v -> builder.state(Path.of(v)));
            property(context, MODELS_PROPERTY).ifPresent(v -> builder.models(Path.of(v)));
            host = builder.build().install(context);
        }
        return host;
    }

    private static Optional<String> property(CamelContext context, String key) {
        return context.getPropertiesComponent().resolveProperty(key).filter(v -> !v.isBlank());
    }

    /** Makes a Camel context count every step and keep every lease; before its first route is added. */
    public Host install(CamelContext context) {
        ExtendedCamelContext extended = context.getCamelContextExtension();
        extended.addContextPlugin(Host.class, this);
        extended.addContextPlugin(UnitOfWorkFactory.class, new LeasingUnitOfWork.Factory(ledger));
        extended.addInterceptStrategy(steps);
        context.addLifecycleStrategy(new LifecycleStrategySupport() {
            @Override
            public void onRoutesRemove(Collection<Route> routes) {
                routes.forEach(steps::removed);
            }
        });
        return this;
    }

    /** The name of this machine in records; unique among all boxes of an owner. */
    public String device() {
        return device;
    }

    /** The folder for state; exists. */
    public Path state() {
        try {
            if (!Files.isDirectory(state)) {
                Durable.folder(state);
            }
            return state;
        } catch (IOException e) {
            throw new UncheckedIOException("state folder " + state + " cannot be made: set " + STATE_PROPERTY
                    + " or STATE_DIRECTORY to a folder that can be written", e);
        }
    }

    /** Folders of models that a box looks into beside those of its routes: those given, and the one in its state folder, where it keeps which
     *  version is in use, and where new ones may be put. */
    public static List<Path> models(List<Path> given, Path state) {
        List<Path> all = new ArrayList<>(given);
        all.add(ownModels(state));
        return List.copyOf(all);
    }

    /** The folder of models in a state folder. */
    public static Path ownModels(Path state) {
        return state.resolve("models");
    }

    /** Folders with models beside those of the routes. */
    public List<Path> models() {
        return models;
    }

    public InstantSource clock() {
        return clock;
    }

    /** How many items of one source are worked on side by side. */
    public int workers() {
        return workers;
    }

    /** What looks at items before their sources give them. */
    Intake intake() {
        return intake;
    }

    public FramePool frames() {
        return frames;
    }

    /** A clock that only goes on, in nanoseconds. */
    LongSupplier ticks() {
        return ticks;
    }

    /** By which sources share the cores. */
    Turns turns() {
        return turns;
    }

    public Ledger ledger() {
        return ledger;
    }

    public Steps steps() {
        return steps;
    }

    /** The service of a kind that all steps share; made on first use, closed with the host. */
    public <T extends AutoCloseable> T shared(Class<T> kind, java.util.function.Function<Host, T> make) {
        return kind.cast(shared.computeIfAbsent(kind, k -> make.apply(this)));
    }

    /** The shared service of a kind, if anybody has asked for it yet. */
    public <T extends AutoCloseable> Optional<T> sharedIfMade(Class<T> kind) {
        return Optional.ofNullable(kind.cast(shared.get(kind)));
    }

    /** How often this source has been started on this machine before, counting up from 0; on the disk before it is told, so that
     *  no two inputs ever have one name. A file that cannot be read is replaced by the seconds since 1970, beyond any count. */
    public synchronized long nextEpoch(String source) {
        Path file = state().resolve("epochs").resolve(source.replaceAll("[^A-Za-z0-9._-]", "_"));
        try {
            if (!Files.isDirectory(file.getParent())) {
                Durable.folder(file.getParent());
            }
            long epoch = Files.exists(file) ? next(Files.readString(file).strip()) : 0;
            Durable.write(file, Long.toString(epoch));
            return epoch;
        } catch (IOException e) {
            throw new IllegalStateException("epoch of source " + source + " cannot be kept in " + file + ": " + e.getMessage(), e);
        }
    }

    private long next(String last) {
        try {
            return Long.parseLong(last) + 1;
        } catch (NumberFormatException e) {
            return clock.instant().getEpochSecond();
        }
    }

    @Override
    public void close() throws Exception {
        Exception first = null;
        for (AutoCloseable service : shared.values()) {
            try {
                service.close();
            } catch (Exception e) {
                first = first == null ? e : first;
            }
        }
        shared.clear();
        frames.close();
        if (first != null) {
            throw first;
        }
    }

    /** Settings of a host; each has a default. */
    public static final class Builder {
        private String device = "box";
        private @Nullable Path state;
        private final List<Path> models = new ArrayList<>();
        private InstantSource clock = InstantSource.system();
        private LongSupplier ticks = System::nanoTime;
        private LongSupplier work = processorTime();
        private int workers = Runtime.getRuntime().availableProcessors();
        private Intake intake = Intake.ALL;
        private long frameBytes = FRAMES_DEFAULT;
        private boolean strictFrames = Boolean.getBoolean("headwater.frames.strict");

        public Builder device(String name) {
            this.device = name;
            return this;
        }

        public Builder state(Path folder) {
            this.state = folder;
            return this;
        }

        public Builder models(Path folder) {
            models.add(folder);
            return this;
        }

        public Builder clock(InstantSource source) {
            this.clock = source;
            return this;
        }

        /** By which computing time is shared out and waits are measured: a clock that only goes on, in nanoseconds. */
        public Builder ticks(LongSupplier nanos) {
            this.ticks = nanos;
            this.work = nanos;
            return this;
        }

        /** Of the thread that asks; time where the system does not tell. */
        private static LongSupplier processorTime() {
            ThreadMXBean threads = ManagementFactory.getThreadMXBean();
            return threads.isCurrentThreadCpuTimeSupported() ? threads::getCurrentThreadCpuTime : System::nanoTime;
        }

        public Builder workers(int n) {
            if (n < 1) {
                throw new IllegalArgumentException("workers is " + n + ", must be at least 1");
            }
            this.workers = n;
            return this;
        }

        public Builder intake(Intake look) {
            this.intake = look;
            return this;
        }

        public Builder frameBytes(long bytes) {
            this.frameBytes = bytes;
            return this;
        }

        /** Whether a segment of a frame throws after the frame's last release, as in {@link FramePool#FramePool(long, boolean)}. */
        public Builder strictFrames(boolean strict) {
            this.strictFrames = strict;
            return this;
        }

        public Host build() {
            return new Host(this);
        }
    }
}
