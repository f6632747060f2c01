package org.cajal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a bundle of one small file, {@code META-INF/native/test}, which is unpacked and never loaded. */
class CacheFolderTest {
    private static final String LIBRARY = "libcajal.so";
    private static final int SOMEBODY = 12345;

    @TempDir
    Path temporary;

    private NativeBundle bundle;

    @BeforeEach
    void findTheBundle() throws IOException {
        bundle = NativeBundle.find("test");
        // @TempDir may be a link, or be reached by one.
        temporary = temporary.toRealPath();
    }

    private Path folderIn(Path root) {
        return root.resolve(bundle.id());
    }

    @Test
    void many_may_unpack_at_once() throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(8);
        try {
            for (int round = 0; round < 200; round++) {
                Path root = temporary.resolve("round-" + round);
                Callable<Path> start = () -> CacheFolder.prepare(root, bundle).library(1);
                for (Future<Path> library : executor.invokeAll(Collections.nCopies(8, start))) {
                    assertTrue(bundle.matches(library.get(), LIBRARY));
                }
            }
        } finally {
            executor.shutdown();
        }
    }

    /** Makes a folder, and those above it, for this user only, whatever the umask is. */
    private static Path createPrivate(Path folder) throws IOException {
        return Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    @Test
    void what_cannot_be_tidied_away_keeps_no_load_from_going_on() throws IOException {
        Path stubborn = folderIn(temporary).resolve("stubborn.tmp");
        Files.createFile(createPrivate(stubborn).resolve("file"));
        Files.setLastModifiedTime(stubborn, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
        Path library = CacheFolder.prepare(temporary, bundle).library(1);
        assertTrue(bundle.matches(library, LIBRARY));
    }

    @Test
    void what_a_killed_jvm_has_left_is_removed_after_a_day() throws IOException {
        createPrivate(folderIn(temporary));
        Path old = Files.createFile(folderIn(temporary).resolve("old.tmp"));
        Path young = Files.createFile(folderIn(temporary).resolve("young.tmp"));
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
        CacheFolder.prepare(temporary, bundle);
        assertFalse(Files.exists(old));
        assertTrue(Files.exists(young));
    }

    @Test
    void a_link_is_followed_once_and_may_lead_elsewhere_afterwards() throws IOException {
        Path target = createPrivate(temporary.resolve("target"));
        Path link = Files.createSymbolicLink(temporary.resolve("link"), target);
        CacheFolder cache = CacheFolder.prepare(link, bundle);
        Files.delete(link);
        Files.createSymbolicLink(link, Files.createDirectory(temporary.resolve("trap")));
        assertEquals(folderIn(target).resolve(LIBRARY), cache.library(1));
        assertEquals(folderIn(target).resolve("libcajal-2.so"), cache.library(2));
    }

    @Test
    void a_link_of_another_user_is_refused() throws IOException {
        Path target = Files.createDirectory(temporary.resolve("target"));
        Path link = Files.createSymbolicLink(temporary.resolve("link"), target);
        giveAway(link);
        String message = assertThrows(IOException.class, () -> CacheFolder.prepare(link, bundle)).getMessage();
        assertEquals(link + " belongs to another user", message);
        assertFalse(Files.exists(folderIn(target)));
    }

    @Test
    void a_folder_of_another_user_is_refused() throws IOException {
        Path folder = Files.createDirectory(temporary.resolve("folder"));
        giveAway(folder);
        assertThrows(IOException.class, () -> CacheFolder.prepare(folder, bundle));
    }

    private static void giveAway(Path file) throws IOException {
        Object user = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        assumeTrue(user.equals(0), "needs root, to give a file to another user");
        Files.setAttribute(file, "unix:uid", SOMEBODY, LinkOption.NOFOLLOW_LINKS);
    }

    private static List<String> candidates(String given, String cache) {
        Map<String, String> properties = new HashMap<>();
        properties.put("user.home", "/casa/ana");
        properties.put("java.io.tmpdir", "/tmp");
        properties.put(CacheFolder.PROPERTY, given);
        List<String> all = CacheFolder.candidates(properties::get, name -> name.equals("XDG_CACHE_HOME") ? cache : null);
        return all.subList(0, all.size() - 1);
    }

    @Test
    void a_cache_home_that_is_empty_or_relative_counts_as_unset() {
        assertEquals(List.of("/casa/ana/.cache/cajal"), candidates(null, null));
        assertEquals(List.of("/casa/ana/.cache/cajal"), candidates(null, ""));
        assertEquals(List.of("/casa/ana/.cache/cajal"), candidates(null, "relative/cache"));
        assertEquals(List.of("/var/cache/cajal"), candidates(null, "/var/cache"));
        assertEquals(List.of("given", "/var/cache/cajal"), candidates("given", "/var/cache"));
    }

    @Test
    void no_home_leaves_the_temporary_folder() {
        List<String> roots = CacheFolder.candidates(name -> name.equals("java.io.tmpdir") ? "/tmp" : null, name -> null);
        assertEquals(1, roots.size());
        assertTrue(roots.get(0).matches("/tmp/cajal-\\d+"), roots.toString());
    }
}
