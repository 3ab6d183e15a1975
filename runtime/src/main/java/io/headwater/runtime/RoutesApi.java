package io.headwater.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.headwater.exchange.RefusedException;
import io.headwater.runtime.check.RouteDifference;
import io.headwater.runtime.check.RoutePart;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The routes that run, what they do, and changing them: {@code GET /api/routes}, {@code /api/routes/ROUTE/explain}; {@code POST /api/routes/reload} and
 *  {@code /rollback}, {@code PUT /api/routes/files}, {@code POST /api/routes/steps}, for callers on this machine that have its key, as JSON, so that no page of another site can do it. Texts of
 *  routes are not given out: they may hold passwords. */
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

    /** What a route does, in words. */
    @GET
    @Path("/{route}/explain")
    @Produces(MediaType.TEXT_PLAIN + ";charset=UTF-8")
    public Response explain(@PathParam("route") String route) {
        try {
            return new RunningExplanation(engine.loaded(), engine.host().models()).of(route).map(Response::ok)
                    .orElseGet(() -> Response.status(Response.Status.NOT_FOUND).entity("no route of this name runs")).build();
        } catch (SurroundingsException | RefusedException e) {
            return Response.status(Response.Status.CONFLICT).entity(e.getMessage()).build();
        }
    }

    @POST
    @Path("/reload")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response reload(@Context RoutingContext from) {
        return change(from, answer -> engine.reloading().reload());
    }

    @POST
    @Path("/rollback")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response rollback(@Context RoutingContext from) {
        return change(from, answer -> engine.reloading().rollback());
    }

    /** {@code {"files": {"NAME.camel.yaml": "…"}, "remove": ["NAME.camel.yaml"], "plan": false}}: all or none. A plan also tells the {@code steps} that change, by
     *  the line of their route. */
    @PUT
    @Path("/files")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response push(@Context RoutingContext from, ObjectNode body) {
        Map<String, String> files = new LinkedHashMap<>();
        body.path("files").properties().forEach(f -> files.put(f.getKey(), f.getValue().asText()));
        Set<String> removed = new LinkedHashSet<>();
        body.path("remove").forEach(name -> removed.add(name.asText()));
        boolean plan = body.path("plan").asBoolean();
        return change(from, answer -> {
            RouteSet.Change change = engine.reloading().push(files, removed, plan);
            if (plan) {
                ObjectNode steps = answer.putObject("steps");
                change.steps().forEach((line, within) -> within.forEach(steps.putArray(line)::add));
            }
            return change;
        });
    }

    /** What would change within routes that run: {@code {"parts": [{"file": "…", "route": "…", "text": "…"}]}}, each as it would be. Worked out
     *  here, so that no text of a route is given out. */
    @POST
    @Path("/steps")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response steps(@Context RoutingContext from, ObjectNode body) {
        Response refused = refusal(from, engine, "routes are compared and");
        if (refused != null) {
            return refused;
        }
        Map<String, RoutePart> running = new LinkedHashMap<>();
        engine.loaded().current().parts().forEach(part -> running.put(part.name(), part));
        ObjectNode answer = JSON.objectNode();
        ObjectNode steps = answer.putObject("steps");
        for (JsonNode given : body.path("parts")) {
            RoutePart part = new RoutePart(java.nio.file.Path.of(given.path("file").asText()), given.path("route").asText(), given.path("text").asText());
            if (running.containsKey(part.name())) {
                RouteDifference.lines(running.get(part.name()), part).forEach(steps.putArray(part.name())::add);
            }
        }
        return Response.ok(answer).build();
    }

    /** Why the caller may change nothing; null when he may.
     *
     *  @param what as in {@code routes are} */
    static @Nullable Response refusal(RoutingContext from, Engine engine, String what) {
        if (!from.request().remoteAddress().host().matches("127\\..*|::1|0:0:0:0:0:0:0:1|localhost")) {
            return Response.status(Response.Status.FORBIDDEN).entity(JSON.objectNode().put("error", what + " changed from this machine only")).build();
        }
        return engine.key().isIn(from.request().getHeader("Authorization")) ? null : Response.status(Response.Status.UNAUTHORIZED)
                .entity(JSON.objectNode().put("error", what + " changed by whoever can read the key in the state folder of the application")).build();
    }

    private Response change(RoutingContext from, Function<ObjectNode, RouteSet.Change> change) {
        Response refused = refusal(from, engine, "routes are");
        if (refused != null) {
            return refused;
        }
        ObjectNode answer = JSON.objectNode();
        try {
            ArrayNode lines = answer.putArray("changes");
            change.apply(answer).lines().forEach(lines::add);
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
