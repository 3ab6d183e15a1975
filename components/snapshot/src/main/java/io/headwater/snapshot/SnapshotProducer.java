package io.headwater.snapshot;

import io.headwater.exchange.Drawing;
import io.headwater.exchange.FlowConverter;
import io.headwater.exchange.Item;
import io.headwater.exchange.Step;
import io.headwater.exchange.StepProducer;
import io.headwater.flow.Fate;
import io.headwater.flow.Frame;
import io.headwater.flow.FramePool;
import io.headwater.flow.Inference;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps what happens, and lets all pass. What the disk does not take costs the pictures and nothing else. */
final class SnapshotProducer extends StepProducer {
    /** On the item of an event: its folder in the album. */
    static final String HEADER = "HeadwaterSnapshot";
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotProducer.class);
    private static final int MOST_CAMERAS = 1000;
    private static final long PAUSE_NANOS = 10_000_000_000L;

    private final SnapshotEndpoint endpoint;
    private final Map<String, CameraShots> cameras = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, CameraShots> eldest) {
            return size() > MOST_CAMERAS;
        }
    };
    private volatile Settings settings;
    private @Nullable Album album;
    private long nextWarning = System.nanoTime();

    SnapshotProducer(SnapshotEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
        this.settings = endpoint.settings();
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        synchronized (this) {
            settings = endpoint.settings();
            cameras.clear();
            album = null;
        }
    }

    @Override
    protected Fate handle(Exchange exchange, Item item, Step step) {
        Object body = exchange.getMessage().getBody();
        if (!(body instanceof Inference inference) || inference.frame() == null) {
            throw new IllegalArgumentException("snapshot:" + endpoint.getName() + " got " + got(body) + ", it keeps the picture of an inference: put it after infer");
        }
        try {
            see(inference, step).ifPresent(event -> exchange.getMessage().setHeader(HEADER, event));
        } catch (IOException e) {
            warn("pictures of an event are not kept in " + endpoint.album() + ": " + e.getMessage());
        }
        return Fate.PASSED;
    }

    private synchronized Optional<String> see(Inference inference, Step step) throws IOException {
        Album open = album == null ? new Album(endpoint.album(), settings.keep()) : album;
        album = open;
        return cameras.computeIfAbsent(inference.origin().source(), c -> new CameraShots(settings)).see(inference, () -> shot(inference, step.host().frames()), open);
    }

    /** The picture as it is kept. What must be hidden is hidden, or it is not kept. */
    private Optional<byte[]> shot(Inference inference, FramePool pool) {
        Frame frame = java.util.Objects.requireNonNull(inference.frame());
        if (!settings.hides() && !settings.style().boxes()) {
            return Optional.of(FlowConverter.toBytes(frame, null));
        }
        Frame drawn = Drawing.drawn(frame, inference.answer(), settings.style(), pool);
        if (drawn == null) {
            warn("the memory for pictures has no room to draw on: a picture is not kept");
            return Optional.empty();
        }
        try {
            return Optional.of(FlowConverter.toBytes(drawn, null));
        } finally {
            drawn.release();
        }
    }

    private synchronized void warn(String text) {
        if (System.nanoTime() - nextWarning >= 0) {
            nextWarning = System.nanoTime() + PAUSE_NANOS;
            LOG.warn("snapshot {}: {}", endpoint.getName(), text);
        }
    }

    private static String got(@Nullable Object body) {
        return body instanceof Inference ? "an inference without its picture" : body == null ? "nothing" : body.getClass().getSimpleName();
    }

    @Override
    protected boolean ordered() {
        return true;
    }
}
