package io.headwater.sensor;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.datatypes.MqttUtf8String;
import com.hivemq.client.mqtt.lifecycle.MqttClientDisconnectedContext;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5Connect;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5RetainHandling;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One connection to an MQTT broker, from its opening to its end.
 *  <p>Threading: messages come on the client's own thread, which waits while as many as may be are unacknowledged: then nothing is read
 *  from the line, and the broker has to keep what it has. Receipts are given by any thread. The client puts acknowledgements into the order in
 *  which messages came, as MQTT demands (4.6): one that is late holds up those of later messages, never the messages themselves. */
final class MqttConnection implements Bus.Connection {
    private static final long ANSWER_SECONDS = 20;
    private static final long GOODBYE_SECONDS = 2;
    private static final int ALL = 1 << 20;

    private final Settings settings;
    private final MqttLocation at;
    private final Bus.Inbox inbox;
    private final Semaphore room;
    private final CompletableFuture<Away> end = new CompletableFuture<>();
    private volatile @Nullable Mqtt5AsyncClient client;

    MqttConnection(Settings settings, MqttLocation at, Bus.Inbox inbox) {
        this.settings = settings;
        this.at = at;
        this.inbox = inbox;
        this.room = new Semaphore(settings.receiveMaximum());
    }

    /** Connects and subscribes; what the broker kept comes even before it has answered. */
    void open(Mqtt5AsyncClient opened, Mqtt5Connect hello) throws BusException, InterruptedException {
        client = opened;
        opened.publishes(MqttGlobalPublishFilter.ALL, this::came, Runnable::run, true); // on its own thread, and not on one that all clients share
        try {
            await(opened.connect(hello));
            opened.subscribeWith().topicFilter(at.filter()).qos(settings.qos() == 0 ? MqttQos.AT_MOST_ONCE : MqttQos.AT_LEAST_ONCE)
                    .retainHandling(Mqtt5RetainHandling.SEND_IF_SUBSCRIPTION_DOES_NOT_EXIST).send().whenComplete((answer, refused) -> { // behind what the broker kept, which may take its time
                        if (refused == null) {
                            inbox.ready();
                        } else if (end.complete(MqttWords.why(refused, at))) {
                            opened.disconnect();
                        }
                    });
        } catch (BusException | InterruptedException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private void await(CompletableFuture<?> answer) throws BusException, InterruptedException {
        try {
            answer.get(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new BusException(MqttWords.why(e.getCause(), at));
        } catch (TimeoutException e) {
            throw new BusException("the broker does not answer");
        }
    }

    private void came(Mqtt5Publish publish) {
        try {
            if (publish.getQos() != MqttQos.AT_MOST_ONCE) {
                room.acquire();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return; // not acknowledged
        }
        inbox.came(publish.getTopic().toString(), publish.getPayloadAsBytes(), id(publish), null, publish.getQos() == MqttQos.AT_MOST_ONCE ? Bus.Receipt.NONE : new Acknowledgement(publish));
    }

    private @Nullable String id(Mqtt5Publish publish) {
        String property = settings.format().identity().property();
        if (property == null) {
            return null;
        }
        Optional<MqttUtf8String> value = publish.getUserProperties().asList().stream().filter(p -> p.getName().toString().equals(property)).map(p -> p.getValue()).findFirst();
        return value.map(MqttUtf8String::toString).filter(v -> !v.isBlank()).orElse(null);
    }

    /** Of one message; worth something as long as the connection stands. */
    private final class Acknowledgement implements Bus.Receipt {
        private final Mqtt5Publish publish;
        private final AtomicBoolean given = new AtomicBoolean();

        Acknowledgement(Mqtt5Publish publish) {
            this.publish = publish;
        }

        @Override
        public boolean isAwaited() {
            return true;
        }

        @Override
        public boolean isVoid() {
            return end.isDone();
        }

        @Override
        public void give() {
            if (given.compareAndSet(false, true) && !isVoid()) {
                try {
                    publish.acknowledge();
                } catch (RuntimeException e) { // the connection went at this moment: then the broker gives it again
                }
                room.release();
            }
        }
    }

    void gone(MqttClientDisconnectedContext context) {
        end.complete(MqttWords.why(context.getCause(), at));
    }

    @Override
    public Away awaitEnd() throws InterruptedException {
        try {
            return end.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        Mqtt5AsyncClient open = client;
        room.release(ALL); // its thread goes on, to what is acknowledged and then to the goodbye
        if (open != null) {
            try {
                open.disconnect().get(GOODBYE_SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException e) { // it was gone already, or goes without an answer
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        end.complete(new Away("closed", false));
    }
}
