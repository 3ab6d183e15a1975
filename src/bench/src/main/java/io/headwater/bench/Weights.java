package io.headwater.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Spoils a model's weights, so that its file stays right in form.
 *  <p>Source: onnx.proto3: ModelProto.graph 7, GraphProto.initializer 5, TensorProto.raw_data 9. */
enum Weights {
    /** In another order. */
    SHUFFLED,
    /** Not numbers. */
    NO_NUMBERS;

    private static final int LEAST = 1024;

    void spoil(Path onnx) throws IOException {
        byte[] file = Files.readAllBytes(onnx);
        spoil(ByteBuffer.wrap(file), 7, 5, 9);
        Files.write(onnx, file);
    }

    /** Goes down along the fields' numbers. */
    private void spoil(ByteBuffer message, int... fields) {
        while (message.hasRemaining()) {
            long tag = varint(message);
            switch ((int) (tag & 7)) {
                case 0 -> varint(message);
                case 1 -> message.position(message.position() + 8);
                case 5 -> message.position(message.position() + 4);
                case 2 -> {
                    int length = (int) varint(message);
                    if (tag >>> 3 == fields[0]) {
                        ByteBuffer part = message.slice(message.position(), length);
                        if (fields.length > 1) {
                            spoil(part, java.util.Arrays.copyOfRange(fields, 1, fields.length));
                        } else if (length >= LEAST) {
                            spoil(part.order(ByteOrder.LITTLE_ENDIAN));
                        }
                    }
                    message.position(message.position() + length);
                }
                default -> throw new IllegalArgumentException("no ONNX file: wire type " + (tag & 7));
            }
        }
    }

    private void spoil(ByteBuffer raw) {
        int floats = raw.capacity() / Float.BYTES;
        Random random = new Random(1);
        for (int i = floats - 1; i > 0; i--) {
            if (this == NO_NUMBERS) {
                raw.putFloat(i * Float.BYTES, Float.NaN);
            } else {
                int other = random.nextInt(i + 1) * Float.BYTES;
                float kept = raw.getFloat(other);
                raw.putFloat(other, raw.getFloat(i * Float.BYTES));
                raw.putFloat(i * Float.BYTES, kept);
            }
        }
    }

    private static long varint(ByteBuffer from) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte b = from.get();
            value |= (long) (b & 0x7f) << shift;
            if (b >= 0) {
                return value;
            }
        }
    }
}
