package io.headwater.exchange;

import com.fasterxml.jackson.core.JsonGenerator;
import io.headwater.flow.Anomaly;
import io.headwater.flow.Answer;
import io.headwater.flow.Box;
import io.headwater.flow.Classes;
import io.headwater.flow.Detection;
import io.headwater.flow.Detections;
import io.headwater.flow.Embedding;
import io.headwater.flow.Inference;
import io.headwater.flow.Tensors;
import java.io.IOException;
import java.util.List;

/** An inference as JSON and back, without its frame. Its answer is one field, named after its kind. */
final class InferenceJson {
    static final JsonForm FORM = new JsonForm("io.headwater.inference/1");

    private InferenceJson() {}

    static byte[] write(Inference i) {
        return FORM.write(json -> {
            OriginJson.write(json, i.origin());
            json.writeNumberField("width", i.width());
            json.writeNumberField("height", i.height());
            OriginJson.write(json, i.model());
            json.writeStringField("latency", i.latency().toString());
            answer(json, i.answer());
        });
    }

    private static void answer(JsonGenerator json, Answer answer) throws IOException {
        switch (answer) {
            case Detections detections -> {
                json.writeArrayFieldStart("detections");
                for (Detection d : detections.all()) {
                    scored(json, d.label(), d.score());
                    json.writeFieldName("box");
                    floats(json, new float[] {d.box().x1(), d.box().y1(), d.box().x2(), d.box().y2()});
                    json.writeEndObject();
                }
                json.writeEndArray();
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

    private static void scored(JsonGenerator json, String label, float score) throws IOException {
        json.writeStartObject();
        json.writeStringField("label", label);
        json.writeFieldName("score");
        JsonForm.number(json, score);
    }

    private static void floats(JsonGenerator json, float[] values) throws IOException {
        json.writeStartArray();
        for (float value : values) {
            JsonForm.number(json, value);
        }
        json.writeEndArray();
    }

    static Inference read(byte[] bytes) {
        return FORM.read(bytes, i -> new Inference(OriginJson.read(i), null, i.part("width").wholeInt(), i.part("height").wholeInt(),
                OriginJson.model(i.part("model")), i.part("latency").duration(), answer(i)));
    }

    private static Answer answer(JsonPart i) {
        return i.optional("detections").<Answer>map(all -> new Detections(all.elements().stream().map(InferenceJson::detection).toList()))
                .or(() -> i.optional("classes").map(all -> new Classes(all.elements().stream()
                        .map(c -> new Classes.Scored(c.part("label").text(), score(c))).toList())))
                .or(() -> i.optional("embedding").map(vector -> new Embedding(vector.floats())))
                .or(() -> i.optional("anomaly").map(a -> new Anomaly(orNaN(a, "score"), orNaN(a, "threshold"))))
                .or(() -> i.optional("tensors").map(all -> new Tensors(all.elements().stream().map(InferenceJson::tensor).toList())))
                .orElseThrow(() -> new IllegalArgumentException(
                        "the answer is missing: one of detections, classes, embedding, anomaly, tensors"));
    }

    private static Detection detection(JsonPart d) {
        JsonPart box = d.part("box");
        float[] edges = box.floats();
        if (edges.length != 4) {
            throw new IllegalArgumentException(box.place() + " has " + edges.length + " numbers, must be x1, y1, x2, y2");
        }
        return new Detection(d.part("label").text(), score(d), new Box(edges[0], edges[1], edges[2], edges[3]));
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
