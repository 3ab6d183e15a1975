package io.headwater.runtime.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A file of results that are known to be right, with what each figure may be off by, by its name: a number, or a share such as
 *  {@code "5 %"}. Everything that it does not name must be the same.
 *  <p>Shape: {@code {"tolerance": {name: amount}, "records": [...]}}. */
final class Golden {
    static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final Pattern SHARE = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*%");

    private final JsonNode tolerance;
    private final JsonNode records;

    private Golden(JsonNode tolerance, JsonNode records) {
        this.tolerance = tolerance;
        this.records = records;
    }

    /** One place in which two results differ. */
    record Off(String where, String expected, String actual) {}

    /** Errors: {@link IOException} whose text says what is wrong with the file. */
    static Golden read(Path file) throws IOException {
        JsonNode root = json(file);
        if (!root.path("records").isArray()) {
            throw new IOException("it has no list of records");
        }
        for (String name : (Iterable<String>) root.path("tolerance")::fieldNames) {
            JsonNode amount = root.get("tolerance").get(name);
            if (!(amount.isNumber() && amount.asDouble() >= 0) && !SHARE.matcher(amount.asText()).matches()) {
                throw new IOException("its tolerance of " + name + " is " + amount + ", must be a number or a share such as \"5 %\"");
            }
        }
        return new Golden(root.path("tolerance"), root.get("records"));
    }

    static JsonNode json(Path file) throws IOException {
        try {
            return JSON.readTree(file.toFile());
        } catch (JsonProcessingException e) {
            throw new IOException("it is no JSON: " + e.getOriginalMessage() + ", line " + e.getLocation().getLineNr(), e);
        }
    }

    /** A new one, with the usual tolerances for counts a frame: a detection at the threshold now and then depends on the processor. */
    static Golden empty() {
        return new Golden(JSON.createObjectNode().put("mean", 0.1).put("min", 1).put("max", 1), JSON.createArrayNode());
    }

    /** Where results differ by more than they may, in the order of the records. */
    List<Off> compare(ArrayNode actual) {
        List<Off> off = new ArrayList<>();
        if (records.size() != actual.size()) {
            off.add(new Off("records", Integer.toString(records.size()), Integer.toString(actual.size())));
        }
        for (int i = 0; i < Math.min(records.size(), actual.size()); i++) {
            compare("record " + (i + 1), "", records.get(i), actual.get(i), off);
        }
        return off;
    }

    private void compare(String where, String name, JsonNode expected, JsonNode actual, List<Off> off) {
        if (expected.isObject() && actual.isObject()) {
            TreeSet<String> names = new TreeSet<>();
            expected.fieldNames().forEachRemaining(names::add);
            actual.fieldNames().forEachRemaining(names::add);
            names.forEach(n -> compare(where + "." + n, n, expected.path(n), actual.path(n), off));
        } else if (expected.isArray() && actual.isArray() && expected.size() == actual.size()) {
            for (int i = 0; i < expected.size(); i++) {
                compare(where + "[" + i + "]", name, expected.get(i), actual.get(i), off);
            }
        } else if (!(expected.isNumber() && actual.isNumber() ? near(name, expected.asDouble(), actual.asDouble()) : expected.equals(actual))) {
            off.add(new Off(where, text(expected) + allowed(name), text(actual)));
        }
    }

    private boolean near(String name, double expected, double actual) {
        Matcher share = SHARE.matcher(tolerance.path(name).asText());
        double most = share.matches() ? Double.parseDouble(share.group(1)) / 100 * Math.abs(expected) : tolerance.path(name).asDouble(0);
        return Math.abs(expected - actual) <= most + 1e-9;
    }

    private String allowed(String name) {
        return tolerance.has(name) ? " ± " + tolerance.get(name).asText() : "";
    }

    private static String text(JsonNode node) {
        return node.isMissingNode() ? "nothing" : node.toString();
    }

    /** Writes new results with the tolerances of this one. */
    void write(Path file, ArrayNode actual) throws IOException {
        ObjectNode root = JSON.createObjectNode();
        root.set("tolerance", tolerance);
        root.set("records", actual);
        Path made = Files.writeString(file.resolveSibling(file.getFileName() + ".new"), JSON.writeValueAsString(root) + "\n");
        Files.move(made, file, StandardCopyOption.REPLACE_EXISTING);
    }
}
