package io.headwater.runtime.catalog;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.headwater.runtime.check.Kamelets;
import java.util.Map;
import java.util.TreeMap;

/** The files that designers load: their text by their path below a folder. */
public final class Catalog {
    private Catalog() {}

    /** For Karavan: {@code metadata/components.json} in the place of its own, and Kamelets for its setting {@code Karavan.kameletsPath}. */
    public static Map<String, String> karavan() {
        Map<String, String> files = new TreeMap<>();
        ArrayNode components = Described.JSON.createArrayNode();
        components.addAll(Described.components().values());
        files.put("metadata/components.json", components.toPrettyString() + "\n");
        Kamelets.shipped().forEach((name, text) -> files.put("kamelets/" + name + ".kamelet.yaml", text));
        return files;
    }

    /** For people: a page with every form. */
    public static String reference() {
        return Reference.page();
    }

    /** For Kaoto: what is to be served, so that its setting {@code kaoto.catalog.url} can point to {@code index.json}. */
    public static Map<String, String> kaoto() {
        return KaotoCatalog.files();
    }
}
