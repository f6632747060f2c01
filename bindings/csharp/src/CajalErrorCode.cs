namespace Cajal
{
    /// <summary>
    /// What kind of error it was. The numbers are those of the C library and never change; a newer library may use numbers
    /// that are not listed here. Numbers below zero are of this assembly.
    /// </summary>
    public enum CajalErrorCode
    {
        /// <summary>The native library belongs to another version of the ABI.</summary>
        LibraryIncompatible = -2,
        /// <summary>The native library was not found, or could not be loaded; the message lists the places tried.</summary>
        LibraryNotFound = -1,
        /// <summary>An argument is out of its range or of the wrong kind.</summary>
        InvalidArgument = 1,
        /// <summary>Bytes that should be UTF-8 are not, or a name has half a surrogate pair, which UTF-8 cannot say.</summary>
        InvalidUtf8 = 2,
        /// <summary>An option's name is not known to the call; the message lists the valid ones.</summary>
        UnknownOption = 3,
        /// <summary>An option's value does not parse or is out of range; the message says what is valid.</summary>
        InvalidOption = 4,
        /// <summary>A native handle was freed already or never existed.</summary>
        InvalidHandle = 5,
        /// <summary>The model folder, or the built-in model of that name, does not exist.</summary>
        ModelNotFound = 10,
        /// <summary>The folder has no config.json.</summary>
        ConfigMissing = 11,
        /// <summary>config.json does not parse, or a value in it is missing or contradicts another.</summary>
        ConfigInvalid = 12,
        /// <summary>The family, head or activation is not one this library runs.</summary>
        ModelUnsupported = 13,
        /// <summary>The model's head does not do the task that was asked.</summary>
        TaskMismatch = 14,
        /// <summary>The folder has no weights file.</summary>
        WeightsMissing = 15,
        /// <summary>A weights file is truncated or damaged, or a tensor is missing, misshaped or not finite.</summary>
        WeightsInvalid = 16,
        /// <summary>A pytorch_model.bin asks for something other than plain tensors. Nothing was executed.</summary>
        WeightsUnsafe = 17,
        /// <summary>The folder has no tokenizer files.</summary>
        TokenizerMissing = 18,
        /// <summary>The tokenizer files do not parse, or give ids beyond the model's vocabulary.</summary>
        TokenizerInvalid = 19,
        /// <summary>id2label is missing, has gaps, or does not match the classifier's rows.</summary>
        LabelsInvalid = 20,
        /// <summary>No ONNX Runtime library was found; the message lists the places looked at.</summary>
        RuntimeNotFound = 30,
        /// <summary>The file is not an ONNX Runtime library for this machine, or is truncated.</summary>
        RuntimeInvalid = 31,
        /// <summary>The ONNX Runtime library is older than this library needs.</summary>
        RuntimeTooOld = 32,
        /// <summary>ONNX Runtime reported an error.</summary>
        RuntimeFailed = 33,
        /// <summary>The execution provider that was asked for cannot run here.</summary>
        ProviderUnavailable = 34,
        /// <summary>The process was forked after the library was loaded, and this is the child.</summary>
        RuntimeForked = 35,
        /// <summary>The text for fill-mask has no mask token; the message names the right one.</summary>
        MaskMissing = 40,
        /// <summary>The text holds the mask token of another model family; the message names the right one.</summary>
        MaskForeign = 41,
        /// <summary>The caller cancelled. Calls throw OperationCanceledException instead, with this inside.</summary>
        Cancelled = 50,
        /// <summary>The timeout of the options passed.</summary>
        DeadlineExceeded = 51,
        /// <summary>Reading or writing a file failed; the cause code is errno.</summary>
        Io = 60,
        /// <summary>A fault of the library itself. The call had no effect; please report it.</summary>
        Internal = 99
    }
}
