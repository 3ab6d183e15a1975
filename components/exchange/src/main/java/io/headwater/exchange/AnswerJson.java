package io.headwater.exchange;

import com.fasterxml.jackson.core.JsonGenerator;
import io.headwater.flow.Anomaly;
import io.headwater.flow.Answer;
import io.headwater.flow.Box;
import io.headwater.flow.Classes;
import io.headwater.flow.Detection;
import io.headwater.flow.Detections;
import io.headwater.flow.Embedding;
import io.headwater.flow.Keypoint;
import io.headwater.flow.Segments;
import io.headwater.flow.Tensors;
import io.headwater.flow.Text;
import io.headwater.flow.Values;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** An answer as one field of an inference, named after its kind, and back. */
final class AnswerJson {
    private static final int MOST_PLACES = 1 << 26;

    private AnswerJson() {}

    static void write(JsonGenerator json, Answer answer) throws IOException {
        switch (answer) {
            case Detections detections -> {
                json.writeArrayFieldStart("detections");
                for (Detection d : detections.all()) {
                    scored(json, d.label(), d.score());
                    json.writeFieldName("box");
                    floats(json, new float[] {d.box().x1(), d.box().y1(), d.box().x2(), d.box().y2()});
                    points(json, d.points());
                    if (d.track() != null) {
                        json.writeFieldName("track");
                        TrackJson.write(json, d.track());
                    }
                    json.writeEndObject();
                }
                json.writeEndArray();
                TrackJson.write(json, detections.places());
            }
            case Classes classes -> {
                json.writeArrayFieldStart("classes");
                for (Classes.Scored c : classes.all()) {
                    scored(json, c.label(), c.score());
                    json.writeEndObject();
                }
                json.writeEndArray();
            }
            case Embedding embedding -> {
                json.writeFieldName("embedding");
                floats(json, embedding.vector());
            }
            case Anomaly anomaly -> {
                json.writeObjectFieldStart("anomaly");
                json.writeFieldName("score");
                JsonForm.number(json, anomaly.score());
                json.writeFieldName("threshold");
                JsonForm.number(json, anomaly.threshold());
                json.writeBooleanField("anomalous", anomaly.anomalous());
                json.writeEndObject();
            }
            case Segments segments -> segments(json, segments);
            case Text text -> {
                json.writeObjectFieldStart("text");
                json.writeStringField("text", text.text());
                json.writeFieldName("score");
                JsonForm.number(json, text.score());
                json.writeEndObject();
            }
            case Values values -> {
                json.writeArrayFieldStart("values");
                for (Values.Value v : values.all()) {
                    json.writeStartObject();
                    json.writeStringField("name", v.name());
                    json.writeFieldName("value");
                    JsonForm.number(json, v.value());
                    json.writeStringField("unit", v.unit());
                    json.writeEndObject();
                }
                json.writeEndArray();
            }
            case Tensors tensors -> {
                json.writeArrayFieldStart("tensors");
                for (Tensors.Tensor t : tensors.all()) {
                    json.writeStartObject();
                    json.writeStringField("name", t.name());
                    json.writeFieldName("shape");
                    json.writeArray(t.shape(), 0, t.shape().length);
                    json.writeFieldName("values");
                    floats(json, t.values());
                    json.writeEndObject();
                }
                json.writeEndArray();
            }
        }
    }

    private static void points(JsonGenerator json, List<Keypoint> points) throws IOException {
        if (points.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("points");
        for (Keypoint p : points) {
            json.writeStartObject();
            json.writeStringField("name", p.name());
            json.writeFieldName("at");
            floats(json, new float[] {p.x(), p.y()});
            json.writeFieldName("score");
            JsonForm.number(json, p.score());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** The map as runs: how often the next label stands, row after row. */
    private static void segments(JsonGenerator json, Segments segments) throws IOException {
        json.writeObjectFieldStart("segments");
        json.writeNumberField("width", segments.width());
        json.writeNumberField("height", segments.height());
        json.writeArrayFieldStart("areas");
        for (Segments.Area area : segments.areas()) {
            json.writeStartObject();
            json.writeStringField("label", area.label());
            json.writeFieldName("share");
            JsonForm.number(json, area.share());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("runs");
        byte[] map = segments.map();
        for (int from = 0, to; from < map.length; from = to) {
            to = from;
            while (to < map.length && map[to] == map[from]) {
                to++;
            }
            json.writeNumber(map[from] & 0xff);
            json.writeNumber(to - from);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void scored(JsonGenerator json, String label, float score) throws IOException {
        json.writeStartObject();
        json.writeStringField("label", label);
        json.writeFieldName("score");
        JsonForm.number(json, score);
    }

    static void floats(JsonGenerator json, float[] values) throws IOException {
        json.writeStartArray();
        for (float value : values) {
            JsonForm.number(json, value);
        }
        json.writeEndArray();
    }

    static Answer read(JsonPart i) {
        return i.optional("detections").<Answer>map(all -> new Detections(all.elements().stream().map(AnswerJson::detection).toList(), i.optional("places").map(TrackJson::places).orElse(List.of())))
                .or(() -> i.optional("classes").map(all -> new Classes(all.elements().stream()
                        .map(c -> new Classes.Scored(c.part("label").text(), score(c))).toList())))
                .or(() -> i.optional("embedding").map(vector -> new Embedding(vector.floats())))
                .or(() -> i.optional("anomaly").map(a -> new Anomaly(orNaN(a, "score"), orNaN(a, "threshold"))))
                .or(() -> i.optional("segments").map(AnswerJson::segments))
                .or(() -> i.optional("text").map(t -> new Text(t.part("text").text(), score(t))))
                .or(() -> i.optional("values").map(all -> new Values(all.elements().stream()
                        .map(v -> new Values.Value(v.part("name").text(), orNaN(v, "value"), v.part("unit").text())).toList())))
                .or(() -> i.optional("tensors").map(all -> new Tensors(all.elements().stream().map(AnswerJson::tensor).toList())))
                .orElseThrow(() -> new IllegalArgumentException(
                        "the answer is missing: one of detections, classes, embedding, anomaly, segments, text, values, tensors"));
    }

    private static Detection detection(JsonPart d) {
        JsonPart box = d.part("box");
        float[] edges = box.floats();
        if (edges.length != 4) {
            throw new IllegalArgumentException(box.place() + " has " + edges.length + " numbers, must be x1, y1, x2, y2");
        }
        List<Keypoint> points = d.optional("points").map(all -> all.elements().stream().map(AnswerJson::point).toList()).orElse(List.of());
        return new Detection(d.part("label").text(), score(d), new Box(edges[0], edges[1], edges[2], edges[3]), points, d.optional("track").map(TrackJson::track).orElse(null));
    }

    private static Keypoint point(JsonPart p) {
        JsonPart at = p.part("at");
        float[] xy = at.floats();
        if (xy.length != 2) {
            throw new IllegalArgumentException(at.place() + " has " + xy.length + " numbers, must be x, y");
        }
        return new Keypoint(p.part("name").text(), xy[0], xy[1], score(p));
    }

    private static Segments segments(JsonPart s) {
        int width = s.part("width").wholeInt();
        int height = s.part("height").wholeInt();
        List<JsonPart> runs = s.part("runs").elements();
        long places = (long) width * height;
        if (width < 0 || height < 0 || places > MOST_PLACES) {
            throw new IllegalArgumentException(s.place() + " is " + width + " × " + height + ", must have at most " + MOST_PLACES + " places");
        }
        byte[] map = new byte[(int) places];
        int to = 0;
        for (int i = 0; i + 1 < runs.size(); i += 2) {
            long label = runs.get(i).whole();
            long length = runs.get(i + 1).whole();
            if (label < 0 || label > 255 || length < 0 || length > map.length - to) {
                throw new IllegalArgumentException(runs.get(i).place() + " is a run of " + length + " times label " + label + ", must stay within the map");
            }
            Arrays.fill(map, to, to += (int) length, (byte) label);
        }
        if (to != map.length) {
            throw new IllegalArgumentException(s.place() + ".runs fill " + to + " places of " + map.length);
        }
        return new Segments(width, height, map, s.part("areas").elements().stream()
                .map(a -> new Segments.Area(a.part("label").text(), orNaN(a, "share"))).toList());
    }

    private static Tensors.Tensor tensor(JsonPart t) {
        List<JsonPart> shape = t.part("shape").elements();
        return new Tensors.Tensor(t.part("name").text(), shape.stream().mapToLong(JsonPart::whole).toArray(), t.part("values").floats());
    }

    private static float score(JsonPart scored) {
        return (float) orNaN(scored, "score");
    }

    private static double orNaN(JsonPart part, String field) {
        return part.optional(field).map(JsonPart::number).orElse(Double.NaN);
    }
}
