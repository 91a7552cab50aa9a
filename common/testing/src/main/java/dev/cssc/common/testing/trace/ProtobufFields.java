package dev.cssc.common.testing.trace;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The fields of one message of Protocol Buffers as they stand on the wire, so that a test needs no generated code. */
final class ProtobufFields {
    private static final int VARINT = 0;
    private static final int FIXED_64 = 1;
    private static final int BYTES = 2;
    private static final int FIXED_32 = 5;

    private final List<Field> fields = new ArrayList<>();

    private record Field(int number, byte[] bytes, long value) {}

    static ProtobufFields read(byte[] message) {
        ByteBuffer in = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
        ProtobufFields read = new ProtobufFields();
        while (in.hasRemaining()) {
            long tag = varint(in);
            int number = (int) (tag >>> 3);
            read.fields.add(
                    switch ((int) (tag & 7)) {
                        case VARINT -> new Field(number, new byte[0], varint(in));
                        case FIXED_64 -> new Field(number, new byte[0], in.getLong());
                        case FIXED_32 -> new Field(number, new byte[0], in.getInt());
                        case BYTES -> {
                            byte[] bytes = new byte[(int) varint(in)];
                            in.get(bytes);
                            yield new Field(number, bytes, 0);
                        }
                        default -> throw new IllegalArgumentException("no wire type of today: " + (tag & 7));
                    });
        }
        return read;
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = in.get();
            value |= (next & 0x7fL) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }

    /** All messages under that number. */
    List<ProtobufFields> messages(int number) {
        return fields.stream()
                .filter(f -> f.number() == number)
                .map(f -> read(f.bytes()))
                .toList();
    }

    Optional<byte[]> bytes(int number) {
        return fields.stream()
                .filter(f -> f.number() == number)
                .map(Field::bytes)
                .findFirst();
    }

    String text(int number) {
        return bytes(number)
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .orElse("");
    }

    Optional<Long> number(int number) {
        return fields.stream()
                .filter(f -> f.number() == number)
                .map(Field::value)
                .findFirst();
    }
}
