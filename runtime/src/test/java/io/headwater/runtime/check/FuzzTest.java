package io.headwater.runtime.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.headwater.exchange.Problem;
import io.headwater.runtime.testing.TestRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever stands in a file, the answer is a list of problems in it that somebody can read. */
class FuzzTest {
    private static final int MUTATIONS = Boolean.getBoolean("headwater.long") ? 20_000 : 2_000;
    private static final long SEED = 20260504;
    private static final List<String> PIECES = List.of(":", "- ", "\t", "{", "}", "[", "\"", "'", "{{", "}}", "#", "&a ", "*a", "!!x ", "|", "> ", "%zz", "\u0000", "\uFEFF", "é",
            "RAW(", "#bean:x", "-1", "1e400", "99999999999999999999", "P1D", "PT-5S", "null", "~", "://u:p@h/", "?", "&x=1", "=", "\n", "\n\n---\n", "  ", "${", ": :", "..", "a: &b\n  <<: *b\n");
    /** Files that are checked at once. */
    private static final int GROUP = 200;
    /** What a group takes in no case, so that what hangs is found. */
    private static final Duration LONGEST = Duration.ofMinutes(3);
    @TempDir
    Path folder;

    @Test
    void answersEveryMutationWithReadableProblems() throws IOException {
        List<String> seeds = List.of(Files.readString(Site.HOME.resolve("routes/people/people.camel.yaml")), Files.readString(Site.HOME.resolve("routes/faces/faces.camel.yaml")),
                Site.CAMERA + "        - to: infer:people?minScore=0.5&labels=person\n        - choice:\n            when:\n              - simple: \"${body}\"\n                steps:\n"
                        + "                  - to: \"gate:a?minScore=0.2\"\n            otherwise:\n              steps:\n                - to: stage:b?capacity=10&overflow=BLOCK\n"
                        + "        - to: preprocess:c?crop=0,0,1,0.5\n        - to: summarize:d?window=10s\n        - to: uplink:e\n");
        Path withModel = new Site(folder).folder;
        Path without = Files.createDirectory(folder.resolve("without")); // models cost time: one file in twenty has one
        List<Problem> problems = fuzz(MUTATIONS, seeds, i -> (i % 20 == 0 ? withModel : without).resolve(i + ".camel.yaml"), files -> RouteChecker.check(files, List.of()));
        assertThat(problems).hasSizeGreaterThan(MUTATIONS / 2);
    }

    /** Each under the name that it is to have, in a folder of its own. */
    @Test
    void answersEveryMutationOfAKamelet() throws IOException {
        List<Problem> problems = new ArrayList<>();
        for (String name : List.of("label-gate-action", "people-counter-action", "rtsp-camera-source", "kafka-summary-sink")) {
            problems.addAll(fuzz(MUTATIONS / 8, List.of(Kamelets.shipped().get(name)), i -> folder.resolve(name + i).resolve(name + Kamelets.ENDING), files -> RouteChecker.check(files, List.of())));
        }
        assertThat(problems).hasSizeGreaterThan(MUTATIONS / 4);
    }

    @Test
    void answersEveryMutationOfATest() throws IOException {
        List<String> seeds = List.of(Files.readString(Site.HOME.resolve("routes/people/people.test.yaml")).replace("FaultException", "Fault"));
        assertThat(fuzz(MUTATIONS / 4, seeds, i -> folder.resolve(i + ".test.yaml"), files -> TestRun.check(files, List.of()))).hasSizeGreaterThan(MUTATIONS / 8);
    }

    private static List<Problem> fuzz(int mutations, List<String> seeds, IntFunction<Path> name, Function<List<Path>, List<Problem>> check) throws IOException {
        Random random = new Random(SEED);
        List<Problem> problems = new ArrayList<>();
        for (int from = 0; from < mutations; from += GROUP) {
            Map<Path, Long> lines = new HashMap<>();
            for (int i = from; i < Math.min(from + GROUP, mutations); i++) {
                String text = seeds.get(random.nextInt(seeds.size()));
                for (int change = random.nextInt(3); change >= 0; change--) {
                    text = mutate(text, random);
                }
                Path file = name.apply(i);
                Files.createDirectories(file.getParent());
                lines.put(Files.writeString(file, text), text.lines().count() + 2);
            }
            List<Path> files = lines.keySet().stream().sorted().toList();
            List<Problem> found = assertTimeoutPreemptively(LONGEST, () -> check.apply(files), () -> "one of these hangs: " + files);
            found.forEach(problem -> assertReadable(problem, lines));
            problems.addAll(found);
        }
        return problems;
    }

    private static void assertReadable(Problem problem, Map<Path, Long> lines) {
        Long most = lines.get(problem.file()); // null: of the model
        assertThat((long) problem.line()).as("%s", problem).isBetween(1L, most == null ? Long.MAX_VALUE : most);
        assertThat(problem.column()).as("%s", problem).isPositive();
        assertThat(problem.text()).as("%s", problem).isNotBlank().doesNotContain("Exception", "cannot be checked", "\tat ", "java.", "u:p@");
        assertThat(problem.fix()).as("%s", problem).isNotBlank().doesNotContain("u:p@");
    }

    private static String mutate(String text, Random random) {
        int at = random.nextInt(text.length() + 1);
        int end = Math.min(text.length(), at + random.nextInt(8));
        return switch (random.nextInt(5)) {
            case 0 -> text.substring(0, at) + text.substring(end);
            case 1 -> text.substring(0, at) + PIECES.get(random.nextInt(PIECES.size())) + text.substring(at);
            case 2 -> text.substring(0, at) + PIECES.get(random.nextInt(PIECES.size())) + text.substring(end);
            case 3 -> text.substring(0, at) + (char) random.nextInt(1, 0x250) + text.substring(at);
            default -> swapLines(text, random);
        };
    }

    private static String swapLines(String text, Random random) {
        List<String> lines = new ArrayList<>(text.lines().toList());
        String line = lines.remove(random.nextInt(lines.size()));
        lines.add(random.nextInt(lines.size() + 1), line);
        return String.join("\n", lines) + "\n";
    }
}
