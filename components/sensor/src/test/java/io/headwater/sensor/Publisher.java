package io.headwater.sensor;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/** Publishes to a broker with QoS 1. */
final class Publisher implements AutoCloseable {
    private static final int AT_ONCE = 200;
    private final Mqtt5AsyncClient client;

    Publisher(int port) throws Exception {
        client = MqttClient.builder().useMqttVersion5().serverHost("127.0.0.1").serverPort(port).buildAsync();
        client.connect().get(10, TimeUnit.SECONDS);
    }

    /** Returns when the broker has acknowledged it. */
    void send(String topic, String payload) throws Exception {
        publish(topic, payload).get(10, TimeUnit.SECONDS);
    }

    void send(String topic, String payload, String property, String value) throws Exception {
        client.publishWith().topic(topic).qos(MqttQos.AT_LEAST_ONCE).payload(payload.getBytes(StandardCharsets.UTF_8)).userProperties().add(property, value).applyUserProperties().send()
                .get(10, TimeUnit.SECONDS);
    }

    void sendAll(String topic, int n, IntFunction<String> payload) throws Exception {
        Semaphore free = new Semaphore(AT_ONCE);
        List<CompletableFuture<?>> all = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            free.acquire();
            all.add(publish(topic, payload.apply(i)).whenComplete((done, error) -> free.release()));
        }
        CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
    }

    private CompletableFuture<?> publish(String topic, String payload) {
        return client.publish(Mqtt5Publish.builder().topic(topic).qos(MqttQos.AT_LEAST_ONCE).payload(payload.getBytes(StandardCharsets.UTF_8)).build());
    }

    @Override
    public void close() throws Exception {
        client.disconnect().handle((done, gone) -> done).get(10, TimeUnit.SECONDS);
    }
}
