package org.cajal.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** The packaged jars in JVMs of their own. */
class PackagingIT {
    private static final String FOUND = "NORMALIZABLES paracetamol";
    private static final String PHARMACONER = Jvm.REPOSITORY.resolve("models/clinical-es-mini-pharmaconer").toString();
    private static final String FILL_MASK = Jvm.REPOSITORY.resolve("models/clinical-es-mini").toString();

    static void assertFound(String output) {
        assertTrue(output.startsWith("exit 0") && output.contains(FOUND), output);
    }

    /** The one folder of native files in a cache. */
    static Path filled(Path cache) throws IOException {
        try (Stream<Path> folders = Files.list(cache)) {
            return folders.collect(Collectors.toList()).get(0);
        }
    }

    static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().collect(Collectors.toList());
        }
    }

    @Test
    void the_core_jar_is_a_module_and_the_native_jar_carries_the_runtime() throws IOException {
        try (ZipFile core = new ZipFile(Jvm.CORE); ZipFile natives = new ZipFile(Jvm.NATIVE)) {
            assertTrue(core.getEntry("module-info.class") != null);
            List<String> files = natives.stream().map(entry -> entry.getName()).collect(Collectors.toList());
            assertTrue(files.stream().anyMatch(name -> name.endsWith("/libcajal.so")), files.toString());
            assertTrue(files.stream().anyMatch(name -> name.contains("/libonnxruntime.so.")), files.toString());
        }
    }

    @Test
    void each_jar_carries_the_licences_of_what_is_in_it() throws IOException {
        String own = Files.readString(Jvm.REPOSITORY.resolve("LICENSE"));
        try (ZipFile core = new ZipFile(Jvm.CORE); ZipFile natives = new ZipFile(Jvm.NATIVE)) {
            assertEquals(own, text(core, "META-INF/LICENSE"));
            assertEquals(own, text(natives, "META-INF/LICENSE"));
            String crates = text(natives, "META-INF/THIRD_PARTY.txt");
            assertTrue(crates.contains("\ntokenizers ") && crates.contains("\njni "), "crates that it is built from");
            assertTrue(crates.contains("Apache License") && crates.contains("Permission is hereby granted"));
            String folder = natives.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.endsWith("/SHA256SUMS"))
                    .findFirst()
                    .orElseThrow()
                    .replace("SHA256SUMS", "onnxruntime-");
            assertTrue(text(natives, folder + "LICENSE").contains("Microsoft Corporation"));
            assertTrue(text(natives, folder + "ThirdPartyNotices.txt").length() > 100_000);
        }
    }

    private static String text(ZipFile jar, String name) throws IOException {
        return new String(jar.getInputStream(jar.getEntry(name)).readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void the_class_path_needs_no_setting() throws Exception {
        Path cache = Jvm.newFolder();
        assertFound(Jvm.onClassPath(cache).run());
        Path folder = filled(cache);
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)));
        assertEquals(List.of("libcajal.so", "libonnxruntime.so.1.28.0"), names(folder));
    }

    @Test
    void checked_jni_has_nothing_to_say() throws Exception {
        Path cache = Jvm.newFolder();
        String output = Jvm.onClassPath(cache)
                .option("-Xcheck:jni")
                .program("org.cajal.it.Find", PHARMACONER, FILL_MASK)
                .run();
        assertFound(output);
        assertTrue(output.contains("1 mask"), output);
        assertFalse(output.contains("WARNING") || output.contains("FATAL"), output);
    }

    @Test
    void the_module_path_works_with_a_module_of_its_own() throws Exception {
        Path sources = Files.createDirectories(Jvm.newFolder().resolve("app/app"));
        Path module = Files.writeString(
                sources.resolve("../module-info.java"),
                "module app { requires org.cajal; requires org.cajal.natives; }");
        Path main = Files.writeString(sources.resolve("Main.java"), "package app;\n"
                + "import org.cajal.*;\n"
                + "public class Main {\n"
                + "    public static void main(String[] args) {\n"
                + "        try (Model model = Model.load(java.nio.file.Path.of(args[0]))) {\n"
                + "            String note = \"Se pauta paracetamol.\";\n"
                + "            Entity entity = Ner.of(model).run(note).entities().get(0);\n"
                + "            System.out.println(entity.label() + \" \" + entity.text(note));\n"
                + "            System.out.println(Model.class.getModule());\n"
                + "        }\n    }\n}\n");
        Path classes = sources.resolveSibling("classes");
        String jars = Jvm.CORE + File.pathSeparator + Jvm.NATIVE;
        int compiled = ToolProvider.findFirst("javac").orElseThrow().run(
                System.out, System.err, "-p", jars, "-d", classes.toString(), module.toString(), main.toString());
        assertEquals(0, compiled);
        String output = new Jvm()
                .cache(Jvm.newFolder())
                .option("-p", jars + File.pathSeparator + classes, "-m")
                .program("app/app.Main", PHARMACONER)
                .run();
        assertFound(output);
        assertTrue(output.contains("module org.cajal"), output);
    }

    @Test
    void a_corrupted_cache_file_is_replaced() throws Exception {
        Path cache = Jvm.newFolder();
        assertFound(Jvm.onClassPath(cache).run());
        Path library = filled(cache).resolve("libcajal.so");
        byte[] bytes = Files.readAllBytes(library);
        bytes[bytes.length / 2] ^= 1;
        Files.write(library, bytes);
        assertFound(Jvm.onClassPath(cache).run());
        bytes[bytes.length / 2] ^= 1;
        org.junit.jupiter.api.Assertions.assertArrayEquals(bytes, Files.readAllBytes(library));
        // A truncated one too, as a full disk leaves it.
        Files.write(library, java.util.Arrays.copyOf(bytes, 1000));
        assertFound(Jvm.onClassPath(cache).run());
    }

    @Test
    void a_cache_that_cannot_be_written_is_used_if_it_is_whole() throws Exception {
        assumeTrue(isRoot() && hasUnshare(), "needs root, to mount a read-only folder");
        Path cache = Jvm.newFolder();
        assertFound(Jvm.onClassPath(cache).run());
        assertFound(mounted(cache, "mount --bind CACHE CACHE && mount -o remount,bind,ro CACHE", Jvm.newFolder()));
    }

    @Test
    void an_empty_cache_that_cannot_be_written_gives_way_to_the_next() throws Exception {
        assumeTrue(isRoot() && hasUnshare(), "needs root, to mount a read-only folder");
        Path home = Jvm.newFolder();
        assertFound(mounted(Jvm.newFolder(), "mount -t tmpfs -o ro none CACHE", home));
        assertEquals(List.of("cajal"), names(home));
    }

    @Test
    void a_folder_that_forbids_execution_gives_way_to_the_next() throws Exception {
        assumeTrue(isRoot() && hasUnshare(), "needs root, to mount a folder without execution");
        Path home = Jvm.newFolder();
        assertFound(mounted(Jvm.newFolder(), "mount -t tmpfs -o noexec,mode=700 none CACHE", home));
        assertEquals(List.of("cajal"), names(home));
    }

    /** Runs with mounts of its own, which nobody else sees, and {@code home} as the user's cache. */
    private static String mounted(Path cache, String mount, Path home) throws Exception {
        List<String> command = new ArrayList<>(List.of("unshare", "--mount", "sh", "-c"));
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String jars = String.join(File.pathSeparator, Jvm.CORE, Jvm.NATIVE, Jvm.CLASSES);
        command.add(mount.replace("CACHE", cache.toString()) + " && exec " + java + " -Dcajal.cache.path=" + cache
                + " -cp " + jars + " org.cajal.it.Find " + PHARMACONER);
        Path output = Files.createTempFile(Jvm.WORK, "output", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("XDG_CACHE_HOME", home.toString());
        return "exit " + builder.start().waitFor() + "\n" + Files.readString(output);
    }

    private static boolean isRoot() throws IOException {
        return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    }

    private static boolean hasUnshare() throws Exception {
        return new ProcessBuilder("unshare", "--mount", "true").start().waitFor() == 0;
    }

    @Test
    void a_folder_that_others_can_write_is_not_trusted() throws Exception {
        Path cache = Jvm.newFolder();
        Path home = Jvm.newFolder();
        Files.setPosixFilePermissions(cache, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertFound(Jvm.onClassPath(cache).environment("XDG_CACHE_HOME", home.toString()).run());
        assertEquals(List.of("cajal"), names(home));
    }

    @Test
    void two_class_loaders_each_have_a_library_of_their_own() throws Exception {
        Path cache = Jvm.newFolder();
        String output = Jvm.onClassPath(cache).program("org.cajal.it.TwoLoaders", PHARMACONER).run();
        assertTrue(output.startsWith("exit 0") && output.contains("two answers, two libraries"), output);
        assertEquals(List.of("libcajal-2.so", "libcajal.so", "libonnxruntime.so.1.28.0"), names(filled(cache)));
    }

    @Test
    void another_onnx_runtime_in_the_same_jvm_is_left_alone() throws Exception {
        Path cache = Jvm.newFolder();
        assertFound(Jvm.onClassPath(cache).run());
        Path runtime = filled(cache).resolve("libonnxruntime.so.1.28.0");
        Path other = Files.copy(runtime, Jvm.newFolder().resolve(runtime.getFileName()));
        String output = Jvm.onClassPath(cache)
                .program("org.cajal.it.OtherRuntime", other.toString(), PHARMACONER)
                .run();
        assertFound(output);
        assertTrue(output.contains("two runtimes, ours is " + runtime), output);
    }

    @Test
    void a_class_loader_that_is_dropped_can_be_collected() throws Exception {
        Path cache = Jvm.newFolder();
        String output = Jvm.onClassPath(cache).program("org.cajal.it.Redeploy", PHARMACONER).run();
        assertTrue(output.startsWith("exit 0") && output.contains("collected"), output);
    }

    @Test
    void the_log_goes_to_the_system_logger() throws Exception {
        String output = Jvm.onClassPath(Jvm.newFolder()).run();
        assertTrue(output.contains("INFO: ONNX Runtime 1.28.0 from "), output);
        Path quiet = Files.writeString(
                Jvm.newFolder().resolve("logging.properties"),
                "handlers=java.util.logging.ConsoleHandler\norg.cajal.level=WARNING\n");
        output = Jvm.onClassPath(Jvm.newFolder()).option("-Djava.util.logging.config.file=" + quiet).run();
        assertFound(output);
        assertFalse(output.contains("INFO"), output);
    }
}
