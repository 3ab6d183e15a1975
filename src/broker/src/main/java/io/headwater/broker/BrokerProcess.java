package io.headwater.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/**
 * A real Kafka of one node in a child process, on 127.0.0.1, that does not outlive this one: the child ends when the
 * pipe to its standard input closes, and the kernel closes that when this process ends, however it ends.
 * <pre>{@code
 * try (BrokerProcess broker = BrokerProcess.start(folder, BrokerProcess.freePort())) {
 *     settings.put("bootstrap.servers", broker.bootstrapServers());
 * }
 * }</pre>
 * <p>Ownership: the folder stays when the broker is closed, with its records; whoever made it deletes it.
 * <p>Threading: may be shared; each call waits for the one before.
 * <p>Errors: {@link BrokerFailedException} when the node ends instead of getting ready, or is not ready within 40 s; it is gone then.
 */
public final class BrokerProcess implements AutoCloseable {

    private static final Duration PATIENCE_AT_START = Duration.ofSeconds(40);
    private static final Duration PATIENCE_AT_END = Duration.ofSeconds(5);

    private final Path dataDir;
    private final int port;
    private final List<String> command;
    private Process child;
    private ChildOutput output;

    private BrokerProcess(Path dataDir, int port, List<String> command) {
        this.dataDir = dataDir;
        this.port = port;
        this.command = command;
        this.output = launch();
    }

    /** Starts a broker with the class path of this process, and returns when it answers clients. */
    public static BrokerProcess start(Path dataDir, int port) {
        return start(dataDir, port, NodeCommand.ownClassPath());
    }

    /**
     * Starts a broker with its own class path; the module's jar, with its {@code lib} folder beside, is enough:
     * {@code List.of(Path.of("src/broker/target/headwater-broker-0.1.0.jar"))}, and brings its AOT cache.
     */
    public static BrokerProcess start(Path dataDir, int port, List<Path> classPath) {
        return new BrokerProcess(dataDir, port, NodeCommand.of(classPath, dataDir, port));
    }

    /**
     * Starts a broker with the class path of this process and some settings of Kafka's own, which take precedence: listeners that speak
     * TLS and ask for a password, say. Its {@code listeners} need a PLAINTEXT one for the broker itself. They lie in a file beside the folder.
     */
    public static BrokerProcess start(Path dataDir, int port, Map<String, String> settings) {
        Path file = dataDir.resolveSibling(dataDir.getFileName() + ".settings");
        Properties lines = new Properties();
        lines.putAll(settings);
        try (Writer out = Files.newBufferedWriter(file)) {
            lines.store(out, null);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
        List<String> command = new ArrayList<>(NodeCommand.of(NodeCommand.ownClassPath(), dataDir, port));
        command.addAll(List.of("--settings", file.toString()));
        return new BrokerProcess(dataDir, port, command);
    }

    /** Starts a broker that writes the AOT cache {@code cache} when it is stopped. */
    static BrokerProcess train(Path dataDir, int port, List<Path> classPath, Path cache) {
        return new BrokerProcess(dataDir, port, NodeCommand.training(classPath, dataDir, port, cache));
    }

    /** A port of 127.0.0.1 that is free now, and that no outgoing connection will be given. */
    public static int freePort() {
        return Surroundings.freePort();
    }

    /** What a client's {@code bootstrap.servers} needs. */
    public String bootstrapServers() {
        return KafkaNode.HOST + ":" + port;
    }

    /** The folder with the broker's records. */
    public Path dataDir() {
        return dataDir;
    }

    /** The child process of now; another one after {@link #restart()}. */
    public synchronized ProcessHandle process() {
        return child.toHandle();
    }

    /** Up to 40 lines the child has printed last, warnings and errors. */
    public synchronized List<String> lastLines() {
        return output.linesSoFar();
    }

    /** Ends the child as a power cut of the process would (SIGKILL), and returns when it is gone. */
    public synchronized void kill() {
        child.destroyForcibly();
        awaitEnd(Duration.ofSeconds(30));
    }

    /** Stops the child where it still runs and starts another on the same folder and port; returns when that one answers. */
    public synchronized void restart() {
        close();
        output = launch();
    }

    /** Asks the child to end (SIGTERM), after 5 s makes it (SIGKILL), and returns when it is gone. A second call does nothing. */
    @Override
    public synchronized void close() {
        close(PATIENCE_AT_END);
    }

    synchronized void close(Duration patience) {
        child.toHandle().destroy(); // Process.destroy() would close the pipes too, and lose the child's last lines
        if (!awaitEnd(patience)) {
            kill();
        }
    }

    private ChildOutput launch() {
        try {
            child = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException noProcess) {
            throw new UncheckedIOException(noProcess);
        }
        ChildOutput printed = ChildOutput.of(child, "READY " + bootstrapServers());
        try {
            if (!printed.await(PATIENCE_AT_START)) {
                String reason = child.waitFor(1, TimeUnit.SECONDS)
                        ? "exit code " + child.exitValue()
                        : "not ready within " + PATIENCE_AT_START.toSeconds() + " s";
                kill();
                throw new BrokerFailedException(bootstrapServers(), reason, printed.lastLines(Duration.ofSeconds(1)));
            }
        } catch (InterruptedException interrupted) {
            kill();
            Thread.currentThread().interrupt();
            throw new BrokerFailedException(bootstrapServers(), "interrupted", printed.linesSoFar());
        }
        return printed;
    }

    private boolean awaitEnd(Duration patience) {
        boolean interrupted = false;
        try {
            for (long end = System.nanoTime() + patience.toNanos(); ; ) {
                try {
                    return child.waitFor(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException again) {
                    interrupted = true; // the child must be gone before anyone goes on
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
