package org.cajal;

/** What went wrong. The numbers are those of the C interface and never change their meaning. */
public enum ErrorCode {
    /** The native library could not be loaded; the message lists every attempt. */
    LIBRARY_NOT_LOADED(-1),
    /** A code that this version of the Java classes does not know: see {@link CajalException#codeNumber()}. */
    UNKNOWN(0),
    /** An argument is out of its range or of the wrong kind. */
    INVALID_ARGUMENT(1),
    /** A string that should be valid Unicode is not. */
    INVALID_UTF8(2),
    /** An option's name is not known. */
    UNKNOWN_OPTION(3),
    /** An option's value is out of range; the message says what is valid. */
    INVALID_OPTION(4),
    /** The object was closed already. */
    INVALID_HANDLE(5),
    /** The model folder does not exist. */
    MODEL_NOT_FOUND(10),
    /** The folder has no {@code config.json}. */
    CONFIG_MISSING(11),
    /** {@code config.json} does not parse, or a value in it is missing or contradicts another. */
    CONFIG_INVALID(12),
    /** The family, head or activation is not one this library runs. */
    MODEL_UNSUPPORTED(13),
    /** The model's head does not do the task that was asked. */
    TASK_MISMATCH(14),
    /** The folder has no weights file. */
    WEIGHTS_MISSING(15),
    /** A weights file is truncated or damaged, or a tensor is missing, misshaped or not finite. */
    WEIGHTS_INVALID(16),
    /** A {@code pytorch_model.bin} asks for something other than plain tensors. Nothing was executed. */
    WEIGHTS_UNSAFE(17),
    /** The folder has no tokenizer files. */
    TOKENIZER_MISSING(18),
    /** The tokenizer files do not parse, or give ids beyond the model's vocabulary. */
    TOKENIZER_INVALID(19),
    /** {@code id2label} is missing, has gaps, or does not match the classifier's rows. */
    LABELS_INVALID(20),
    /** No ONNX Runtime library was found; the message lists the places looked at. */
    RUNTIME_NOT_FOUND(30),
    /** The file is not an ONNX Runtime library for this machine, or is truncated. */
    RUNTIME_INVALID(31),
    /** The ONNX Runtime library is older than this library needs. */
    RUNTIME_TOO_OLD(32),
    /** ONNX Runtime reported an error. */
    RUNTIME_FAILED(33),
    /** The execution provider that was asked for cannot run here. */
    PROVIDER_UNAVAILABLE(34),
    /** The process was forked after the library was loaded, and this is the child. */
    RUNTIME_FORKED(35),
    /** The text for fill-mask has no mask token; the message names the right one. */
    MASK_MISSING(40),
    /** The text holds the mask token of another model family; the message names the right one. */
    MASK_FOREIGN(41),
    /** The caller cancelled. */
    CANCELLED(50),
    /** The timeout passed. */
    DEADLINE_EXCEEDED(51),
    /** Reading or writing a file failed. */
    IO(60),
    /** A fault of the library itself. The call had no effect; please report it. */
    INTERNAL(99);

    private final int number;

    ErrorCode(int number) {
        this.number = number;
    }

    /**
     * The number of this code in the C interface; -1 and 0 exist in Java only.
     *
     * @return the number
     */
    public int number() {
        return number;
    }

    /**
     * The code with a number.
     *
     * @param number any number
     * @return the code, or {@link #UNKNOWN} for a number that a newer library has added
     */
    public static ErrorCode of(int number) {
        for (ErrorCode code : values()) {
            if (code.number == number) {
                return code;
            }
        }
        return UNKNOWN;
    }
}
