package io.headwater.runtime;

import io.smallrye.reactive.messaging.ClientCustomizer;
import jakarta.inject.Singleton;
import java.util.Map;
import org.eclipse.microprofile.config.Config;

/** Has Kafka's producer try again by itself, for as long as it takes, while the connector does not: the connector is told 0 retries,
 *  else it would try for ever what Kafka refuses for good, and nobody would hear of it. */
@Singleton
public class ProducerRetries implements ClientCustomizer<Map<String, Object>> {
    @Override
    public Map<String, Object> customize(String channel, Config config, Map<String, Object> settings) {
        if (channel.equals("uplink")) {
            settings.put("retries", Integer.toString(Integer.MAX_VALUE));
        }
        return settings;
    }
}
