package org.cajal;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** The machine in words that match the names of the native jars. */
final class Platform {
    private Platform() {}

    /** Such as {@code linux-x86_64}. */
    static String classifier() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT).split(" ")[0];
        String machine = System.getProperty("os.arch");
        switch (machine) {
            case "amd64":
                return system + "-x86_64";
            case "arm64":
                return system + "-aarch64";
            default:
                return system + "-" + machine;
        }
    }

    static String describe() {
        return classifier() + " (" + libc() + ", Java " + System.getProperty("java.version") + ")";
    }

    private static String libc() {
        String machine = classifier().replaceFirst("^linux-", "");
        boolean musl = Files.exists(Path.of("/lib/ld-musl-" + machine + ".so.1"));
        return musl ? "musl; the library is built for glibc" : "glibc";
    }
}
