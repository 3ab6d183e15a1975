package io.headwater.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.exchange.RefusedException;
import io.headwater.runtime.check.Edits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How pushed files come into a folder, and what a kill leaves of it. */
class PushedFilesTest {
    @TempDir
    Path folder;
    @TempDir
    Path state;
    private RoutePlaces places;

    @BeforeEach
    void twoFiles() throws IOException {
        places = RoutePlaces.of(List.of(folder), state);
        Files.writeString(folder.resolve("a.camel.yaml"), "old a");
        Files.writeString(folder.resolve("b.camel.yaml"), "old b");
    }

    private Map<String, String> files() throws IOException {
        Map<String, String> all = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                all.put(file.getFileName().toString(), Files.isDirectory(file) ? "(folder)" : Files.readString(file));
            }
        }
        return all;
    }

    private Edits edits() {
        return places.edits(Map.of("a.camel.yaml", "new a", "c.camel.yaml", "new c"), Set.of("b.camel.yaml"));
    }

    @Test
    void writesAndRemovesAndLeavesNothingBeside() throws IOException {
        PushedFiles.write(places.target(), edits());
        assertThat(files()).isEqualTo(Map.of("a.camel.yaml", "new a", "c.camel.yaml", "new c"));
    }

    @Test
    void bringsBackWhatWasThere() throws IOException {
        Edits back = PushedFiles.undoing(edits());
        PushedFiles.write(places.target(), edits());
        PushedFiles.write(places.target(), back);
        assertThat(files()).isEqualTo(Map.of("a.camel.yaml", "old a", "b.camel.yaml", "old b"));
    }

    /** Killed while the hidden folder was being filled. */
    @Test
    void forgetsWhatWasNotDecided() throws IOException {
        Path half = Files.createDirectory(folder.resolve(".headwater-push.half"));
        Files.writeString(half.resolve("a.camel.yaml"), "new");
        assertThat(places.all()).containsExactly(folder);
        assertThat(RouteFiles.find(places.all())).containsExactly(folder.resolve("a.camel.yaml"), folder.resolve("b.camel.yaml"));
        assertThat(folder.resolve("a.camel.yaml")).hasContent("old a");
        PushedFiles.write(places.target(), edits());
        assertThat(files()).isEqualTo(Map.of("a.camel.yaml", "new a", "c.camel.yaml", "new c"));
    }

    /** Killed after the hidden folder got its name: with one file moved, and with all but the folder gone. */
    @Test
    void finishesWhatWasDecided() throws IOException {
        Path whole = Files.createDirectory(folder.resolve(".headwater-push"));
        Files.writeString(folder.resolve("c.camel.yaml"), "new c");
        Files.writeString(whole.resolve("a.camel.yaml"), "new a");
        Files.writeString(whole.resolve("removed"), "b.camel.yaml");
        assertThat(places.all()).containsExactly(folder);
        assertThat(files()).isEqualTo(Map.of("a.camel.yaml", "new a", "c.camel.yaml", "new c"));
        Files.createDirectory(whole);
        assertThat(places.all()).containsExactly(folder);
        assertThat(files()).isEqualTo(Map.of("a.camel.yaml", "new a", "c.camel.yaml", "new c"));
    }

    @Test
    void goesIntoTheStateFolderWhereNoFolderIsGiven() throws IOException {
        RoutePlaces alone = RoutePlaces.of(List.of(folder.resolve("a.camel.yaml")), state);
        Path pushed = state.resolve("routes/pushed");
        Edits edits = alone.edits(Map.of("c.camel.yaml", "new c"), Set.of());
        assertThat(alone.all()).containsExactly(folder.resolve("a.camel.yaml"));
        assertThat(alone.after(edits)).containsExactly(folder.resolve("a.camel.yaml"), pushed);
        PushedFiles.write(alone.target(), edits);
        assertThat(alone.all()).containsExactly(folder.resolve("a.camel.yaml"), pushed);
    }

    @Test
    void refusesNamesThatLeadElsewhereAndFilesThatAreNotThere() {
        assertThatThrownBy(() -> places.edits(Map.of("../x.camel.yaml", "", ".h.camel.yaml", ""), Set.of("z.camel.yaml"))).isInstanceOf(RefusedException.class)
                .hasMessageContaining("../x.camel.yaml:1:1: error [HW-069] its name must be NAME.camel.yaml, of letters, digits, - and _\n  fix: give the file another name     see: src/docs/guide/reload.md#push")
                .hasMessageContaining(".h.camel.yaml:1:1: error [HW-069]")
                .hasMessageContaining("z.camel.yaml:1:1: error [HW-069] it is to be removed, and is not in " + folder + "\n  fix: one of a.camel.yaml, b.camel.yaml");
    }
}
