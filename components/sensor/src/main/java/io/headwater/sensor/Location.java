package io.headwater.sensor;

import io.headwater.exchange.RecordingFile;
import java.nio.file.Path;
import java.util.Locale;

/** Where a sensor reads from. Its scheme names the bus: a new bus gets its line here, and one in {@link Bus#of}. */
sealed interface Location permits MqttLocation, FileLocation {
    String FORMS = "mqtt://host:1883/topic or mqtts://host:8883/topic; or a recording, such as plant.jsonl";

    /** Reads what the user wrote.
     *
     *  @param folder what a file is relative to
     *  <p>Errors: {@link IllegalArgumentException} for a bus that is not known, and for what its bus cannot read. */
    static Location of(String text, Path folder) {
        int end = text.indexOf("://");
        return switch (end < 0 ? "" : text.substring(0, end).toLowerCase(Locale.ROOT)) {
            case "mqtt" -> MqttLocation.of(false, text.substring(end + 3));
            case "mqtts" -> MqttLocation.of(true, text.substring(end + 3));
            case "" -> {
                if (text.endsWith(RecordingFile.ENDING)) {
                    yield new FileLocation(folder.resolve(text).normalize());
                }
                throw new IllegalArgumentException("must be " + FORMS);
            }
            default -> throw new IllegalArgumentException("must be " + FORMS);
        };
    }
}
