package io.headwater.runtime.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** HW-001, HW-008 and HW-009: files that are no YAML, cannot be read, or hold nothing. */
class YamlRulesTest extends SiteTest {
    @Test
    void acceptsWhatIsRight() {
        assertThat(site.checkSteps("- to: log:seen")).isEmpty();
    }

    @Test
    void rejectsATab() {
        assertThat(site.check(Site.CAMERA + "        - to:\n\t    uri: log:seen\n")).isEqualTo("""
                site.camel.yaml:11:1: error [HW-001] a tab stands here, YAML is indented by spaces
                  fix: replace each tab by two spaces""");
    }

    @Test
    void rejectsAKeyInTheLineOfAnother() {
        assertThat(site.checkSteps("- to: uri: log")).isEqualTo("""
                site.camel.yaml:10:18: error [HW-001] a ':' stands where no key can be
                  fix: put the key on a line of its own, indented by two more spaces; or quote the text that holds ': '""");
    }

    @Test
    void rejectsAQuoteThatIsNeverClosed() {
        assertThat(site.checkSteps("- to: \"log:seen")).isEqualTo("""
                site.camel.yaml:10:15: error [HW-001] a quote opens here and is never closed
                  fix: close it on the same line""");
    }

    @Test
    void rejectsABraceThatIsNeverClosed() {
        assertThat(site.checkSteps("- to: {uri: log:seen")).isEqualTo("""
                site.camel.yaml:10:15: error [HW-001] a brace '{' opens here and is not closed as it must be
                  fix: close it with }, or quote the text""");
    }

    @Test
    void rejectsAColonThatIsMissing() {
        assertThat(site.checkSteps("- to:\n    uri log\n    id: seen")).isEqualTo("""
                site.camel.yaml:12:15: error [HW-001] this key does not go on from the line above: that one lacks its ':', or this one stands too far in
                  fix: key: value     in the line above, or fewer spaces here""");
        assertThat(site.checkSteps("- to:\n    uri: log:a\n    id\n    pattern: InOnly")).isEqualTo("""
                site.camel.yaml:12:13: error [HW-001] a ':' and a blank are missing after this key
                  fix: key: value""");
    }

    @Test
    void rejectsIndentationThatFitsNothing() {
        assertThat(site.check(Site.CAMERA + "        - to: log:a\n      - to: log:b\n")).isEqualTo("""
                site.camel.yaml:11:7: error [HW-001] this line's indentation fits none of the lines above
                  fix: indent it as the lines that it belongs with""");
    }

    @Test
    void rejectsATextThatYamlTakesForAnAlias() {
        assertThat(site.checkSteps("- log: *.mp4")).isEqualTo("""
                site.camel.yaml:10:16: error [HW-001] a text that begins with * is an alias, and there is no such anchor
                  fix: quote the text""");
    }

    @Test
    void rejectsATextThatBeginsWithAReservedCharacter() {
        assertThat(site.checkSteps("- log: @home")).isEqualTo("""
                site.camel.yaml:10:16: error [HW-001] a text cannot begin with this character
                  fix: quote the text""");
    }

    @Test
    void rejectsASecondDocument() {
        assertThat(site.checkSteps("- to: log:a").isEmpty()).isTrue();
        assertThat(site.check(Site.CAMERA + "        - to: log:a\n---\n- from: timer:b\n")).isEqualTo("""
                site.camel.yaml:11:1: error [HW-001] a second document begins here, a route file is one list
                  fix: remove the line ---, or make it a file of its own""");
    }

    @Test
    void rejectsAKeyThatIsThereTwice() {
        assertThat(site.check(Site.CAMERA.replace("name: door", "name: door\n        name: gate") + "        - to: log:a\n")).isEqualTo("""
                site.camel.yaml:8:9: error [HW-001] 'name' is there twice, before in line 7
                  fix: remove one of the two""");
    }

    @Test
    void rejectsListsWithoutEndInBoundedTime() {
        String said = Assertions.assertTimeoutPreemptively(Duration.ofSeconds(20), () -> site.check("- a: " + "[".repeat(100_000)));
        assertThat(said).isEqualTo("""
                site.camel.yaml:1:1: error [HW-001] lists and maps are nested more than 200 deep, or hold themselves
                  fix: check that it is the right file""");
        assertThat(site.check("- from:\n    uri: timer:a\n    steps: &s\n      - filter:\n          steps: *s\n")).isEqualTo(said);
    }

    @Test
    void rejectsAliasesThatMultiplyInBoundedTime() {
        StringBuilder text = new StringBuilder("- from:\n    uri: timer:a\n    steps:\n      - multicast:\n          steps: &s0\n            - to: log:a\n            - to: log:a\n");
        for (int i = 1; i < 20; i++) {
            text.append("      - multicast:\n          steps: &s").append(i).append("\n");
            text.append(("            - multicast: {steps: *s" + (i - 1) + "}\n").repeat(2));
        }
        String said = Assertions.assertTimeoutPreemptively(Duration.ofSeconds(20), () -> site.check(text.toString()));
        assertThat(said).matches("site\\.camel\\.yaml:\\d+:\\d+: error \\[HW-002] the file has more than 10000 steps\n  fix: split it into several files");
    }

    @Test
    void takesAByteOrderMark() {
        assertThat(site.check("\uFEFF" + Site.CAMERA + "        - to: log:a\n")).isEmpty();
    }

    @Test
    void rejectsBytesThatAreNoText() throws IOException {
        Path file = Files.write(folder.resolve("clip.camel.yaml"), new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1, 2});
        assertThat(site.checkFiles(file)).isEqualTo("""
                clip.camel.yaml:1:1: error [HW-008] the file is not text in UTF-8
                  fix: save it as UTF-8""");
    }

    @Test
    void rejectsControlCharacters() {
        assertThat(site.check("a\0b")).isEqualTo("""
                site.camel.yaml:1:1: error [HW-001] this is no YAML: special characters are not allowed
                  fix: check that it is the right file""");
    }

    @Test
    void rejectsAFileThatIsTooLarge() {
        assertThat(site.check("# " + "a".repeat(RouteText.MOST_BYTES))).isEqualTo("""
                site.camel.yaml:1:1: error [HW-008] the file is larger than 1 MiB, no route file is
                  fix: check that it is the right file, or split it""");
    }

    @Test
    void rejectsWhatIsNotThere() {
        assertThat(site.checkFiles(folder.resolve("nosuch"))).isEqualTo("""
                nosuch:1:1: error [HW-008] there is no such file or folder
                  fix: give a route file (*.camel.yaml) or a folder with some""");
    }

    @Test
    void rejectsANameThatCamelDoesNotTakeForARoute() {
        assertThat(site.checkFiles(site.write("door.txt", "a"), site.write("front.door.yaml", "a"))).isEqualTo("""
                door.txt:1:1: error [HW-008] a route file's name must be NAME.camel.yaml, without other dots
                  fix: mv door.txt door-txt.camel.yaml
                front.door.yaml:1:1: error [HW-008] a route file's name must be NAME.camel.yaml, without other dots
                  fix: mv front.door.yaml front-door.camel.yaml""");
    }

    @Test
    void rejectsAFolderWithARouteFilesName() throws IOException {
        Files.createDirectory(folder.resolve("a.camel.yaml"));
        assertThat(site.checkFiles(folder)).isEqualTo("""
                a.camel.yaml:1:1: error [HW-008] this is a folder, its name is a route file's
                  fix: give the folder another name""");
    }

    @Test
    void rejectsAFolderThatCannotBeRead() throws IOException {
        Path locked = Files.createDirectory(folder.resolve("locked"), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("---------")));
        assumeFalse(Files.isReadable(locked), "root reads every folder; as another user this test runs");
        assertThat(site.checkFiles(locked)).isEqualTo("""
                locked:1:1: error [HW-008] the folder cannot be read: locked is not for this user
                  fix: chmod -R a+rX locked""");
    }

    @Test
    void rejectsAFileThatCannotBeRead() throws IOException {
        Path unreadable = Path.of("/proc/self/mem"); // whose first page nobody can read, not even root
        assumeFalse(!Files.exists(unreadable), "there is no /proc here");
        Path link = Files.createSymbolicLink(folder.resolve("mem.camel.yaml"), unreadable);
        assertThat(site.checkFiles(link)).isEqualTo("""
                mem.camel.yaml:1:1: error [HW-008] it cannot be read: Input/output error
                  fix: chmod a+r mem.camel.yaml""");
    }

    @Test
    void rejectsAFileWithoutARoute() {
        String nothing = """
                site.camel.yaml:1:1: error [HW-009] the file holds no route
                  fix: begin with:  - route:""";
        assertThat(site.check("")).isEqualTo(nothing);
        assertThat(site.check("# nothing but a comment\n")).isEqualTo(nothing);
        assertThat(site.check("[]\n")).isEqualTo(nothing);
    }

    @Test
    void rejectsAFolderWithoutARoute() {
        assertThat(site.checkFiles(folder.resolve("models"))).isEqualTo("""
                models:1:1: error [HW-009] the folder holds no route
                  fix: put a route into it, in a file that ends in .camel.yaml""");
    }

    @Test
    void namesFilesAsTheyWereGiven() throws IOException {
        Path relative = Path.of("target").resolve("check-" + ProcessHandle.current().pid() + ".camel.yaml");
        Files.createDirectories(relative.getParent());
        try {
            Files.writeString(relative, "- rout:\n");
            assertThat(site.checkFiles(relative)).isEqualTo(relative + """
                    :1:3: error [HW-002] 'rout' is nothing that a route file can hold; did you mean 'route'?
                      fix: - route:""");
        } finally {
            Files.delete(relative);
        }
    }
}
