package io.headwater.runtime;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.headwater.exchange.Host;
import io.headwater.sensor.SensorStatus;
import io.headwater.sensor.Sensors;

/** The sensors as the API shows them. */
final class SensorStates {
    private SensorStates() {}

    static ArrayNode toJson(Host host) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        for (SensorStatus s : host.shared(Sensors.class, Sensors::of).all()) {
            all.addObject().put("name", s.name()).put("route", s.route()).put("location", s.location()).put("state", s.state().name())
                    .put("since", s.since().toString()).put("error", s.error()).put("messages", s.messages())
                    .put("lastMessage", s.lastMessage() == null ? null : String.valueOf(s.lastMessage())).put("unacknowledged", s.unacknowledged())
                    .put("retrying", s.retrying()).put("unreadable", s.unreadable()).put("givenUp", s.givenUp()).put("reconnects", s.reconnects());
        }
        return all;
    }
}
