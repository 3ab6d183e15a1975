package io.headwater.runtime;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.headwater.camera.CameraStatus;
import io.headwater.camera.Cameras;
import io.headwater.exchange.Host;

/** The cameras as the console shows them. */
final class CameraStates {
    private CameraStates() {}

    static ArrayNode toJson(Host host) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        for (CameraStatus c : host.shared(Cameras.class, Cameras::of).all()) {
            all.addObject().put("name", c.name()).put("route", c.route()).put("location", c.location()).put("state", c.state().name())
                    .put("since", c.since().toString()).put("error", c.error()).put("width", c.width()).put("height", c.height())
                    .put("framesPerSecond", c.framesPerSecond()).put("frames", c.frames()).put("reconnects", c.reconnects());
        }
        return all;
    }
}
