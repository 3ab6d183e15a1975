package io.headwater.runtime;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.headwater.uplink.Outbox;
import io.headwater.uplink.OutboxException;
import io.headwater.uplink.Shelf;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** The outbox's figures, and changing it: {@code GET /api/outbox}; {@code POST /api/outbox/replay} and {@code /purge}, for callers on this
 *  machine that have its key, as JSON, so that no page of another site can do it. What the records hold is not given out. */
@Path("/api/outbox")
@Produces(MediaType.APPLICATION_JSON)
public class OutboxApi {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Engine engine;
    private final KafkaUplink uplink;

    OutboxApi(Engine engine, KafkaUplink uplink) {
        this.engine = engine;
        this.uplink = uplink;
    }

    @GET
    public ObjectNode outbox() {
        return uplink.toJson().put("folder", engine.host().state().toAbsolutePath().normalize().toString());
    }

    @POST
    @Path("/replay")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response replay(@Context RoutingContext from, @QueryParam("lane") @Nullable String lane) {
        return change(from, outbox -> outbox.replay(lane));
    }

    @POST
    @Path("/purge")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response purge(@Context RoutingContext from, @QueryParam("shelf") @Nullable Shelf shelf, @QueryParam("lane") @Nullable String lane) {
        return shelf == null ? Response.status(Response.Status.BAD_REQUEST).entity(JSON.objectNode().put("error", "shelf is missing")).build()
                : change(from, outbox -> outbox.purge(shelf, lane));
    }

    private Response change(RoutingContext from, OutboxChange.Work work) {
        Response refused = RoutesApi.refusal(from, engine, "the outbox is");
        if (refused != null) {
            return refused;
        }
        try {
            return Response.ok(JSON.objectNode().put("records", work.run(Outbox.of(engine.context())))).build();
        } catch (OutboxException e) {
            return Response.status(Response.Status.CONFLICT).entity(JSON.objectNode().put("error", e.getMessage())).build();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Response.status(Response.Status.SERVICE_UNAVAILABLE).entity(JSON.objectNode().put("error", "the application stops")).build();
        }
    }
}
