package io.headwater.runtime.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.exchange.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A right file, wrong in all the ways in which people err ({@code wrong/edits.txt}), and what each is told
 *  ({@code wrong/told.txt}, read by eye; {@code -Dheadwater.golden.update=true} writes it anew). */
class WrongFilesTest {
    private static final Path HERE = Site.HOME.resolve("runtime/src/test/resources/wrong");
    @TempDir
    Path folder;

    private record Edit(String what, String was, String is) {
        static Edit of(String line) {
            String[] parts = line.split(" \\| ", -1);
            return new Edit(parts[0], written(parts[1]), written(parts[2]));
        }

        private static String written(String text) {
            return text.replace('⏎', '\n').replace('→', '\t');
        }

        String applied(String text) {
            int at = text.indexOf(was);
            assertThat(at).as(what).isNotNegative();
            return text.substring(0, at) + is + text.substring(at + was.length());
        }
    }

    @Test
    void tellsEachMistakeAtItsLineWithARuleAndAFix() throws IOException {
        Site site = new Site(folder);
        String base = Files.readString(HERE.resolve("base.camel.yaml"));
        assertThat(site.check(base)).isEmpty();
        List<Edit> edits = Files.readAllLines(HERE.resolve("edits.txt")).stream().filter(l -> !l.startsWith("#")).map(Edit::of).toList();
        assertThat(edits).hasSizeGreaterThanOrEqualTo(120);
        StringBuilder told = new StringBuilder();
        for (Edit edit : edits) {
            List<Problem> problems = RouteChecker.checkWithCamel(List.of(site.write("door.camel.yaml", edit.applied(base))), List.of());
            assertThat(problems).as(edit.what).isNotEmpty();
            told.append("## ").append(edit.what).append('\n').append(site.text(problems)).append("\n\n");
        }
        Path golden = HERE.resolve("told.txt");
        if (Boolean.getBoolean("headwater.golden.update")) {
            Files.writeString(golden, told);
        }
        assertThat(told.toString()).isEqualTo(Files.readString(golden));
    }
}
