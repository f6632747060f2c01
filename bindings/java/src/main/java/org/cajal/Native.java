package org.cajal;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.reflect.UndeclaredThrowableException;

/**
 * The native methods: {@code src/jni} of the library. {@link NativeLibrary#ensureLoaded()} comes before any of them.
 *
 * <p>A {@code byte[]} is a packed answer, read by {@link Answer}. Options are keys and values in turn. A cancel token of
 * 0 is none.
 */
final class Native {
    /** What the native side's number must be. */
    static final int INTERFACE = 5;

    private static final Logger LOGGER = System.getLogger("org.cajal");
    /** In the order of the native side's numbers: off, error, warning, info, debug, trace. */
    private static final Level[] LEVELS = {
        Level.OFF, Level.ERROR, Level.WARNING, Level.INFO, Level.DEBUG, Level.TRACE
    };

    private Native() {}

    static native int interfaceVersion();

    static native byte[] version();

    static native byte[] feature(String name);

    static native byte[] logStart(int level);

    static native byte[] runtimeLoad(String path);

    static native byte[] runtimeInfo();

    static native byte[] modelLoad(String folder, String[] options);

    static native byte[] modelCompile(String source, String out, String[] options);

    static native void modelFree(long model);

    static native byte[] cancelNew();

    static native void cancelRequest(long cancel);

    static native void cancelFree(long cancel);

    static native byte[] nerRun(long[] models, String text, String[] options, long cancel, Progress progress);

    static native byte[] nerRunBatch(long[] models, String[] texts, String[] options, long cancel, Progress progress);

    static native byte[] parityRun(long model, String text, String[] options, long cancel, Progress progress);

    static native byte[] fillMaskRun(long model, String text, String[] options, long cancel, Progress progress);

    static native byte[] fillMaskRunBatch(
            long model, String[] texts, String[] options, long cancel, Progress progress);

    static native byte[] fill(String text, String[] words, long[] places);

    static native byte[] parityFillMaskRun(
            long model, String text, String[] options, long cancel, Progress progress);

    static native byte[] perplexity(long model, String text, String[] options, long cancel, Progress progress);

    static native byte[] export(String format, String[] names, String[] texts, byte[][] entities);

    static native byte[] deidentify(String text, byte[] entities, String[] options);

    static native byte[] classifierRun(long model, String text, String[] options, long cancel);

    /** What the native side calls with the progress of one run. */
    static final class Progress {
        private final ProgressListener listener;
        private Throwable thrown;

        private Progress(ProgressListener listener) {
            this.listener = listener;
        }

        /** The caller's listener for the native side, or null for none. */
        static Progress of(ProgressListener listener) {
            return listener == null ? null : new Progress(listener);
        }

        /** Whether the run is to go on. An exception must not pass through native code: it waits for the run's end. */
        @SuppressWarnings("unused")
        private boolean progress(long bytesDone, long bytesTotal) {
            try {
                if (thrown == null) {
                    listener.progress(bytesDone, bytesTotal);
                }
            } catch (Throwable failure) {
                thrown = failure;
            }
            return thrown == null;
        }

        /** Throws what the listener of the run that has ended threw, if it did. */
        void rethrow() {
            if (thrown instanceof Error) {
                throw (Error) thrown;
            }
            if (thrown instanceof RuntimeException) {
                throw (RuntimeException) thrown;
            }
            if (thrown != null) {
                // Only other languages can throw a checked exception here.
                throw new UndeclaredThrowableException(thrown);
            }
        }
    }

    /** Sends the library's messages here: the one or two lines of a load always, more if the logger wants it now. */
    static void startLog() {
        int level = 3;
        while (level + 1 < LEVELS.length && LOGGER.isLoggable(LEVELS[level + 1])) {
            level++;
        }
        new Answer(logStart(level));
    }

    /** Called by the native side, on any thread. */
    @SuppressWarnings("unused")
    private static void log(int level, String message) {
        try {
            LOGGER.log(LEVELS[level], message);
        } catch (Throwable ignored) {
            // A logger that fails must not fail the call that logs.
        }
    }
}
