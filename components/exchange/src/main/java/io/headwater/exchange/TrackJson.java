package io.headwater.exchange;

import com.fasterxml.jackson.core.JsonGenerator;
import io.headwater.flow.Place;
import io.headwater.flow.Point;
import io.headwater.flow.Track;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Objects that are followed, and the places that they are watched at, as JSON and back. */
final class TrackJson {
    private TrackJson() {}

    static void write(JsonGenerator json, Track track) throws IOException {
        json.writeStartObject();
        json.writeNumberField("id", track.id());
        json.writeStringField("age", track.age().toString());
        json.writeFieldName("speed");
        JsonForm.number(json, track.speed());
        if (!track.path().isEmpty()) {
            json.writeFieldName("path");
            points(json, track.path());
        }
        json.writeEndObject();
    }

    static Track track(JsonPart t) {
        return new Track(t.part("id").whole(), t.part("age").duration(), t.optional("speed").map(JsonPart::number).orElse(Double.NaN).floatValue(),
                t.optional("path").map(TrackJson::points).orElse(List.of()));
    }

    /** Writes nothing where no place is watched. */
    static void write(JsonGenerator json, List<Place> places) throws IOException {
        if (places.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("places");
        for (Place place : places) {
            json.writeStartObject();
            json.writeStringField("name", place.name());
            switch (place) {
                case Place.Zone zone -> {
                    json.writeFieldName("zone");
                    points(json, zone.outline());
                    visits(json, "inside", zone.inside());
                    visits(json, "entered", zone.entered());
                    visits(json, "left", zone.left());
                }
                case Place.Line line -> {
                    json.writeFieldName("line");
                    points(json, line.outline());
                    json.writeArrayFieldStart("crossings");
                    for (Place.Crossing crossing : line.crossings()) {
                        json.writeStartObject();
                        json.writeNumberField("track", crossing.track());
                        json.writeStringField("label", crossing.label());
                        json.writeStringField("direction", crossing.direction().name().toLowerCase(Locale.ROOT));
                        json.writeEndObject();
                    }
                    json.writeEndArray();
                }
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void visits(JsonGenerator json, String field, List<Place.Visit> visits) throws IOException {
        json.writeArrayFieldStart(field);
        for (Place.Visit visit : visits) {
            json.writeStartObject();
            json.writeNumberField("track", visit.track());
            json.writeStringField("label", visit.label());
            json.writeStringField("dwell", visit.dwell().toString());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    static List<Place> places(JsonPart all) {
        return all.elements().stream().map(TrackJson::place).toList();
    }

    private static Place place(JsonPart p) {
        String name = p.part("name").text();
        return p.optional("zone").<Place>map(zone -> new Place.Zone(name, points(zone), visits(p.part("inside")), visits(p.part("entered")), visits(p.part("left"))))
                .orElseGet(() -> new Place.Line(name, points(p.part("line")), p.part("crossings").elements().stream().map(TrackJson::crossing).toList()));
    }

    private static List<Place.Visit> visits(JsonPart all) {
        return all.elements().stream().map(v -> new Place.Visit(v.part("track").whole(), v.part("label").text(), v.part("dwell").duration())).toList();
    }

    private static Place.Crossing crossing(JsonPart c) {
        return new Place.Crossing(c.part("track").whole(), c.part("label").text(),
                c.part("direction").parsed(d -> Place.Direction.valueOf(d.toUpperCase(Locale.ROOT)), "in or out"));
    }

    private static void points(JsonGenerator json, List<Point> points) throws IOException {
        json.writeStartArray();
        for (Point point : points) {
            AnswerJson.floats(json, new float[] {point.x(), point.y()});
        }
        json.writeEndArray();
    }

    private static List<Point> points(JsonPart all) {
        List<Point> points = new ArrayList<>();
        for (JsonPart at : all.elements()) {
            float[] xy = at.floats();
            if (xy.length != 2) {
                throw new IllegalArgumentException(at.place() + " has " + xy.length + " numbers, must be x, y");
            }
            points.add(new Point(xy[0], xy[1]));
        }
        return points;
    }
}
