package io.headwater.runtime.recording;

import io.headwater.exchange.Host;
import io.headwater.infer.Models;
import io.headwater.runtime.check.RouteExtract;
import io.headwater.runtime.testing.RecordedTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Makes a test of a recording, in its folder: the route as it runs, links to its models, and what the box saw. */
final class RecordedFolder {
    private final Path folder;
    private final RouteExtract extract;
    private final Host host;

    RecordedFolder(Path folder, RouteExtract extract, Host host) {
        this.folder = folder;
        this.extract = extract;
        this.host = host;
    }

    /** Errors: {@link UncheckedIOException}. Nothing is made where no item came. */
    void write(Recording recording, Path file) {
        Facts facts = recording.facts();
        Instant first = facts.first();
        if (first == null) {
            return;
        }
        Wish wish = recording.wish();
        String name = wish.route().replaceAll("[^A-Za-z0-9._-]", "_");
        boolean same = !wish.scrub().changesPictures(); // what was taken out of lines may change what becomes of them: then the replay tells
        try {
            Files.writeString(folder.resolve(name + ".camel.yaml"), extract.text());
            for (String model : extract.models()) {
                link(model);
            }
            // what a model says of scrubbed pictures is another matter: the replay tells
            new RecordedTest(name, extract, file.getFileName().toString(), first.truncatedTo(ChronoUnit.MILLIS), facts.items(), recording.took(), said(recording),
                    same ? facts.entered() : Map.of(), same ? facts.failed() : Map.of(), facts.looking(), same ? facts.boxes() : Map.of(), wish.quality() != 0).write(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("the test cannot be written into " + folder + ": " + e.getMessage(), e);
        }
    }

    private void link(String model) throws IOException {
        Optional<Path> found = Models.folder(Optional.ofNullable(extract.file().toAbsolutePath().getParent()).orElse(Path.of("")), host.models(), model);
        if (found.isPresent()) {
            Path version = found.get().toAbsolutePath().normalize();
            Path link = folder.resolve("models").resolve(version.getParent().getFileName()).resolve(version.getFileName());
            Files.createDirectories(link.getParent());
            if (!Files.exists(link)) {
                Files.createSymbolicLink(link, version);
            }
        }
    }

    /** What a reader of the test should know. */
    private List<String> said(Recording recording) {
        List<String> lines = new ArrayList<>();
        Wish wish = recording.wish();
        lines.add("Made by  " + wish.command() + "  on " + host.device() + ": " + extract.source() + ", " + recording.facts().items() + (extract.scheme().equals("camera") ? " frames." : " items. What by its name is a secret was not recorded."));
        if (!recording.missed().isEmpty()) {
            lines.add("Not recorded: " + recording.missed().entrySet().stream().map(e -> e.getValue() + " (" + e.getKey() + ")").collect(Collectors.joining(", ")) + ".");
        }
        String scrubbed = wish.scrub().text();
        if (!scrubbed.isEmpty()) {
            lines.add("Scrubbed: " + scrubbed + ".");
        }
        if (wish.quality() != 0) {
            lines.add("Pictures are JPEGs of quality " + wish.quality() + ": a model's answers may differ a little from those on the box.");
        }
        return lines;
    }
}
