package io.headwater.torture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The readings that came of a {@link MqttSource}, each as it was given. */
final class DeliveredReadings extends Delivered {
    private static final ObjectMapper JSON = new ObjectMapper();

    DeliveredReadings(String bootstrap, String topic) {
        super(bootstrap, topic);
    }

    @Override
    boolean isWhole(String given, ConsumerRecord<byte[], byte[]> record) {
        if (given.endsWith("end")) {
            return true; // its number is not in its id
        }
        try {
            JsonNode readings = JSON.readTree(record.value());
            int item = Integer.parseInt(given.substring(given.lastIndexOf('-') + 1));
            return readings.path("values").size() == 2 && readings.path("values").path(0).asInt() == item
                    && readings.path("values").path(1).asDouble() == MqttSource.check(given);
        } catch (IOException | NumberFormatException e) {
            return false;
        }
    }
}
