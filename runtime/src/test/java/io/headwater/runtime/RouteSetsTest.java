package io.headwater.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.runtime.check.RoutePart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a kill, a full disk or a hand may leave of the kept sets. */
class RouteSetsTest {
    private static final List<Path> GIVEN = List.of(Path.of("/routes"));
    @TempDir
    Path folder;
    private RouteSets sets;

    @BeforeEach
    void twoSetsRan() {
        sets = new RouteSets(folder);
        sets.keep(GIVEN, set("old"), null);
        sets.keep(GIVEN, set("new"), null);
    }

    private static RouteSet set(String text) {
        return new RouteSet(List.of(new RoutePart(Path.of("/routes/a.camel.yaml"), "a", text), new RoutePart(Path.of("/routes/b.camel.yaml"), "b", text)));
    }

    private RouteSet newest() {
        return sets.newest(GIVEN).orElseThrow().set();
    }

    /** However little of it was written: no beginning of a set is taken for one. */
    @Test
    void passesOverASetThatIsCutOff() throws IOException {
        Path last = folder.resolve("set-000002.json");
        byte[] whole = Files.readAllBytes(last);
        assertThat(newest()).isEqualTo(set("new"));
        for (int length = whole.length - 1; length >= 0; length -= length > 9 ? 9 : 1) {
            Files.write(last, Arrays.copyOf(whole, length));
            assertThat(newest()).as("%d of %d bytes", length, whole.length).isEqualTo(set("old"));
        }
    }

    @Test
    void passesOverASetOfWhichAPartIsOfAnother() throws IOException {
        Path last = folder.resolve("set-000002.json");
        Files.writeString(last, Files.readString(last).replaceFirst("\"text\" : \"new\"", "\"text\" : \"old\""));
        assertThat(newest()).isEqualTo(set("old"));
    }

    @Test
    void passesOverWhatWasBeingWritten() throws IOException {
        Path half = Files.writeString(folder.resolve("set-000003.json.new"), "{\"number\" : 3, \"dig");
        assertThat(newest()).isEqualTo(set("new"));
        sets.keep(GIVEN, set("third"), null);
        assertThat(half).doesNotExist();
        assertThat(newest()).isEqualTo(set("third"));
        assertThat(sets.newest(GIVEN).orElseThrow().number()).isEqualTo(3);
    }

    /** The number of one that cannot be read is not used again, so that the newest stays the newest. */
    @Test
    void keepsBehindASetThatCannotBeRead() throws IOException {
        Files.writeString(folder.resolve("set-000007.json"), "");
        sets.keep(GIVEN, set("third"), null);
        assertThat(sets.newest(GIVEN).orElseThrow().number()).isEqualTo(8);
        assertThat(newest()).isEqualTo(set("third"));
    }
}
