package org.cajal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Properties;

/**
 * Loads the native library, once for each class loader.
 *
 * <p>{@code -Dcajal.library.path} names the library or its folder, and then nothing else is tried. Otherwise the one in
 * the native jar is put into a cache folder ({@link CacheFolder}) and loaded from there. A failed load is tried again by
 * the next call.
 */
final class NativeLibrary {
    private static final String LIBRARY_PATH = "cajal.library.path";
    private static final String CACHE_ADVICE =
            "Make one of these folders writable and executable, name another with -D" + CacheFolder.PROPERTY
                    + "=FOLDER, or name an unpacked library with -D" + LIBRARY_PATH + "=FILE.";
    private static final String GIVEN_ADVICE =
            "-D" + LIBRARY_PATH + " says so, and then nothing else is tried; correct it or leave it out.";
    /** Class loaders of one JVM that may each hold a copy of the library. */
    private static final int MAX_COPIES = 64;

    private static volatile boolean loaded;

    private NativeLibrary() {}

    /**
     * Loads the library unless this class loader has it.
     *
     * @throws CajalException {@link ErrorCode#LIBRARY_NOT_LOADED} with every attempt
     */
    static void ensureLoaded() {
        if (!loaded) {
            load();
        }
    }

    private static synchronized void load() {
        if (loaded) {
            return;
        }
        String given = System.getProperty(LIBRARY_PATH);
        Path file = given == null ? loadBundled() : loadGiven(given);
        checkVersion(file);
        Native.startLog();
        loaded = true;
    }

    static Path loadGiven(String given) {
        return new LoadAttempts().first(List.of(given), NativeLibrary::loadFile, GIVEN_ADVICE);
    }

    private static Path loadFile(Path path) throws IOException {
        String name = System.mapLibraryName("cajal");
        Path file = (Files.isDirectory(path) ? path.resolve(name) : path).toAbsolutePath();
        if (!Files.isRegularFile(file)) {
            throw new IOException(Files.isDirectory(path) ? "this folder has no " + name : "there is no such file");
        }
        System.load(file.toString());
        return file;
    }

    private static Path loadBundled() {
        LoadAttempts attempts = new LoadAttempts();
        NativeBundle bundle = bundle(attempts);
        return attempts.first(
                CacheFolder.candidates(),
                root -> loadCopy(CacheFolder.prepare(root.toAbsolutePath(), bundle)),
                CACHE_ADVICE);
    }

    private static NativeBundle bundle(LoadAttempts attempts) {
        try {
            return NativeBundle.find(Platform.classifier());
        } catch (IOException missing) {
            attempts.add("the native jar", missing);
            throw attempts.exception(
                    "Put cajal-" + version() + "-" + Platform.classifier() + ".jar on the class path; in a modular program, "
                            + "put it on the module path and require org.cajal.natives.");
        }
    }

    /** The JVM lets each file belong to one class loader, so another one takes a copy. */
    private static Path loadCopy(CacheFolder folder) throws IOException {
        for (int copy = 1; copy <= MAX_COPIES; copy++) {
            Path file = folder.library(copy);
            try {
                System.load(file.toString());
                return file;
            } catch (UnsatisfiedLinkError refused) {
                if (!String.valueOf(refused.getMessage()).toLowerCase(Locale.ROOT).contains("already loaded")) {
                    throw refused;
                }
            }
        }
        throw new IOException(MAX_COPIES + " class loaders hold a copy already; load cajal in one that they share");
    }

    /** Refuses a library of another version: what the two sides say to each other may differ. */
    private static void checkVersion(Path file) {
        LoadAttempts attempts = new LoadAttempts();
        try {
            int found = Native.interfaceVersion();
            if (found == Native.INTERFACE && new Answer(Native.version()).string().equals(version())) {
                return;
            }
            attempts.add(file, "it is not of version " + version() + ", as these classes are");
        } catch (UnsatisfiedLinkError missing) {
            attempts.add(file, "it has no Java interface (" + missing.getMessage() + ")");
        } catch (IllegalCallerException refused) {
            attempts.add(file, refused);
        }
        throw attempts.exception("Use the library that comes with these classes.");
    }

    /** The version of these classes. */
    static String version() {
        Properties properties = new Properties();
        try (InputStream stream = NativeLibrary.class.getResourceAsStream("version.properties")) {
            properties.load(stream);
        } catch (IOException damaged) {
            throw new UncheckedIOException(damaged);
        }
        return properties.getProperty("version");
    }
}
