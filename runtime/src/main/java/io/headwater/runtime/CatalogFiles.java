package io.headwater.runtime;

import io.headwater.runtime.catalog.Catalog;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.lang.ref.SoftReference;
import java.util.Map;

/** What Kaoto loads, as {@code headwater catalog} writes it: {@code /catalog/kaoto/index.json}. Any page may read it, for it says
 *  nothing of this box. */
@Path("/catalog/kaoto")
public class CatalogFiles {
    private SoftReference<Map<String, String>> made = new SoftReference<>(null);

    @GET
    @Path("/{file:.+}")
    public Response file(@PathParam("file") String file) {
        String text = files().get(file);
        return text == null ? Response.status(Response.Status.NOT_FOUND).build()
                : Response.ok(text, file.endsWith(".json") ? "application/json" : "application/yaml").header("Access-Control-Allow-Origin", "*").build();
    }

    private synchronized Map<String, String> files() {
        Map<String, String> known = made.get();
        if (known == null) {
            known = Catalog.kaoto();
            made = new SoftReference<>(known);
        }
        return known;
    }
}
