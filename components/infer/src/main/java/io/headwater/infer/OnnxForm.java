package io.headwater.infer;

import io.headwater.exchange.Rule;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Looks at an ONNX file before the engine does: whether it points to other files, and whether its messages are nested like those of a model.
 *  <p>Source: onnx.proto3: ModelProto.graph 7; GraphProto.node 1, initializer 5; NodeProto.attribute 5; AttributeProto.t 5, g 6, tensors 10, graphs 11; TensorProto.external_data 13, data_location 14. */
final class OnnxForm {
    private static final int DEEPEST = 32;
    private static final Trouble SHAPE = new Trouble(Rule.UNREADABLE, "is no model: as ONNX its messages do not end where they should");

    /** What keeps a file from being opened, as it goes on behind the file's name. */
    record Trouble(Rule rule, String text) {}

    private OnnxForm() {}

    private enum Message {
        MODEL, GRAPH, NODE, ATTRIBUTE, TENSOR, OTHER;

        Message part(int field) {
            return switch (this) {
                case MODEL -> field == 7 ? GRAPH : OTHER;
                case GRAPH -> field == 1 ? NODE : field == 5 ? TENSOR : OTHER;
                case NODE -> field == 5 ? ATTRIBUTE : OTHER;
                case ATTRIBUTE -> field == 5 || field == 10 ? TENSOR : field == 6 || field == 11 ? GRAPH : OTHER;
                default -> OTHER;
            };
        }
    }

    static boolean isNamed(Path file) {
        return file.toString().endsWith(".onnx");
    }

    /** What keeps the file from being opened; null where nothing does. */
    static @Nullable Trouble trouble(ByteBuffer file) {
        return look(file.duplicate(), Message.MODEL, 0);
    }

    private static @Nullable Trouble look(ByteBuffer bytes, Message message, int depth) {
        if (depth > DEEPEST) {
            return new Trouble(Rule.STAYS_IN_FOLDER, "nests graphs deeper than " + DEEPEST);
        }
        while (bytes.hasRemaining()) {
            long tag = varint(bytes);
            int field = (int) (tag >>> 3);
            long length = switch ((int) (tag & 7)) {
                case 0 -> skipVarint(bytes) ? 0 : -1;
                case 1 -> Long.BYTES;
                case 5 -> Integer.BYTES;
                case 2 -> varint(bytes);
                default -> -1;
            };
            if (tag < 0 || field == 0 || length < 0 || length > bytes.remaining()) {
                return SHAPE;
            }
            if (message == Message.TENSOR && (field == 13 || field == 14 && (tag & 7) == 0 && bytes.get(bytes.position() - 1) != 0)) {
                return new Trouble(Rule.STAYS_IN_FOLDER, "keeps its weights in another file (external data)");
            }
            Message part = (tag & 7) == 2 ? message.part(field) : Message.OTHER;
            if (part != Message.OTHER) {
                Trouble trouble = look(bytes.slice(bytes.position(), (int) length), part, depth + 1);
                if (trouble != null) {
                    return trouble;
                }
            }
            bytes.position(bytes.position() + (int) length);
        }
        return null;
    }

    /** A number may be negative. False where it does not end. */
    private static boolean skipVarint(ByteBuffer from) {
        for (int i = 0; i < 10 && from.hasRemaining(); i++) {
            if (from.get() >= 0) {
                return true;
            }
        }
        return false;
    }

    /** Negative where it does not end. */
    private static long varint(ByteBuffer from) {
        long value = 0;
        for (int shift = 0; shift < 64 && from.hasRemaining(); shift += 7) {
            byte b = from.get();
            value |= (long) (b & 0x7f) << shift;
            if (b >= 0) {
                return value;
            }
        }
        return Long.MIN_VALUE;
    }
}
