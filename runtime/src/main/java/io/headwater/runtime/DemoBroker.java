package io.headwater.runtime;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The demo's Kafka broker: a child process with a class path of its own, since a broker is no part of the product.
 *  <p>Ownership: the child ends when its standard input closes, so it never outlives this process, however that ends. */
final class DemoBroker implements AutoCloseable {
    private final Path jar;
    private final int port;
    private final Process child;

    private DemoBroker(Path jar, int port, Process child) {
        this.jar = jar;
        this.port = port;
        this.child = child;
    }

    /** Starts the broker and returns at once: records wait on disk until it is ready. */
    static DemoBroker start(Path home, Path data, int port) throws IOException {
        Path jar = home.resolve("src/broker/target/headwater-broker-0.1.0.jar");
        if (!Files.isRegularFile(jar)) {
            throw new SurroundingsException("the demo's Kafka broker is not at " + jar, "start it by the launcher of a source tree: ./headwater demo");
        }
        Files.createDirectories(data);
        List<String> command = java("-Xmx256m");
        Path cache = jar.resolveSibling("kafka-node.aot");
        if (Files.exists(cache) && Files.getLastModifiedTime(cache).compareTo(Files.getLastModifiedTime(jar)) > 0) {
            command.add("-XX:AOTCache=" + cache);
        }
        command.addAll(List.of("-cp", jar.toString(), "io.headwater.broker.KafkaNode", "--port", Integer.toString(port), "--data", data.toString(), "--until-stdin-closes"));
        Process child = new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(data.resolve("errors.log").toFile()).start();
        return new DemoBroker(jar, port, child);
    }

    private static List<String> java(String heap) {
        return new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), heap, "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1", "-XX:+UseCompactObjectHeaders", "-XX:-UsePerfData", "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow", "-Xlog:disable", "-Xlog:all=error:stderr"));
    }

    String bootstrap() {
        return "127.0.0.1:" + port;
    }

    /** What an independent consumer, a process of its own, finds in the topic. */
    String readBack(String topic) throws IOException, InterruptedException {
        List<String> command = java("-Xmx64m");
        command.addAll(List.of("-cp", jar.toString(), "io.headwater.broker.ReadBack", "--bootstrap", bootstrap(), "--topic", topic, "--timeout", "10s", "--json"));
        Process reader = new ProcessBuilder(command).redirectErrorStream(true).start();
        String last = "nothing";
        try (BufferedReader out = new BufferedReader(new InputStreamReader(reader.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line; (line = out.readLine()) != null; ) {
                last = line;
            }
        }
        reader.waitFor(15, TimeUnit.SECONDS);
        return last;
    }

    @Override
    public void close() throws IOException {
        child.getOutputStream().close();
        try {
            if (!child.waitFor(3, TimeUnit.SECONDS)) {
                child.destroyForcibly().waitFor(2, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            child.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
