package io.headwater.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import io.headwater.uplink.Outbox;
import io.headwater.uplink.OutboxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A change of the outbox: done by the application that has it open, where one has, else here. */
final class OutboxChange {
    @Mixin
    OutboxPlace place = new OutboxPlace();

    @Option(names = "--port", paramLabel = "PORT", defaultValue = "8080", description = "Port of the application on this machine, while one runs. Default: ${DEFAULT-VALUE}.")
    int port;

    /** What is to be done. */
    interface Work {
        long run(Outbox outbox) throws InterruptedException;
    }

    /** @param path of the application's interface, with its query but for the lane
     *  @return how many records */
    long run(String path, Work work) throws InterruptedException {
        Path folder = place.folder();
        try {
            if (Outbox.isInUse(folder)) {
                return ask(folder, path + (place.lane == null ? "" : "&lane=" + URLEncoder.encode(place.lane, StandardCharsets.UTF_8)));
            }
            place.read().close(); // a folder without an outbox is told, none is made
            try (Outbox outbox = Outbox.ofFolder(folder)) {
                return work.run(outbox);
            }
        } catch (OutboxException e) {
            throw OutboxPlace.surroundings(e);
        } catch (java.sql.SQLException e) {
            throw new SurroundingsException("outbox in " + folder + " cannot be closed: " + e.getMessage(), "check the disk");
        }
    }

    private long ask(Path folder, String path) {
        Box box = new Box();
        box.port = port;
        box.state = folder;
        String theirs = box.get("/api/outbox").body().path("folder").asText();
        if (!theirs.equals(folder.toAbsolutePath().normalize().toString())) {
            throw new SurroundingsException("the outbox in " + folder + " is in use by another process than the headwater on port " + box.port + " of this machine",
                    "--port PORT of the headwater run that has it; or stop that first");
        }
        Box.Answer answer = box.post(path);
        JsonNode error = answer.body().path("error");
        if (!error.isMissingNode()) {
            throw new SurroundingsException(error.asText(), "see the log of headwater run");
        }
        return answer.body().path("records").asLong();
    }
}
