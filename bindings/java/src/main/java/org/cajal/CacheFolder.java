package org.cajal;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A folder that keeps the native files between starts: {@code ROOT/SHA256/}, for this user only.
 *
 * <p>Files appear by an atomic move, so that any number of JVMs may start at once, and are checked against their hashes
 * before every use. A copy that is intact is used also where nothing can be written.
 */
final class CacheFolder {
    static final String PROPERTY = "cajal.cache.path";

    private static final String PRIVATE = "rwx------";
    private static final Duration ABANDONED = Duration.ofDays(1);

    private final Path folder;
    private final NativeBundle bundle;

    private CacheFolder(Path folder, NativeBundle bundle) {
        this.folder = folder;
        this.bundle = bundle;
    }

    /** The roots to try in turn: what the property names, the user's cache, the temporary folder. */
    static List<Path> candidates() {
        List<Path> roots = new ArrayList<>();
        String given = System.getProperty(PROPERTY);
        if (given != null) {
            roots.add(Path.of(given).toAbsolutePath());
        }
        String cache = System.getenv("XDG_CACHE_HOME");
        Path userCache = cache == null ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(cache);
        if (userCache.isAbsolute()) {
            roots.add(userCache.resolve("cajal"));
        }
        roots.add(Path.of(System.getProperty("java.io.tmpdir"), "cajal-" + userId()).toAbsolutePath());
        return roots;
    }

    /**
     * The folder for a bundle under {@code root}, with every file in place.
     *
     * @throws IOException if it cannot be used
     */
    static CacheFolder prepare(Path root, NativeBundle bundle) throws IOException {
        Path folder = root.resolve(bundle.id());
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(PRIVATE)));
        }
        checkPrivate(root);
        checkPrivate(folder);
        CacheFolder cache = new CacheFolder(folder, bundle);
        for (String name : bundle.names()) {
            cache.ensure(name, name);
        }
        return cache;
    }

    /** The library; a copy above 1 is a file of its own for another class loader. */
    Path library(int copy) throws IOException {
        String name = System.mapLibraryName("cajal");
        return copy == 1 ? folder.resolve(name) : ensure(name, System.mapLibraryName("cajal-" + copy));
    }

    /** The file {@code fileName}, which holds what the bundle's file {@code name} holds. */
    private Path ensure(String name, String fileName) throws IOException {
        Path file = folder.resolve(fileName);
        if (bundle.matches(file, name)) {
            return file;
        }
        removeAbandoned();
        Path fresh = Files.createTempFile(folder, fileName, ".tmp");
        try {
            bundle.extract(name, fresh);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(fresh);
        }
        return file;
    }

    /** Takes away what a JVM that was killed has left half written. */
    private void removeAbandoned() throws IOException {
        FileTime limit = FileTime.from(Instant.now().minus(ABANDONED));
        try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(folder, "*.tmp")) {
            for (Path leftover : leftovers) {
                if (Files.getLastModifiedTime(leftover, LinkOption.NOFOLLOW_LINKS).compareTo(limit) < 0) {
                    Files.deleteIfExists(leftover);
                }
            }
        }
    }

    /** Refuses a folder in which somebody else could exchange a library between its check and its load. */
    private static void checkPrivate(Path folder) throws IOException {
        int owner = (Integer) Files.getAttribute(folder, "unix:uid");
        if (owner != userId() && owner != 0) {
            throw new IOException(folder + " belongs to another user");
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(folder);
        if (permissions.contains(PosixFilePermission.GROUP_WRITE)
                || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
            throw new IOException(folder + " can be written by other users; take that right away: chmod go-w");
        }
    }

    private static int userId() {
        try {
            return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        } catch (IOException | UnsupportedOperationException unknown) {
            // Nobody's number: then only what root owns passes the check.
            return -1;
        }
    }
}
