package io.headwater.runtime.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The components and steps that this build has, as their own descriptions tell them. */
public final class ComponentCatalog {
    private static final String SERVICES = "META-INF/services/org/apache/camel/";
    static final Set<String> OURS = Set.of("camera", "sensor", "preprocess", "infer", "track", "annotate", "snapshot", "gate", "stage", "summarize", "uplink");
    static final Set<String> USUAL_STEPS = Set.of("to", "filter", "choice", "log", "multicast", "wireTap", "split", "setBody", "setHeader");
    /** Expression languages that Camel's YAML DSL has; the large schema that says so is not read at each start. */
    static final Set<String> LANGUAGES = Set.of("constant", "csimple", "datasonnet", "exchangeProperty", "groovy", "header", "hl7terser", "java", "joor", "jq", "js",
            "jsonpath", "language", "method", "mvel", "ognl", "python", "ref", "simple", "spel", "tokenize", "variable", "wasm", "xpath", "xquery", "xtokenize");
    /** Names of languages that steps also have attributes by. */
    private static final Set<String> ALSO_ATTRIBUTES = Set.of("ref", "method", "language", "header", "variable");
    /** Options that every component of Camel has, and hardly anybody sets. */
    private static final Set<String> INHERITED = Set.of("lazyStartProducer", "bridgeErrorHandler", "exceptionHandler", "exchangePattern");
    /** Values that are right on any machine, for options whose description gives none. */
    private static final Map<String, String> EXAMPLES = Map.of("location", "test", "model", "people");
    /** Components of Camel's that take a value and give none back. */
    private static final Set<String> KEEP = Set.of("file", "log", "mock", "seda");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ClassLoader loader = ComponentCatalog.class.getClassLoader();
    private final Map<String, Component> read = new HashMap<>();
    private @Nullable Set<String> schemes;
    private @Nullable Set<String> steps;

    /** A component.
     *
     *  @param lenient whether it takes options that it does not declare
     *  @param remote whether it speaks with others over a network
     *  @param see where its options are described */
    public record Component(String scheme, boolean consumerOnly, boolean producerOnly, boolean lenient, boolean remote, Map<String, Option> options, String see) {
        /** Whether what is sent to it leaves the box, or is kept on it by others than the outbox. */
        public boolean leaves() {
            return OURS.contains(scheme) ? scheme.equals("uplink") : remote || scheme.equals("file");
        }

        /** Whether what is sent to it goes on behind it as it was. */
        boolean keepsBody() {
            return KEEP.contains(scheme);
        }

        public List<Option> pathOptions() {
            return options.values().stream().filter(Option::path).toList();
        }

        boolean isPath(String option) {
            return options.containsKey(option) && options.get(option).path();
        }

        /** The options that are its own. */
        List<String> own() {
            return options.keySet().stream().filter(o -> !INHERITED.contains(o)).toList();
        }
    }

    /** An option of a component.
     *
     *  @param prefix how names begin that all belong to this option; null for an ordinary one */
    public record Option(String name, boolean path, String type, String javaType, boolean required, boolean secret, List<String> choices, String label,
            String description, String defaultValue, @Nullable String prefix) {
        boolean consumerOnly() {
            return label.contains("consumer") && !label.contains("producer");
        }

        boolean producerOnly() {
            return label.contains("producer") && !label.contains("consumer");
        }

        /** The first sentence of its description. */
        String summary() {
            int end = (description + " ").indexOf(". ");
            return end < 0 ? description : description.substring(0, end);
        }

        boolean isDuration() {
            return type.equals("duration") || javaType.equals("java.time.Duration");
        }

        /** Whether its values are no plain texts, so that # begins the name of a bean. */
        boolean isOther() {
            return !javaType.equals("java.lang.String") && !javaType.equals("java.nio.file.Path");
        }

        /** A value that is right. */
        String example() {
            if (!defaultValue.isEmpty()) {
                return defaultValue;
            }
            if (EXAMPLES.containsKey(name)) {
                return EXAMPLES.get(name);
            }
            return choices.isEmpty() ? switch (type) {
                case "boolean" -> "true";
                case "integer" -> "10";
                case "number" -> "0.5";
                case "duration" -> "10s";
                default -> path ? "my-" + name : "…";
            } : choices.getFirst();
        }
    }

    /** Whether it is one of Headwater's own. */
    public static boolean isOurs(String scheme) {
        return OURS.contains(scheme);
    }

    /** Whether it is an option that every component of Camel has. */
    public static boolean isInherited(String option) {
        return INHERITED.contains(option);
    }

    boolean has(String scheme) {
        return find(scheme) != null;
    }

    public @Nullable Component find(String scheme) {
        return scheme.matches("[A-Za-z][A-Za-z0-9.+-]*") ? read.computeIfAbsent(scheme, this::load) : null;
    }

    /** The names of all. */
    public Set<String> schemes() {
        Set<String> known = schemes;
        if (known == null) {
            known = new TreeSet<>();
            try {
                for (URL url : Collections.list(loader.getResources(SERVICES + "component.properties"))) {
                    Properties p = new Properties();
                    try (InputStream in = url.openStream()) {
                        p.load(in);
                    }
                    known.addAll(List.of(p.getProperty("components", "").split("\\s+")));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            known.remove("");
            OURS.stream().filter(this::has).forEach(known::add); // their jars say so one by one
            schemes = known;
        }
        return known;
    }

    /** What the component's jar says of it; empty where there is no such component, or it says nothing. */
    public Optional<JsonNode> describe(String scheme) {
        try (InputStream service = loader.getResourceAsStream(SERVICES + "component/" + scheme)) {
            if (service == null) {
                return Optional.empty();
            }
            Properties p = new Properties();
            p.load(service);
            String type = p.getProperty("class");
            String folder = type.substring(0, type.lastIndexOf('.')).replace('.', '/');
            try (InputStream json = loader.getResourceAsStream("META-INF/" + folder + "/" + scheme + ".json")) {
                return json == null ? Optional.empty() : Optional.of(JSON.readTree(json));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private @Nullable Component load(String scheme) {
        if (loader.getResource(SERVICES + "component/" + scheme) == null) {
            return null;
        }
        return describe(scheme).map(json -> parse(scheme, json)).orElseGet(() -> new Component(scheme, false, false, true, true, Map.of(), see(scheme)));
    }

    private static Component parse(String scheme, JsonNode json) {
        Map<String, Option> options = new LinkedHashMap<>();
        json.path("properties").properties().forEach(e -> {
            JsonNode o = e.getValue();
            List<String> choices = new ArrayList<>();
            o.path("enum").forEach(c -> choices.add(c.asText()));
            String prefix = o.path("multiValue").asBoolean() ? o.path("prefix").asText(null) : null;
            options.put(e.getKey(), new Option(e.getKey(), o.path("kind").asText().equals("path"), o.path("type").asText(), o.path("javaType").asText(),
                    o.path("required").asBoolean(), o.path("secret").asBoolean(), choices, o.path("label").asText(), o.path("description").asText(),
                    o.path("defaultValue").asText(""), prefix));
        });
        JsonNode c = json.path("component");
        return new Component(scheme, c.path("consumerOnly").asBoolean(), c.path("producerOnly").asBoolean(), c.path("lenientProperties").asBoolean(), c.path("remote").asBoolean(true), options, see(scheme));
    }

    private static String see(String scheme) {
        return OURS.contains(scheme) ? "components/" + scheme + "/README.md#options" : "https://camel.apache.org/components/next/" + scheme + "-component.html";
    }

    /** Whether Camel's YAML DSL has a step of this name; the usual ones are known without reading its large schema. */
    boolean isStep(String name) {
        return USUAL_STEPS.contains(name) || steps().contains(name);
    }

    /** The names of steps, from the schema of Camel's own YAML DSL. */
    Set<String> steps() {
        Set<String> known = steps;
        if (known == null) {
            known = new TreeSet<>();
            try (InputStream schema = loader.getResourceAsStream("schema/camelYamlDsl.json")) {
                if (schema == null) {
                    throw new IllegalStateException("schema/camelYamlDsl.json of camel-yaml-dsl is not on the class path");
                }
                JsonNode step = JSON.readTree(schema).path("items").path("definitions").path("org.apache.camel.model.ProcessorDefinition").path("properties");
                step.fieldNames().forEachRemaining(known::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            steps = known;
        }
        return known;
    }

    /** Whether a key of this name below a step is an expression in that language, written without {@code expression:}. */
    public static boolean isInlineLanguage(String name) {
        return LANGUAGES.contains(name) && !ALSO_ATTRIBUTES.contains(name);
    }

    /** Whether this build can run expressions in it. */
    boolean hasLanguage(String name) {
        return loader.getResource(SERVICES + "language/" + name) != null;
    }
}
