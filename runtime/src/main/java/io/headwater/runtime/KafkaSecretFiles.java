package io.headwater.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/** Kafka's secrets from files, so that they need not stand in the environment: {@code KAFKA_SASL_JAAS_CONFIG_FILE=/run/secrets/jaas} gives
 *  {@code kafka.sasl.jaas.config}. Read each time it is asked for, and never told. */
public final class KafkaSecretFiles implements ConfigSource {
    /** Above a file of properties, below the environment and the command line. */
    private static final int ORDINAL = 270;
    private static final String PREFIX = "kafka.";
    private static final List<String> SECRETS = List.of("sasl.jaas.config", "ssl.key.password", "ssl.keystore.certificate.chain", "ssl.keystore.key",
            "ssl.keystore.password", "ssl.truststore.certificates", "ssl.truststore.password");

    /** Refuses a file that cannot be read, before anything is started. */
    static void check() {
        for (String secret : SECRETS) {
            Path file = file(secret);
            if (file != null && !Files.isReadable(file)) {
                throw new SurroundingsException(environment(secret) + " is " + file + ", which is no file that this user can read",
                        "chmod, or mount it where it is looked for");
            }
        }
    }

    private static String environment(String secret) {
        return (PREFIX + secret).replace('.', '_').toUpperCase(Locale.ROOT) + "_FILE";
    }

    private static @Nullable Path file(String secret) {
        String path = System.getProperty(PREFIX + secret + ".file", System.getenv(environment(secret)));
        return path == null || path.isBlank() ? null : Path.of(path);
    }

    @Override
    public Set<String> getPropertyNames() {
        Set<String> names = new HashSet<>();
        SECRETS.stream().filter(s -> file(s) != null).forEach(s -> names.add(PREFIX + s));
        return names;
    }

    @Override
    public @Nullable String getValue(String property) {
        String secret = property.startsWith(PREFIX) ? property.substring(PREFIX.length()) : "";
        Path file = SECRETS.contains(secret) ? file(secret) : null;
        try {
            return file == null ? null : Files.readString(file).strip();
        } catch (IOException e) {
            return null; // checked at the start; a secret that is being replaced is there the next time
        }
    }

    @Override
    public int getOrdinal() {
        return ORDINAL;
    }

    @Override
    public String getName() {
        return "files of Kafka's secrets";
    }
}
