package org.cajal;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** Options on their way to the native side, which checks them: keys and values in turn. */
final class OptionPairs {
    private final Map<String, String> values = new LinkedHashMap<>();

    void put(String key, Object value) {
        values.put(key, value.toString());
    }

    /** Words, each ended by a line break, so that an empty one counts too. */
    void putLines(String key, Collection<String> words) {
        StringBuilder lines = new StringBuilder();
        for (String word : words) {
            if (word.indexOf('\n') >= 0) {
                throw new CajalException(ErrorCode.INVALID_OPTION, "a word of " + key + " holds a line break; leave it out");
            }
            lines.append(word).append('\n');
        }
        put(key, lines);
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
