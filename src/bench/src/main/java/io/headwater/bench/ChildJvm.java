package io.headwater.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Runs one rival in a Java process of its own, all with the same flags and class path.
 *  <p>Ownership: no child outlives this process: they are ended when it stops, and end themselves when it is killed. */
final class ChildJvm {
    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("children").unstarted(ChildJvm::endAll));
    }

    private final List<String> flags;

    /** @param extraFlags JVM flags for all rivals alike */
    ChildJvm(List<String> extraFlags) {
        List<String> all = new ArrayList<>(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow",
                "-XX:TieredStopAtLevel=1", "-XX:+UseCompactObjectHeaders", "-XX:+UseSerialGC")); // those of the launcher
        all.addAll(extraFlags);
        this.flags = List.copyOf(all);
    }

    List<String> flags() {
        return flags;
    }

    /** Runs a rival to its end.
     *  <p>Errors: {@link IOException} with the child's last words when it fails. */
    Result run(Rival rival, Task task) throws IOException, InterruptedException {
        Path words = Files.createTempFile("headwater-bench", ".log");
        try {
            Process child = new ProcessBuilder(command(rival, task)).redirectError(words.toFile()).start();
            RUNNING.add(child);
            try {
                String json = lastJson(child);
                int code = child.waitFor();
                if (code != 0 || json.isEmpty()) {
                    throw new IOException(rival.title() + " ended with exit code " + code + "\n" + tail(words));
                }
                return Result.parse(json);
            } finally {
                child.destroy();
                RUNNING.remove(child);
            }
        } finally {
            Files.deleteIfExists(words);
        }
    }

    /** Runs a main class to its end, which prints to this process's own output; what it ended with. */
    int show(Class<?> main, List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(flags);
        command.addAll(List.of("-D" + Lifeline.PROPERTY + "=true", "-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        Process child = new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.INHERIT).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        RUNNING.add(child);
        try {
            return child.waitFor();
        } finally {
            child.destroy();
            RUNNING.remove(child);
        }
    }

    /** Starts a child to talk with.
     *
     *  @param command what comes after the flags
     *  @param words takes what it prints on standard error */
    Talk talk(List<String> command, Path words) throws IOException {
        List<String> all = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        all.addAll(flags);
        all.addAll(command);
        Process child = new ProcessBuilder(all).redirectError(words.toFile()).start();
        RUNNING.add(child);
        child.onExit().thenAccept(RUNNING::remove);
        return new Talk(child, words);
    }

    private List<String> command(Rival rival, Task task) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(List.of("-D" + Lifeline.PROPERTY + "=true", "-cp", System.getProperty("java.class.path"),
                rival.getClass().getName(), "--model", task.model().text(), "--clip", task.clip().toString(),
                "--passes", Integer.toString(task.passes()), "--root", task.root().toString()));
        return command;
    }

    private static String lastJson(Process child) throws IOException {
        String json = "";
        try (BufferedReader out = child.inputReader(StandardCharsets.UTF_8)) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (line.startsWith("{")) {
                    json = line;
                }
            }
        }
        return json;
    }

    private static String tail(Path words) throws IOException {
        List<String> lines = Files.readAllLines(words);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
    }

    private static void endAll() {
        for (Process child : RUNNING) {
            child.destroy();
            try {
                if (!child.waitFor(java.time.Duration.ofSeconds(2))) {
                    child.destroyForcibly();
                }
            } catch (InterruptedException e) {
                child.destroyForcibly();
            }
        }
    }
}
