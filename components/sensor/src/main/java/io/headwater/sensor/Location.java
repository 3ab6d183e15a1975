package io.headwater.sensor;

import java.util.Locale;

/** Where a sensor reads from. Its scheme names the bus: a new bus gets its line here, and one in {@link Bus#of}. */
sealed interface Location permits MqttLocation {
    String FORMS = "mqtt://host:1883/topic or mqtts://host:8883/topic";

    /** Reads what the user wrote.
     *  <p>Errors: {@link IllegalArgumentException} for a bus that is not known, and for what its bus cannot read. */
    static Location of(String text) {
        int end = text.indexOf("://");
        return switch (end < 0 ? "" : text.substring(0, end).toLowerCase(Locale.ROOT)) {
            case "mqtt" -> MqttLocation.of(false, text.substring(end + 3));
            case "mqtts" -> MqttLocation.of(true, text.substring(end + 3));
            default -> throw new IllegalArgumentException("must be " + FORMS);
        };
    }
}
