package org.cajal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The native files in the native jar: the library, ONNX Runtime, and {@code SHA256SUMS} with a hash and a name a line.
 */
final class NativeBundle {
    private static final String SUMS = "SHA256SUMS";

    private final ClassLoader loader;
    private final String folder;
    private final String id;
    /** Hashes by file name. */
    private final Map<String, String> files = new LinkedHashMap<>();

    private NativeBundle(ClassLoader loader, String folder, byte[] sums) {
        this.loader = loader;
        this.folder = folder;
        this.id = hex(sha256().digest(sums));
        for (String line : new String(sums, StandardCharsets.UTF_8).split("\n")) {
            files.put(line.substring(66), line.substring(0, 64));
        }
    }

    /**
     * The bundle for a platform.
     *
     * @throws IOException if there is none
     */
    static NativeBundle find(String classifier) throws IOException {
        String folder = "META-INF/native/" + classifier + "/";
        // Through the class loader: Class.getResource finds nothing of another module.
        ClassLoader own = NativeBundle.class.getClassLoader();
        ClassLoader loader = own == null ? ClassLoader.getSystemClassLoader() : own;
        try (InputStream stream = open(loader, folder + SUMS)) {
            return new NativeBundle(loader, folder, stream.readAllBytes());
        }
    }

    private static InputStream open(ClassLoader loader, String name) throws IOException {
        URL url = loader.getResource(name);
        if (url == null) {
            throw new IOException("no " + name + " on the class path or module path");
        }
        var connection = url.openConnection();
        // A cached connection keeps the jar open, which hinders its replacement and the unloading of its class loader.
        connection.setUseCaches(false);
        return connection.getInputStream();
    }

    /** A name that changes with the content: the hash of the hashes. */
    String id() {
        return id;
    }

    /** The names of the files. */
    Set<String> names() {
        return files.keySet();
    }

    /** Whether {@code file} holds what the bundle's file {@code name} holds. */
    boolean matches(Path file, String name) throws IOException {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        MessageDigest digest = sha256();
        try (OutputStream sink = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
            Files.copy(file, sink);
        }
        return hex(digest.digest()).equals(files.get(name));
    }

    /** Writes the bundle's file {@code name} to {@code target}, which exists and is empty. */
    void extract(String name, Path target) throws IOException {
        MessageDigest digest = sha256();
        try (InputStream source = open(loader, folder + name);
                OutputStream sink = new DigestOutputStream(Files.newOutputStream(target), digest)) {
            source.transferTo(sink);
        }
        if (!hex(digest.digest()).equals(files.get(name))) {
            throw new IOException("the native jar is damaged: " + name + " does not have its sha256");
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String hex(byte[] bytes) {
        StringBuilder hex = new StringBuilder(bytes.length * 2);
        for (byte each : bytes) {
            hex.append(Character.forDigit(each >> 4 & 15, 16)).append(Character.forDigit(each & 15, 16));
        }
        return hex.toString();
    }
}
