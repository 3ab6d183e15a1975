package io.headwater.torture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code headwater ledger --state}, in a process of its own, over the outbox that a torture has left: its sums must close over all starts, kills and
 *  salvages, and be those that a consumer of Kafka counts. */
record DurableLedger(Box box, Path state) {

    /** In words, what does not add up; empty when all does.
     *
     *  @param told records that the box has told as damaged or missing
     *  @param flipped whether the disk was damaged: then a book may have forgotten that a record left, and it came again */
    List<String> differences(Map<Source, Delivered> delivered, long told, boolean flipped) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(box.command(List.of(), List.of("ledger", "--state", state.toString(), "--json"))).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes());
        int code = process.waitFor();
        if (code != 0 && code != 1) {
            return List.of("ledger --state ended with exit code " + code + ": " + said);
        }
        JsonNode ledger = new ObjectMapper().readTree(said);
        List<String> differences = new ArrayList<>();
        ledger.path("imbalances").forEach(wrong -> differences.add("over all restarts: " + wrong));
        if (code != 0 && differences.isEmpty()) {
            differences.add("ledger --state ended with exit code 1, and names no sum that does not close");
        }
        JsonNode outbox = ledger.path("outbox");
        long lost = outbox.path("missing").asLong();
        for (JsonNode lane : outbox.path("lanes")) {
            lost += lane.path("damaged").asLong();
        }
        if (lost != told) {
            differences.add("the file tells " + lost + " records as lost, the box told " + told);
        }
        delivered.forEach((source, found) -> {
            for (JsonNode lane : outbox.path("lanes")) {
                if (lane.path("lane").asText().equals(found.topic())) {
                    compare(lane, found, flipped, differences);
                    int missing = found.missing(source.acknowledged()).size();
                    long most = lane.path("damaged").asLong() + outbox.path("missing").asLong();
                    if (missing > most && !(flipped && found instanceof DeliveredWindows)) {
                        differences.add("lane " + found.topic() + ": " + missing + " acknowledged inputs are missing, at most " + most + " are told as lost");
                    }
                }
            }
        });
        return differences;
    }

    /** Every record that the book has as acknowledged is in Kafka; of what is there, none is of a record that was never stored. */
    private static void compare(JsonNode lane, Delivered found, boolean flipped, List<String> differences) {
        long acknowledged = lane.path("acknowledged").asLong();
        if (acknowledged > found.records()) {
            differences.add("lane " + found.topic() + ": acknowledged " + acknowledged + " records, in Kafka are " + found.records());
        }
        if (!flipped && lane.path("stored").asLong() < found.different()) {
            differences.add("lane " + found.topic() + ": stored " + lane.path("stored") + " records, in Kafka are " + found.different() + " different ones");
        }
    }
}
