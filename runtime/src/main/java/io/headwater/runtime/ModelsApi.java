package io.headwater.runtime;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.headwater.exchange.RefusedException;
import io.headwater.infer.ModelVersions;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.function.Function;

/** The versions of the models that run, and changing them: {@code GET /api/models}; {@code POST /api/models/NAME/use} and {@code /retry} with
 *  {@code {"version": "1.3.0"}}, and {@code /rollback}, for callers on this machine that have its key, as JSON, so that no page of another site can do it. */
@Path("/api/models")
@Produces(MediaType.APPLICATION_JSON)
public class ModelsApi {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Engine engine;

    ModelsApi(Engine engine) {
        this.engine = engine;
    }

    @GET
    public ObjectNode models() {
        ObjectNode all = ModelStates.toJson(engine.host());
        engine.host().sharedIfMade(ModelVersions.class).ifPresent(versions -> all.path("models").forEach(model -> {
            ArrayNode there = ((ObjectNode) model).putArray("versions");
            versions.there(model.path("name").asText()).forEach(there::add);
        }));
        return all;
    }

    @POST
    @Path("/{name}/use")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response use(@Context RoutingContext from, @PathParam("name") String name, ObjectNode body) {
        return change(from, versions -> versions.use(name + "@" + body.path("version").asText()));
    }

    @POST
    @Path("/{name}/retry")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response retry(@Context RoutingContext from, @PathParam("name") String name, ObjectNode body) {
        return change(from, versions -> versions.retry(name + "@" + body.path("version").asText()));
    }

    @POST
    @Path("/{name}/rollback")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response rollback(@Context RoutingContext from, @PathParam("name") String name, ObjectNode body) {
        return change(from, versions -> versions.rollback(name));
    }

    private Response change(RoutingContext from, Function<ModelVersions, String> change) {
        Response refused = RoutesApi.refusal(from, engine, "models are");
        if (refused != null) {
            return refused;
        }
        ObjectNode answer = JSON.objectNode();
        try {
            return Response.ok(answer.put("text", change.apply(engine.host().shared(ModelVersions.class, ModelVersions::of)))).build();
        } catch (RefusedException e) {
            ArrayNode problems = answer.putArray("refused");
            e.problems().forEach(p -> problems.add(p.toString()));
            return Response.status(422).entity(answer).build();
        } catch (IllegalStateException e) {
            return Response.status(Response.Status.CONFLICT).entity(answer.put("error", e.getMessage())).build();
        }
    }
}
