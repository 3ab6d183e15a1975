package io.headwater.runtime;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.headwater.uplink.OutboxReader;
import io.headwater.uplink.OutboxReader.Stored;
import io.headwater.uplink.Shelf;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.ByteBuffer;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code headwater outbox export}: every record as a line of JSON. */
@Command(name = "export", mixinStandardHelpOptions = true, sortOptions = false,
        description = {"Writes records as JSON, one a line, in the order of their sequence; memory does not depend on how many there are.",
            "A payload that is JSON stands in data as it is, text as text, everything else in data_base64."})
final class OutboxExportCommand implements Callable<Integer> {
    private static final int PAGE = 100;
    private static final ObjectMapper JSON = new ObjectMapper();

    @Mixin
    OutboxPlace place = new OutboxPlace();

    @Mixin
    OutboxPlace.Which which = new OutboxPlace.Which();

    @Option(names = "--out", paramLabel = "FILE", description = "The file to write; it must not be there yet. Default: standard output.")
    @Nullable Path file;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() {
        try (OutboxReader reader = place.read()) {
            Path to = file;
            if (to == null) {
                Writer out = spec.commandLine().getOut();
                export(reader, out);
                out.flush();
            } else {
                try (BufferedWriter out = Files.newBufferedWriter(to, StandardOpenOption.CREATE_NEW)) {
                    spec.commandLine().getErr().println(export(reader, out) + " records in " + to);
                }
            }
            return ExitCode.DONE;
        } catch (IOException e) {
            throw new SurroundingsException("the records cannot be written: " + e, "--out FILE, where FILE is not there yet and can be written");
        }
    }

    private long export(OutboxReader reader, Writer out) throws IOException {
        Shelf shelf = which.shelf();
        long all = 0;
        long after = 0;
        List<Stored> page;
        do {
            page = reader.after(shelf, place.lane, after, PAGE);
            for (Stored record : page) {
                out.write(line(record));
                out.write('\n');
                after = record.sequence();
            }
            all += page.size();
        } while (!page.isEmpty());
        return all;
    }

    static String line(Stored r) throws IOException {
        java.io.StringWriter text = new java.io.StringWriter();
        try (JsonGenerator json = new JsonFactory(JSON).createGenerator(text)) {
            json.writeStartObject();
            json.writeNumberField("sequence", r.sequence());
            json.writeStringField("lane", r.lane());
            json.writeStringField("topic", r.topic());
            json.writeStringField("key", r.key());
            json.writeStringField("id", r.id());
            json.writeStringField("type", r.type());
            json.writeStringField("contentType", r.contentType());
            json.writeStringField("subject", r.subject());
            json.writeStringField("eventTime", r.eventTime().toString());
            json.writeStringField("keptAt", r.keptAt().toString());
            json.writeBooleanField("offered", r.offered());
            json.writeBooleanField("sound", r.sound());
            if (r.reason() != null) {
                json.writeStringField("reason", r.reason());
            }
            payload(json, r);
            json.writeEndObject();
        }
        return text.toString();
    }

    private static void payload(JsonGenerator json, Stored r) throws IOException {
        if (r.contentType().startsWith("application/json")) {
            try {
                json.writeObjectField("data", JSON.readTree(r.payload()));
                return;
            } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
                // it only says that it is JSON
            }
        } else if (r.contentType().startsWith("text/")) {
            try {
                json.writeStringField("data", StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(r.payload())).toString());
                return;
            } catch (CharacterCodingException e) {
                // it only says that it is text
            }
        }
        json.writeBinaryField("data_base64", r.payload());
    }
}
