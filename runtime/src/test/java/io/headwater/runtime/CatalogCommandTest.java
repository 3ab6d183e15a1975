package io.headwater.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogCommandTest {
    @TempDir
    Path folder;

    @Test
    void writesTwiceAndTakesAwayWhatIsNoLongerThere() throws IOException {
        Path out = folder.resolve("catalog");
        CommandRun first = CommandRun.of("catalog", "--out", out.toString());
        assertThat(first.code()).as(first.err()).isZero();
        assertThat(first.out()).contains("Karavan.kameletsPath: " + out.resolve("karavan/kamelets"), "kaoto.catalog.url");
        assertThat(out.resolve("reference.html")).content().contains("<code>people-counter-action</code>", "<code>stallTimeout</code>").doesNotContain("bridgeErrorHandler");
        assertThat(out.resolve("kaoto/index.json")).isRegularFile();
        assertThat(out.resolve("karavan/metadata/components.json")).isRegularFile();
        Path old = Files.writeString(out.resolve("karavan/kamelets/old-sink.kamelet.yaml"), "kind: Kamelet\n");
        Files.writeString(out.resolve("written-by-headwater.txt"), Files.readString(out.resolve("written-by-headwater.txt")) + "karavan/kamelets/old-sink.kamelet.yaml\n");
        Path users = Files.writeString(out.resolve("karavan/kamelets/mine-sink.kamelet.yaml"), "kind: Kamelet\n");
        assertThat(CommandRun.of("catalog", "--out", out.toString()).code()).isZero();
        assertThat(old).doesNotExist();
        assertThat(users).exists();
    }

    @Test
    void overwritesNothingThatItDidNotWrite() throws IOException {
        Path users = Files.createDirectories(folder.resolve("karavan/metadata")).resolve("components.json");
        Files.writeString(users, "mine");
        CommandRun run = CommandRun.of("catalog", "--out", folder.toString());
        assertThat(run.code()).isEqualTo(ExitCode.SURROUNDINGS);
        assertThat(run.err()).contains("did not write: karavan/metadata/components.json");
        assertThat(users).hasContent("mine");
        assertThat(folder.resolve("kaoto")).doesNotExist();
    }
}
