package io.headwater.bench;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;

import ai.onnxruntime.OrtSession;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.bytedeco.opencv.opencv_core.Mat;

/** The load on plain Camel, as one writes it without this engine: a thread a camera that sends its pictures as byte arrays to a route of
 *  its own, all routes into one {@code seda:} queue, and as many consumers as there are cores. The same model, as often slower.
 *  <p>Threading: a detector a consumer. */
final class SedaLoad implements Load {
    private static final long PAUSE_MILLIS = 5;

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final OrtSession session;
    private final ConcurrentLinkedQueue<Detector> idle = new ConcurrentLinkedQueue<>();
    private final AtomicLongArray sent;
    private final AtomicLongArray answered;
    private final AtomicLong failed = new AtomicLong();
    private final List<Thread> cameras = new ArrayList<>();
    private final byte[] picture = new byte[WIDTH * HEIGHT * 3];
    private final int slower;
    private final String queue;
    private volatile boolean stopping;

    /** @param options of {@code seda:}, such as {@code size=4&blockWhenFull=true}; empty for its defaults */
    SedaLoad(Path root, int cameras, int slower, String options) throws Exception {
        this.slower = slower;
        this.sent = new AtomicLongArray(cameras);
        this.answered = new AtomicLongArray(cameras);
        this.queue = "seda:find" + (options.isEmpty() ? "" : "?" + options);
        session = Detector.open(Model.PEOPLE.file(root));
        int cores = Runtime.getRuntime().availableProcessors();
        for (int i = 0; i < cores; i++) {
            idle.add(new Detector(session, Model.PEOPLE.head())); // while there is memory
        }
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                for (int camera = 0; camera < cameras; camera++) {
                    from("direct:cam-" + camera).setHeader("camera", constant(camera)).to(queue);
                }
                from(queue + (options.isEmpty() ? "?" : "&") + "concurrentConsumers=" + cores).process(SedaLoad.this::find);
            }
        });
    }

    private void find(Exchange exchange) throws Exception {
        byte[] bytes = exchange.getIn().getBody(byte[].class);
        Detector detector = Objects.requireNonNull(idle.poll(), "more consumers than were asked for");
        try (Mat mat = new Mat(HEIGHT, WIDTH, CV_8UC3)) {
            mat.data().put(bytes, 0, bytes.length);
            for (int n = 0; n < slower; n++) {
                detector.find(mat);
            }
            answered.incrementAndGet(exchange.getIn().getHeader("camera", Integer.class));
        } catch (OutOfMemoryError e) {
            OutOfMemory.count(e);
            throw e;
        } finally {
            idle.add(detector);
        }
    }

    @Override
    public void start() {
        context.start();
        ProducerTemplate sender = context.createProducerTemplate();
        for (int camera = 0; camera < sent.length(); camera++) {
            int number = camera;
            cameras.add(Thread.ofPlatform().name("cam-" + camera).start(() -> play(sender, number)));
        }
    }

    private void play(ProducerTemplate sender, int camera) {
        while (!stopping) {
            try {
                byte[] frame = picture.clone();
                sent.incrementAndGet(camera);
                sender.sendBody("direct:cam-" + camera, frame);
            } catch (OutOfMemoryError e) {
                OutOfMemory.count(e);
                pause();
            } catch (RuntimeException e) { // the queue is full
                failed.incrementAndGet();
                OutOfMemory.countWithin(e);
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public long[] answered() {
        long[] all = new long[answered.length()];
        for (int i = 0; i < all.length; i++) {
            all[i] = answered.get(i);
        }
        return all;
    }

    @Override
    public long dropped() {
        return -1;
    }

    @Override
    public String books() {
        return "none kept";
    }

    /** What was sent, and neither answered nor refused with an error to its sender. */
    @Override
    public String stop() throws Exception {
        stopping = true;
        for (Thread camera : cameras) {
            camera.join(1_000);
        }
        context.getShutdownStrategy().setTimeout(5);
        context.stop();
        long all = 0;
        long through = 0;
        for (int i = 0; i < sent.length(); i++) {
            all += sent.get(i);
            through += answered.get(i);
        }
        long gone = all - through - failed.get();
        return gone == 0 ? "" : gone + " of " + all + " frames neither answered nor refused";
    }

    @Override
    public void close() throws Exception {
        context.close();
        idle.forEach(Detector::close);
        session.close();
    }
}
