package io.headwater.infer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.headwater.exchange.Durable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which version of a model this box runs: the file {@code in-use.json} in the model's folder below the state folder.
 *
 *  @param use null until a version has run
 *  @param before versions that were in use before and did well, the last one first
 *  @param tried the version that is being tried
 *  @param paused whether the box was stopped in good order meanwhile, so that the trial may go on
 *  @param refused versions that were tried and did not do, and why */
record Choice(@Nullable String use, List<String> before, @Nullable String tried, boolean paused, Map<String, String> refused) {
    static final Choice NONE = new Choice(null, List.of(), null, false, Map.of());
    static final String FILE = "in-use.json";
    private static final int REMEMBERED = 5;
    private static final String SCHEMA = "io.headwater.model-in-use/1";
    private static final ObjectMapper JSON = new ObjectMapper();

    Choice {
        before = List.copyOf(before);
        refused = Map.copyOf(refused);
    }

    /** What is kept below a folder of models; {@link #NONE} where nothing is, or it cannot be read. */
    static Choice read(Path root, String name) {
        Path file = root.resolve(name).resolve(FILE);
        if (!Files.isRegularFile(file)) {
            return NONE;
        }
        try {
            JsonNode kept = JSON.readTree(Files.readString(file));
            List<String> before = new ArrayList<>();
            kept.path("before").forEach(v -> before.add(v.asText()));
            Map<String, String> refused = new LinkedHashMap<>();
            kept.path("refused").properties().forEach(e -> refused.put(e.getKey(), e.getValue().asText()));
            return new Choice(kept.path("use").asText(null), before, kept.path("tried").asText(null), kept.path("paused").asBoolean(), refused);
        } catch (IOException e) {
            return NONE; // written whole or not at all; who damages it by hand has the highest version again
        }
    }

    /** On the disk afterwards. */
    void write(Path root, String name) throws IOException {
        Path folder = root.resolve(name);
        if (!Files.isDirectory(folder)) {
            Durable.folder(folder);
        }
        ObjectNode o = JSON.createObjectNode().put("schema", SCHEMA).put("use", use);
        ArrayNode earlier = o.putArray("before");
        before.forEach(earlier::add);
        o.put("tried", tried).put("paused", paused);
        ObjectNode why = o.putObject("refused");
        refused.forEach(why::put);
        Durable.write(folder.resolve(FILE), JSON.writerWithDefaultPrettyPrinter().writeValueAsString(o) + "\n");
    }

    /** The versions to run, the one to prefer first. */
    List<String> good() {
        return Stream.concat(Stream.ofNullable(use), before.stream()).toList();
    }

    Choice using(String version) {
        if (version.equals(use) && tried == null) {
            return this;
        }
        List<String> earlier = Stream.concat(Stream.ofNullable(use), before.stream()).filter(v -> !v.equals(version)).distinct().limit(REMEMBERED).toList();
        return new Choice(version, earlier, null, false, without(version));
    }

    Choice trying(String version) {
        return new Choice(use, before, version, false, without(version));
    }

    Choice refusing(String version, String why) {
        Map<String, String> all = without(version);
        all.put(version, why);
        return new Choice(use, before.stream().filter(v -> !v.equals(version)).toList(), Objects.equals(version, tried) ? null : tried, false, all);
    }

    Choice pausing() {
        return new Choice(use, before, tried, tried != null, refused);
    }

    private Map<String, String> without(String version) {
        Map<String, String> all = new LinkedHashMap<>(refused);
        all.remove(version);
        return all;
    }
}
