package io.headwater.exchange;

import io.headwater.flow.Frame;
import io.headwater.flow.Inference;
import io.headwater.flow.Readings;
import io.headwater.flow.Summary;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.apache.camel.Converter;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** What flows, in forms that any Camel step can take: as JSON text, and a frame's pixels as JPEG; and back from JSON.
 *  The forms are published as JSON Schemas under {@code schema/} in this jar.
 *  <p>Ownership: every conversion copies; nothing refers to a frame afterwards.
 *  <p>Errors: {@link IllegalArgumentException} for text that is not of the form, which Camel tells as a failed conversion;
 *  {@link IllegalStateException} when a frame was released. */
@Converter(generateLoader = true)
public final class FlowConverter {
    /** Exchange property: quality of a JPEG, 1–100; 90 where it is not set. */
    public static final String JPEG_QUALITY = "jpegQuality";

    private FlowConverter() {}

    @Converter
    public static byte[] toBytes(Frame frame, @Nullable Exchange exchange) {
        Integer quality = exchange == null ? null : exchange.getProperty(JPEG_QUALITY, Integer.class);
        return Jpeg.encode(frame, quality == null ? Jpeg.DEFAULT_QUALITY : quality);
    }

    @Converter
    public static InputStream toStream(Frame frame, @Nullable Exchange exchange) {
        return new ByteArrayInputStream(toBytes(frame, exchange));
    }

    @Converter
    public static String toText(Frame frame) {
        return text(FrameJson.write(frame));
    }

    @Converter
    public static byte[] toBytes(Inference inference) {
        return InferenceJson.write(inference);
    }

    @Converter
    public static InputStream toStream(Inference inference) {
        return new ByteArrayInputStream(InferenceJson.write(inference));
    }

    @Converter
    public static String toText(Inference inference) {
        return text(InferenceJson.write(inference));
    }

    @Converter
    public static byte[] toBytes(Readings readings) {
        return ReadingsJson.write(readings);
    }

    @Converter
    public static InputStream toStream(Readings readings) {
        return new ByteArrayInputStream(ReadingsJson.write(readings));
    }

    @Converter
    public static String toText(Readings readings) {
        return text(ReadingsJson.write(readings));
    }

    @Converter
    public static byte[] toBytes(Summary summary) {
        return SummaryJson.write(summary);
    }

    @Converter
    public static InputStream toStream(Summary summary) {
        return new ByteArrayInputStream(SummaryJson.write(summary));
    }

    @Converter
    public static String toText(Summary summary) {
        return text(SummaryJson.write(summary));
    }

    @Converter
    public static Inference toInference(byte[] json) {
        return InferenceJson.read(json);
    }

    @Converter
    public static Inference toInference(String json) {
        return InferenceJson.read(bytes(json));
    }

    @Converter
    public static Inference toInference(InputStream json) throws IOException {
        return InferenceJson.read(json.readAllBytes());
    }

    @Converter
    public static Readings toReadings(byte[] json) {
        return ReadingsJson.read(json);
    }

    @Converter
    public static Readings toReadings(String json) {
        return ReadingsJson.read(bytes(json));
    }

    @Converter
    public static Readings toReadings(InputStream json) throws IOException {
        return ReadingsJson.read(json.readAllBytes());
    }

    @Converter
    public static Summary toSummary(byte[] json) {
        return SummaryJson.read(json);
    }

    @Converter
    public static Summary toSummary(String json) {
        return SummaryJson.read(bytes(json));
    }

    @Converter
    public static Summary toSummary(InputStream json) throws IOException {
        return SummaryJson.read(json.readAllBytes());
    }

    private static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }
}
