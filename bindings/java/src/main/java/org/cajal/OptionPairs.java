package org.cajal;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** Options on their way to the native side, which checks them: keys and values in turn. */
final class OptionPairs {
    private static final Duration LONGEST = Duration.ofMillis(Long.MAX_VALUE);

    private final Map<String, String> values = new LinkedHashMap<>();

    void put(String key, Object value) {
        values.put(key, value.toString());
    }

    /** Labels, parted by commas. */
    void putLabels(String key, Collection<String> labels) {
        for (String label : labels) {
            if (label.indexOf(',') >= 0) {
                throw new CajalException(
                        ErrorCode.INVALID_OPTION, "a label of " + key + " holds a comma, which parts labels; leave it out");
            }
        }
        put(key, String.join(",", labels));
    }

    /** Words, each ended by a line feed, so that an empty one counts too. The native side takes a CR before it as its part. */
    void putLines(String key, Collection<String> words) {
        StringBuilder lines = new StringBuilder();
        for (String word : words) {
            if (word.indexOf('\n') >= 0 || word.indexOf('\r') >= 0) {
                throw new CajalException(ErrorCode.INVALID_OPTION, "a word of " + key + " holds a line break; leave it out");
            }
            lines.append(word).append('\n');
        }
        put(key, lines);
    }

    /**
     * Rounded up, so that a short timeout is not none at all; a negative one is refused by the native side. One beyond the
     * largest number, such as that of {@code ChronoUnit.FOREVER}, never passes.
     */
    void putTimeout(Duration timeout) {
        put("timeout_ms", timeout.isNegative() ? -1 : milliseconds(timeout));
    }

    private static long milliseconds(Duration timeout) {
        return timeout.compareTo(LONGEST) < 0 ? timeout.plusNanos(999_999).toMillis() : Long.MAX_VALUE;
    }

    String[] toArray() {
        return values.entrySet().stream()
                .flatMap(entry -> Stream.of(entry.getKey(), entry.getValue()))
                .toArray(String[]::new);
    }
}
