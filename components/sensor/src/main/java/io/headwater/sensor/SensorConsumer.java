package io.headwater.sensor;

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

/** Feeds a route with the readings of one sensor.
 *  <p>Threading: connects on a thread named {@code route/step}. A stop takes nothing more in, waits for what is under way, acknowledges it,
 *  and disconnects; the bus keeps the rest.
 *  <p>Errors: starting is refused with {@link RefusedException} when options are wrong; a bus that is away is tried again and again. */
class SensorConsumer extends DefaultConsumer {
    static final Duration ROUTE_PATIENCE = Duration.ofSeconds(5);
    private static final Duration END_PATIENCE = Duration.ofSeconds(3);

    private @Nullable Running running;

    SensorConsumer(SensorEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
    }

    private record Running(SourceStage<Delivery> stage, LiveStatus status, Retries retries, Reception reception, Thread thread) {}

    @Override
    public SensorEndpoint getEndpoint() {
        return (SensorEndpoint) super.getEndpoint();
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        Host host = Host.of(getEndpoint().getCamelContext());
        Path folder = Steps.folder(getRoute().getSourceResource());
        refusal().check(new SensorCheck(), getEndpoint().values(), folder);
        Settings settings = getEndpoint().settings(folder, host.device());
        String route = getRoute().getRouteId();
        LiveStatus status = new LiveStatus(settings, route, host.clock());
        Sensors sensors = host.shared(Sensors.class, Sensors::of);
        if (sensors.isTaken(status)) {
            throw refusal().of(Rule.CONFLICT, "sensor.clientId is " + settings.clientId() + ", as that of another sensor which runs: the broker would end one for the other",
                    "clientId: " + settings.clientId() + "-2");
        }
        Retries retries = new Retries(settings.name(), status, settings.reconnectDelay(), route + "/" + settings.name() + "-retries");
        Deliveries deliveries = new Deliveries(settings, new PayloadReader(settings.format(), host.nextEpoch(settings.name())), status, retries);
        // room for what is unacknowledged, twice: messages of a connection that went leave only when a worker comes to them
        SourceStage<Delivery> stage = new SourceStage<>(this, SourceStage.Settings.lossless(2 * settings.receiveMaximum()),
                Unit.READINGS, delivery -> delivery.message().payload().length, SourceStage.Share.usual(settings.name()), deliveries);
        if (settings.qos() > 0) {
            stage.acknowledged(settings.receiveMaximum());
        }
        Reception reception = new Reception(settings, stage, status, retries, host.clock());
        retries.into(reception::offer);
        Thread thread = Thread.ofPlatform().daemon().name(route + "/" + stage.account().step()).unstarted(reception);
        sensors.add(status);
        running = new Running(stage, status, retries, reception, thread);
        stage.start();
        thread.start();
    }

    private SourceRefusal refusal() {
        return new SourceRefusal(getRoute(), SensorCheck.SEE);
    }

    @Override
    protected void doStop() throws Exception {
        Running now = running;
        running = null;
        if (now != null) {
            now.reception.stop();
            now.retries.close();
            if (!now.reception.isConnected()) {
                now.thread.interrupt();
            }
            if (!now.reception.isDrained()) {
                now.stage.drain(ROUTE_PATIENCE);
            }
            now.reception.close();
            now.thread.interrupt();
            now.thread.join(END_PATIENCE);
            now.status.becomes(SensorState.STOPPED);
        }
        super.doStop();
    }
}
