package io.headwater.torture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** {@code headwater consume}, in a process of its own, over what torture left in Kafka: it must count what {@link Delivered} counts. */
record ReferenceConsumer(Box box, String kafka) {

    /** In words, what it says otherwise; empty when they agree. */
    List<String> differences(Collection<Delivered> delivered) throws IOException, InterruptedException {
        int records = delivered.stream().mapToInt(Delivered::records).sum();
        List<String> command = box.command(List.of("-Xmx1g"), List.of("consume", "--bootstrap", kafka, "--topic", String.join(",", delivered.stream().map(Delivered::topic).toList()),
                "--from-beginning", "--count", Integer.toString(records), "--until-idle", "30s", "--format", "json", "--most", Integer.toString(records + 1),
                "--remember", Harm.FARTHEST_BACK.plusDays(2).toHours() + "h"));
        Process process = new ProcessBuilder(command).start();
        FutureTask<List<String>> errors = new FutureTask<>(() -> process.errorReader().lines().toList());
        Thread.ofPlatform().daemon().name("consume/errors").start(errors);
        long told = process.inputReader().lines().count();
        List<String> said = await(errors);
        if (process.waitFor() != 0 || said.size() != 1) {
            return List.of("consume ended with exit code " + process.exitValue() + ": " + said);
        }
        JsonNode counts = new ObjectMapper().readTree(said.getFirst());
        int duplicates = delivered.stream().mapToInt(Delivered::duplicates).sum();
        List<String> differences = new ArrayList<>();
        compare("records", records, counts.path("records").asInt(-1), differences);
        compare("duplicates", duplicates, counts.path("duplicates").asInt(-1), differences);
        compare("different records", records - duplicates, counts.path("distinct").asInt(-1), differences);
        if (told != records - duplicates) {
            differences.add("consume told " + told + " lines, of " + (records - duplicates) + " ids");
        }
        return differences;
    }

    private static <T> T await(FutureTask<T> task) throws IOException, InterruptedException {
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
    }

    private static void compare(String what, int expected, int counted, List<String> differences) {
        if (counted != expected) {
            differences.add("consume counts " + counted + " " + what + ", another consumer " + expected);
        }
    }
}
