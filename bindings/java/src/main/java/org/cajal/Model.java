package org.cajal;

import java.nio.file.Path;

/**
 * A loaded model, immutable. {@link Ner}, {@link FillMask} and {@link Classifier} run it.
 *
 * <p>Thread safety: may be used from any number of threads at once, and closed at any time. A call that runs while
 * another thread closes the model finishes undisturbed; later calls fail with {@link ErrorCode#INVALID_HANDLE}. The
 * memory of a closed model goes back to the system. A model that is dropped without {@link #close()} is freed some time
 * after the garbage collector has found it, and the collector, which does not see memory outside the heap, has no reason
 * to hurry: close it.
 */
public final class Model implements AutoCloseable {
    private final Handle handle;
    private final ModelInfo info;

    private Model(Answer answer) {
        handle = new Handle(this, answer.longInteger(), Native::modelFree);
        info = new ModelInfo(answer.facts());
    }

    /**
     * Loads a model folder: a hub checkpoint as downloaded, or an ONNX export.
     *
     * @param folder the folder
     * @return the model, which the caller closes
     * @throws CajalException with a code of its own for each fault of the folder
     */
    public static Model load(Path folder) {
        return load(folder, ModelOptions.defaults());
    }

    /**
     * Loads a model folder: a hub checkpoint as downloaded, or an ONNX export.
     *
     * @param folder the folder
     * @param options options of the load
     * @return the model, which the caller closes
     * @throws CajalException with a code of its own for each fault of the folder
     */
    public static Model load(Path folder, ModelOptions options) {
        return open(folder.toString(), options);
    }

    /**
     * Loads a model that this build of the native library carries: see {@link Cajal#hasFeature}.
     *
     * @param name the model's name
     * @param options options of the load
     * @return the model, which the caller closes
     * @throws CajalException {@link ErrorCode#MODEL_NOT_FOUND} if there is no such model
     */
    public static Model embedded(String name, ModelOptions options) {
        return open("embedded:" + name, options);
    }

    private static Model open(String path, ModelOptions options) {
        String[] pairs = options.pairs();
        NativeLibrary.ensureLoaded();
        return new Model(new Answer(Native.modelLoad(path, pairs)));
    }

    /**
     * Writes a folder that loads faster and into less memory than {@code source}, and answers to the bit as that does in
     * the same precision.
     *
     * <p>It appears whole, after it was loaded once to see that it works, or not at all. It holds the hashes that {@link
     * Verification#STRICT} compares.
     *
     * @param source the folder of a hub checkpoint
     * @param out the folder to write, which must not exist, or be empty
     * @param options options of the compilation
     * @throws CajalException as {@link #load(Path, ModelOptions)}; {@link ErrorCode#INVALID_OPTION} for another
     *     precision, and for a source that is compiled already or an ONNX export; {@link ErrorCode#IO} if {@code out} is
     *     not empty or cannot be written
     */
    public static void compile(Path source, Path out, CompileOptions options) {
        String[] pairs = options.pairs();
        NativeLibrary.ensureLoaded();
        new Answer(Native.modelCompile(source.toString(), out.toString(), pairs));
    }

    /**
     * Facts about the model, also after {@link #close()}.
     *
     * @return the facts
     */
    public ModelInfo info() {
        return info;
    }

    /** The handle for a native call, through which the caller keeps this model reachable. */
    long id() {
        return handle.id();
    }

    /** Returns this model if its head does {@code task}. */
    Model expect(Task task) {
        if (info.task() != task) {
            throw new CajalException(
                    ErrorCode.TASK_MISMATCH,
                    "the model at " + info.source() + " does " + info.facts().get("task") + ", not " + task.hubName()
                            + "; load one that does");
        }
        return this;
    }

    /** Frees the model. Calls that run on it finish undisturbed; a second close does nothing. */
    @Override
    public void close() {
        handle.close();
    }

    @Override
    public String toString() {
        return info.source();
    }
}
