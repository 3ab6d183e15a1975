package io.headwater.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.CatalogCamelContext;

/** What a component's jar says of its options: the JSON that editors and the catalogue read. */
record OptionTable(String scheme, JsonNode json) {

    static OptionTable of(CamelContext context, String scheme) {
        try {
            String text = ((CatalogCamelContext) context).getComponentParameterJsonSchema(scheme);
            if (text == null) {
                throw new AssertionError("no JSON of component " + scheme + " on the class path: is src/generated/resources a resource folder?");
            }
            return new OptionTable(scheme, new ObjectMapper().readTree(text));
        } catch (IOException e) {
            throw new AssertionError("the JSON of component " + scheme + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** An endpoint option.
     *
     *  @param kind {@code path} or {@code parameter} */
    record Option(String name, String kind, String type, boolean required, String description) {
        boolean isPath() {
            return kind.equals("path");
        }
    }

    List<Option> options() {
        List<Option> all = new ArrayList<>();
        json.path("properties").properties().forEach(e -> all.add(new Option(e.getKey(), e.getValue().path("kind").asText(),
                e.getValue().path("type").asText(), e.getValue().path("required").asBoolean(), e.getValue().path("description").asText())));
        return all;
    }

    String description() {
        return json.path("component").path("description").asText();
    }
}
