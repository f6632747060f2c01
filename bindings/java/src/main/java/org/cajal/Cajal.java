package org.cajal;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The library as a whole: its version and its ONNX Runtime. */
public final class Cajal {
    private Cajal() {}

    /**
     * The version of the native library, which is that of these classes.
     *
     * @return such as {@code 0.1.0}
     * @throws CajalException {@link ErrorCode#LIBRARY_NOT_LOADED}
     */
    public static String version() {
        NativeLibrary.ensureLoaded();
        return new Answer(Native.version()).string();
    }

    /**
     * Whether this build of the native library has a feature. Known is {@code embedded-models}, which the native jars do not
     * have.
     *
     * @param name the feature's name
     * @return true if it has
     * @throws CajalException {@link ErrorCode#LIBRARY_NOT_LOADED}
     */
    public static boolean hasFeature(String name) {
        NativeLibrary.ensureLoaded();
        return new Answer(Native.feature(name)).integer() != 0;
    }

    /**
     * Loads ONNX Runtime for the whole process, once; a later call changes nothing. Loading a model does this too, so it
     * is needed only to know early that it is there.
     *
     * @throws CajalException {@link ErrorCode#LIBRARY_NOT_LOADED} or one of the {@code RUNTIME_} codes
     */
    public static void loadRuntime() {
        NativeLibrary.ensureLoaded();
        new Answer(Native.runtimeLoad(null));
    }

    /**
     * As {@link #loadRuntime()}, with a library of the host's choice.
     *
     * @param library the absolute path of an ONNX Runtime library, or of its folder
     * @throws CajalException {@link ErrorCode#INVALID_ARGUMENT} if another one is loaded already,
     *     {@link ErrorCode#LIBRARY_NOT_LOADED}, or one of the {@code RUNTIME_} codes
     */
    public static void loadRuntime(Path library) {
        NativeLibrary.ensureLoaded();
        new Answer(Native.runtimeLoad(library.toString()));
    }

    /**
     * The ONNX Runtime in use.
     *
     * @return the facts about it; empty before its first load
     * @throws CajalException {@link ErrorCode#LIBRARY_NOT_LOADED}
     */
    public static Optional<RuntimeInfo> runtime() {
        NativeLibrary.ensureLoaded();
        Map<String, List<String>> facts = new Answer(Native.runtimeInfo()).facts();
        return facts.isEmpty() ? Optional.empty() : Optional.of(new RuntimeInfo(facts));
    }
}
