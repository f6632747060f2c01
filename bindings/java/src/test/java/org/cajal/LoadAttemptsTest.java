package org.cajal;

import static org.cajal.Fixtures.assertCode;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoadAttemptsTest {
    private static final String UNSPEAKABLE = "nul\0here";

    private static CajalException failure(String place, Throwable cause) {
        return assertCode(
                ErrorCode.LIBRARY_NOT_LOADED,
                () -> new LoadAttempts().first(List.of(place), each -> {
                    if (cause instanceof IOException) {
                        throw (IOException) cause;
                    }
                    throw (RuntimeException) cause;
                }, "Do something else."));
    }

    @Test
    void a_name_that_is_no_path_does_not_keep_it_from_the_next_place() {
        assertEquals(Path.of("/b"), new LoadAttempts().first(List.of(UNSPEAKABLE, "/b"), place -> place, ""));
    }

    @Test
    void a_named_library_that_is_no_path_is_told_like_any_other() {
        String message = assertCode(ErrorCode.LIBRARY_NOT_LOADED, () -> NativeLibrary.loadGiven(UNSPEAKABLE)).getMessage();
        assertTrue(message.contains("LC_ALL=C.UTF-8") && message.contains("-Dcajal.library.path"), message);
    }

    @Test
    void refused_native_access_is_told_with_the_flag_that_allows_it() {
        CajalException failure = failure("/a", new IllegalCallerException("Illegal native access"));
        assertTrue(failure.getMessage().contains("--enable-native-access=org.cajal"), failure.getMessage());
        assertTrue(failure.getSuppressed()[0] instanceof IllegalCallerException);
    }

    @Test
    void our_own_reasons_are_told_without_their_class() {
        String message = failure("/a", new IOException("there is no such file")).getMessage();
        assertTrue(message.contains("\n  /a: there is no such file\nDo something else."), message);
    }
}
