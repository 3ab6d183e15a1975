package io.headwater.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerProcessTest {

    private static final long PATIENCE = 30; // seconds; only a failing test waits that long

    @TempDir
    Path folder;

    @Test
    void keepsRecordsOverAKillAndARestart() {
        try (BrokerProcess broker = BrokerProcess.start(folder, BrokerProcess.freePort())) {
            ProcessHandle killed = broker.process();
            send(broker, "before the kill");
            broker.kill();
            assertThat(killed.isAlive()).isFalse();

            broker.restart();
            send(broker, "after the kill");

            assertThat(readBack(broker)).isEqualTo(
                    "{\"topic\":\"summaries\",\"records\":2,\"distinctIds\":2,\"duplicates\":0,\"withoutId\":0,\"keys\":[\"box-1\"]}");
        }
    }

    @Test
    void leavesNoProcessWhenClosed() {
        BrokerProcess broker = BrokerProcess.start(folder, BrokerProcess.freePort());
        ProcessHandle running = broker.process();
        assertThat(running.isAlive()).isTrue();

        broker.close();
        broker.close();

        assertThat(running.isAlive()).isFalse();
        assertThat(broker.lastLines()).as("what a quiet life prints").isEmpty();
    }

    @Test
    void endsWhenTheProgramThatStartedItIsKilled() throws Exception {
        Process program = new ProcessBuilder(java(), "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"),
                StartsABrokerAndWaits.class.getName(), folder.toString()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try {
            ProcessHandle broker = ProcessHandle.of(Long.parseLong(program.inputReader().readLine())).orElseThrow();

            program.destroyForcibly();

            assertThat(broker.onExit().get(PATIENCE, TimeUnit.SECONDS).isAlive()).isFalse();
        } finally {
            program.destroyForcibly();
        }
    }

    @Test
    void endsWhenTheNamedParentIsGone() throws Exception {
        Process parent = new ProcessBuilder("cat").start();
        Process node = new ProcessBuilder(java(), "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), KafkaNode.class.getName(),
                "--port", String.valueOf(BrokerProcess.freePort()), "--data", folder.toString(), "--parent", String.valueOf(parent.pid()))
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try {
            assertThat(node.inputReader().readLine()).startsWith("READY 127.0.0.1:");

            parent.destroyForcibly();

            assertThat(node.waitFor(PATIENCE, TimeUnit.SECONDS)).isTrue();
            assertThat(node.exitValue()).isZero();
        } finally {
            parent.destroyForcibly();
            node.destroyForcibly();
        }
    }

    @Test
    void saysThatThePortIsTaken() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            int port = other.getLocalPort();

            assertThatThrownBy(() -> BrokerProcess.start(folder, port)).isInstanceOf(BrokerFailedException.class).hasMessage("""
                    Kafka on 127.0.0.1:%1$d did not start: exit code 3
                      error: port %1$d of 127.0.0.1 is taken by another program, or may not be used
                        fix: stop that program, or give another port""".formatted(port));
        }
    }

    @Test
    void saysThatTheDataFolderIsAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("data"), "not a folder");
        int port = BrokerProcess.freePort();

        assertThatThrownBy(() -> BrokerProcess.start(file, port)).isInstanceOf(BrokerFailedException.class).hasMessage("""
                Kafka on 127.0.0.1:%d did not start: exit code 3
                  error: data folder %s is a file
                    fix: give a folder""".formatted(port, file));
    }

    @Test
    void saysThatTheDataFolderCannotBeMade() throws IOException {
        Path below = Files.writeString(folder.resolve("data"), "not a folder").resolve("kafka");
        int port = BrokerProcess.freePort();

        assertThatThrownBy(() -> BrokerProcess.start(below, port)).isInstanceOf(BrokerFailedException.class).hasMessage("""
                Kafka on 127.0.0.1:%d did not start: exit code 3
                  error: data folder %s cannot be written (FileSystemException: %s: Not a directory)
                    fix: give a folder that this user may write, on a disk with room""".formatted(port, below, below));
    }

    private static void send(BrokerProcess broker, String id) {
        try (Sender sender = Sender.plain(broker.bootstrapServers())) {
            sender.send("summaries", "box-1", id, "{}");
        }
    }

    private static String readBack(BrokerProcess broker) {
        Printed printed = Printed.byReadBack("--bootstrap", broker.bootstrapServers(), "--topic", "summaries", "--json");
        assertThat(printed.err()).isEqualTo(List.of());
        return printed.out().getLast();
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
