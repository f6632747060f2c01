package org.cajal;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What was tried to load the native library, for the one exception that tells it all. */
final class LoadAttempts {
    private static final String SPELLING =
            "; this JVM cannot spell the path in its encoding: start it with a UTF-8 locale, such as LC_ALL=C.UTF-8";
    private static final String PERMISSION =
            "; allow it: start java with --enable-native-access=org.cajal, or =ALL-UNNAMED on the class path";

    private final List<String> attempts = new ArrayList<>();
    private final List<Throwable> causes = new ArrayList<>();

    /** Loads the library from a place, which may be a folder. */
    interface Attempt {
        Path load(Path place) throws IOException;
    }

    /**
     * What the first place that serves gives. Whatever one fails with, the next is tried.
     *
     * @throws CajalException {@link ErrorCode#LIBRARY_NOT_LOADED} with every attempt and {@code advice}
     */
    Path first(List<String> places, Attempt attempt, String advice) {
        for (String place : places) {
            try {
                return attempt.load(Path.of(place));
            } catch (IOException | RuntimeException | UnsatisfiedLinkError failure) {
                add(place, failure);
            }
        }
        throw exception(advice);
    }

    void add(Object what, String why) {
        attempts.add(what + ": " + why);
    }

    void add(Object what, Throwable cause) {
        add(what, describe(cause));
        causes.add(cause);
    }

    private static String describe(Throwable cause) {
        if (cause instanceof InvalidPathException) {
            return cause + SPELLING;
        }
        if (cause instanceof IllegalCallerException) {
            return cause + PERMISSION;
        }
        // Our own, whose class says nothing.
        return cause.getClass() == IOException.class ? cause.getMessage() : cause.toString();
    }

    CajalException exception(String advice) {
        StringBuilder message = new StringBuilder("the native library of cajal could not be loaded on ");
        message.append(Platform.describe()).append("; tried:");
        attempts.forEach(attempt -> message.append("\n  ").append(attempt));
        message.append('\n').append(advice);
        CajalException exception = new CajalException(ErrorCode.LIBRARY_NOT_LOADED, message.toString());
        causes.forEach(exception::addSuppressed);
        return exception;
    }
}
