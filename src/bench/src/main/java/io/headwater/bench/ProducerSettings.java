package io.headwater.bench;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.ProducerConfig;

/** The settings of the product's own producer, read from the product's file, so that all send alike. */
final class ProducerSettings {
    private static final String FILE = "runtime/src/main/resources/application.properties";
    private static final String PREFIX = "headwater.uplink.producer.";

    private ProducerSettings() {}

    static Map<String, String> of(Path root) throws IOException {
        Properties all = new Properties();
        try (Reader in = Files.newBufferedReader(root.resolve(FILE))) {
            all.load(in);
        }
        Map<String, String> kafka = new TreeMap<>();
        for (String name : all.stringPropertyNames()) {
            String key = name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : "";
            if (ProducerConfig.configNames().contains(key)) {
                kafka.put(key, all.getProperty(name));
            }
        }
        return kafka;
    }
}
