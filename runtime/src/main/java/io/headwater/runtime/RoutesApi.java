package io.headwater.runtime;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.headwater.exchange.RefusedException;
import io.headwater.runtime.check.RoutePart;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.function.Supplier;

/** The routes that run, and changing them: {@code GET /api/routes}; {@code POST /api/routes/reload} and {@code /rollback}, for callers on this
 *  machine only, as JSON, so that no page of another site can do it. Texts of routes are not given out: they may hold passwords. */
@Path("/api/routes")
@Produces(MediaType.APPLICATION_JSON)
public class RoutesApi {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Engine engine;

    RoutesApi(Engine engine) {
        this.engine = engine;
    }

    @GET
    public ObjectNode routes() {
        ObjectNode o = state(engine);
        ArrayNode parts = o.putArray("parts");
        for (RoutePart part : engine.loaded().current().parts()) {
            parts.addObject().put("file", part.file().toString()).put("route", part.route()).put("digest", part.digest());
        }
        return o;
    }

    /** How things stand with the files: since when the routes run, why others run than the files say, what is wrong. */
    static ObjectNode state(Engine engine) {
        Reloading.State state = engine.reloading().state();
        ObjectNode o = JSON.objectNode();
        o.put("since", state.since() == null ? null : state.since().toString()).put("instead", state.instead());
        ArrayNode refused = o.putArray("refused");
        state.refused().forEach(p -> refused.add(p.toString()));
        return o;
    }

    @POST
    @Path("/reload")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response reload(@Context RoutingContext from) {
        return change(from, () -> engine.reloading().reload());
    }

    @POST
    @Path("/rollback")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response rollback(@Context RoutingContext from) {
        return change(from, () -> engine.reloading().rollback());
    }

    /** Whether the caller is on this machine. */
    static boolean isLocal(RoutingContext from) {
        return from.request().remoteAddress().host().matches("127\\..*|::1|0:0:0:0:0:0:0:1|localhost");
    }

    private static Response change(RoutingContext from, Supplier<RouteSet.Change> change) {
        if (!isLocal(from)) {
            return Response.status(Response.Status.FORBIDDEN).entity(JSON.objectNode().put("error", "routes are changed from this machine only")).build();
        }
        ObjectNode answer = JSON.objectNode();
        try {
            ArrayNode lines = answer.putArray("changes");
            change.get().lines().forEach(lines::add);
            return Response.ok(answer).build();
        } catch (RefusedException e) {
            ArrayNode problems = answer.putArray("refused");
            e.problems().forEach(p -> problems.add(p.toString()));
            return Response.status(422).entity(answer).build();
        } catch (SurroundingsException e) {
            return Response.status(Response.Status.CONFLICT).entity(answer.put("error", e.getMessage())).build();
        }
    }
}
