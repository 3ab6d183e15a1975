package io.headwater.runtime;

import java.util.HashMap;
import java.util.Map;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/** What a Kafka client is told by properties whose names are Kafka's own behind a prefix. */
final class ClientSettings {
    private ClientSettings() {}

    static Map<String, Object> of(String prefix) {
        Config config = ConfigProvider.getConfig();
        Map<String, Object> settings = new HashMap<>();
        for (String name : config.getPropertyNames()) {
            if (name.startsWith(prefix)) {
                config.getOptionalValue(name, String.class).ifPresent(v -> settings.put(name.substring(prefix.length()), v));
            }
        }
        return settings;
    }
}
