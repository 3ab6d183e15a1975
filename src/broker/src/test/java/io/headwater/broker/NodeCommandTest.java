package io.headwater.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeCommandTest {

    private static final Instant BUILT = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    Path target;

    Path jar;
    Path cache;

    @BeforeEach
    void build() throws IOException {
        jar = Files.writeString(target.resolve("broker.jar"), "jar");
        cache = Files.writeString(target.resolve("kafka-node.aot"), "cache");
        Files.setLastModifiedTime(jar, FileTime.from(BUILT));
    }

    @Test
    void usesTheCacheOfTheJar() throws IOException {
        Files.setLastModifiedTime(cache, FileTime.from(BUILT.plusSeconds(1)));

        assertThat(NodeCommand.of(List.of(jar), target, 9092)).contains("-XX:AOTCache=" + cache);
    }

    @Test
    void leavesACacheOlderThanTheJar() throws IOException {
        Files.setLastModifiedTime(cache, FileTime.from(BUILT.minusSeconds(1)));

        assertThat(NodeCommand.of(List.of(jar), target, 9092)).noneMatch(argument -> argument.contains("AOTCache"));
    }

    @Test
    void leavesTheCacheWithAnotherClassPath() throws IOException {
        Files.setLastModifiedTime(cache, FileTime.from(BUILT.plusSeconds(1)));

        assertThat(NodeCommand.of(List.of(jar, target.resolve("more.jar")), target, 9092))
                .noneMatch(argument -> argument.contains("AOTCache"));
    }
}
