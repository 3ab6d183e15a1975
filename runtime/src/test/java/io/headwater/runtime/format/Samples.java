package io.headwater.runtime.format;

import io.headwater.runtime.format.HouseForm.Formatted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Route files to try the house form on: those of this repository, those in its Markdown, and the recorded cases of the designers. */
final class Samples {
    static final Path HOME = Path.of(System.getProperty("headwater.home"));
    private static final Path CASES = HOME.resolve("runtime/src/test/resources/designers/cases");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^([ >]*)```ya?ml[^\\n]*\\n(.*?)^[ >]*```");
    private static final Set<String> ELSEWHERE = Set.of("target", "node_modules", ".git", "shared");

    private Samples() {}

    /** Text by name. */
    static Map<String, String> all() throws IOException {
        Map<String, String> found = cases();
        try (Stream<Path> files = Files.walk(HOME)) {
            for (Path file : files.filter(f -> Stream.of(HOME.relativize(f).toString().split("/")).noneMatch(ELSEWHERE::contains)).sorted().toList()) {
                String name = HOME.relativize(file).toString();
                if (name.endsWith(".camel.yaml")) {
                    found.putIfAbsent(name, Files.readString(file));
                } else if (name.endsWith(".md")) {
                    Matcher block = BLOCK.matcher(Files.readString(file));
                    while (block.find()) {
                        found.put(name + "@" + block.start(), block.group(2).replaceAll("(?m)^" + Pattern.quote(block.group(1)), ""));
                    }
                }
            }
        }
        return found;
    }

    static Map<String, String> cases() throws IOException {
        Map<String, String> found = new LinkedHashMap<>();
        try (Stream<Path> files = Files.list(CASES)) {
            for (Path file : files.sorted().toList()) {
                found.put(HOME.relativize(file).toString(), Files.readString(file));
            }
        }
        return found;
    }

    static Formatted format(Path folder, String text) throws IOException {
        return new HouseForm().format(List.of(Files.writeString(folder.resolve("door.camel.yaml"), text))).getFirst();
    }
}
