package io.headwater.runtime.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.headwater.runtime.check.ComponentCatalog;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;

/** One page with each Kamelet and component and its form, as people see it: titles, texts, defaults and choices. */
final class Reference {
    private final StringBuilder html = new StringBuilder();

    private Reference() {}

    static String page() {
        Reference page = new Reference();
        page.html.append(HEAD);
        page.html.append("<h2 id=\"kamelets\">Kamelets</h2>\n");
        Described.kamelets().forEach(page::kamelet);
        page.html.append("<h2 id=\"components\">Components</h2>\n");
        Map<String, ObjectNode> components = Described.components();
        components.entrySet().stream().filter(e -> ComponentCatalog.isOurs(e.getKey())).forEach(e -> page.component(e.getKey(), e.getValue()));
        page.html.append("<h2 id=\"others\">Of Camel</h2>\n<p>").append(String.join(", ", components.keySet().stream().filter(c -> !ComponentCatalog.isOurs(c)).map(c -> "<a href=\"https://camel.apache.org/components/next/"
                + c + "-component.html\">" + c + "</a>").toList())).append("</p>\n</main>\n");
        return page.html.toString();
    }

    private void kamelet(String name, ObjectNode kamelet) {
        JsonNode definition = kamelet.at("/spec/definition");
        Set<String> required = new HashSet<>();
        definition.path("required").forEach(r -> required.add(r.asText()));
        html.append("<section id=\"").append(name).append("\">\n<h3><img alt=\"\" src=\"").append(text(kamelet.path("metadata").path("annotations").path("camel.apache.org/kamelet.icon")))
                .append("\">").append(text(definition.path("title"))).append(" <code>").append(name).append("</code></h3>\n<p>").append(text(definition.path("description"))).append("</p>\n");
        List<String> rows = new ArrayList<>();
        definition.path("properties").properties().forEach(e -> {
            JsonNode p = e.getValue();
            rows.add(row(e.getKey(), p.path("title"), p.path("description"), kind(p.path("format").asText().equals("duration") ? "duration" : p.path("type").asText()), p, p.path("default"),
                    required.contains(e.getKey())));
        });
        table(rows);
    }

    private void component(String scheme, ObjectNode component) {
        JsonNode told = component.path("component");
        html.append("<section id=\"").append(scheme).append("\">\n<h3>").append(text(told.path("title"))).append(" <code>").append(scheme).append("</code></h3>\n<p>")
                .append(text(told.path("description"))).append("</p>\n");
        List<String> rows = new ArrayList<>();
        component.path("properties").properties().stream().filter(e -> !ComponentCatalog.isInherited(e.getKey())).forEach(e -> {
            JsonNode p = e.getValue();
            rows.add(row(e.getKey(), p.path("displayName"), p.path("description"), kind(p.path("type").asText()) + (p.path("group").asText().contains("advanced") ? ", advanced" : ""), p, p.path("defaultValue"),
                    p.path("required").asBoolean()));
        });
        table(rows);
    }

    private void table(List<String> rows) {
        html.append("<table>\n<thead><tr><th>Field</th><th>Option</th><th>Is</th><th>Value</th><th>Default</th></tr></thead>\n<tbody>\n");
        rows.forEach(html::append);
        html.append("</tbody>\n</table>\n</section>\n");
    }

    private static String row(String name, JsonNode title, JsonNode description, String type, JsonNode choices, JsonNode given, boolean required) {
        List<String> values = StreamSupport.stream(choices.path("enum").spliterator(), false).map(Reference::text).toList();
        return "<tr><td>" + text(title) + (required ? " <b title=\"must be given\">*</b>" : "") + "</td><td><code>" + name + "</code></td><td>" + text(description) + "</td><td>"
                + (values.isEmpty() ? type : String.join(" <i>or</i> ", values)) + "</td><td>" + (given.isMissingNode() ? "" : "<code>" + text(given) + "</code>") + "</td></tr>\n";
    }

    /** What a type is called by somebody who does not program. */
    private static String kind(String type) {
        return switch (type) {
            case "integer" -> "whole number";
            case "number" -> "number";
            case "boolean" -> "true or false";
            case "duration" -> "time, as in 10s";
            default -> "text";
        };
    }

    private static String text(JsonNode node) {
        return node.asText().replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }

    private static final String HEAD = """
            <!doctype html>
            <html lang="en">
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width">
            <title>Headwater: Kamelets and components</title>
            <style>
            body { font: 15px/1.45 system-ui, sans-serif; color: #1c2733; margin: 0; background: #fff }
            main { max-width: 70rem; margin: 0 auto; padding: 1rem 1.5rem 4rem }
            h3 { display: flex; align-items: center; gap: .6rem; margin: 2.2rem 0 .2rem }
            h3 img { width: 32px; height: 32px }
            code { font: 13px ui-monospace, monospace; color: #35506b }
            section > p { margin: .2rem 0 .6rem }
            table { border-collapse: collapse; width: 100%; table-layout: fixed }
            th, td { text-align: left; vertical-align: top; padding: .35rem .6rem .35rem 0; border-bottom: 1px solid #e2e8ee; overflow-wrap: anywhere }
            th { color: #5b6b7b; font-weight: 600 }
            th:nth-child(1) { width: 15% } th:nth-child(2) { width: 12% } th:nth-child(4) { width: 16% } th:nth-child(5) { width: 10% }
            td b { color: #b42318 }
            i { color: #5b6b7b }
            </style>
            <main>
            <h1>Kamelets and components</h1>
            <p>Each form as a designer shows it. A field with <b>*</b> must be filled in.</p>
            """;
}
