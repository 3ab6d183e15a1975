package io.headwater.runtime.oci;

import io.headwater.contract.Mosquitto;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Debian's registry as a process of its own. */
final class DockerRegistry implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/bin/docker-registry");

    private final Process process;
    private final int port;

    private DockerRegistry(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static boolean isInstalled() {
        return Files.isExecutable(PROGRAM);
    }

    /** @param auth lines of its configuration below {@code auth:}; empty for none */
    static DockerRegistry start(Path folder, String auth) throws IOException, InterruptedException {
        int port = Mosquitto.freePort();
        Path conf = Files.writeString(Files.createDirectories(folder).resolve("registry.yml"), """
                version: 0.1
                log: { level: warn }
                storage: { filesystem: { rootdirectory: %s } }
                http: { addr: "127.0.0.1:%d" }
                %s""".formatted(folder.resolve("data"), port, auth));
        Process process = new ProcessBuilder(PROGRAM.toString(), "serve", conf.toString()).redirectErrorStream(true).redirectOutput(folder.resolve("registry.log").toFile()).start();
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(process::destroyForcibly));
        for (int n = 0; n < 500; n++) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress("127.0.0.1", port), 500);
                return new DockerRegistry(process, port);
            } catch (IOException e) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }
        process.destroyForcibly();
        throw new IOException("the registry does not listen: " + Files.readString(folder.resolve("registry.log")));
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
