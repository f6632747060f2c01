package org.cajal;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
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
import java.util.function.UnaryOperator;

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
    static List<String> candidates() {
        return candidates(System::getProperty, System::getenv);
    }

    /** Names rather than paths: the JVM may be unable to spell one of them, which must not keep it from the others. */
    static List<String> candidates(UnaryOperator<String> property, UnaryOperator<String> environment) {
        List<String> roots = new ArrayList<>();
        String given = property.apply(PROPERTY);
        if (given != null && !given.isEmpty()) {
            roots.add(given);
        }
        String cache = environment.apply("XDG_CACHE_HOME");
        // The XDG specification: one that is empty or relative counts as unset.
        String userCache = isAbsolute(cache) ? cache : property.apply("user.home") + "/.cache";
        if (isAbsolute(userCache)) {
            roots.add(userCache + "/cajal");
        }
        roots.add(property.apply("java.io.tmpdir") + "/cajal-" + userId());
        return roots;
    }

    private static boolean isAbsolute(String name) {
        return name != null && new File(name).isAbsolute();
    }

    /**
     * The folder for a bundle under {@code root}, with every file in place.
     *
     * @throws IOException if it cannot be used
     */
    static CacheFolder prepare(Path root, NativeBundle bundle) throws IOException {
        // Links are followed here and never again: where they lead could change between the checks and the load.
        Path folder = realRoot(root).resolve(bundle.id());
        create(folder);
        checkPrivate(folder.getParent());
        checkPrivate(folder);
        CacheFolder cache = new CacheFolder(folder, bundle);
        for (String name : bundle.names()) {
            cache.ensure(name, name);
        }
        return cache;
    }

    private static Path realRoot(Path root) throws IOException {
        create(root);
        // Only a link's owner, or the folder's, can have it lead elsewhere: in a shared folder, whoever put it there.
        if (Files.isSymbolicLink(root)) {
            checkOwner(root);
        }
        return root.toRealPath();
    }

    private static void create(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(PRIVATE)));
        }
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

    /** Takes away what a JVM that was killed has left half written. Tidying: it keeps no load from going on. */
    private void removeAbandoned() {
        FileTime limit = FileTime.from(Instant.now().minus(ABANDONED));
        try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(folder, "*.tmp")) {
            leftovers.forEach(leftover -> removeIfOlder(leftover, limit));
        } catch (IOException | DirectoryIteratorException ignored) {
            // They stay until the next time.
        }
    }

    private static void removeIfOlder(Path leftover, FileTime limit) {
        try {
            if (Files.getLastModifiedTime(leftover, LinkOption.NOFOLLOW_LINKS).compareTo(limit) < 0) {
                Files.deleteIfExists(leftover);
            }
        } catch (IOException ignored) {
            // Most likely another JVM that starts now has moved its file into place.
        }
    }

    /** Refuses a folder in which somebody else could exchange a library between its check and its load. */
    private static void checkPrivate(Path folder) throws IOException {
        checkOwner(folder);
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(folder, LinkOption.NOFOLLOW_LINKS);
        if (permissions.contains(PosixFilePermission.GROUP_WRITE)
                || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
            throw new IOException(folder + " can be written by other users; take that right away: chmod go-w");
        }
    }

    private static void checkOwner(Path file) throws IOException {
        int owner = (Integer) Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS);
        if (owner != userId() && owner != 0) {
            throw new IOException(file + " belongs to another user");
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
