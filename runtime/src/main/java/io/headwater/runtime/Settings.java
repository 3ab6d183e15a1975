package io.headwater.runtime;

import io.headwater.exchange.Durable;
import io.headwater.exchange.Host;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the command line settled before the application starts, for the application to read. Set once, by the one command that runs. */
final class Settings {
    private static volatile Settings current = new Settings();

    final List<Path> routes = new ArrayList<>();
    final List<Path> models = new ArrayList<>();
    /** The routes as they were read and checked; null where none are given. */
    @Nullable Admission admission;
    /** How often route files are looked at for changes; zero for never. */
    Duration reload = Duration.ZERO;
    @Nullable Path state;
    @Nullable String device;
    @Nullable String kafka;
    MemoryBudget memory = MemoryBudget.UNWATCHED;
    boolean readBack;
    Listener listener = new Listener() {};

    /** Told what the application does, for a command that shows it. */
    interface Listener {
        default void started(Engine engine) {}

        default void window(Engine engine, WindowLine line) {}
    }

    static Settings current() {
        return current;
    }

    Settings use() {
        if (kafka != null) {
            System.setProperty("kafka.bootstrap.servers", kafka); // where the channel to Kafka looks
        }
        current = this;
        return this;
    }

    /** Refuses a port that is taken, before anything is started. */
    static void checkPort(String host, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
        } catch (IOException e) {
            throw new SurroundingsException("port " + port + " on " + host + " cannot be used: " + e.getMessage(),
                    "--port " + (port == 8080 ? 8081 : port + 1) + " chooses another; ss -ltnp shows who has it");
        }
    }

    /** A port of this machine that nobody listens on. */
    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new SurroundingsException("no free port: " + e.getMessage(), "--port PORT chooses one");
        }
    }

    /** Refuses a state folder that cannot be written, before anything is started. */
    static void checkState(Path folder) {
        try {
            Durable.folder(folder);
            Path probe = Files.createTempFile(folder, ".probe", "");
            Files.write(probe, new byte[4096]);
            Files.delete(probe);
            long free = Files.getFileStore(folder).getUsableSpace();
            if (free < (64L << 20)) {
                throw new SurroundingsException("the disk of " + folder + " has " + (free >> 20) + " MiB left, the outbox needs 64",
                        "free some space, or --state DIR on another disk");
            }
        } catch (IOException e) {
            throw new SurroundingsException("state folder " + folder + " cannot be written: " + reason(e), "--state DIR chooses another");
        }
    }

    private static String reason(IOException e) {
        return switch (e) {
            case FileAlreadyExistsException there -> there.getFile() + " is a file";
            case AccessDeniedException denied -> denied.getFile() + " is not for this user to write";
            case FileSystemException other when other.getReason() != null -> other.getReason();
            default -> e.toString();
        };
    }
}
