package io.headwater.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.headwater.exchange.RefusedException;
import io.headwater.runtime.recording.NotRecordedException;
import io.headwater.runtime.recording.Recordings;
import io.headwater.runtime.recording.Scrub;
import io.headwater.runtime.recording.Wish;
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
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.Set;

/** Recordings of routes: {@code POST /api/recordings} begins one, {@code POST /api/recordings/ROUTE/stop} ends it and answers when it is
 *  written, both for callers on this machine that have its key; {@code GET /api/recordings/ROUTE} tells how it stands. */
@Path("/api/recordings")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class RecordingsApi {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);
    private static final int UNPROCESSABLE = 422;

    private final Engine engine;

    RecordingsApi(Engine engine) {
        this.engine = engine;
    }

    private interface Answering {
        Response answer() throws InterruptedException;
    }

    @POST
    public Response start(JsonNode wanted, @Context RoutingContext from) {
        return allowed(from, () -> {
            Wish wish = wish(wanted);
            engine.recordings().start(wish);
            return Response.ok(state(wish.route())).build();
        });
    }

    @GET
    @Path("/{route}")
    public Response recording(@PathParam("route") String route) {
        return answer(() -> Response.ok(state(route)).build());
    }

    @POST
    @Path("/{route}/stop")
    public Response stop(@PathParam("route") String route, @Context RoutingContext from) {
        return allowed(from, () -> {
            engine.recordings().stop(route);
            return Response.ok(state(route)).build();
        });
    }

    private Response allowed(RoutingContext from, Answering answering) {
        Response refused = RoutesApi.refusal(from, engine, "recordings are");
        return refused != null ? refused : answer(answering);
    }

    private static Response answer(Answering answering) {
        try {
            return answering.answer();
        } catch (RefusedException e) {
            return refused(e.getMessage(), true);
        } catch (NotRecordedException e) {
            return refused(e.getMessage(), e.isWrong());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Response.serverError().build();
        }
    }

    private static Response refused(String text, boolean wrong) {
        return Response.status(UNPROCESSABLE).entity(JSON.objectNode().put("error", text).put("wrong", wrong)).build();
    }

    private Wish wish(JsonNode wanted) {
        String route = wanted.path("route").asText();
        java.nio.file.Path folder = wanted.hasNonNull("folder") ? java.nio.file.Path.of(wanted.get("folder").asText())
                : engine.host().state().resolve("recordings").resolve(route.replaceAll("[^A-Za-z0-9._-]", "_") + "-" + STAMP.format(engine.host().clock().instant()));
        JsonNode scrub = wanted.path("scrub");
        return new Wish(route, folder, Duration.ofMillis(wanted.path("millis").asLong()), wanted.path("maxBytes").asLong(), wanted.path("quality").asInt(),
                new Scrub(Scrub.Pictures.valueOf(scrub.path("pictures").asText(Scrub.Pictures.AS_THEY_ARE.name())), texts(scrub.path("labels")), scrub.path("block").asInt(Scrub.BLOCK), texts(scrub.path("fields"))),
                wanted.path("allowPictures").asBoolean(), wanted.path("command").asText());
    }

    private static Set<String> texts(JsonNode list) {
        Set<String> texts = new HashSet<>();
        list.forEach(t -> texts.add(t.asText()));
        return texts;
    }

    private ObjectNode state(String route) {
        ObjectNode o = JSON.objectNode();
        Recordings recordings = engine.recordings();
        recordings.state(route).ifPresent(state -> {
            o.put("folder", recordings.folder(route).map(Object::toString).orElse(null)).put("end", state.end()).put("seconds", state.seconds()).put("items", state.items()).put("bytes", state.bytes());
            ObjectNode missed = o.putObject("missed");
            state.missed().forEach(missed::put);
        });
        return o;
    }
}
