package org.cajal.it;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A JVM of its own that runs {@link Find} with the packaged jars. */
final class Jvm {
    static final Path REPOSITORY = Path.of(System.getProperty("repository")).normalize();
    static final String CORE = System.getProperty("core.jar");
    static final String NATIVE = System.getProperty("native.jar");
    static final Path WORK = Path.of(System.getProperty("work.folder"));
    static final String CLASSES = classFolder();
    /** Where no folder can be made. */
    static final String NOWHERE = "/proc/nowhere";

    private final List<String> options = new ArrayList<>();
    private final Map<String, String> environment = new java.util.HashMap<>();
    private List<String> program = List.of("org.cajal.it.Find", REPOSITORY.resolve("models/clinical-es-mini-pharmaconer").toString());
    private Path folder = REPOSITORY;
    private List<String> wrapper = List.of();
    private Path home = Path.of(System.getProperty("java.home"));

    /** With the jars on the class path, and a cache folder. */
    static Jvm onClassPath(Path cache) {
        return new Jvm().cache(cache).option("-cp", String.join(File.pathSeparator, CORE, NATIVE, CLASSES));
    }

    Jvm option(String... more) {
        options.addAll(Arrays.asList(more));
        return this;
    }

    Jvm cache(Path cache) {
        return option("-Dcajal.cache.path=" + cache);
    }

    Jvm environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    Jvm program(String... program) {
        this.program = List.of(program);
        return this;
    }

    Jvm in(Path folder) {
        this.folder = folder;
        return this;
    }

    /** A command that is given java and its arguments to run. */
    Jvm through(String... wrapper) {
        this.wrapper = List.of(wrapper);
        return this;
    }

    /** Runs the Java that lies there. */
    Jvm home(Path home) {
        this.home = home;
        return this;
    }

    /** Leaves nothing but the cache folder that was named. */
    Jvm withoutFallback() {
        return option("-Duser.home=" + NOWHERE, "-Djava.io.tmpdir=" + NOWHERE).environment("XDG_CACHE_HOME", NOWHERE);
    }

    Process start(Path output) throws IOException {
        List<String> command = new ArrayList<>(wrapper);
        command.add(home.resolve("bin/java").toString());
        command.addAll(options);
        command.addAll(program);
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().putAll(environment);
        return builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    }

    /** Runs to the end and returns its exit code in front of what it printed. */
    String run() throws IOException, InterruptedException {
        Path output = Files.createTempFile(Files.createDirectories(WORK), "output", ".txt");
        int code = start(output).waitFor();
        return "exit " + code + "\n" + Files.readString(output);
    }

    /** A new folder for a cache, private. */
    static Path newFolder() throws IOException {
        return Files.createTempDirectory(Files.createDirectories(WORK), "cache");
    }

    private static String classFolder() {
        try {
            return Path.of(Find.class.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
        } catch (java.net.URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
