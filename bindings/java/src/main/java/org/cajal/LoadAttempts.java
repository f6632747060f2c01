package org.cajal;

import java.util.ArrayList;
import java.util.List;

/** What was tried to load the native library, for the one exception that tells it all. */
final class LoadAttempts {
    private final List<String> attempts = new ArrayList<>();
    private final List<Throwable> causes = new ArrayList<>();

    void add(Object what, String why) {
        attempts.add(what + ": " + why);
    }

    void add(Object what, Throwable cause) {
        add(what, cause.toString());
        causes.add(cause);
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
