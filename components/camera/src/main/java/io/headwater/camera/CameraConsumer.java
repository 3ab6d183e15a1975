package io.headwater.camera;

import io.headwater.exchange.Host;
import io.headwater.exchange.RefusedException;
import io.headwater.exchange.Rule;
import io.headwater.exchange.SourceRefusal;
import io.headwater.exchange.SourceStage;
import io.headwater.exchange.Steps;
import io.headwater.flow.Unit;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Feeds a route with the frames of one camera.
 *  <p>Threading: captures on a thread named {@code route/step}. Stopping waits two seconds for it, then for the route.
 *  <p>Errors: starting is refused with {@link RefusedException} when a file is missing or is no video; a live source that is
 *  not there is tried again and again. */
class CameraConsumer extends DefaultConsumer {
    private static final Logger LOG = LoggerFactory.getLogger(CameraConsumer.class);
    private static final Duration GRABBER_PATIENCE = Duration.ofSeconds(2);
    static final Duration ROUTE_PATIENCE = Duration.ofSeconds(5);

    private @Nullable Running running;

    CameraConsumer(CameraEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
    }

    private record Running(SourceStage<Shot> stage, LiveStatus status, StopSignal stop, Capture capture, Thread thread) {}

    @Override
    public CameraEndpoint getEndpoint() {
        return (CameraEndpoint) super.getEndpoint();
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        Host host = Host.of(getEndpoint().getCamelContext());
        Path folder = Steps.folder(getRoute().getSourceResource());
        refusal().check(new CameraCheck(), getEndpoint().values(), folder);
        Settings settings = getEndpoint().settings(folder);
        StopSignal stop = new StopSignal();
        Pictures opened = settings.location().isLive() ? null : openFile(settings, stop);
        try {
            start(host, settings, stop, opened);
        } catch (RuntimeException e) {
            if (opened != null) {
                opened.close();
            }
            throw e;
        }
    }

    private void start(Host host, Settings settings, StopSignal stop, @Nullable Pictures opened) {
        String route = getRoute().getRouteId();
        LiveStatus status = new LiveStatus(settings.name(), route, settings.location().toString(), host.clock());
        Development development = new Development(host.frames(), status);
        SourceStage<Shot> stage = new SourceStage<>(this, settings.isLossless() ? SourceStage.Settings.lossless(host.workers()) : SourceStage.Settings.NEWEST_WINS,
                Unit.FRAMES, Shot::bytes, new SourceStage.Share(settings.name(), settings.weight(), settings.priority()), development);
        Capture capture = new Capture(settings, host, stage, development, status, stop, host.nextEpoch(settings.name()), opened);
        Thread thread = Thread.ofPlatform().daemon().name(route + "/" + stage.account().step()).unstarted(capture);
        host.shared(Cameras.class, Cameras::of).add(status);
        running = new Running(stage, status, stop, capture, thread);
        stage.start();
        thread.start();
    }

    private Pictures openFile(Settings settings, StopSignal stop) {
        try {
            return Capture.open(settings, stop);
        } catch (CaptureException e) {
            throw refusal().of(Rule.UNREADABLE, "camera.location is " + settings.location() + ", which cannot be read as a video: " + e.getMessage(),
                    "location: a video file, such as an MP4 with H.264");
        }
    }

    private SourceRefusal refusal() {
        return new SourceRefusal(getRoute(), CameraCheck.SEE);
    }

    @Override
    protected void doStop() throws Exception {
        Running now = running;
        running = null;
        if (now != null) {
            now.stop.stop();
            now.thread.interrupt();
            now.thread.join(GRABBER_PATIENCE);
            if (now.thread.isAlive()) {
                LOG.warn("camera {}: {} does not let go; it is left to end by itself", getEndpoint().getName(), now.status.now().location());
            }
            if (!now.capture.isDrained()) {
                now.stage.drain(ROUTE_PATIENCE);
            }
            now.status.becomes(CameraState.STOPPED);
        }
        super.doStop();
    }
}
