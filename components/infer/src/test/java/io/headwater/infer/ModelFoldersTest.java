package io.headwater.infer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ModelFoldersTest {
    @TempDir
    Path folder;

    private void model(String path) throws IOException {
        Files.writeString(Files.createDirectories(folder.resolve(path)).resolve("model.yaml"), "");
    }

    @Test
    void sortsVersionsByTheirNumbers() {
        assertThat(Stream.of("1.10.0", "1.9.2", "1.0.0-rc1", "1.0.0", "2", "1.9").sorted(ModelFolders.BY_VERSION))
                .containsExactly("1.0.0-rc1", "1.0.0", "1.9", "1.9.2", "1.10.0", "2");
    }

    @Test
    void takesTheHighestVersionUnlessOneIsNamed() throws IOException {
        model("a/people/1.9.0");
        model("a/people/1.10.0");
        Files.createDirectories(folder.resolve("a/people/3.0.0")); // no manifest in it
        ModelFolders folders = new ModelFolders(List.of(folder.resolve("a")));
        assertThat(folders.find(ModelName.of("people").orElseThrow())).contains(folder.resolve("a/people/1.10.0"));
        assertThat(folders.find(ModelName.of("people:1.9.0").orElseThrow())).contains(folder.resolve("a/people/1.9.0"));
        assertThat(folders.find(ModelName.of("people:3.0.0").orElseThrow())).isEmpty();
    }

    @Test
    void looksBesideTheRouteFirst() throws IOException {
        model("route/models/people/1.0.0");
        model("all/people/2.0.0");
        ModelFolders folders = ModelFolders.of(folder.resolve("route"), List.of(folder.resolve("all")));
        assertThat(folders.find(ModelName.of("people").orElseThrow())).contains(folder.resolve("route/models/people/1.0.0"));
        assertThat(folders.find(ModelName.of("people:2.0.0").orElseThrow())).contains(folder.resolve("all/people/2.0.0"));
        assertThat(folders.all()).hasToString("[people:1.0.0, people:2.0.0]");
    }

    @Test
    void refusesNamesThatLeaveTheFolder() {
        assertThat(Stream.of("../people", "people:../../x", "a/b", "", "people:").map(ModelName::of)).allMatch(java.util.Optional::isEmpty);
    }
}
