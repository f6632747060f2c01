package org.cajal.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Where the native library is looked for, and what is said when it cannot be loaded. */
class LoadingIT {
    /** The shell writes the two bytes of an é, whatever the encoding of the JVM that runs the tests. */
    private static final String ACCENT = "$(printf 'jos\\303\\251')";
    private static final int ROUNDS = 3;

    private static void assertFails(String output, String... parts) {
        assertTrue(output.startsWith("exit 1"), output);
        for (String part : parts) {
            assertTrue(output.contains(part), part + " in " + output);
        }
    }

    @Test
    void eight_jvms_may_start_at_once_with_one_cache_and_no_other() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Path cache = Jvm.newFolder();
            List<Path> outputs = new ArrayList<>();
            List<Process> processes = new ArrayList<>();
            for (int number = 0; number < 8; number++) {
                outputs.add(Files.createTempFile(Jvm.WORK, "output", ".txt"));
                processes.add(Jvm.onClassPath(cache).withoutFallback().start(outputs.get(number)));
            }
            for (int number = 0; number < 8; number++) {
                int code = processes.get(number).waitFor();
                PackagingIT.assertFound("exit " + code + "\n" + Files.readString(outputs.get(number)));
            }
            List<String> files = List.of("libcajal.so", "libonnxruntime.so.1.28.0");
            assertEquals(files, PackagingIT.names(PackagingIT.filled(cache)));
        }
    }

    /** A JVM whose encoding is ASCII, with {@code XDG_CACHE_HOME} in a folder that it cannot spell. */
    private static Jvm asciiWithAccentedHome() throws IOException {
        String set = "export LC_ALL=C XDG_CACHE_HOME=\"" + Jvm.newFolder() + "/" + ACCENT + "\"; exec \"$@\"";
        String jars = String.join(File.pathSeparator, Jvm.CORE, Jvm.NATIVE, Jvm.CLASSES);
        return new Jvm().through("sh", "-c", set, "sh").option("-cp", jars);
    }

    @Test
    void a_home_that_the_jvm_cannot_spell_gives_way_to_the_temporary_folder() throws Exception {
        Path temporary = Jvm.newFolder();
        PackagingIT.assertFound(asciiWithAccentedHome().option("-Djava.io.tmpdir=" + temporary).run());
        assertEquals(1, PackagingIT.names(temporary).size());
    }

    @Test
    void a_home_that_the_jvm_cannot_spell_leaves_the_folder_that_is_named() throws Exception {
        Path cache = Jvm.newFolder();
        PackagingIT.assertFound(asciiWithAccentedHome().cache(cache).run());
        assertEquals(1, PackagingIT.names(cache).size());
    }

    @Test
    void a_home_that_the_jvm_cannot_spell_is_an_attempt_among_the_others() throws Exception {
        String output = asciiWithAccentedHome().option("-Djava.io.tmpdir=" + Jvm.NOWHERE).run();
        assertFails(output, "LC_ALL=C.UTF-8", Jvm.NOWHERE + "/cajal-", "-Dcajal.cache.path");
        assertFalse(output.contains("Exception in thread \"main\" java.nio"), output);
    }

    @Test
    void a_failed_load_lists_every_attempt_and_the_way_out() throws Exception {
        String output = new Jvm().option("-cp", Jvm.CORE + File.pathSeparator + Jvm.CLASSES).run();
        assertFails(output, "linux-", "glibc", "META-INF/native/", "-linux-", ".jar on the class path");
        output = Jvm.onClassPath(Path.of(Jvm.NOWHERE)).withoutFallback().run();
        String nowhere = Jvm.NOWHERE;
        assertFails(output, nowhere + ":", nowhere + "/cajal:", nowhere + "/cajal-", "-Dcajal.cache.path", "-Dcajal.library.path");
    }

    @Test
    void a_library_that_is_named_is_the_only_one_tried() throws Exception {
        Path cache = Jvm.newFolder();
        PackagingIT.assertFound(Jvm.onClassPath(cache).run());
        Path library = PackagingIT.filled(cache);
        String jars = Jvm.CORE + File.pathSeparator + Jvm.CLASSES;
        PackagingIT.assertFound(new Jvm().option("-cp", jars, "-Dcajal.library.path=" + library).run());
        PackagingIT.assertFound(new Jvm().option("-cp", jars, "-Dcajal.library.path=" + library.resolve("libcajal.so")).run());
        Path wrong = library.resolve("libonnxruntime.so.1.28.0");
        assertFails(Jvm.onClassPath(cache).option("-Dcajal.library.path=" + wrong).run(), "it has no Java interface");
        String output = Jvm.onClassPath(cache).option("-Dcajal.library.path=/nowhere").run();
        assertFails(output, "/nowhere: there is no such file");
        output = Jvm.onClassPath(cache).option("-Dcajal.library.path=/").run();
        assertFails(output, "/: this folder has no libcajal.so");
    }

    @Test
    void a_jvm_that_forbids_native_access_says_how_to_allow_it() throws Exception {
        Optional<Path> java = javaSince(24);
        assumeTrue(java.isPresent(), "needs Java 24 or newer beside the one that runs the tests");
        Path cache = Jvm.newFolder();
        String forbid = "--illegal-native-access=deny";
        String output = Jvm.onClassPath(cache).home(java.get()).option(forbid).run();
        assertFails(output, "IllegalCallerException", "--enable-native-access=org.cajal, or =ALL-UNNAMED");
        assertFalse(output.contains("Exception in thread \"main\" java.lang.IllegalCallerException"), output);
        output = Jvm.onClassPath(cache).home(java.get()).option("-Dcajal.library.path=" + PackagingIT.filled(cache), forbid).run();
        assertFails(output, "IllegalCallerException", "--enable-native-access=org.cajal, or =ALL-UNNAMED");
        output = Jvm.onClassPath(cache).home(java.get()).option(forbid, "--enable-native-access=ALL-UNNAMED").run();
        PackagingIT.assertFound(output);
        assertFalse(output.contains("WARNING"), output);
    }

    /** A Java of at least this version, among those that lie beside the one in use. */
    private static Optional<Path> javaSince(int version) throws IOException {
        try (Stream<Path> homes = Files.list(Path.of(System.getProperty("java.home")).toRealPath().getParent())) {
            return homes.filter(home -> versionOf(home) >= version).findFirst();
        }
    }

    private static int versionOf(Path home) {
        try (Stream<String> facts = Files.lines(home.resolve("release"))) {
            return facts.filter(fact -> fact.startsWith("JAVA_VERSION="))
                    .map(fact -> fact.replaceFirst("JAVA_VERSION=\"([0-9]+).*", "$1"))
                    .mapToInt(Integer::parseInt)
                    .findFirst()
                    .orElse(0);
        } catch (IOException none) {
            return 0;
        }
    }
}
