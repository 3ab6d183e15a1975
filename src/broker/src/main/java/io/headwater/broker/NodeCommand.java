package io.headwater.broker;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The command line that starts a {@link KafkaNode} on the Java of this process: a small heap, the simplest collector,
 * the first compiler only, and the module's AOT cache where it may be used.
 */
final class NodeCommand {

    private static final String CACHE = "kafka-node.aot";

    private static final List<String> FLAGS = List.of(
            "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:+UseCompactObjectHeaders", "-XX:-UsePerfData",
            "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow",
            // the virtual machine's own warnings must not stand on standard output, where READY is awaited
            "-Xlog:disable", "-Xlog:all=error:stderr");

    private NodeCommand() {
    }

    static List<String> of(List<Path> classPath, Path data, int port) {
        List<String> cacheFlags = classPath.size() == 1 && hasFreshCache(classPath.getFirst())
                ? List.of("-XX:AOTCache=" + cacheOf(classPath.getFirst()))
                : List.of();
        return of(classPath, data, port, cacheFlags);
    }

    static Path cacheOf(Path jar) {
        return jar.toAbsolutePath().resolveSibling(CACHE);
    }

    /**
     * Whether the jar's AOT cache was made from the jar as it is now. It must be asked: Java 25 was seen to take classes
     * from a cache without a word although the jar had changed since, and even with another class path.
     */
    static boolean hasFreshCache(Path jar) {
        try {
            Path cache = cacheOf(jar);
            return Files.exists(cache) && Files.getLastModifiedTime(cache).compareTo(Files.getLastModifiedTime(jar)) > 0;
        } catch (IOException unreadable) {
            return false;
        }
    }

    static List<String> training(List<Path> classPath, Path data, int port, Path cache) {
        return of(classPath, data, port, List.of("-XX:AOTCacheOutput=" + cache));
    }

    private static List<String> of(List<Path> classPath, Path data, int port, List<String> cacheFlags) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(FLAGS);
        command.addAll(cacheFlags);
        command.add("-cp");
        command.add(classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
        command.add(KafkaNode.class.getName());
        command.addAll(List.of("--port", String.valueOf(port), "--data", data.toString(), "--until-stdin-closes"));
        return command;
    }

    /** The class path of this process. */
    static List<Path> ownClassPath() {
        return List.of(System.getProperty("java.class.path").split(File.pathSeparator)).stream().map(Path::of).toList();
    }
}
