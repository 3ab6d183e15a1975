package io.headwater.exchange;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Function;

/** One published JSON form: compact, its first field {@code schema} names the form and its version.
 *  Readers ignore fields they do not know, so that a form can grow within its version.
 *  <p>Errors: {@link IllegalArgumentException} with the field, its value and what it must be.
 *
 *  @param schema for example {@code io.headwater.summary/1} */
record JsonForm(String schema) {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final ObjectMapper READER = new ObjectMapper(FACTORY);

    /** Writes the fields that come after {@code schema}. */
    @FunctionalInterface
    interface Fields {
        void write(JsonGenerator json) throws IOException;
    }

    byte[] write(Fields fields) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("schema", schema);
            fields.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    <T> T read(byte[] bytes, Function<JsonPart, T> value) {
        JsonNode root;
        try {
            root = READER.readTree(bytes);
        } catch (IOException e) {
            throw new IllegalArgumentException("not JSON, must be " + schema + ": " + said(e));
        }
        String found = root.path("schema").asText();
        if (!found.equals(schema)) {
            throw new IllegalArgumentException("schema is \"" + found + "\", must be \"" + schema + "\"");
        }
        return value.apply(new JsonPart("", root));
    }

    /** In a sentence: line and column, and no address of a source that is not shown anyway. */
    private static String said(IOException e) {
        if (!(e instanceof JsonProcessingException broken)) {
            return String.valueOf(e.getMessage());
        }
        String text = broken.getOriginalMessage().replaceAll(" ?\\(start marker at .*", "");
        JsonLocation at = broken.getLocation();
        return at == null ? text : text + ", at line " + at.getLineNr() + ", column " + at.getColumnNr();
    }

    /** A number, or null where it is not finite: JSON has no other way to say that there is no number. */
    static void number(JsonGenerator json, double value) throws IOException {
        if (Double.isFinite(value)) {
            json.writeNumber(value);
        } else {
            json.writeNull();
        }
    }

    /** As {@link #number(JsonGenerator, double)}, with the few digits that a float has. */
    static void number(JsonGenerator json, float value) throws IOException {
        if (Float.isFinite(value)) {
            json.writeNumber(value);
        } else {
            json.writeNull();
        }
    }
}
