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
import java.util.Collection;
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
    private static final int SIGTERM = 143;
    private static final Duration ANSWER = Duration.ofSeconds(2);
    private static final Duration STATE = Duration.ofSeconds(20);
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Path home;
    private final List<String> arguments;
    private final Path cache;
    private final Map<String, String> environment = new ConcurrentHashMap<>();
    private final Path log;
    private final URI address;
    private final HttpClient http = HttpClient.newBuilder().connectTimeout(ANSWER).build();
    private volatile @Nullable Process process;
    private volatile boolean isReady;
    private volatile long startedAt;
    private volatile int startMillis = 3000;
    private boolean ended;
    private int starts;

    /** @param home the project's folder
     *  @param work where its state, routes and log lie */
    Box(Path home, Path work, int port, String kafka, Map<String, String> environment) {
        this.home = home;
        this.arguments = List.of("run", work.resolve("routes").toString(), "--state", work.resolve("state").toString(),
                "--port", Integer.toString(port), "--kafka", kafka);
        this.cache = work.resolve("box.aot");
        this.environment.putAll(environment);
        this.log = work.resolve("box.log");
        this.address = URI.create("http://127.0.0.1:" + port);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(this::end));
    }

    /** A {@code headwater} command as the launcher starts it, without looking whether it has to be built. It starts from the AOT cache that
     *  {@link #train} has left, if it has.
     *
     *  @param flags of the Java machine, beside its usual ones */
    List<String> command(List<String> flags, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1", "-XX:+UseCompactObjectHeaders", "-XX:+UseSerialGC", "-Xmx256m", "-Dheadwater.home=" + home,
                "-Dheadwater.natives=" + home.resolve("runtime/target/natives"), "-Xlog:aot=off", "-Xlog:cds=off"));
        command.addAll(flags);
        if (Files.exists(cache)) {
            command.add("-XX:AOTCache=" + cache);
        }
        command.addAll(List.of("-jar", home.resolve("runtime/target/headwater-runtime-0.1.0-runner.jar").toString()));
        command.addAll(arguments);
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

    /** How long its last start took that came to its end, in milliseconds. */
    int startMillis() {
        return startMillis;
    }

    /** Starts it, and does not wait. */
    void start() throws IOException {
        start(List.of());
    }

    /** As {@link #start}; its {@link #stop} leaves an AOT cache, from which all later ones start. */
    void train() throws IOException {
        start(List.of("-XX:AOTCacheOutput=" + cache));
    }

    /** This process ends: so does the box, for good. */
    private synchronized void end() {
        ended = true;
        kill();
    }

    private synchronized void start(List<String> flags) throws IOException {
        if (ended) {
            throw new IOException("the torture ends");
        }
        ProcessBuilder builder = new ProcessBuilder(command(flags, arguments)).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        startedAt = System.nanoTime();
        process = builder.start();
        isReady = false;
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
                if (get("/q/health/ready", ANSWER).statusCode() == 200) {
                    if (!isReady) {
                        startMillis = (int) TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedAt);
                        isReady = true;
                    }
                    return;
                }
            } catch (IOException e) {
                // not there yet
            }
            TimeUnit.MILLISECONDS.sleep(20);
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

    /** SIGTERM.
     *  <p>Errors: {@link IOException} when it does not end within a minute.
     *
     *  @param wrong is told when the box says that something went wrong, by its exit code */
    void stop(Collection<String> wrong) throws IOException, InterruptedException {
        Process now = process;
        if (now == null) {
            return;
        }
        now.destroy();
        if (!now.waitFor(60, TimeUnit.SECONDS)) {
            throw new IOException("the box did not end within a minute of SIGTERM:\n" + lastWords());
        }
        if (now.exitValue() != 0 && now.exitValue() != SIGTERM) {
            wrong.add("the box ended with exit code " + now.exitValue() + ":\n" + lastWords());
        }
    }

    /** What the box says of itself. */
    JsonNode state() throws IOException, InterruptedException {
        return JSON.readTree(get("/api/state", STATE).body());
    }

    private HttpResponse<String> get(String path, Duration patience) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(address.resolve(path)).timeout(patience).build(), HttpResponse.BodyHandlers.ofString());
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
