package io.headwater.camera;

import io.headwater.exchange.Host;
import io.headwater.exchange.SourceStage;
import io.headwater.flow.Backoff;
import io.headwater.flow.Fate;
import io.headwater.flow.Frame;
import io.headwater.flow.Origin;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a camera until it ends or is told to stop: opens it, opens it again when it breaks off, and offers each picture to the
 *  source's stage.
 *  <p>Ownership: takes over the pictures that were opened for it; one belongs to the stage once it is offered.
 *  <p>Threading: one thread runs it. */
final class Capture implements Runnable {
    /** How the source's book counts frames that are no key frames, where only those are wanted. */
    static final String NO_KEY_FRAME = "no key frame";
    private static final Logger LOG = LoggerFactory.getLogger(Capture.class);
    /** Waiting for a route that still works on a file's last frames has no limit but the route's own stop. */
    private static final Duration UNLIMITED = Duration.ofDays(365);

    private final Settings settings;
    private final Host host;
    private final SourceStage<Shot> stage;
    private final Development development;
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
    Capture(Settings settings, Host host, SourceStage<Shot> stage, Development development, LiveStatus status, StopSignal stop, long epoch, @Nullable Pictures opened) {
        this.settings = settings;
        this.host = host;
        this.stage = stage;
        this.development = development;
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
                lastPicture();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // told to stop; the consumer drains
        } finally {
            if (stop.isStopped()) {
                status.becomes(CameraState.STOPPED);
            }
        }
    }

    /** What went wrong with the last pictures, which were waiting when their source ended. */
    private void lastPicture() {
        try {
            development.check();
        } catch (CaptureException | RuntimeException e) {
            fails(e);
        }
    }

    private void fails(Throwable e) {
        LOG.error("camera {} cannot go on: {}", settings.name(), Location.redacted(String.valueOf(e.getMessage())));
        LOG.debug("why camera {} cannot go on", settings.name(), e);
        status.becomes(CameraState.FAILED, Location.redacted(String.valueOf(e.getMessage())));
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
            fails(e);
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
            Pictures.Next next = pictures.next();
            development.check();
            switch (next) {
                case PICTURE, NO_KEY_FRAME -> picture(pictures, next, paced);
                case BROKEN -> {
                    sequence++;
                    status.broken();
                    stage.settle(Fate.failed(Development.UNDECODABLE));
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

    private void picture(Pictures pictures, Pictures.Next kind, boolean paced) throws CaptureException, InterruptedException {
        boolean live = settings.location().isLive();
        long media = timeline.at(pictures.timeNanos(), pictures.nominalNanos());
        if (paced && !pacer.await(media)) {
            return;
        }
        back();
        status.frame();
        Instant arrival = host.clock().instant();
        if (start == null) {
            start = arrival;
        }
        Origin origin = new Origin(settings.name(), epoch, sequence++, live ? arrival : start.plusNanos(media), arrival);
        if (kind == Pictures.Next.NO_KEY_FRAME) {
            stage.settle(Fate.heldBack(NO_KEY_FRAME));
        } else if (settings.isLossless()) {
            ahead(origin, pictures.picture());
        } else {
            stage.offer(new Shot.Seen(origin, pictures.picture()));
        }
    }

    /** Makes the frame while the route works on the ones before: nothing is shed, so it is never in vain. */
    private void ahead(Origin origin, Picture picture) throws CaptureException, InterruptedException {
        Development.Result result;
        try {
            result = development.waiting(origin, picture);
        } catch (CaptureException e) {
            stage.settle(Fate.failed(Development.UNDECODABLE));
            throw e;
        }
        Frame frame = result.frame();
        if (frame == null) {
            stage.settle(result.fate());
        } else {
            stage.offer(new Shot.Taken(frame));
        }
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
