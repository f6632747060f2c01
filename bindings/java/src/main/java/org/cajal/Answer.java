package org.cajal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Reads a packed answer of the native side: {@code src/jni/pack.rs}. */
final class Answer {
    private final byte[] bytes;
    private final ByteBuffer buffer;

    /**
     * Reads the status.
     *
     * @throws CajalException if the call failed
     */
    Answer(byte[] bytes) {
        if (bytes == null) {
            throw new CajalException(ErrorCode.INTERNAL, "the native library gave no answer; please report this");
        }
        this.bytes = bytes;
        this.buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        CajalException failure = failure();
        if (failure != null) {
            throw failure;
        }
    }

    /**
     * Reads the status of a run.
     *
     * @param watcher what the run has told how far it came, or null; what its listener threw is thrown first
     * @throws CajalException if the run failed
     */
    static Answer of(byte[] bytes, Native.Progress watcher) {
        if (watcher != null) {
            watcher.rethrow();
        }
        return new Answer(bytes);
    }

    /** Reads a status: why the call, or one of its texts, failed, or null. */
    CajalException failure() {
        int status = integer();
        if (status == 0) {
            return null;
        }
        int causeCode = integer();
        return new CajalException(status, causeCode, string());
    }

    int integer() {
        return buffer.getInt();
    }

    long longInteger() {
        return buffer.getLong();
    }

    float number() {
        return buffer.getFloat();
    }

    double doubleNumber() {
        return buffer.getDouble();
    }

    String string() {
        int length = buffer.getInt();
        String string = new String(bytes, buffer.position(), length, StandardCharsets.UTF_8);
        buffer.position(buffer.position() + length);
        return string;
    }

    Offsets offsets() {
        return new Offsets(
                buffer.getLong(), buffer.getLong(), buffer.getInt(), buffer.getInt(), buffer.getInt(), buffer.getInt());
    }

    /** An unmodifiable list, each item read by {@code item}. */
    <T> List<T> list(Function<Answer, T> item) {
        int count = integer();
        List<T> items = new ArrayList<>(count);
        for (int index = 0; index < count; index++) {
            items.add(item.apply(this));
        }
        return Collections.unmodifiableList(items);
    }

    int position() {
        return buffer.position();
    }

    /** A copy of what was read since {@code start}, to be given back to the native side. */
    byte[] since(int start) {
        return Arrays.copyOfRange(bytes, start, buffer.position());
    }

    /** Facts by name, unmodifiable. */
    Map<String, List<String>> facts() {
        Map<String, List<String>> facts = new LinkedHashMap<>();
        int count = integer();
        for (int index = 0; index < count; index++) {
            facts.put(string(), list(Answer::string));
        }
        return Collections.unmodifiableMap(facts);
    }
}
