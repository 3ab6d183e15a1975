package io.headwater.camera;

import io.headwater.exchange.Host;
import io.headwater.exchange.SourceStage;
import io.headwater.flow.Backoff;
import io.headwater.flow.Frame;
import io.headwater.flow.Origin;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a camera until it ends or is told to stop: opens it, opens it again when it breaks off, and offers each frame to the
 *  source's stage.
 *  <p>Ownership: takes over the pictures that were opened for it; a frame belongs to the stage once it is offered.
 *  <p>Threading: one thread runs it. */
final class Capture implements Runnable {
    /** How the source's book counts frames that there is no memory for, and packets that make no picture. */
    static final String NO_MEMORY = "no memory";
    static final String UNDECODABLE = "undecodable";
    private static final Logger LOG = LoggerFactory.getLogger(Capture.class);
    /** Waiting for a route that still works on a file's last frames has no limit but the route's own stop. */
    private static final Duration UNLIMITED = Duration.ofDays(365);

    private final Settings settings;
    private final Host host;
    private final SourceStage<Frame> stage;
    private final LiveStatus status;
    private final StopSignal stop;
    private final long epoch;
    private final Timeline timeline = new Timeline();
    private final Pacer pacer;
    private final Backoff backoff;
    private @Nullable Pictures opened;
    private @Nullable Instant start;
    private long sequence;
    private boolean away;
    private volatile boolean drained;

    /** @param opened already open, or null: then it is opened here, again and again where need be */
    Capture(Settings settings, Host host, SourceStage<Frame> stage, LiveStatus status, StopSignal stop, long epoch, @Nullable Pictures opened) {
        this.settings = settings;
        this.host = host;
        this.stage = stage;
        this.status = status;
        this.stop = stop;
        this.epoch = epoch;
        this.pacer = new Pacer(stop);
        this.backoff = new Backoff(settings.reconnectDelay(), ThreadLocalRandom.current());
        this.opened = opened;
        this.start = settings.start();
    }

    /** Opens the location once. */
    static Pictures open(Settings settings, StopSignal stop) throws CaptureException {
        return settings.location().kind() == Location.Kind.TEST ? new TestPattern(settings, stop) : VideoReader.open(settings, stop);
    }

    @Override
    public void run() {
        try {
            boolean ended = false;
            while (!ended && !stop.isStopped()) {
                ended = connectAndPlay();
            }
            if (ended) {
                stage.drain(UNLIMITED);
                drained = true;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // told to stop; the consumer drains
        } finally {
            if (stop.isStopped()) {
                status.becomes(CameraState.STOPPED);
            }
        }
    }

    /** Whether it came to its end by itself and all its frames are through. */
    boolean isDrained() {
        return drained;
    }

    /** One connection; true when there shall be no other. */
    private boolean connectAndPlay() throws InterruptedException {
        CaptureException failure;
        try (Pictures pictures = pictures()) {
            play(pictures);
            if (!settings.location().isLive() || isEnough()) {
                status.becomes(CameraState.ENDED);
                return true;
            }
            failure = new CaptureException(CaptureException.Cause.LOST, "the stream ended");
        } catch (CaptureException e) {
            failure = e;
        } catch (RuntimeException | LinkageError e) {
            LOG.error("camera {} cannot go on: {}", settings.name(), Location.redacted(String.valueOf(e.getMessage())));
            LOG.debug("why camera {} cannot go on", settings.name(), e);
            status.becomes(CameraState.FAILED, Location.redacted(String.valueOf(e.getMessage())));
            return true;
        }
        return !settings.location().isLive() ? breaksOff(failure) : waits(failure);
    }

    private Pictures pictures() throws CaptureException {
        Pictures ready = opened;
        opened = null;
        if (ready != null) {
            return ready;
        }
        status.becomes(CameraState.CONNECTING);
        return open(settings, stop);
    }

    private void play(Pictures pictures) throws CaptureException, InterruptedException {
        boolean paced = pictures.isFinite() && !settings.isLossless();
        while (!stop.isStopped() && !isEnough()) {
            switch (pictures.next()) {
                case PICTURE -> picture(pictures, paced);
                case BROKEN -> {
                    sequence++;
                    status.broken();
                    stage.broken(UNDECODABLE);
                }
                case END -> {
                    if (!settings.loop()) {
                        return;
                    }
                    timeline.wrap(pictures.nominalNanos());
                    if (!pictures.rewind()) {
                        throw new CaptureException(CaptureException.Cause.LOST, "it cannot be read from its beginning again");
                    }
                }
            }
        }
    }

    private boolean isEnough() {
        return settings.frames() > 0 && sequence >= settings.frames();
    }

    private void picture(Pictures pictures, boolean paced) throws CaptureException, InterruptedException {
        boolean live = settings.location().isLive();
        long media = timeline.at(pictures.timeNanos(), pictures.nominalNanos());
        if (paced && !pacer.await(media)) {
            return;
        }
        back();
        status.frame(pictures.width(), pictures.height());
        Instant arrival = host.clock().instant();
        if (start == null) {
            start = arrival;
        }
        Origin origin = new Origin(settings.name(), epoch, sequence++, live ? arrival : start.plusNanos(media), arrival);
        if (!stage.wants()) {
            stage.shed("shed"); // before it costs memory and a conversion
            return;
        }
        Frame frame = settings.isLossless()
                ? host.frames().take(origin, pictures.width(), pictures.height(), pictures.format(), pictures.view())
                : host.frames().tryTake(origin, pictures.width(), pictures.height(), pictures.format(), pictures.view());
        if (frame == null) {
            stage.shed(NO_MEMORY);
            return;
        }
        try {
            pictures.copyTo(frame);
        } catch (CaptureException | RuntimeException e) {
            frame.release();
            stage.broken(UNDECODABLE);
            throw e;
        }
        stage.offer(frame);
    }

    /** A frame came: if the camera was away, say so once. */
    private void back() {
        if (away) {
            away = false;
            LOG.info("camera {}: {} gives frames again", settings.name(), settings.location());
        }
        backoff.reset();
    }

    private boolean breaksOff(CaptureException failure) {
        if (failure.reason() != CaptureException.Cause.STOPPED) {
            LOG.error("camera {}: {} cannot be read on after frame {}: {}", settings.name(), settings.location(), sequence, failure.getMessage());
            status.becomes(CameraState.FAILED, failure.getMessage());
            return true;
        }
        return false;
    }

    /** Waits until the next attempt is due; false, since there is always another. */
    private boolean waits(CaptureException failure) {
        if (failure.reason() == CaptureException.Cause.STOPPED || stop.isStopped()) {
            return false;
        }
        Duration delay = backoff.next();
        status.becomes(failure.reason() == CaptureException.Cause.STALLED ? CameraState.STALLED : CameraState.WAITING, failure.getMessage());
        if (!away) {
            away = true;
            LOG.warn("camera {}: {} gives no frames: {}; it is tried again, the first time in {} ms, then at most every {} s",
                    settings.name(), settings.location(), failure.getMessage(), delay.toMillis(), Backoff.LONGEST.toSeconds());
        }
        if (!stop.await(delay.toNanos())) {
            status.reconnects();
        }
        return false;
    }
}
