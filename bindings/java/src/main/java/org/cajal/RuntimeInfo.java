package org.cajal;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The ONNX Runtime library in use. */
public final class RuntimeInfo {
    private final Map<String, List<String>> facts;

    RuntimeInfo(Map<String, List<String>> facts) {
        this.facts = facts;
    }

    /**
     * Its version.
     *
     * @return such as {@code 1.28.0}
     */
    public String version() {
        return facts.get("version").get(0);
    }

    /**
     * Its file.
     *
     * @return the absolute path
     */
    public Path path() {
        return Path.of(facts.get("path").get(0));
    }

    /**
     * How it was found.
     *
     * @return {@code given}, {@code beside} (next to the native library) or {@code environment}
     */
    public String source() {
        return facts.get("source").get(0);
    }

    @Override
    public String toString() {
        return facts.toString();
    }
}
