package io.headwater.contract;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Debian's MQTT broker as a process of its own, which keeps what it has in a folder when it is stopped.
 *  <p>Threading: one thread starts and stops it.
 *  <p>Ownership: the process ends with {@link #close()}, at the latest with this process. */
public final class Mosquitto implements AutoCloseable {
    private static final List<Path> PLACES = List.of(Path.of("/usr/sbin/mosquitto"), Path.of("/usr/bin/mosquitto"), Path.of("/usr/local/sbin/mosquitto"));
    private static final long PATIENCE_MILLIS = 15_000;

    private final Path folder;
    private final int port;
    private @Nullable Process process;

    /** @param settings lines of {@code mosquitto.conf} beside those by which it listens on the port and keeps what it has */
    public Mosquitto(Path folder, int port, String... settings) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.port = port;
        Files.writeString(conf(), String.join("\n", "listener " + port + " 127.0.0.1", "persistence true", "persistence_location " + folder + "/",
                "max_queued_messages 0", "user " + System.getProperty("user.name"), "log_dest file " + log(),
                settings.length == 0 ? "allow_anonymous true" : String.join("\n", settings)) + "\n");
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(this::kill));
    }

    /** Whether it is on this machine; {@code apt-get install mosquitto} brings it. */
    public static boolean isInstalled() {
        return PLACES.stream().anyMatch(Files::isExecutable);
    }

    /** A port of this machine that nobody listens on. */
    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private Path conf() {
        return folder.resolve("mosquitto.conf");
    }

    public Path log() {
        return folder.resolve("mosquitto.log");
    }

    public int port() {
        return port;
    }

    /** Starts it, and waits until it listens.
     *  <p>Errors: {@link IOException} with its log when it does not. */
    public Mosquitto start() throws IOException, InterruptedException {
        String program = PLACES.stream().filter(Files::isExecutable).findFirst().orElseThrow(() -> new IOException("mosquitto is not installed")).toString();
        Process started = new ProcessBuilder(program, "-c", conf().toString()).redirectErrorStream(true).redirectOutput(folder.resolve("mosquitto.out").toFile()).start();
        process = started;
        long until = System.currentTimeMillis() + PATIENCE_MILLIS;
        while (!listens()) {
            if (!started.isAlive() || System.currentTimeMillis() > until) {
                throw new IOException("mosquitto does not listen on port " + port + ":\n" + Files.readString(folder.resolve("mosquitto.out"))
                        + (Files.exists(log()) ? Files.readString(log()) : ""));
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        return this;
    }

    private boolean listens() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 500);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** SIGTERM: it writes down what it has, and ends. */
    public void stop() throws InterruptedException {
        Process now = process;
        if (now != null) {
            now.destroy();
            if (!now.waitFor(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("mosquitto did not end within " + PATIENCE_MILLIS + " ms of SIGTERM");
            }
        }
    }

    /** SIGKILL: what it has not written down is lost, acknowledged or not. */
    public void kill() {
        Process now = process;
        if (now != null) {
            now.destroyForcibly().onExit().join();
        }
    }

    /** SIGSTOP, and later SIGCONT: it stands still with open connections. */
    public void signal(String name) throws IOException, InterruptedException {
        Process now = process;
        if (now != null) {
            new ProcessBuilder("kill", "-" + name, Long.toString(now.pid())).inheritIO().start().waitFor();
        }
    }

    @Override
    public void close() {
        kill();
    }
}
