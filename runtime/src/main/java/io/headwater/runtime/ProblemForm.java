package io.headwater.runtime;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.headwater.exchange.Problem;
import io.headwater.exchange.Rule;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** The forms in which problems are told to other programs. */
enum ProblemForm {
    /** For people; on the error output. */
    TEXT {
        @Override
        String of(List<Problem> problems) {
            return problems.stream().map(Problem::toString).collect(Collectors.joining("\n"));
        }
    },
    /** {@code {"errors": n, "warnings": n, "problems": [{file, line, column, rule, severity, text, fix, see}]}}. */
    JSON {
        @Override
        String of(List<Problem> problems) {
            ObjectNode root = MAPPER.createObjectNode();
            root.put("errors", problems.stream().filter(Problem::isError).count()).put("warnings", problems.stream().filter(p -> !p.isError()).count());
            ArrayNode list = root.putArray("problems");
            for (Problem p : problems) {
                list.addObject().put("file", p.file().toString()).put("line", p.line()).put("column", p.column()).put("rule", p.rule().id())
                        .put("severity", p.severity().toString()).put("text", p.text()).put("fix", p.fix()).put("see", p.see());
            }
            return written(root);
        }
    },
    /** SARIF 2.1.0, as code scanners and editors read it. */
    SARIF {
        @Override
        String of(List<Problem> problems) {
            ObjectNode root = MAPPER.createObjectNode();
            root.put("$schema", "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json").put("version", "2.1.0");
            ObjectNode run = root.putArray("runs").addObject();
            ObjectNode driver = run.putObject("tool").putObject("driver").put("name", "headwater");
            ArrayNode rules = driver.putArray("rules");
            for (Rule rule : Rule.values()) {
                ObjectNode entry = rules.addObject().put("id", rule.id()).put("name", rule.name());
                entry.putObject("shortDescription").put("text", rule.says());
                entry.putObject("defaultConfiguration").put("level", rule.severity().toString());
            }
            run.put("columnKind", "unicodeCodePoints");
            ArrayNode results = run.putArray("results");
            for (Problem p : problems) {
                ObjectNode result = results.addObject().put("ruleId", p.rule().id()).put("ruleIndex", p.rule().ordinal()).put("level", p.severity().toString());
                result.putObject("message").put("text", p.text() + "\nfix: " + p.fix() + (p.see() == null ? "" : "\nsee: " + p.see()));
                ObjectNode place = result.putArray("locations").addObject().putObject("physicalLocation");
                place.putObject("artifactLocation").put("uri", uri(p.file()));
                place.putObject("region").put("startLine", p.line()).put("startColumn", p.column());
            }
            return written(root);
        }
    },
    /** Workflow commands of GitHub Actions, which show each problem beside its line. */
    GITHUB {
        @Override
        String of(List<Problem> problems) {
            return problems.stream().map(p -> "::" + p.severity() + " file=" + escaped(p.file().toString(), true) + ",line=" + p.line() + ",col=" + p.column()
                    + ",title=" + p.rule().id() + "::" + escaped(p.text() + "\nfix: " + p.fix() + (p.see() == null ? "" : "\nsee: " + p.see()), false)).collect(Collectors.joining("\n"));
        }
    };

    private static final ObjectMapper MAPPER = new ObjectMapper();

    abstract String of(List<Problem> problems);

    private static String written(ObjectNode root) {
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Relative as given, so that it is found in any checkout. */
    private static String uri(Path file) {
        return file.isAbsolute() ? file.toUri().toString() : Path.of("/").resolve(file).toUri().getRawPath().substring(1);
    }

    /** As GitHub's own toolkit escapes them. */
    private static String escaped(String text, boolean property) {
        String data = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
        return property ? data.replace(":", "%3A").replace(",", "%2C") : data;
    }
}
