package io.headwater.broker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;

/** What a node needs of the machine: a port of loopback and a folder it may write. */
final class Surroundings {

    // Below the range from which Linux takes the near end of outgoing connections (32768-60999): between the moment
    // a port is found free and the moment it is used, no connection of anyone can fall on it.
    private static final int LOWEST = 20_000;
    private static final int BEYOND = 32_768;

    private Surroundings() {
    }

    static int freePort() {
        return freePortBut(0);
    }

    /** @param taken one that will be listened on, though nobody does yet; 0 for none */
    static int freePortBut(int taken) {
        for (int tries = 0; tries < 500; tries++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, BEYOND);
            if (port != taken && free(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no free port of " + KafkaNode.HOST + " from " + LOWEST + " to " + (BEYOND - 1) + " in 500 tries");
    }

    private static boolean free(int port) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true); // as Kafka does: an old connection in TIME_WAIT is no obstacle
            probe.bind(new InetSocketAddress(InetAddress.getByName(KafkaNode.HOST), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    static void requireFree(int port) {
        if (!free(port)) {
            throw new UnfitSurroundings("port " + port + " of " + KafkaNode.HOST + " is taken by another program, or may not be used",
                    "stop that program, or give another port");
        }
    }

    /** Makes the folder where it is missing, and writes and deletes one file in it. */
    static void requireWritable(Path folder) {
        try {
            Files.createDirectories(folder);
            Files.delete(Files.createTempFile(folder, "probe", null));
        } catch (FileAlreadyExistsException aFile) {
            throw new UnfitSurroundings("data folder " + folder + " is a file", "give a folder");
        } catch (IOException refused) {
            throw new UnfitSurroundings("data folder " + folder + " cannot be written (" + reason(refused) + ")",
                    "give a folder that this user may write, on a disk with room");
        }
    }

    private static String reason(IOException refused) {
        String message = refused.getMessage();
        String kind = refused.getClass().getSimpleName();
        return message == null ? kind : kind + ": " + message;
    }

}
