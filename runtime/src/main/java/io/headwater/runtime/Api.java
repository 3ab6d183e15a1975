package io.headwater.runtime;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.headwater.flow.Account;
import io.headwater.flow.Book;
import io.headwater.flow.Frame;
import io.headwater.flow.Inference;
import io.headwater.flow.Traffic;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultExchange;

/** What the console shows, for anybody else too: {@code /api/state}, {@code /api/ledger}, {@code /api/picture/ROUTE}. */
@Path("/api")
public class Api {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final long PICTURE_MILLIS = 2000;

    private final Engine engine;
    private final Monitor monitor;
    private final Pictures pictures;
    private final KafkaUplink uplink;
    private final KafkaReader reader;
    private final CamelContext context;

    Api(Engine engine, Monitor monitor, Pictures pictures, KafkaUplink uplink, KafkaReader reader, CamelContext context) {
        this.engine = engine;
        this.monitor = monitor;
        this.pictures = pictures;
        this.uplink = uplink;
        this.reader = reader;
        this.context = context;
    }

    @GET
    @Path("/state")
    @Produces(MediaType.APPLICATION_JSON)
    public ObjectNode state() {
        ObjectNode o = JSON.objectNode();
        o.put("device", engine.host().device());
        o.put("now", engine.host().clock().instant().toString());
        o.put("uptimeSeconds", Duration.between(engine.started(), engine.host().clock().instant()).toSeconds());
        o.set("routes", new RouteGraph(engine, monitor).toJson());
        o.set("ledger", ledger());
        o.set("cameras", CameraStates.toJson(engine.host()));
        o.set("sensors", SensorStates.toJson(engine.host()));
        o.set("models", ModelStates.toJson(engine.host()));
        o.set("uplink", uplink.toJson());
        o.set("kafka", reader.toJson());
        o.set("windows", windows());
        o.set("files", RoutesApi.state(engine));
        ObjectNode memory = o.putObject("memory");
        memory.put("framesUsed", engine.host().frames().used());
        memory.put("framesLimit", engine.host().frames().limit());
        memory.put("framesLost", engine.host().frames().lost());
        memory.put("total", engine.memory().total());
        memory.put("resident", engine.memory().resident());
        memory.put("short", engine.memory().isShort());
        memory.put("heapUsed", Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
        return o;
    }

    @GET
    @Path("/ledger")
    @Produces(MediaType.APPLICATION_JSON)
    public ObjectNode ledger() {
        ObjectNode o = JSON.objectNode();
        Monitor.State state = monitor.state();
        o.put("balanced", state.imbalances().isEmpty());
        o.set("imbalances", OutboxBooksForm.imbalances(state.imbalances()));
        ArrayNode books = o.putArray("accounts");
        engine.host().ledger().accounts().forEach(a -> books.add(account(a)));
        uplink.books().ifPresent(outbox -> o.set("outbox", OutboxBooksForm.json(outbox)));
        return o;
    }

    private static ObjectNode account(Account account) {
        ObjectNode o = book(account.book());
        account.backlog().ifPresent(waits -> {
            ObjectNode queue = o.putObject("queue");
            queue.put("items", waits.items()).put("bytes", waits.bytes()).put("ageSeconds", waits.ageNanos() / 1e9);
            account.waits().ifPresent(w -> queue.put("waitP50Seconds", w.getValueAtPercentile(50) / 1e9).put("waitP99Seconds", w.getValueAtPercentile(99) / 1e9));
        });
        return o;
    }

    static ObjectNode book(Book b) {
        ObjectNode o = JSON.objectNode();
        o.put("route", b.route()).put("step", b.step()).put("kind", b.kind()).put("unit", b.unit().text());
        o.put("in", b.in()).put("passed", b.passed()).put("absorbed", b.absorbed()).put("made", b.made());
        reasons(o.putObject("heldBack"), b.heldBack());
        reasons(o.putObject("dropped"), b.dropped());
        reasons(o.putObject("failed"), b.failed());
        o.put("inFlight", b.inFlight());
        return o;
    }

    private static void reasons(ObjectNode to, Map<String, Long> reasons) {
        reasons.forEach(to::put);
    }

    private ArrayNode windows() {
        ArrayNode all = JSON.arrayNode();
        for (WindowLine line : engine.windows().last().reversed()) {
            ObjectNode w = all.addObject();
            w.put("id", line.record()).put("route", line.summary().route()).put("key", line.summary().key());
            w.put("start", line.summary().start().toString()).put("end", line.summary().end().toString());
            w.put("frames", line.summary().frames()).put("coverage", line.summary().coverage()).put("partial", line.summary().partial());
            ObjectNode perFrame = w.putObject("perFrame");
            line.summary().perFrame().forEach((label, d) -> perFrame.putObject(label).put("mean", d.mean()).put("min", d.min()).put("max", d.max()));
            ObjectNode places = w.putObject("places");
            line.summary().places().forEach((name, traffic) -> place(places.putObject(name), traffic));
            w.put("acknowledged", line.acknowledged() == null ? null : line.acknowledged().toString());
        }
        return all;
    }

    private static void place(ObjectNode to, Traffic traffic) {
        reasons(to.putObject("in"), traffic.in());
        reasons(to.putObject("out"), traffic.out());
        ObjectNode inside = to.putObject("inside");
        traffic.occupancy().forEach((label, d) -> inside.putObject(label).put("mean", d.mean()).put("min", d.min()).put("max", d.max()));
    }

    /** The next inferred picture of a route as JPEG; what was found in it is in the header {@code X-Inference}, so that picture
     *  and boxes always belong together. 204 when none came within two seconds. */
    @GET
    @Path("/picture/{route}")
    public Response picture(@PathParam("route") String route) throws InterruptedException, IOException {
        Inference inference = pictures.next(route, PICTURE_MILLIS);
        Frame frame = inference == null ? null : inference.frame();
        if (inference == null || frame == null) {
            return Response.noContent().build();
        }
        try {
            Exchange exchange = new DefaultExchange(context);
            byte[] jpeg = context.getTypeConverter().mandatoryConvertTo(byte[].class, exchange, frame);
            String found = context.getTypeConverter().mandatoryConvertTo(String.class, exchange, inference);
            return Response.ok(jpeg, "image/jpeg").header("X-Inference", found).header("Cache-Control", "no-store").build();
        } catch (org.apache.camel.NoTypeConversionAvailableException e) {
            throw new IOException(e);
        } finally {
            frame.release();
        }
    }
}
