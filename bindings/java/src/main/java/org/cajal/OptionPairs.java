package org.cajal;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** Options on their way to the native side, which checks them: keys and values in turn. */
final class OptionPairs {
    private final Map<String, String> values = new LinkedHashMap<>();

    void put(String key, Object value) {
        values.put(key, value.toString());
    }

    void putTimeout(Duration timeout) {
        put("timeout_ms", timeout.toMillis());
    }

    String[] toArray() {
        return values.entrySet().stream()
                .flatMap(entry -> Stream.of(entry.getKey(), entry.getValue()))
                .toArray(String[]::new);
    }
}
