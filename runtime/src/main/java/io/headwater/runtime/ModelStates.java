package io.headwater.runtime;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.headwater.exchange.Host;
import io.headwater.infer.ModelLine;
import io.headwater.infer.ModelVersions;
import java.time.Duration;

/** The models and their versions as the API shows them. */
final class ModelStates {
    private ModelStates() {}

    static ObjectNode toJson(Host host) {
        ObjectNode o = JsonNodeFactory.instance.objectNode();
        ArrayNode models = o.putArray("models");
        ArrayNode events = o.putArray("events");
        host.sharedIfMade(ModelVersions.class).ifPresent(versions -> put(versions, models, events));
        return o;
    }

    private static void put(ModelVersions versions, ArrayNode models, ArrayNode events) {
        versions.lines().forEach(line -> model(models.addObject(), line));
        versions.events().forEach(e -> events.addObject().put("at", e.at().toString()).put("model", e.model()).put("outcome", e.outcome().name()).put("text", e.text()));
    }

    private static void model(ObjectNode o, ModelLine line) {
        o.put("name", line.model()).put("use", line.use()).put("tried", line.tried());
        line.before().forEach(o.putArray("before")::add);
        ObjectNode refused = o.putObject("refused");
        line.refused().forEach(refused::put);
        ArrayNode steps = o.putArray("steps");
        for (ModelLine.StepLine step : line.steps()) {
            ObjectNode s = steps.addObject().put("route", step.route()).put("step", step.step()).put("version", step.version()).put("pinned", step.pinned());
            ArrayNode beside = s.putArray("beside");
            step.beside().forEach(b -> beside.addObject().put("version", b.version()).put("shadow", b.shadow()).put("since", b.since().toString()).put("frames", b.frames())
                    .put("letOut", b.letOut()).put("failed", b.failed()).put("agreement", Double.isNaN(b.agreement()) ? null : b.agreement()).put("p99Millis", millis(b.p99()))
                    .put("p99InUseMillis", millis(b.p99InUse())));
        }
    }

    private static double millis(Duration time) {
        return Math.round(time.toNanos() / 1e4) / 100.0;
    }
}
