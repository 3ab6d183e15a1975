package io.headwater.torture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The product as a user runs it, {@code headwater run}, in a process that can be killed.
 *  <p>Threading: one thread starts and kills; any may ask.
 *  <p>Ownership: the process ends with this object's {@link #close()}, at the latest with this process. */
final class Box implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration ANSWER = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final List<String> command;
    private final Map<String, String> environment = new ConcurrentHashMap<>();
    private final Path log;
    private final URI address;
    private final HttpClient http = HttpClient.newBuilder().connectTimeout(ANSWER).build();
    private volatile @Nullable Process process;
    private int starts;

    /** @param home the project's folder
     *  @param work where its state, routes and log lie */
    Box(Path home, Path work, int port, String kafka, Map<String, String> environment) {
        this.command = command(home, work, port, kafka);
        this.environment.putAll(environment);
        this.log = work.resolve("box.log");
        this.address = URI.create("http://127.0.0.1:" + port);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(this::kill));
    }

    private static List<String> command(Path home, Path work, int port, String kafka) {
        List<String> command = new ArrayList<>(java(home));
        command.addAll(List.of("run", work.resolve("routes").toString(), "--state", work.resolve("state").toString(),
                "--port", Integer.toString(port), "--kafka", kafka));
        return List.copyOf(command);
    }

    /** The {@code headwater} command as the launcher starts it, without looking whether it has to be built. */
    static List<String> java(Path home) {
        Path app = home.resolve("runtime/target/headwater-runtime-0.1.0-runner.jar");
        Path cache = home.resolve("runtime/target/headwater.aot");
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1", "-XX:+UseCompactObjectHeaders", "-XX:+UseSerialGC", "-Xmx256m", "-Dheadwater.home=" + home,
                "-Dheadwater.natives=" + home.resolve("runtime/target/natives")));
        if (cache.toFile().lastModified() > app.toFile().lastModified()) {
            command.addAll(List.of("-XX:AOTCache=" + cache, "-Xlog:aot=off", "-Xlog:cds=off"));
        }
        command.addAll(List.of("-jar", app.toString()));
        return command;
    }

    URI address() {
        return address;
    }

    int starts() {
        return starts;
    }

    /** A variable of its environment, from the next start on. */
    void set(String variable, String value) {
        environment.put(variable, value);
    }

    /** Starts it, and does not wait. */
    void start() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        process = builder.start();
        starts++;
    }

    /** Waits until it says that it is ready.
     *  <p>Errors: {@link IOException} with its last words when it ends instead, or takes too long. */
    void awaitReady() throws IOException, InterruptedException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < until) {
            Process now = process;
            if (now == null || !now.isAlive()) {
                throw new IOException("the box ended by itself:\n" + lastWords());
            }
            try {
                if (get("/q/health/ready").statusCode() == 200) {
                    return;
                }
            } catch (IOException e) {
                // not there yet
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        throw new IOException("the box was not ready after " + PATIENCE.toSeconds() + " s:\n" + lastWords());
    }

    /** SIGKILL; returns when it is gone. */
    void kill() {
        Process now = process;
        if (now != null) {
            now.destroyForcibly();
            now.onExit().join();
        }
    }

    /** SIGTERM; its exit code.
     *  <p>Errors: {@link IOException} when it does not end within a minute. */
    int stop() throws IOException, InterruptedException {
        Process now = process;
        if (now == null) {
            return 0;
        }
        now.destroy();
        if (!now.waitFor(60, TimeUnit.SECONDS)) {
            throw new IOException("the box did not end within a minute of SIGTERM:\n" + lastWords());
        }
        return now.exitValue();
    }

    /** What the box says of itself. */
    JsonNode state() throws IOException, InterruptedException {
        return JSON.readTree(get("/api/state").body());
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(address.resolve(path)).timeout(ANSWER).build(), HttpResponse.BodyHandlers.ofString());
    }

    private String lastWords() throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(log));
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
    }

    @Override
    public void close() {
        kill();
        http.close();
    }
}
