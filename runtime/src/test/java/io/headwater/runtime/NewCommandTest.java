package io.headwater.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A new route is right, and its test green, as it comes. */
class NewCommandTest {
    private final String name = "new-" + UUID.randomUUID().toString().substring(0, 8);

    @AfterEach
    void clean() throws IOException {
        Folders.delete(Path.of(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"people-counting", "face-counting", "machine-watch", "meter-reading", "http-push"})
    void isGreenAsItComes(String template) throws IOException {
        assertThat(CommandRun.of("new", name, "--template", template)).isEqualTo(new CommandRun(0, "made " + name + " from " + template + "; next:  headwater test " + name + "\n", ""));
        CommandRun test = CommandRun.of("test", name);
        assertThat(test.out() + test.err()).contains("passed   " + name + "/" + name + ".test.yaml: ").doesNotContain("FAILED");
        assertThat(test.code()).isZero();
        assertThat(Files.readString(Path.of(name, name + ".camel.yaml"))).contains("id: " + name + "\n");
        assertThat(Files.readString(Path.of(name, name + ".test.yaml"))).contains(name + "/", "headwater test " + name).doesNotContain("routes/");
    }

    @Test
    void writesNothingIntoAFolderThatIsThere() throws IOException {
        Files.createDirectory(Path.of(name));
        assertThat(CommandRun.of("new", name).err()).startsWith("error: " + name + " is there already, nothing was written\n");
        assertThat(Path.of(name)).isEmptyDirectory();
    }

    @Test
    void refusesNamesThatNothingCanHave() {
        assertThat(CommandRun.of("new", "My Route").code()).isEqualTo(2);
        assertThat(CommandRun.of("new", name, "--template", "people-count").err()).startsWith("error: there is no template 'people-count'; did you mean 'people-counting'?\n");
        assertThat(Path.of(name)).doesNotExist();
    }

    @Test
    void listsTemplates() {
        assertThat(CommandRun.of("new", "--list").out()).contains("people-counting  counts").contains("face-counting    counts", "machine-watch    sums", "meter-reading    keeps", "http-push        keeps");
    }
}
