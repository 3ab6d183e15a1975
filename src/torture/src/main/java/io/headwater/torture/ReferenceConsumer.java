package io.headwater.torture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code headwater consume}, in a process of its own, over what torture left in Kafka: it must count what {@link Delivered} counts. */
record ReferenceConsumer(Path home, Path work, String kafka) {

    /** In words, what it says otherwise; empty when they agree. */
    List<String> differences(Collection<Delivered> delivered) throws IOException, InterruptedException {
        int records = delivered.stream().mapToInt(Delivered::records).sum();
        List<String> command = new ArrayList<>(Box.java(home));
        command.addAll(List.of("consume", "--bootstrap", kafka, "--topic", String.join(",", delivered.stream().map(Delivered::topic).toList()),
                "--from-beginning", "--count", Integer.toString(records), "--until-idle", "30s", "--format", "json", "--most", "500000"));
        Path lines = work.resolve("consume.jsonl");
        Path report = work.resolve("consume.log");
        Process process = new ProcessBuilder(command).redirectOutput(lines.toFile()).redirectError(report.toFile()).start();
        if (!process.waitFor(5, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            return List.of("consume did not end within five minutes");
        }
        List<String> said = Files.readAllLines(report);
        if (process.exitValue() != 0 || said.size() != 1) {
            return List.of("consume ended with exit code " + process.exitValue() + ": " + said);
        }
        JsonNode counts = new ObjectMapper().readTree(said.getFirst());
        int duplicates = delivered.stream().mapToInt(Delivered::duplicates).sum();
        List<String> differences = new ArrayList<>();
        compare("records", records, counts.path("records").asInt(-1), differences);
        compare("duplicates", duplicates, counts.path("duplicates").asInt(-1), differences);
        // what a clock that was set back has dated is too old to be remembered, and told all the same
        compare("different records", records - duplicates, counts.path("distinct").asInt(-1) + counts.path("late").asInt(), differences);
        try (var all = Files.lines(lines)) {
            long told = all.count();
            if (told != records - duplicates) {
                differences.add("consume told " + told + " lines, of " + (records - duplicates) + " ids");
            }
        }
        return differences;
    }

    private static void compare(String what, int expected, int counted, List<String> differences) {
        if (counted != expected) {
            differences.add("consume counts " + counted + " " + what + ", another consumer " + expected);
        }
    }
}
