package io.headwater.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.broker.BrokerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A broker that speaks TLS and asks for a password, and what a client needs for it.
 *
 *  @param folder with key, certificate, and the files of secrets */
record SecuredKafka(Path folder, int port) {
    static final String PASSWORD = "s3cret-of-the-box-9c1d";
    private static final String STORE_PASSWORD = "st0re-password-4e2b";
    private static final String LOGIN = "org.apache.kafka.common.security.plain.PlainLoginModule required ";

    static SecuredKafka prepare() {
        try {
            SecuredKafka kafka = new SecuredKafka(Files.createTempDirectory("secured-kafka"), BrokerProcess.freePort());
            keytool("-genkeypair", "-alias", "kafka", "-keyalg", "EC", "-dname", "CN=kafka", "-ext", "san=ip:127.0.0.1", "-validity", "2",
                    "-storetype", "PKCS12", "-keystore", kafka.folder.resolve("key.p12").toString(), "-storepass", STORE_PASSWORD);
            keytool("-exportcert", "-alias", "kafka", "-file", kafka.folder.resolve("cert").toString(),
                    "-keystore", kafka.folder.resolve("key.p12").toString(), "-storepass", STORE_PASSWORD);
            keytool("-importcert", "-noprompt", "-alias", "kafka", "-file", kafka.folder.resolve("cert").toString(),
                    "-storetype", "PKCS12", "-keystore", kafka.folder.resolve("trust.p12").toString(), "-storepass", STORE_PASSWORD);
            return kafka;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void keytool(String... arguments) throws IOException {
        List<String> command = new java.util.ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        try {
            Process tool = new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(tool.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            assertThat(tool.waitFor()).as(said).isZero();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a client is told by Kafka's own names, its secrets in files. */
    Map<String, String> client(String password) {
        try {
            Path jaas = Files.writeString(folder.resolve("jaas"), LOGIN + "username=\"box\" password=\"" + password + "\";\n");
            Path store = Files.writeString(folder.resolve("store-password"), STORE_PASSWORD + "\n");
            Map<String, String> settings = new HashMap<>(Map.of("quarkus.http.test-port", "0", "headwater.state.dir", folder.resolve("state").toString()));
            settings.putAll(Map.of("kafka.bootstrap.servers", "127.0.0.1:" + port, "kafka.security.protocol", "SASL_SSL", "kafka.sasl.mechanism", "PLAIN",
                    "kafka.sasl.jaas.config.file", jaas.toString(), "kafka.ssl.truststore.location", folder.resolve("trust.p12").toString(),
                    "kafka.ssl.truststore.password.file", store.toString()));
            settings.putAll(Map.of("quarkus.log.category.\"org.apache.kafka\".level", "INFO", "quarkus.log.category.\"io.smallrye\".level", "DEBUG",
                    "quarkus.log.category.\"io.headwater\".level", "DEBUG"));
            return settings;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    BrokerProcess start() throws IOException {
        int inside = BrokerProcess.freePort();
        return BrokerProcess.start(Files.createDirectories(folder.resolve("data")), port, Map.of(
                "listeners", "CLIENT://127.0.0.1:" + port + ",PLAINTEXT://127.0.0.1:" + inside,
                "listener.security.protocol.map", "CLIENT:SASL_SSL,PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
                "sasl.enabled.mechanisms", "PLAIN",
                "listener.name.client.plain.sasl.jaas.config", LOGIN + "user_box=\"" + PASSWORD + "\";",
                "listener.name.client.ssl.keystore.type", "PKCS12",
                "listener.name.client.ssl.keystore.location", folder.resolve("key.p12").toString(),
                "listener.name.client.ssl.keystore.password", STORE_PASSWORD,
                "listener.name.client.ssl.key.password", STORE_PASSWORD));
    }

    static void assertNoSecretIn(String text) {
        assertThat(text).doesNotContain(PASSWORD).doesNotContain(STORE_PASSWORD);
    }
}
