package io.headwater.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The product as a user runs it, {@code headwater run}, in a process of its own.
 *  <p>Ownership: the process ends with {@link #close()}. */
final class Product implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Process process;
    private final Path log;
    private final Readiness ready;

    /** @param routes a folder with route files
     *  @param environment beside this process's own */
    Product(Path root, Path routes, Path state, int port, String kafka, Map<String, String> environment) throws IOException {
        this.log = state.resolveSibling(state.getFileName() + ".log");
        this.ready = new Readiness(port);
        ProcessBuilder builder = new ProcessBuilder(List.of(root.resolve("headwater").toString(), "run", routes.toString(), "--state", state.toString(), "--port", Integer.toString(port),
                "--kafka", kafka)).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        process = builder.start();
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(process::destroyForcibly));
    }

    /** Waits until it says that it is ready; {@link System#nanoTime()} then. */
    long awaitReady() throws IOException, InterruptedException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (process.isAlive() && System.nanoTime() < until) {
            if (ready.isGiven()) {
                return System.nanoTime();
            }
            Thread.sleep(5);
        }
        List<String> lines = Files.readAllLines(log);
        throw new IOException("headwater run was not ready:\n" + String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size())));
    }

    double residentMegabytes() {
        return ResidentMemory.megabytes(process.pid());
    }

    double peakMegabytes() {
        return ResidentMemory.peakMegabytes(process.pid());
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(Duration.ofSeconds(20))) {
            process.destroyForcibly().waitFor();
        }
        ready.close();
    }
}
