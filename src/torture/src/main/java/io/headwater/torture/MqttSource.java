package io.headwater.torture;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishResult;
import com.hivemq.client.mqtt.mqtt5.message.publish.puback.Mqtt5PubAckReasonCode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Several sensors, each of which publishes readings with QoS 1 on a topic of its own, in the order of their event time, one after the other. Acknowledged
 *  to it means that the broker has a reading, and somebody's session to keep it for; one that was not is published again under the same id. When it
 *  ends, each sensor gives one more from hours later, by which its last window closes. */
final class MqttSource implements Source {
    private static final int SENSORS = 3;
    private static final long PAUSE_MILLIS = 20;
    private static final long PAUSE_AFTER_FAILURE_MILLIS = 100;
    private static final long ANSWER_SECONDS = 10;

    private final String name;
    private final int port;
    private final BiFunction<String, String, Delivered> delivered;
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final List<Thread> sensors = new ArrayList<>();
    private volatile boolean ending;

    /** @param name also the first level of its topics
     *  @param delivered what reads what came of it: of the bootstrap servers, and the topic */
    MqttSource(String name, int port, BiFunction<String, String, Delivered> delivered) {
        this.name = name;
        this.port = port;
        this.delivered = delivered;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void start() {
        for (int s = 0; s < SENSORS; s++) {
            String sensor = name + "-" + s + "-";
            sensors.add(Thread.ofPlatform().daemon().name(sensor).start(() -> new Sensor(sensor).run()));
        }
    }

    /** What belongs to an item, so that it can be told whether it is whole. */
    static double check(String id) {
        return id.hashCode();
    }

    private static byte[] payload(String id, int item, Instant at) {
        return "{\"id\":\"%s\",\"at\":\"%s\",\"item\":%d,\"check\":%d}".formatted(id, at, item, id.hashCode()).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Set<String> acknowledged() {
        return acknowledged;
    }

    @Override
    public Delivered delivered(String bootstrap) {
        return delivered.apply(bootstrap, "from-" + name);
    }

    @Override
    public void close() throws InterruptedException {
        ending = true;
        for (Thread sensor : sensors) {
            sensor.join();
        }
    }

    /** One connection after the other. */
    private final class Sensor {
        private final String sensor;
        private @Nullable Mqtt5AsyncClient client;

        Sensor(String sensor) {
            this.sensor = sensor;
        }

        void run() {
            try {
                int i = 0;
                for (; !ending; i++) {
                    publish(sensor + i, i, WindowedSource.at(i));
                    acknowledged.add(sensor + i);
                    TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
                }
                publish(sensor + "end", i, WindowedSource.end());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                disconnect();
            }
        }

        /** Returns when the broker has it, for a session that is there. */
        private void publish(String id, int item, Instant at) throws InterruptedException {
            while (!isTaken(id, item, at)) {
                TimeUnit.MILLISECONDS.sleep(PAUSE_AFTER_FAILURE_MILLIS);
            }
        }

        private boolean isTaken(String id, int item, Instant at) throws InterruptedException {
            try {
                Mqtt5PublishResult result = connected().publishWith().topic(name + "/" + sensor).qos(MqttQos.AT_LEAST_ONCE).payload(payload(id, item, at)).send()
                        .get(ANSWER_SECONDS, TimeUnit.SECONDS);
                return result instanceof Mqtt5PublishResult.Mqtt5Qos1Result answered && result.getError().isEmpty()
                        && answered.getPubAck().getReasonCode() == Mqtt5PubAckReasonCode.SUCCESS; // else nobody is subscribed yet
            } catch (ExecutionException | TimeoutException e) {
                disconnect();
                return false;
            }
        }

        private Mqtt5AsyncClient connected() throws InterruptedException, ExecutionException, TimeoutException {
            Mqtt5AsyncClient now = client;
            if (now == null) {
                now = MqttClient.builder().useMqttVersion5().serverHost("127.0.0.1").serverPort(port).buildAsync();
                now.connect().get(ANSWER_SECONDS, TimeUnit.SECONDS);
                client = now;
            }
            return now;
        }

        private void disconnect() {
            Mqtt5AsyncClient now = client;
            client = null;
            if (now != null) {
                now.disconnect(); // nobody waits: it may be gone already
            }
        }
    }
}
