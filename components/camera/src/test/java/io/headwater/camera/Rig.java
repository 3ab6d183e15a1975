package io.headwater.camera;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.exchange.Host;
import io.headwater.flow.Book;
import io.headwater.flow.Frame;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.concurrent.locks.LockSupport;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** A Camel context with a host, the clip of the repository, and a sink {@code bean: sink} that notes what each frame was. */
final class Rig implements AutoCloseable {
    static final Path CLIP = clip();

    /** What a frame was; the frame itself is gone once its exchange is done. */
    record Seen(long epoch, long sequence, java.time.Instant eventTime, int width, int height, int firstPixel) {}

    final DefaultCamelContext context = new DefaultCamelContext();
    final Host host;
    final List<Seen> seen = new CopyOnWriteArrayList<>();
    volatile Consumer<Frame> onFrame = frame -> {};

    /** The build may run from the repository's root or from this module. */
    private static Path clip() {
        Path folder = Path.of(System.getProperty("headwater.root", "")).toAbsolutePath();
        while (folder != null && !Files.exists(folder.resolve("routes/people/crossing.mp4"))) {
            folder = folder.getParent();
        }
        assertThat(folder).as("the repository's root").isNotNull();
        return folder.resolve("routes/people/crossing.mp4");
    }

    Rig(Path state) throws Exception {
        this(state, Host.builder());
    }

    Rig(Path state, Host.Builder builder) throws Exception {
        host = builder.state(state).clock(InstantSource.system()).build().install(context);
        context.disableJMX();
        context.getRegistry().bind("sink", (org.apache.camel.Processor) exchange -> {
            Frame frame = exchange.getIn().getBody(Frame.class);
            seen.add(new Seen(frame.origin().epoch(), frame.sequence(), frame.eventTime(), frame.width(), frame.height(),
                    frame.pixels().get(java.lang.foreign.ValueLayout.JAVA_BYTE, 0) & 255));
            onFrame.accept(frame);
        });
    }

    /** Adds {@code cam → sink} with these options of the camera, and starts. */
    Rig route(String... options) throws Exception {
        StringBuilder yaml = new StringBuilder("""
                - route:
                    id: crossing
                    from:
                      id: cam
                      uri: camera
                      parameters:
                        name: gate
                """);
        for (String option : options) {
            yaml.append("        ").append(option).append('\n');
        }
        yaml.append("""
                      steps:
                        - process:
                            id: sink
                            ref: sink
                """);
        PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString("crossing.camel.yaml", yaml.toString()));
        context.start();
        return this;
    }

    void awaitEnd() throws Exception {
        host.steps().ended("crossing").get(30, TimeUnit.SECONDS);
    }

    static void await(String what, BooleanSupplier condition) {
        long until = System.nanoTime() + 20_000_000_000L;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time: " + what).isLessThan(until);
            LockSupport.parkNanos(1_000_000);
        }
    }

    Book source() {
        return host.ledger().books().stream().filter(b -> b.step().equals("cam")).findFirst().orElseThrow();
    }

    CameraStatus status() {
        return host.shared(Cameras.class, Cameras::of).all().getFirst();
    }

    void assertNothingLeft() {
        assertThat(host.ledger().checkAtRest()).isEmpty();
        assertThat(host.frames().frames()).isZero();
        assertThat(host.frames().lost()).isZero();
    }

    @Override
    public void close() throws Exception {
        context.stop();
        host.close();
    }
}
