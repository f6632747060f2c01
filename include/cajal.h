/* Cajal 0.1.0: Spanish biomedical language models in process. Licence: Apache-2.0.
 *
 * Made by scripts/header.sh from src/ffi; do not edit.
 *
 * What holds for every function:
 *  - Errors. A cajal_status of 0 is success. Every call that can fail has a last argument `error`, which may be NULL:
 *    after a failure it receives an error object to be freed with cajal_error_free, after a success NULL. Results are
 *    NULL after a failure. There is no state per thread and no last error. The frees of handles have no `error`:
 *    their status says all.
 *  - Strings in. A pointer and a length in bytes, UTF-8 on every system; NUL is a character like any other; NULL with
 *    length 0 is the empty string. Strings out are UTF-8 with a NUL after them.
 *  - Results. One object owns everything in it; one free. Pointers out of it live as long as it does.
 *  - Handles. Models and cancel tokens are checked at every use: one that was freed, or never was one, is
 *    CAJAL_ERROR_INVALID_HANDLE. They may be freed while calls on them run. All other objects are plain memory: use
 *    them only until they are freed, and free them once.
 *  - Frees accept NULL.
 *  - Privacy. No error message and no log line holds text of a document. Nothing is written to standard output or
 *    standard error, and nothing goes over the network.
 *  - Faults of the library itself end in CAJAL_ERROR_INTERNAL; they do not take the process down.
 */


#ifndef CAJAL_H
#define CAJAL_H

#include <stddef.h>
#include <stdint.h>

/** Version of the library that this header belongs to. */
#define CAJAL_VERSION_MAJOR 0
#define CAJAL_VERSION_MINOR 1
#define CAJAL_VERSION_PATCH 0
#define CAJAL_VERSION "0.1.0"

/** Version of the ABI. A program works with every library whose cajal_abi_version() is equal and whose cajal_version() is not
 * older than the header that it was built with. */
#define CAJAL_ABI_VERSION 1

/**
 * The call did what it was asked.
 */
#define CAJAL_OK 0

/**
 * An argument is out of its range, NULL where it may not be, or of the wrong kind.
 */
#define CAJAL_ERROR_INVALID_ARGUMENT 1

/**
 * Bytes that should be UTF-8 are not.
 */
#define CAJAL_ERROR_INVALID_UTF8 2

/**
 * An option's name is not known here; the message lists the valid ones.
 */
#define CAJAL_ERROR_UNKNOWN_OPTION 3

/**
 * An option's value does not parse or is out of range; the message says what is valid.
 */
#define CAJAL_ERROR_INVALID_OPTION 4

/**
 * A handle was freed already or never came from this library.
 */
#define CAJAL_ERROR_INVALID_HANDLE 5

/**
 * The model folder, or the built-in model of that name, does not exist.
 */
#define CAJAL_ERROR_MODEL_NOT_FOUND 10

/**
 * The folder has no config.json.
 */
#define CAJAL_ERROR_CONFIG_MISSING 11

/**
 * config.json does not parse, or a value in it is missing or contradicts another.
 */
#define CAJAL_ERROR_CONFIG_INVALID 12

/**
 * The family (model_type), head or activation is not one this library runs.
 */
#define CAJAL_ERROR_MODEL_UNSUPPORTED 13

/**
 * The model's head does not do the task that was asked.
 */
#define CAJAL_ERROR_TASK_MISMATCH 14

/**
 * The folder has no weights file.
 */
#define CAJAL_ERROR_WEIGHTS_MISSING 15

/**
 * A weights file is truncated or damaged, or a tensor is missing, misshaped or not finite.
 */
#define CAJAL_ERROR_WEIGHTS_INVALID 16

/**
 * A pytorch_model.bin asks for something other than plain tensors. Nothing was executed.
 */
#define CAJAL_ERROR_WEIGHTS_UNSAFE 17

/**
 * The folder has no tokenizer files.
 */
#define CAJAL_ERROR_TOKENIZER_MISSING 18

/**
 * The tokenizer files do not parse, or give ids beyond the model's vocabulary.
 */
#define CAJAL_ERROR_TOKENIZER_INVALID 19

/**
 * id2label is missing, has gaps, or does not match the classifier's rows.
 */
#define CAJAL_ERROR_LABELS_INVALID 20

/**
 * No ONNX Runtime library was found; the message lists the places looked at.
 */
#define CAJAL_ERROR_RUNTIME_NOT_FOUND 30

/**
 * The file is not an ONNX Runtime library for this machine, or is truncated.
 */
#define CAJAL_ERROR_RUNTIME_INVALID 31

/**
 * The ONNX Runtime library is older than this library needs.
 */
#define CAJAL_ERROR_RUNTIME_TOO_OLD 32

/**
 * ONNX Runtime reported an error.
 */
#define CAJAL_ERROR_RUNTIME_FAILED 33

/**
 * The execution provider that was asked for cannot run here.
 */
#define CAJAL_ERROR_PROVIDER_UNAVAILABLE 34

/**
 * The process was forked after the library was loaded, and this is the child.
 */
#define CAJAL_ERROR_RUNTIME_FORKED 35

/**
 * The text for fill-mask has no mask token; the message names the right one.
 */
#define CAJAL_ERROR_MASK_MISSING 40

/**
 * The text holds the mask token of another model family; the message names the right one.
 */
#define CAJAL_ERROR_MASK_FOREIGN 41

/**
 * The caller cancelled.
 */
#define CAJAL_ERROR_CANCELLED 50

/**
 * The deadline passed.
 */
#define CAJAL_ERROR_DEADLINE_EXCEEDED 51

/**
 * Reading or writing a file failed.
 */
#define CAJAL_ERROR_IO 60

/**
 * A fault of the library itself. The call had no effect; please report it.
 */
#define CAJAL_ERROR_INTERNAL 99

/**
 * The label of a segment that was kept as it was.
 */
#define CAJAL_SEGMENT_KEPT UINT32_MAX

/**
 * The flag of a prediction that starts a word. Without it, the prediction continues the word before the mask.
 */
#define CAJAL_PREDICTION_STARTS_WORD 1

/**
 * The target was scored.
 */
#define CAJAL_TARGET_SCORED 0

/**
 * The target has the tokens of an earlier one, whose prediction counts for both.
 */
#define CAJAL_TARGET_DUPLICATE 1

/**
 * The target holds characters that the vocabulary lacks.
 */
#define CAJAL_TARGET_UNKNOWN 2

/**
 * The target is empty, or only spaces.
 */
#define CAJAL_TARGET_EMPTY 3

/**
 * The target has more tokens than fit in the model beside the text.
 */
#define CAJAL_TARGET_TOO_LONG 4

/**
 * The value of `prediction` for a target that has none.
 */
#define CAJAL_NO_PREDICTION UINT64_MAX

/**
 * No messages.
 */
#define CAJAL_LOG_OFF 0

/**
 * What failed.
 */
#define CAJAL_LOG_ERROR 1

/**
 * What a person should look at.
 */
#define CAJAL_LOG_WARNING 2

/**
 * What the library did: one or two lines for each load.
 */
#define CAJAL_LOG_INFO 3

/**
 * How it did it.
 */
#define CAJAL_LOG_DEBUG 4

/**
 * Everything.
 */
#define CAJAL_LOG_TRACE 5

/**
 * The answers for many texts, each with what was found in it or an error of its own, in the order of the texts.
 */
typedef struct cajal_batch cajal_batch;

/**
 * A token that stops the calls it was given to. A handle: it is checked at every use, and may be freed at any time.
 */
typedef struct cajal_cancel cajal_cancel;

/**
 * All labels of a model for one text, the best first.
 */
typedef struct cajal_classifications cajal_classifications;

/**
 * A text with its entities replaced.
 */
typedef struct cajal_deidentified cajal_deidentified;

/**
 * The entities of one text, in order of start, then end, then model.
 */
typedef struct cajal_entities cajal_entities;

/**
 * What went wrong in one call: a status, a message with the next step, and the cause's own code. No message ever
 * holds text of a document.
 */
typedef struct cajal_error cajal_error;

/**
 * Documents with their entities, in a format of other programs.
 *
 * | format | what it gives |
 * |---|---|
 * | json | one object for each document, each on its own line: `document` (its name), `models`, `entities` (each with `label`, `score`, `text`, `model`, and `start` and `end` under `utf8`, `utf16` and `codepoint`), `words`, `windows`, `shortened_words` |
 * | brat | an .ann file: `T1`, a tab, label, start and end in code points, a tab, the text; for one document |
 * | conll | one word a line with its document, its place in code points and an IOB2 tag for each model |
 * | html | one page for all documents, whole in itself, with filters by label, model and score |
 *
 * Models have the names of their folders. An export holds text of the documents.
 */
typedef struct cajal_export cajal_export;

/**
 * A text with words put in.
 */
typedef struct cajal_filled cajal_filled;

/**
 * Facts about a model or the runtime: each key has one value, or several as `labels` has; numbers are in decimal.
 */
typedef struct cajal_info cajal_info;

/**
 * A loaded model, immutable. A handle: it is checked at every use, and may be freed while calls run.
 */
typedef struct cajal_model cajal_model;

/**
 * Options of loads and runs, as string keys and values.
 *
 * | key | calls | value |
 * |---|---|---|
 * | threads | cajal_model_load, cajal_model_compile | threads that one call may use, 1 or more, its own among them; default: what the container may use |
 * | run_threads | cajal_model_load | threads that one run of the model may use, 1 to threads; default: all, or 1 for a small model. With 1, many texts take less time and a short one by itself more |
 * | provider | cajal_model_load | what runs the model: cpu (default), cuda:N, openvino, auto, or the absolute path of a provider plugin library |
 * | precision | cajal_model_load, cajal_model_compile | what the model computes with: f32, f16 (provider cuda:N), int8 (provider cpu), bf16 (provider openvino), or auto for int8 where the processor is made for it; default f32, for a compiled folder its own; a folder is compiled for f32 or int8 |
 * | verify | cajal_model_load | how a compiled folder is compared with its manifest: sizes (default), or strict for the hash of every file |
 * | runtime_path | cajal_model_load, cajal_model_compile | absolute path of the ONNX Runtime library, for the process's first load |
 * | window_tokens | cajal_ner_run, cajal_ner_parity_run, cajal_fill_mask_perplexity | longest window in tokens, 1 or more; default 48, for parity the tokenizer's, for perplexity the model's; the model's limit if smaller |
 * | overlap_tokens | cajal_ner_run | tokens that windows share in a sentence longer than one; default a quarter of the window |
 * | threshold | cajal_ner_run | lowest score of an entity, 0 to 1; default 0 |
 * | labels | cajal_ner_run | labels to keep, separated by commas; default all |
 * | aggregation | cajal_ner_parity_run | none, simple, first, average or max; default none |
 * | stride | cajal_ner_parity_run | tokens that windows share, 0 or more; default: one window, and the rest of the text unread |
 * | ignore_labels | cajal_ner_parity_run | labels to leave out, separated by commas, or nothing; default O |
 * | top_k | cajal_fill_mask_run, cajal_fill_mask_parity_run | candidates for each mask, and fillings, 1 or more (beside beam_width to 1024); default 5 |
 * | targets | cajal_fill_mask_run, cajal_fill_mask_parity_run | words to score at every mask, one a line; default the vocabulary |
 * | beam_width | cajal_fill_mask_run | partial fillings kept in a joint search over all masks, 1 to 1024; default no such search |
 * | after_mask | cajal_fill_mask_run | how text against a mask is read: tokenizer (default) as transformers does, text as written |
 * | replacement | cajal_deidentify_run | what stands in place of entities: label, pseudonym or mask; default label |
 * | mask_length | cajal_deidentify_run | characters of every mask, 0 to 255; default as many as were masked |
 * | timeout_ms | every run of a model | milliseconds the call may take; 0 is exceeded at once; default none |
 */
typedef struct cajal_options cajal_options;

/**
 * What transformers' token-classification pipeline answers for one text, in its order.
 */
typedef struct cajal_parity cajal_parity;

/**
 * What transformers' fill-mask pipeline answers for one text: mask by mask, the best first.
 */
typedef struct cajal_parity_predictions cajal_parity_predictions;

/**
 * The candidates for every mask of one text: mask by mask, the best first; then those of whole fillings, if any.
 */
typedef struct cajal_predictions cajal_predictions;

/**
 * Zero (`CAJAL_OK`), or one of the `CAJAL_ERROR_` numbers. The numbers are frozen; later versions may add some.
 */
typedef int32_t cajal_status;

/**
 * Receives how far a call has come: UTF-8 bytes of text whose windows have run, and bytes of the whole call. A text that
 * several models read counts once for each. `bytes_done` never falls, and stays below `bytes_total` where a text ends
 * with white space; that of a batch reaches it.
 *
 * It runs on the thread that makes the call, after every few windows of a text and as windows and texts of a batch are done,
 * and may cancel the call's token. It must return: no exception, no longjmp.
 */
typedef void (*cajal_progress_callback)(void *user_data, uint64_t bytes_done, uint64_t bytes_total);

/**
 * One range of a text in three units at once. All are half-open: `end` is the first position after the range.
 */
typedef struct cajal_offsets {
    /**
     * First UTF-8 byte.
     */
    uint64_t utf8_start;
    /**
     * First UTF-8 byte after the range.
     */
    uint64_t utf8_end;
    /**
     * First UTF-16 code unit.
     */
    uint64_t utf16_start;
    /**
     * First UTF-16 code unit after the range.
     */
    uint64_t utf16_end;
    /**
     * First code point.
     */
    uint64_t codepoint_start;
    /**
     * First code point after the range.
     */
    uint64_t codepoint_end;
} cajal_offsets;

/**
 * One entity of a text.
 */
typedef struct cajal_entity {
    /**
     * Where it stands in the text.
     */
    struct cajal_offsets offsets;
    /**
     * Its label, as an index for `cajal_entities_label` of the same result.
     */
    uint32_t label;
    /**
     * Mean of its words' scores, 0 to 1.
     */
    float score;
    /**
     * Which of the models given found it, from 0.
     */
    uint32_t model;
    /**
     * Always 0.
     */
    uint32_t reserved;
} cajal_entity;

/**
 * One entity as transformers gives it; with aggregation none, one token.
 */
typedef struct cajal_parity_entity {
    /**
     * Where it stands in the text; may be empty, or hold a leading space, as with transformers.
     */
    struct cajal_offsets offsets;
    /**
     * Its label, as an index for `cajal_parity_label` of the same result.
     */
    uint32_t label;
    /**
     * Its score, 0 to 1.
     */
    float score;
    /**
     * The token's position in its window, from 1; 0 with any other aggregation than none.
     */
    uint32_t token;
    /**
     * Always 0.
     */
    uint32_t reserved;
} cajal_parity_entity;

/**
 * A stretch of a text that was kept whole or replaced whole.
 */
typedef struct cajal_segment {
    /**
     * Where it stood in the text.
     */
    struct cajal_offsets from;
    /**
     * Where it stands in the new text.
     */
    struct cajal_offsets to;
    /**
     * The label of what was replaced, as an index for `cajal_deidentified_label`; `CAJAL_SEGMENT_KEPT` for none.
     */
    uint32_t label;
    /**
     * Always 0.
     */
    uint32_t reserved;
} cajal_segment;

/**
 * One mask of a text.
 */
typedef struct cajal_mask {
    /**
     * Where the mask token stands in the text.
     */
    struct cajal_offsets offsets;
    /**
     * Index of its first prediction in the array of `cajal_predictions_data`.
     */
    uint64_t first_prediction;
    /**
     * Number of its predictions.
     */
    uint64_t prediction_count;
} cajal_mask;

/**
 * One candidate for a mask: a token of the vocabulary, or a target.
 */
typedef struct cajal_prediction {
    /**
     * Where its text starts in the pool of `cajal_predictions_text`. A NUL follows it there.
     */
    uint64_t text_start;
    /**
     * Index of its first token in the array of `cajal_predictions_token_ids`.
     */
    uint64_t first_token;
    /**
     * The natural logarithm of the score, for those too small for `score`.
     */
    double log_score;
    /**
     * Length of its text in bytes, without the NUL and without a leading space.
     */
    uint32_t text_length;
    /**
     * Number of its tokens: 1, or as many as a target has.
     */
    uint32_t token_count;
    /**
     * Its mask, as an index into the array of `cajal_predictions_masks`.
     */
    uint32_t mask;
    /**
     * The id of its first token in the model's vocabulary.
     */
    uint32_t token_id;
    /**
     * Its `CAJAL_PREDICTION_` flags; unknown bits are to be ignored.
     */
    uint32_t flags;
    /**
     * From 0 to 1: a token's softmax over the whole vocabulary; for a target, the geometric mean over its tokens, each
     * scored with those before it in place and those after it masked.
     */
    float score;
} cajal_prediction;

/**
 * What became of one target at one mask.
 */
typedef struct cajal_target {
    /**
     * Its prediction, as an index into the array of `cajal_predictions_data`; `CAJAL_NO_PREDICTION` if it has none.
     */
    uint64_t prediction;
    /**
     * Its mask, as an index into the array of `cajal_predictions_masks`.
     */
    uint32_t mask;
    /**
     * A `CAJAL_TARGET_` value; take one that is not known for a target that was not scored.
     */
    uint32_t status;
} cajal_target;

/**
 * One way to fill all masks of a text at once.
 */
typedef struct cajal_filling {
    /**
     * Index of its first prediction in the array of `cajal_predictions_data`; there is one for each mask.
     */
    uint64_t first_prediction;
    /**
     * Number of its predictions.
     */
    uint64_t prediction_count;
    /**
     * The natural logarithm of the score.
     */
    double log_score;
    /**
     * The product of the predictions' scores, each with the masks before it filled and those after it masked.
     */
    float score;
    /**
     * Always 0.
     */
    uint32_t reserved;
} cajal_filling;

/**
 * One candidate as transformers gives it.
 */
typedef struct cajal_parity_prediction {
    /**
     * Where its `token_str` starts in the pool of `cajal_parity_predictions_text`. A NUL follows it there.
     */
    uint64_t text_start;
    /**
     * Where its `sequence` starts in the same pool. A NUL follows it there.
     */
    uint64_t sequence_start;
    /**
     * Length of its `sequence` in bytes, without the NUL.
     */
    uint64_t sequence_length;
    /**
     * Length of its `token_str` in bytes, leading space and all, without the NUL.
     */
    uint32_t text_length;
    /**
     * Its mask, as an index into the array of `cajal_parity_predictions_masks`.
     */
    uint32_t mask;
    /**
     * `token`: its id in the model's vocabulary.
     */
    uint32_t token_id;
    /**
     * Its softmax over the whole vocabulary, 0 to 1.
     */
    float score;
} cajal_parity_prediction;

/**
 * How expected a text is to a model. Each token is masked by itself, and the model guesses it.
 */
typedef struct cajal_perplexity {
    /**
     * Tokens of the text, without special ones.
     */
    uint64_t tokens;
    /**
     * The sum over all tokens of the natural logarithm of the softmax of the right one.
     */
    double log_likelihood;
    /**
     * The pseudo-perplexity, `exp(-log_likelihood / tokens)`: 1 for a text that the model guesses for sure.
     */
    double value;
} cajal_perplexity;

/**
 * One label of a whole text.
 */
typedef struct cajal_classification {
    /**
     * Its label, as an index for `cajal_classifications_label` of the same result.
     */
    uint32_t label;
    /**
     * Softmax over the labels (sigmoid for multi-label and one-label models), 0 to 1; regression gives the bare number.
     */
    float score;
} cajal_classification;

/**
 * Receives one message: its `CAJAL_LOG_` level and its text, UTF-8, NUL-terminated, `length` bytes without the
 * terminator, valid until the callback returns. No message holds text of a document.
 *
 * It runs on the thread that logs, on several threads at once. It must return: no exception, no longjmp. It may call
 * the library, but not load, compile or run a model, nor wait for a thread that does: it may be called from inside those.
 * What the library would log during a callback on the same thread is left out.
 */
typedef void (*cajal_log_callback)(void *user_data, int32_t level, const char *message, size_t length);

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

/**
 * The ABI version of the library that is loaded. A program works with it if it equals the header's `CAJAL_ABI_VERSION`
 * and `cajal_version` is not older than the header.
 *
 * Ownership: none.
 * Thread safety: any thread.
 * Errors: none.
 * Since: 0.1
 */
uint32_t cajal_abi_version(void);

/**
 * The version of the library that is loaded: `0.1.0`.
 *
 * Ownership: the string is static and NUL-terminated; do not free it.
 * Thread safety: any thread.
 * Errors: none.
 * Since: 0.1
 */
const char *cajal_version(void);

/**
 * 1 if this build of the library has the feature `name`, else 0. Known: `embedded-models`.
 *
 * Ownership: borrows `name`.
 * Thread safety: any thread.
 * Errors: none.
 * Since: 0.1
 */
int32_t cajal_feature(const char *name, size_t name_length);

/**
 * The name of a status in lower case (`model_not_found`), or NULL if this version does not know the number.
 *
 * Ownership: the string is static and NUL-terminated; do not free it.
 * Thread safety: any thread.
 * Errors: none.
 * Since: 0.1
 */
const char *cajal_status_name(cajal_status status);

/**
 * The status that the failed call returned. `CAJAL_OK` if `error` is NULL.
 *
 * Ownership: borrows `error`.
 * Thread safety: any thread, while no thread frees `error`.
 * Errors: none.
 * Since: 0.1
 */
cajal_status cajal_error_code(const struct cajal_error *error);

/**
 * The message: what went wrong, where, and what to do about it. UTF-8, NUL-terminated. NULL if `error` is NULL.
 *
 * `length`, if not NULL, receives the length in bytes without the terminator.
 *
 * Ownership: the string belongs to `error` and lives until `cajal_error_free`.
 * Thread safety: any thread, while no thread frees `error`.
 * Errors: none.
 * Since: 0.1
 */
const char *cajal_error_message(const struct cajal_error *error, size_t *length);

/**
 * The cause's own code: errno where a file could not be read, ONNX Runtime's code where a run failed, 0 where there
 * is none or `error` is NULL.
 *
 * Ownership: borrows `error`.
 * Thread safety: any thread, while no thread frees `error`.
 * Errors: none.
 * Since: 0.1
 */
int32_t cajal_error_cause_code(const struct cajal_error *error);

/**
 * Frees an error. NULL is legal.
 *
 * Ownership: takes `error`; it and its message are invalid afterwards.
 * Thread safety: any thread; not while another thread uses `error`.
 * Errors: none.
 * Since: 0.1
 */
void cajal_error_free(struct cajal_error *error);

/**
 * New options, all at their defaults. NULL only after a fault of the library itself.
 *
 * Ownership: the caller frees them with `cajal_options_free`.
 * Thread safety: any thread.
 * Errors: none.
 * Since: 0.1
 */
struct cajal_options *cajal_options_new(void);

/**
 * Sets the option `key` to `value`, both UTF-8; see `cajal_options` for the keys. A later value replaces an earlier one.
 *
 * A call refuses options that do not apply to it, with `CAJAL_ERROR_UNKNOWN_OPTION`: nothing is ignored in silence.
 *
 * Ownership: borrows everything; both strings are copied.
 * Thread safety: one thread at a time for the same options, and not while a call uses them.
 * Errors: `CAJAL_ERROR_UNKNOWN_OPTION` names the keys there are, `CAJAL_ERROR_INVALID_OPTION` says what is valid;
 * `CAJAL_ERROR_INVALID_ARGUMENT`, `CAJAL_ERROR_INVALID_UTF8`. The options stay as they were.
 * Since: 0.1
 */
cajal_status cajal_options_set(struct cajal_options *options,
                               const char *key,
                               size_t key_length,
                               const char *value,
                               size_t value_length,
                               struct cajal_error **error);

/**
 * Frees options. NULL is legal.
 *
 * Ownership: takes `options`; they are invalid afterwards.
 * Thread safety: any thread; not while another thread or a call uses them.
 * Errors: none.
 * Since: 0.1
 */
void cajal_options_free(struct cajal_options *options);

/**
 * Has the calls on entities and masks (`cajal_ner_…`, `cajal_fill_mask_…`) that use `options` report their progress to `callback` with `user_data`. Replaces
 * the callback before; NULL reports no more.
 *
 * Ownership: `user_data` stays the caller's, and must live as long as a call uses these options.
 * Thread safety: one thread at a time for the same options, and not while a call uses them. Calls on several threads with
 * the same options call the callback from all of them.
 * Errors: `CAJAL_ERROR_INVALID_ARGUMENT`.
 * Since: 0.1
 */
cajal_status cajal_options_set_progress(struct cajal_options *options,
                                        cajal_progress_callback callback,
                                        void *user_data,
                                        struct cajal_error **error);

/**
 * A token that is not cancelled. NULL only after a fault of the library itself.
 *
 * Ownership: the caller frees it with `cajal_cancel_free`.
 * Thread safety: any thread.
 * Errors: none.
 * Since: 0.1
 */
struct cajal_cancel *cajal_cancel_new(void);

/**
 * Stops every call that holds this token, now and in future, with `CAJAL_ERROR_CANCELLED`. It cannot be taken back;
 * a second request changes nothing. Returns at once, before those calls have.
 *
 * Ownership: borrows `cancel`.
 * Thread safety: any thread, before, during and after a call. Not from a signal handler.
 * Errors: `CAJAL_ERROR_INVALID_ARGUMENT` for NULL, `CAJAL_ERROR_INVALID_HANDLE`.
 * Since: 0.1
 */
cajal_status cajal_cancel_request(const struct cajal_cancel *cancel, struct cajal_error **error);

/**
 * Frees a token. NULL is legal. Calls that hold it go on, and can no longer be cancelled.
 *
 * Ownership: takes `cancel`; any later use of it is `CAJAL_ERROR_INVALID_HANDLE`.
 * Thread safety: any thread, also while calls that hold it run.
 * Errors: returns `CAJAL_ERROR_INVALID_HANDLE` for a token that was freed already.
 * Since: 0.1
 */
cajal_status cajal_cancel_free(struct cajal_cancel *cancel);

/**
 * Loads a model: the folder of a hub checkpoint as downloaded, or of an ONNX export. `path` is UTF-8 on every system.
 * `embedded:NAME` is a model inside this library, if `cajal_feature` knows `embedded-models`.
 *
 * Loads ONNX Runtime first if nothing has; see `cajal_runtime_load`. Options: threads, run_threads, provider, precision, verify,
 * runtime_path; NULL for defaults.
 *
 * Ownership: the caller frees `*model` with `cajal_model_free`. Borrows everything else.
 * Thread safety: any thread; the model may be used from any number of threads at once.
 * Errors: the `CAJAL_ERROR_` numbers from `MODEL_NOT_FOUND` to `RUNTIME_FORKED`, `IO`, and those of bad arguments.
 * Since: 0.1
 */
cajal_status cajal_model_load(const char *path,
                              size_t path_length,
                              const struct cajal_options *options,
                              struct cajal_model **model,
                              struct cajal_error **error);

/**
 * Compiles a model: writes the folder `source` of a hub checkpoint to the folder `out`, which loads faster and into less
 * memory, and answers to the bit as `source` does in the same precision. Both paths are UTF-8 on every system.
 *
 * `out` must not exist, or be empty. It holds the weights as a load wants them, `config.json`, the tokenizer's files, and
 * `cajal.json` with the size and SHA-256 hash of each, which the option verify of `cajal_model_load` compares. It appears whole,
 * after it was loaded once to see that it works, or not at all. Loads ONNX Runtime first if nothing has. Options: threads,
 * precision, runtime_path; NULL for defaults.
 *
 * Ownership: borrows everything.
 * Thread safety: any thread.
 * Errors: those of `cajal_model_load`; `CAJAL_ERROR_INVALID_OPTION` for a precision other than f32 and int8, and for a `source`
 * that is compiled already or an ONNX export; `CAJAL_ERROR_IO` if `out` is not empty or cannot be written.
 * Since: 0.1
 */
cajal_status cajal_model_compile(const char *source,
                                 size_t source_length,
                                 const char *out,
                                 size_t out_length,
                                 const struct cajal_options *options,
                                 struct cajal_error **error);

/**
 * Facts about a model: source, family, task, format, weights_type, parameters, weights_bytes (of the weights as loaded: about
 * what it takes in memory), layers, hidden_size, vocabulary, max_tokens, mask_token, labels, provider, provider_asked, nodes
 * (how many of the graph run on which provider of ONNX Runtime), threads, run_threads, precision. See `cajal_info`.
 *
 * Ownership: the caller frees `*info` with `cajal_info_free`; it may outlive the model.
 * Thread safety: any thread.
 * Errors: `CAJAL_ERROR_INVALID_ARGUMENT`, `CAJAL_ERROR_INVALID_HANDLE`.
 * Since: 0.1
 */
cajal_status cajal_model_info(const struct cajal_model *model,
                              struct cajal_info **info,
                              struct cajal_error **error);

/**
 * Frees a model. NULL is legal. Calls that run on it finish undisturbed; its memory goes with the last of them, back to the
 * system. With glibc, this and a load give back what is free in the heap of the process (malloc_trim(3)): that takes
 * milliseconds, during which threads that allocate may wait. Of what a thread other than the first had allocated, up to 64 MB
 * stay for its next load.
 *
 * Ownership: takes `model`; any later use of it is `CAJAL_ERROR_INVALID_HANDLE`.
 * Thread safety: any thread, also while other threads use it.
 * Errors: returns `CAJAL_ERROR_INVALID_HANDLE` for a model that was freed already.
 * Since: 0.1
 */
cajal_status cajal_model_free(struct cajal_model *model);

/**
 * Finds the entities of a UTF-8 text of any length with one or more token-classification models.
 *
 * Offsets refer to `text` exactly as given. NUL is a character like any other; NULL with length 0 is the empty text.
 * Options: window_tokens, overlap_tokens, threshold, labels, timeout_ms; NULL for defaults. `cancel` may be NULL.
 *
 * Ownership: the caller frees `*entities` with `cajal_entities_free`. Borrows everything else during the call.
 * Thread safety: any thread, any number at once on the same models.
 * Errors: `CAJAL_ERROR_INVALID_UTF8`, `CAJAL_ERROR_TASK_MISMATCH`, `CAJAL_ERROR_CANCELLED`,
 * `CAJAL_ERROR_DEADLINE_EXCEEDED`, `CAJAL_ERROR_RUNTIME_FAILED`, and those of bad arguments, options and handles.
 * Since: 0.1
 */
cajal_status cajal_ner_run(const struct cajal_model *const *models,
                           size_t model_count,
                           const char *text,
                           size_t text_length,
                           const struct cajal_options *options,
                           const struct cajal_cancel *cancel,
                           struct cajal_entities **entities,
                           struct cajal_error **error);

/**
 * As `cajal_ner_run`, for a text in UTF-16 of the machine's byte order; `text_length` counts code units.
 *
 * A lone surrogate is read as U+FFFD: UTF-16 and code point offsets stay those of `text`, UTF-8 offsets are those of
 * the text converted so.
 *
 * Ownership: the caller frees `*entities` with `cajal_entities_free`. Borrows everything else during the call.
 * Thread safety: any thread, any number at once on the same models.
 * Errors: as `cajal_ner_run`, without `CAJAL_ERROR_INVALID_UTF8`.
 * Since: 0.1
 */
cajal_status cajal_ner_run_utf16(const struct cajal_model *const *models,
                                 size_t model_count,
                                 const uint16_t *text,
                                 size_t text_length,
                                 const struct cajal_options *options,
                                 const struct cajal_cancel *cancel,
                                 struct cajal_entities **entities,
                                 struct cajal_error **error);

/**
 * The entities as one array. NULL if there are none, or `entities` is NULL.
 *
 * `count`, if not NULL, receives their number.
 *
 * Ownership: the array belongs to `entities` and lives until `cajal_entities_free`.
 * Thread safety: any thread, while no thread frees `entities`.
 * Errors: none.
 * Since: 0.1
 */
const struct cajal_entity *cajal_entities_data(const struct cajal_entities *entities, size_t *count);

/**
 * The number of different labels among the entities; they have the indices from 0 up.
 *
 * Ownership: borrows `entities`.
 * Thread safety: any thread, while no thread frees `entities`.
 * Errors: none.
 * Since: 0.1
 */
size_t cajal_entities_label_count(const struct cajal_entities *entities);

/**
 * The label with `index`, without its tagging prefix (`PROTEINAS`): UTF-8, NUL-terminated. NULL if there is none.
 *
 * `length`, if not NULL, receives the length in bytes without the terminator.
 *
 * Ownership: the string belongs to `entities` and lives until `cajal_entities_free`.
 * Thread safety: any thread, while no thread frees `entities`.
 * Errors: none.
 * Since: 0.1
 */
const char *cajal_entities_label(const struct cajal_entities *entities, uint32_t index, size_t *length);

/**
 * The number of words in the text.
 *
 * Ownership: borrows `entities`.
 * Thread safety: any thread, while no thread frees `entities`.
 * Errors: none.
 * Since: 0.1
 */
uint64_t cajal_entities_words(const struct cajal_entities *entities);

/**
 * The number of windows that were run, over all models.
 *
 * Ownership: borrows `entities`.
 * Thread safety: any thread, while no thread frees `entities`.
 * Errors: none.
 * Since: 0.1
 */
uint64_t cajal_entities_windows(const struct cajal_entities *entities);

/**
 * The number of words with more tokens than a window holds, whose label was decided from their first tokens.
 *
 * Ownership: borrows `entities`.
 * Thread safety: any thread, while no thread frees `entities`.
 * Errors: none.
 * Since: 0.1
 */
uint64_t cajal_entities_shortened_words(const struct cajal_entities *entities);

/**
 * Frees a result. NULL is legal.
 *
 * Ownership: takes `entities`; it, its array and its strings are invalid afterwards.
 * Thread safety: any thread; not while another thread uses `entities`.
 * Errors: none.
 * Since: 0.1
 */
void cajal_entities_free(struct cajal_entities *entities);

/**
 * Finds the entities of many UTF-8 texts: `texts` and `text_lengths` hold `text_count` items each. A text's answer is the
 * one that `cajal_ner_run` gives for it alone.
 *
 * A text that fails (one that is no UTF-8, say) has an error of its own and the others are done. A cancellation, and a
 * `timeout_ms`, which counts for the whole call, leave the texts done before it their entities and give all others its
 * error. Options as for `cajal_ner_run`; `cajal_options_set_progress` watches the bytes of the whole batch.
 *
 * Ownership: the caller frees `*batch` with `cajal_batch_free`. Borrows everything else during the call.
 * Thread safety: any thread, any number at once on the same models.
 * Errors: `CAJAL_ERROR_TASK_MISMATCH` and those of bad arguments, options and handles, which fail the call as a whole; all
 * others of `cajal_ner_run` are those of a text.
 * Since: 0.1
 */
cajal_status cajal_ner_run_batch(const struct cajal_model *const *models,
                                 size_t model_count,
                                 const char *const *texts,
                                 const size_t *text_lengths,
                                 size_t text_count,
                                 const struct cajal_options *options,
                                 const struct cajal_cancel *cancel,
                                 struct cajal_batch **batch,
                                 struct cajal_error **error);

/**
 * As `cajal_ner_run_batch`, for texts in UTF-16 of the machine's byte order; `text_lengths` count code units. See
 * `cajal_ner_run_utf16`.
 *
 * Ownership: the caller frees `*batch` with `cajal_batch_free`. Borrows everything else during the call.
 * Thread safety: any thread, any number at once on the same models.
 * Errors: as `cajal_ner_run_batch`.
 * Since: 0.1
 */
cajal_status cajal_ner_run_batch_utf16(const struct cajal_model *const *models,
                                       size_t model_count,
                                       const uint16_t *const *texts,
                                       const size_t *text_lengths,
                                       size_t text_count,
                                       const struct cajal_options *options,
                                       const struct cajal_cancel *cancel,
                                       struct cajal_batch **batch,
                                       struct cajal_error **error);

/**
 * The number of texts. 0 if `batch` is NULL.
 *
 * Ownership: borrows `batch`.
 * Thread safety: any thread, while no thread frees `batch`.
 * Errors: none.
 * Since: 0.1
 */
size_t cajal_batch_count(const struct cajal_batch *batch);

/**
 * The entities of the text with `index`. NULL if that text failed, there is none, or the batch is of another call.
 *
 * Ownership: they belong to `batch` and live until `cajal_batch_free`; do not free them.
 * Thread safety: any thread, while no thread frees `batch`.
 * Errors: none.
 * Since: 0.1
 */
const struct cajal_entities *cajal_batch_entities(const struct cajal_batch *batch, size_t index);

/**
 * The predictions for the text with `index`. NULL if that text failed, there is none, or the batch is of another call.
 *
 * Ownership: they belong to `batch` and live until `cajal_batch_free`; do not free them.
 * Thread safety: any thread, while no thread frees `batch`.
 * Errors: none.
 * Since: 0.1
 */
const struct cajal_predictions *cajal_batch_predictions(const struct cajal_batch *batch, size_t index);

/**
 * What went wrong with the text with `index`. NULL if nothing did, or there is none: `cajal_error_code` of it is the text's
 * status.
 *
 * Ownership: it belongs to `batch` and lives until `cajal_batch_free`; do not free it.
 * Thread safety: any thread, while no thread frees `batch`.
 * Errors: none.
 * Since: 0.1
 */
const struct cajal_error *cajal_batch_error(const struct cajal_batch *batch,
                                            size_t index);

/**
 * Frees a batch with all its answers and errors. NULL is legal.
 *
 * Ownership: takes `batch`; it and all that came out of it are invalid afterwards.
 * Thread safety: any thread; not while another thread uses `batch`.
 * Errors: none.
 * Since: 0.1
 */
void cajal_batch_free(struct cajal_batch *batch);

/**
 * Answers what transformers' token-classification pipeline answers for a UTF-8 text, its faults included: for those who
 * compare. `cajal_ner_run` is the call that finds entities.
 *
 * Options: aggregation, stride, ignore_labels, window_tokens, timeout_ms; NULL for transformers' defaults. `cancel` may be
 * NULL. Without a stride one window is run, and `cajal_parity_unread` says what was cut off.
 *
 * Ownership: the caller frees `*parity` with `cajal_parity_free`. Borrows everything else during the call.
 * Thread safety: any thread, any number at once on the same model.
 * Errors: `CAJAL_ERROR_INVALID_UTF8`, `CAJAL_ERROR_TASK_MISMATCH`, `CAJAL_ERROR_CANCELLED`,
 * `CAJAL_ERROR_DEADLINE_EXCEEDED`, `CAJAL_ERROR_RUNTIME_FAILED`, and those of bad arguments, options and handles.
 * Since: 0.1
 */
cajal_status cajal_ner_parity_run(const struct cajal_model *model,
                                  const char *text,
                                  size_t text_length,
                                  const struct cajal_options *options,
                                  const struct cajal_cancel *cancel,
                                  struct cajal_parity **parity,
                                  struct cajal_error **error);

/**
 * As `cajal_ner_parity_run`, for a text in UTF-16 of the machine's byte order; `text_length` counts code units. A lone
 * surrogate is read as U+FFFD.
 *
 * Ownership: the caller frees `*parity` with `cajal_parity_free`. Borrows everything else during the call.
 * Thread safety: any thread, any number at once on the same model.
 * Errors: as `cajal_ner_parity_run`, without `CAJAL_ERROR_INVALID_UTF8`.
 * Since: 0.1
 */
cajal_status cajal_ner_parity_run_utf16(const struct cajal_model *model,
                                        const uint16_t *text,
                                        size_t text_length,
                                        const struct cajal_options *options,
                                        const struct cajal_cancel *cancel,
                                        struct cajal_parity **parity,
                                        struct cajal_error **error);

/**
 * The entities as one array. NULL if there are none, or `parity` is NULL.
 *
 * `count`, if not NULL, receives their number.
 *
 * Ownership: the array belongs to `parity` and lives until `cajal_parity_free`.
 * Thread safety: any thread, while no thread frees `parity`.
 * Errors: none.
 * Since: 0.1
 */
const struct cajal_parity_entity *cajal_parity_data(const struct cajal_parity *parity, size_t *count);

/**
 * The `word` of the entity with `index`: its pieces joined by the tokenizer, with aggregation none the vocabulary's own
 * spelling. Not the text at its offsets. UTF-8, NUL-terminated. NULL if there is none.
 *
 * `length`, if not NULL, receives the length in bytes without the terminator.
 *
 * Ownership: the string belongs to `parity` and lives until `cajal_parity_free`.
 * Thread safety: any thread, while no thread frees `parity`.
 * Errors: none.
 * Since: 0.1
 */
const char *cajal_parity_word(const struct cajal_parity *parity, size_t index, size_t *length);

/**
 * The number of different labels among the entities; they have the indices from 0 up.
 *
 * Ownership: borrows `parity`.
 * Thread safety: any thread, while no thread frees `parity`.
 * Errors: none.
 * Since: 0.1
 */
size_t cajal_parity_label_count(const struct cajal_parity *parity);

/**
 * The label with `index`: transformers' `entity_group`, with aggregation none its `entity` (`B-PROTEINAS`). UTF-8,
 * NUL-terminated. NULL if there is none.
 *
 * `length`, if not NULL, receives the length in bytes without the terminator.
 *
 * Ownership: the string belongs to `parity` and lives until `cajal_parity_free`.
 * Thread safety: any thread, while no thread frees `parity`.
 * Errors: none.
 * Since: 0.1
 */
const char *cajal_parity_label(const struct cajal_parity *parity, uint32_t index, size_t *length);

/**
 * The number of windows that were run.
 *
 * Ownership: borrows `parity`.
 * Thread safety: any thread, while no thread frees `parity`.
 * Errors: none.
 * Since: 0.1
 */
uint64_t cajal_parity_windows(const struct cajal_parity *parity);

/**
 * Whether the text was cut off: 1 if its end was not read, and then `unread`, if not NULL, receives where it stands; else
 * 0.
 *
 * Ownership: borrows `parity`.
 * Thread safety: any thread, while no thread frees `parity`.
 * Errors: none.
 * Since: 0.1
 */
int32_t cajal_parity_unread(const struct cajal_parity *parity,
                            struct cajal_offsets *unread);

/**
 * Frees a result. NULL is legal.
 *
 * Ownership: takes `parity`; it, its array and its strings are invalid afterwards.
 * Thread safety: any thread; not while another thread uses `parity`.
 * Errors: none.
 * Since: 0.1
 */
void cajal_parity_free(struct cajal_parity *parity);

/**
 * A new export without documents. `format` is json, brat, conll or html.
 *
 * Ownership: the caller frees `*export_` with `cajal_export_free`. Borrows `format` during the call.
 * Thread safety: any thread.
 * Errors: `CAJAL_ERROR_INVALID_ARGUMENT` for another format, naming those there are.
 * Since: 0.1
 */
cajal_status cajal_export_new(const char *format,
                              size_t format_length,
                              struct cajal_export **export_,
                              struct cajal_error **error);

/**
 * Adds a document: its name, its UTF-8 text, and the entities found in exactly this text.
 *
 * Ownership: borrows everything; what is needed is copied.
 * Thread safety: one thread at a time for the same export.
 * Errors: `CAJAL_ERROR_INVALID_ARGUMENT` if the entities are of another text, for a second document in brat, and for
 * another number of models in CoNLL; `CAJAL_ERROR_INVALID_UTF8`. The export stays as it was.
 * Since: 0.1
 */
cajal_status cajal_export_add(struct cajal_export *export_,
                              const char *name,
                              size_t name_length,
                              const char *text,
                              size_t text_length,
                              const struct cajal_entities *entities,
                              struct cajal_error **error);

/**
 * As `cajal_export_add`, for a text in UTF-16 of the machine's byte order; `text_length` counts code units.
 *
 * Ownership: borrows everything; what is needed is copied.
 * Thread safety: one thread at a time for the same export.
 * Errors: as `cajal_export_add`.
 * Since: 0.1
 */
cajal_status cajal_export_add_utf16(struct cajal_export *export_,
                                    const char *name,
                                    size_t name_length,
                                    const uint16_t *text,
                                    size_t text_length,
                                    const struct cajal_entities *entities,
                                    struct cajal_error **error);

/**
 * The whole export: UTF-8, NUL-terminated. NULL if `export_` is NULL.
 *
 * `length`, if not NULL, receives the length in bytes without the terminator.
 *
 * Ownership: the string belongs to `export_` and lives until a document is added or `cajal_export_free`.
 * Thread safety: one thread at a time for the same export.
 * Errors: none.
 * Since: 0.1
 */
const char *cajal_export_text(struct cajal_export *export_, size_t *length);

/**
 * The number of entities that the text of the export could not hold: CoNLL has one tag a word for each model, so of
 * entities of one model that share a word the later ones are left out. 0 before `cajal_export_text`, and in other formats.
 *
 * Ownership: borrows `export_`.
 * Thread safety: any thread, while no thread changes or frees `export_`.
 * Errors: none.
 * Since: 0.1
 */
uint64_t cajal_export_left_out(const struct cajal_export *export_);

/**
 * Frees an export. NULL is legal.
 *
 * Ownership: takes `export_`; it and its text are invalid afterwards.
 * Thread safety: any thread; not while another thread uses it.
 * Errors: none.
 * Since: 0.1
 */
void cajal_export_free(struct cajal_export *export_);

/**
 * Replaces entities in a UTF-8 text; they must have been found in exactly this text.
 *
 * A model misses things: what it did not find stays in the text, and the new text is not anonymous. Entities that overlap
 * are replaced as one, under the label of the longest. Options: replacement, mask_length; NULL for defaults.
 *
 * Ownership: the caller frees `*deidentified` with `cajal_deidentified_free`. Borrows everything else during the call.
 * Thread safety: any thread, any number at once on the same entities.
 * Errors: `CAJAL_ERROR_INVALID_ARGUMENT` if the entities are of another text; `CAJAL_ERROR_INVALID_UTF8`, and those of
 * bad options.
 * Since: 0.1
 */
cajal_status cajal_deidentify_run(const struct cajal_entities *entities,
                                  const char *text,
                                  size_t text_length,
                                  const struct cajal_options *options,
                                  struct cajal_deidentified **deidentified,
                                  struct cajal_error **error);

/**
 * As `cajal_deidentify_run`, for a text in UTF-16 of the machine's byte order; `text_length` counts code units.
 *
 * Ownership: the caller frees `*deidentified` with `cajal_deidentified_free`. Borrows everything else during the call.
 * Thread safety: any thread, any number at once on the same entities.
 * Errors: as `cajal_deidentify_run`, without `CAJAL_ERROR_INVALID_UTF8`.
 * Since: 0.1
 */
cajal_status cajal_deidentify_run_utf16(const struct cajal_entities *entities,
                                        const uint16_t *text,
                                        size_t text_length,
                                        const struct cajal_options *options,
                                        struct cajal_deidentified **deidentified,
                                        struct cajal_error **error);

/**
 * The new text: UTF-8, NUL-terminated. NULL if `deidentified` is NULL.
 *
 * `length`, if not NULL, receives the length in bytes without the terminator.
 *
 * Ownership: the string belongs to `deidentified` and lives until `cajal_deidentified_free`.
 * Thread safety: any thread, while no thread frees `deidentified`.
 * Errors: none.
 * Since: 0.1
 */
const char *cajal_deidentified_text(const struct cajal_deidentified *deidentified, size_t *length);

/**
 * The whole of both texts in order, as one array of stretches. NULL if there are none, or `deidentified` is NULL.
 *
 * `count`, if not NULL, receives their number.
 *
 * Ownership: the array belongs to `deidentified` and lives until `cajal_deidentified_free`.
 * Thread safety: any thread, while no thread frees `deidentified`.
 * Errors: none.
 * Since: 0.1
 */
const struct cajal_segment *cajal_deidentified_segments(const struct cajal_deidentified *deidentified, size_t *count);

/**
 * The label with `index`: UTF-8, NUL-terminated. NULL if there is none.
 *
 * `length`, if not NULL, receives the length in bytes without the terminator.
 *
 * Ownership: the string belongs to `deidentified` and lives until `cajal_deidentified_free`.
 * Thread safety: any thread, while no thread frees `deidentified`.
 * Errors: none.
 * Since: 0.1
 */
const char *cajal_deidentified_label(const struct cajal_deidentified *deidentified, uint32_t index, size_t *length);

/**
 * What the tags of the replacement `pseudonym` stand for: UTF-8, NUL-terminated. NULL if `deidentified` is NULL.
 *
 * A JSON array, empty for other replacements: `[{"tag": "[FECHAS_1]", "label": "FECHAS", "spellings": ["3/5/2019"],
 * "count": 2}]`. Whoever has it can undo the de-identification: keep it apart from the text.
 * `length`, if not NULL, receives the length in bytes without the terminator.
 *
 * Ownership: the string belongs to `deidentified` and lives until `cajal_deidentified_free`.
 * Thread safety: any thread, while no thread frees `deidentified`.
 * Errors: none.
 * Since: 0.1
 */
const char *cajal_deidentified_pseudonyms(const struct cajal_deidentified *deidentified, size_t *length);

/**
 * Frees a result. NULL is legal.
 *
 * Ownership: takes `deidentified`; it, its array and its strings are invalid afterwards.
 * Thread safety: any thread; not while another thread uses `deidentified`.
 * Errors: none.
 * Since: 0.1
 */
void cajal_deidentified_free(struct cajal_deidentified *deidentified);

/**
 * Tells which words could stand at each mask of a UTF-8 text. The mask token is the model's (`<mask>` or `[MASK]`):
 * see `mask_token` of `cajal_model_info`.
 *
 * Options: top_k, targets, beam_width, after_mask, timeout_ms; NULL for defaults. `cancel` may be NULL.
 *
 * Ownership: the caller frees `*predictions` with `cajal_predictions_free`. Borrows everything else during the call.
 * Thread safety: any thread, any number at once on the same model.
 * Errors: `CAJAL_ERROR_MASK_MISSING`, `CAJAL_ERROR_MASK_FOREIGN`, `CAJAL_ERROR_INVALID_UTF8`,
 * `CAJAL_ERROR_TASK_MISMATCH`, `CAJAL_ERROR_CANCELLED`, `CAJAL_ERROR_DEADLINE_EXCEEDED`,
 * `CAJAL_ERROR_RUNTIME_FAILED`, and those of bad arguments, options and handles.
 * Since: 0.1
 */
cajal_status cajal_fill_mask_run(const struct cajal_model *model,
                                 const char *text,
                                 size_t text_length,
                                 const struct cajal_options *options,
                                 const struct cajal_cancel *cancel,
                                 struct cajal_predictions **predictions,
                                 struct cajal_error **error);

/**
 * As `cajal_fill_mask_run`, for a text in UTF-16 of the machine's byte order; `text_length` counts code units.
 *
 * A lone surrogate is read as U+FFFD: UTF-16 and code point offsets stay those of `text`, UTF-8 offsets are those of
 * the text converted so.
 *
 * Ownership: the caller frees `*predictions` with `cajal_predictions_free`. Borrows everything else during the call.
 * Thread safety: any thread, any number at once on the same model.
 * Errors: as `cajal_fill_mask_run`, without `CAJAL_ERROR_INVALID_UTF8`.
 * Since: 0.1
 */
cajal_status cajal_fill_mask_run_utf16(const struct cajal_model *model,
                                       const uint16_t *text,
                                       size_t text_length,
                                       const struct cajal_options *options,
                                       const struct cajal_cancel *cancel,
                                       struct cajal_predictions **predictions,
                                       struct cajal_error **error);

/**
 * Fills the masks of many UTF-8 texts: `texts` and `text_lengths` hold `text_count` items each. A text's answer is the one
 * that `cajal_fill_mask_run` gives for it alone; `cajal_batch_predictions` gives it.
 *
 * A text that fails (one without a mask, say) has an error of its own and the others are done. A cancellation, and a
 * `timeout_ms`, which counts for the whole call, leave the texts done before it their predictions and give all others its
 * error. Options as for `cajal_fill_mask_run`; `cajal_options_set_progress` watches the bytes of the whole batch.
 *
 * Ownership: the caller frees `*batch` with `cajal_batch_free`. Borrows everything else during the call.
 * Thread safety: any thread, any number at once on the same model.
 * Errors: `CAJAL_ERROR_TASK_MISMATCH` and those of bad arguments, options and handles, which fail the call as a whole; all
 * others of `cajal_fill_mask_run` are those of a text.
 * Since: 0.1
 */
cajal_status cajal_fill_mask_run_batch(const struct cajal_model *model,
                                       const char *const *texts,
                                       const size_t *text_lengths,
                                       size_t text_count,
                                       const struct cajal_options *options,
                                       const struct cajal_cancel *cancel,
                                       struct cajal_batch **batch,
                                       struct cajal_error **error);

/**
 * As `cajal_fill_mask_run_batch`, for texts in UTF-16 of the machine's byte order; `text_lengths` count code units. See
 * `cajal_fill_mask_run_utf16`.
 *
 * Ownership: the caller frees `*batch` with `cajal_batch_free`. Borrows everything else during the call.
 * Thread safety: any thread, any number at once on the same model.
 * Errors: as `cajal_fill_mask_run_batch`.
 * Since: 0.1
 */
cajal_status cajal_fill_mask_run_batch_utf16(const struct cajal_model *model,
                                             const uint16_t *const *texts,
                                             const size_t *text_lengths,
                                             size_t text_count,
                                             const struct cajal_options *options,
                                             const struct cajal_cancel *cancel,
                                             struct cajal_batch **batch,
                                             struct cajal_error **error);

/**
 * The masks of the text, in its order, as one array. NULL if `predictions` is NULL.
 *
 * `count`, if not NULL, receives their number.
 *
 * Ownership: the array belongs to `predictions` and lives until `cajal_predictions_free`.
 * Thread safety: any thread, while no thread frees `predictions`.
 * Errors: none.
 * Since: 0.1
 */
const struct cajal_mask *cajal_predictions_masks(const struct cajal_predictions *predictions, size_t *count);

/**
 * The predictions for all masks as one array, mask by mask, the best first, and then those of whole fillings. NULL if `predictions` is NULL.
 *
 * `count`, if not NULL, receives their number.
 *
 * Ownership: the array belongs to `predictions` and lives until `cajal_predictions_free`.
 * Thread safety: any thread, while no thread frees `predictions`.
 * Errors: none.
 * Since: 0.1
 */
const struct cajal_prediction *cajal_predictions_data(const struct cajal_predictions *predictions,
                                                      size_t *count);

/**
 * What became of the targets, as one array: mask by mask, and for each in the order in which the targets were given.
 * NULL if there were none, or `predictions` is NULL.
 *
 * `count`, if not NULL, receives their number.
 *
 * Ownership: the array belongs to `predictions` and lives until `cajal_predictions_free`.
 * Thread safety: any thread, while no thread frees `predictions`.
 * Errors: none.
 * Since: 0.1
 */
const struct cajal_target *cajal_predictions_targets(const struct cajal_predictions *predictions, size_t *count);

/**
 * Whole fillings, the best first, as one array. NULL if the option beam_width was not set, or `predictions` is NULL.
 *
 * `count`, if not NULL, receives their number.
 *
 * Ownership: the array belongs to `predictions` and lives until `cajal_predictions_free`.
 * Thread safety: any thread, while no thread frees `predictions`.
 * Errors: none.
 * Since: 0.1
 */
const struct cajal_filling *cajal_predictions_fillings(const struct cajal_predictions *predictions, size_t *count);

/**
 * The token ids of all predictions as one array. NULL if `predictions` is NULL.
 *
 * `count`, if not NULL, receives their number.
 *
 * Ownership: the array belongs to `predictions` and lives until `cajal_predictions_free`.
 * Thread safety: any thread, while no thread frees `predictions`.
 * Errors: none.
 * Since: 0.1
 */
const uint32_t *cajal_predictions_token_ids(const struct cajal_predictions *predictions, size_t *count);

/**
 * The pool that holds the predictions' texts, UTF-8, each with a NUL after it. NULL if `predictions` is NULL.
 *
 * `length`, if not NULL, receives the pool's length in bytes.
 *
 * Ownership: the pool belongs to `predictions` and lives until `cajal_predictions_free`.
 * Thread safety: any thread, while no thread frees `predictions`.
 * Errors: none.
 * Since: 0.1
 */
const char *cajal_predictions_text(const struct cajal_predictions *predictions, size_t *length);

/**
 * Frees a result. NULL is legal.
 *
 * Ownership: takes `predictions`; it and its arrays are invalid afterwards.
 * Thread safety: any thread; not while another thread uses `predictions`.
 * Errors: none.
 * Since: 0.1
 */
void cajal_predictions_free(struct cajal_predictions *predictions);

/**
 * Puts one prediction into the text that was asked about; other masks stay.
 *
 * `index` is the prediction's place among those of the mask with the number `mask`, both from 0. Nothing else of the text
 * changes, except that spaces are left out between the word before the mask and a prediction that continues it.
 *
 * Ownership: the caller frees `*filled` with `cajal_filled_free`. Borrows `predictions` during the call.
 * Thread safety: any thread, while no thread frees `predictions`.
 * Errors: `CAJAL_ERROR_INVALID_ARGUMENT`.
 * Since: 0.1
 */
cajal_status cajal_predictions_fill(const struct cajal_predictions *predictions,
                                    size_t mask,
                                    size_t index,
                                    struct cajal_filled **filled,
                                    struct cajal_error **error);

/**
 * Puts a whole filling into the text that was asked about; `index` is its place in the array of
 * `cajal_predictions_fillings`. Otherwise as `cajal_predictions_fill`.
 *
 * Ownership: the caller frees `*filled` with `cajal_filled_free`. Borrows `predictions` during the call.
 * Thread safety: any thread, while no thread frees `predictions`.
 * Errors: `CAJAL_ERROR_INVALID_ARGUMENT`.
 * Since: 0.1
 */
cajal_status cajal_predictions_fill_together(const struct cajal_predictions *predictions,
                                             size_t index,
                                             struct cajal_filled **filled,
                                             struct cajal_error **error);

/**
 * The filled text, UTF-8 with a NUL after it. NULL if `filled` is NULL.
 *
 * `length`, if not NULL, receives the length in bytes without the NUL.
 *
 * Ownership: the string belongs to `filled` and lives until `cajal_filled_free`.
 * Thread safety: any thread, while no thread frees `filled`.
 * Errors: none.
 * Since: 0.1
 */
const char *cajal_filled_text(const struct cajal_filled *filled, size_t *length);

/**
 * Where the words that were put in stand in the filled text, in its order, as one array. NULL if `filled` is NULL.
 *
 * `count`, if not NULL, receives their number.
 *
 * Ownership: the array belongs to `filled` and lives until `cajal_filled_free`.
 * Thread safety: any thread, while no thread frees `filled`.
 * Errors: none.
 * Since: 0.1
 */
const struct cajal_offsets *cajal_filled_insertions(const struct cajal_filled *filled, size_t *count);

/**
 * Frees a filled text. NULL is legal.
 *
 * Ownership: takes `filled`; it and what it handed out are invalid afterwards.
 * Thread safety: any thread; not while another thread uses `filled`.
 * Errors: none.
 * Since: 0.1
 */
void cajal_filled_free(struct cajal_filled *filled);

/**
 * Answers what transformers' fill-mask pipeline answers for a UTF-8 text, its faults included: for those who compare.
 * `cajal_fill_mask_run` is the call that fills masks. Text that spells a special token (`<s>`, `[SEP]`) is that token here.
 *
 * Options: top_k, targets, timeout_ms; NULL for transformers' defaults. A target that is no token is cut to its first one,
 * as there. `cancel` may be NULL.
 *
 * Ownership: the caller frees `*predictions` with `cajal_parity_predictions_free`. Borrows everything else during the call.
 * Thread safety: any thread, any number at once on the same model.
 * Errors: `CAJAL_ERROR_INVALID_ARGUMENT` for a text of more tokens than the model takes, where transformers fails too;
 * otherwise as `cajal_fill_mask_run`, without `CAJAL_ERROR_MASK_FOREIGN`.
 * Since: 0.1
 */
cajal_status cajal_fill_mask_parity_run(const struct cajal_model *model,
                                        const char *text,
                                        size_t text_length,
                                        const struct cajal_options *options,
                                        const struct cajal_cancel *cancel,
                                        struct cajal_parity_predictions **predictions,
                                        struct cajal_error **error);

/**
 * As `cajal_fill_mask_parity_run`, for a text in UTF-16 of the machine's byte order; `text_length` counts code units. See
 * `cajal_fill_mask_run_utf16`.
 *
 * Ownership: the caller frees `*predictions` with `cajal_parity_predictions_free`. Borrows everything else during the call.
 * Thread safety: any thread, any number at once on the same model.
 * Errors: as `cajal_fill_mask_parity_run`, without `CAJAL_ERROR_INVALID_UTF8`.
 * Since: 0.1
 */
cajal_status cajal_fill_mask_parity_run_utf16(const struct cajal_model *model,
                                              const uint16_t *text,
                                              size_t text_length,
                                              const struct cajal_options *options,
                                              const struct cajal_cancel *cancel,
                                              struct cajal_parity_predictions **predictions,
                                              struct cajal_error **error);

/**
 * The masks of the text, in its order, as one array. NULL if `predictions` is NULL.
 *
 * `count`, if not NULL, receives their number.
 *
 * Ownership: the array belongs to `predictions` and lives until `cajal_parity_predictions_free`.
 * Thread safety: any thread, while no thread frees `predictions`.
 * Errors: none.
 * Since: 0.1
 */
const struct cajal_mask *cajal_parity_predictions_masks(const struct cajal_parity_predictions *predictions,
                                                        size_t *count);

/**
 * The predictions for all masks as one array, mask by mask, the best first. NULL if `predictions` is NULL.
 *
 * `count`, if not NULL, receives their number.
 *
 * Ownership: the array belongs to `predictions` and lives until `cajal_parity_predictions_free`.
 * Thread safety: any thread, while no thread frees `predictions`.
 * Errors: none.
 * Since: 0.1
 */
const struct cajal_parity_prediction *cajal_parity_predictions_data(const struct cajal_parity_predictions *predictions,
                                                                    size_t *count);

/**
 * The pool that holds the texts of the predictions, UTF-8, each with a NUL after it. NULL if `predictions` is NULL.
 *
 * `length`, if not NULL, receives the pool's length in bytes.
 *
 * Ownership: the pool belongs to `predictions` and lives until `cajal_parity_predictions_free`.
 * Thread safety: any thread, while no thread frees `predictions`.
 * Errors: none.
 * Since: 0.1
 */
const char *cajal_parity_predictions_text(const struct cajal_parity_predictions *predictions, size_t *length);

/**
 * Frees a result. NULL is legal.
 *
 * Ownership: takes `predictions`; it and its arrays are invalid afterwards.
 * Thread safety: any thread; not while another thread uses `predictions`.
 * Errors: none.
 * Since: 0.1
 */
void cajal_parity_predictions_free(struct cajal_parity_predictions *predictions);

/**
 * Computes the pseudo-perplexity of a UTF-8 text of any length with a fill-mask model. Only values of models with the same
 * vocabulary compare. A text that spells a special token, the mask among them, is text.
 *
 * Options: window_tokens, timeout_ms; NULL for defaults. `cancel` may be NULL. The call runs one window for each token.
 *
 * Ownership: writes `*perplexity`, all 0 after a failure. Borrows everything else during the call.
 * Thread safety: any thread, any number at once on the same model.
 * Errors: `CAJAL_ERROR_INVALID_ARGUMENT` for a text without tokens, `CAJAL_ERROR_INVALID_UTF8`,
 * `CAJAL_ERROR_TASK_MISMATCH`, `CAJAL_ERROR_CANCELLED`, `CAJAL_ERROR_DEADLINE_EXCEEDED`, `CAJAL_ERROR_RUNTIME_FAILED`, and
 * those of bad arguments, options and handles.
 * Since: 0.1
 */
cajal_status cajal_fill_mask_perplexity(const struct cajal_model *model,
                                        const char *text,
                                        size_t text_length,
                                        const struct cajal_options *options,
                                        const struct cajal_cancel *cancel,
                                        struct cajal_perplexity *perplexity,
                                        struct cajal_error **error);

/**
 * As `cajal_fill_mask_perplexity`, for a text in UTF-16 of the machine's byte order; `text_length` counts code units. A
 * lone surrogate is read as U+FFFD.
 *
 * Ownership: writes `*perplexity`, all 0 after a failure. Borrows everything else during the call.
 * Thread safety: any thread, any number at once on the same model.
 * Errors: as `cajal_fill_mask_perplexity`, without `CAJAL_ERROR_INVALID_UTF8`.
 * Since: 0.1
 */
cajal_status cajal_fill_mask_perplexity_utf16(const struct cajal_model *model,
                                              const uint16_t *text,
                                              size_t text_length,
                                              const struct cajal_options *options,
                                              const struct cajal_cancel *cancel,
                                              struct cajal_perplexity *perplexity,
                                              struct cajal_error **error);

/**
 * Gives every label of a sequence-classification model its score for a UTF-8 text.
 *
 * Options: timeout_ms; NULL for defaults. `cancel` may be NULL.
 *
 * Ownership: the caller frees `*classifications` with `cajal_classifications_free`. Borrows everything else during the
 * call.
 * Thread safety: any thread, any number at once on the same model.
 * Errors: `CAJAL_ERROR_INVALID_ARGUMENT` also if the text has more tokens than the model holds: nothing is cut in
 * silence. `CAJAL_ERROR_INVALID_UTF8`, `CAJAL_ERROR_TASK_MISMATCH`, `CAJAL_ERROR_CANCELLED`,
 * `CAJAL_ERROR_DEADLINE_EXCEEDED`, `CAJAL_ERROR_RUNTIME_FAILED`, and those of bad options and handles.
 * Since: 0.1
 */
cajal_status cajal_classifier_run(const struct cajal_model *model,
                                  const char *text,
                                  size_t text_length,
                                  const struct cajal_options *options,
                                  const struct cajal_cancel *cancel,
                                  struct cajal_classifications **classifications,
                                  struct cajal_error **error);

/**
 * As `cajal_classifier_run`, for a text in UTF-16 of the machine's byte order; `text_length` counts code units. A lone
 * surrogate is read as U+FFFD.
 *
 * Ownership: the caller frees `*classifications` with `cajal_classifications_free`. Borrows everything else during the
 * call.
 * Thread safety: any thread, any number at once on the same model.
 * Errors: as `cajal_classifier_run`, without `CAJAL_ERROR_INVALID_UTF8`.
 * Since: 0.1
 */
cajal_status cajal_classifier_run_utf16(const struct cajal_model *model,
                                        const uint16_t *text,
                                        size_t text_length,
                                        const struct cajal_options *options,
                                        const struct cajal_cancel *cancel,
                                        struct cajal_classifications **classifications,
                                        struct cajal_error **error);

/**
 * The labels with their scores as one array, the best first. NULL if `classifications` is NULL.
 *
 * `count`, if not NULL, receives their number.
 *
 * Ownership: the array belongs to `classifications` and lives until `cajal_classifications_free`.
 * Thread safety: any thread, while no thread frees `classifications`.
 * Errors: none.
 * Since: 0.1
 */
const struct cajal_classification *cajal_classifications_data(const struct cajal_classifications *classifications,
                                                              size_t *count);

/**
 * The label with `index`: UTF-8, NUL-terminated. NULL if there is none.
 *
 * `length`, if not NULL, receives the length in bytes without the terminator.
 *
 * Ownership: the string belongs to `classifications` and lives until `cajal_classifications_free`.
 * Thread safety: any thread, while no thread frees `classifications`.
 * Errors: none.
 * Since: 0.1
 */
const char *cajal_classifications_label(const struct cajal_classifications *classifications,
                                        uint32_t index,
                                        size_t *length);

/**
 * Frees a result. NULL is legal.
 *
 * Ownership: takes `classifications`; it, its array and its strings are invalid afterwards.
 * Thread safety: any thread; not while another thread uses `classifications`.
 * Errors: none.
 * Since: 0.1
 */
void cajal_classifications_free(struct cajal_classifications *classifications);

/**
 * The number of values that `key` has: 0 if the fact is unknown or has none (`mask_token` of a recogniser).
 *
 * Ownership: borrows everything.
 * Thread safety: any thread, while no thread frees `info`.
 * Errors: none.
 * Since: 0.1
 */
size_t cajal_info_count(const struct cajal_info *info, const char *key, size_t key_length);

/**
 * The value number `index` (from 0) of `key`: UTF-8, NUL-terminated. NULL if there is none.
 *
 * `length`, if not NULL, receives the length in bytes without the terminator.
 *
 * Ownership: the string belongs to `info` and lives until `cajal_info_free`.
 * Thread safety: any thread, while no thread frees `info`.
 * Errors: none.
 * Since: 0.1
 */
const char *cajal_info_value(const struct cajal_info *info,
                             const char *key,
                             size_t key_length,
                             size_t index,
                             size_t *length);

/**
 * All facts as one JSON object: UTF-8, NUL-terminated. NULL if `info` is NULL.
 *
 * `length`, if not NULL, receives the length in bytes without the terminator.
 *
 * Ownership: the string belongs to `info` and lives until `cajal_info_free`.
 * Thread safety: any thread, while no thread frees `info`.
 * Errors: none.
 * Since: 0.1
 */
const char *cajal_info_json(const struct cajal_info *info, size_t *length);

/**
 * Frees facts. NULL is legal.
 *
 * Ownership: takes `info`; it and its strings are invalid afterwards.
 * Thread safety: any thread; not while another thread uses `info`.
 * Errors: none.
 * Since: 0.1
 */
void cajal_info_free(struct cajal_info *info);

/**
 * Loads ONNX Runtime for the whole process, once; a later call with NULL or the same path changes nothing, and one with
 * another path is `CAJAL_ERROR_INVALID_ARGUMENT`. Loading a model does this too, so it is needed only to choose the
 * library, or to know early that it is there.
 *
 * `path` is the library's absolute path in UTF-8, and then only that file is tried. NULL and 0 searches: beside this
 * library, then the file that the environment variable CAJAL_ONNXRUNTIME names. A failed call may be repeated.
 *
 * Ownership: borrows `path`.
 * Thread safety: any thread.
 * Errors: the `CAJAL_ERROR_RUNTIME_` numbers, `CAJAL_ERROR_INVALID_ARGUMENT`, `CAJAL_ERROR_INVALID_UTF8`.
 * Since: 0.1
 */
cajal_status cajal_runtime_load(const char *path, size_t path_length, struct cajal_error **error);

/**
 * Facts about ONNX Runtime: version, path, source (`given`, `beside` or `environment`). None before its first load.
 *
 * Ownership: the caller frees `*info` with `cajal_info_free`.
 * Thread safety: any thread.
 * Errors: `CAJAL_ERROR_INVALID_ARGUMENT`.
 * Since: 0.1
 */
cajal_status cajal_runtime_info(struct cajal_info **info, struct cajal_error **error);

/**
 * Sends the library's messages of `level` and graver, from the whole process, to `callback` with `user_data`. Replaces
 * the callback before. NULL, or `CAJAL_LOG_OFF`, is silence, as from the start.
 *
 * When it returns, the callback before is not running any more and will not be called again: its data may be freed.
 * So it waits for callbacks that run; hold no lock that they take.
 *
 * Ownership: `user_data` stays the caller's, and must live until another callback is set.
 * Thread safety: any thread, also while others log; not from inside the callback.
 * Errors: `CAJAL_ERROR_INVALID_ARGUMENT` for a level that does not exist, or from inside the callback.
 * Since: 0.1
 */
cajal_status cajal_log_set(cajal_log_callback callback, void *user_data, int32_t level, struct cajal_error **error);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* CAJAL_H */

/* The layouts that programs and bindings rely on. */
#if defined(__cplusplus) && __cplusplus >= 201103L
#define CAJAL_STATIC_ASSERT(condition, message) static_assert(condition, message)
#elif defined(__STDC_VERSION__) && __STDC_VERSION__ >= 201112L
#define CAJAL_STATIC_ASSERT(condition, message) _Static_assert(condition, message)
#endif
#if defined(CAJAL_STATIC_ASSERT)
CAJAL_STATIC_ASSERT(sizeof(cajal_status) == 4, "cajal_status");
CAJAL_STATIC_ASSERT(sizeof(cajal_offsets) == 48, "cajal_offsets");
CAJAL_STATIC_ASSERT(offsetof(cajal_offsets, utf16_start) == 16, "cajal_offsets");
CAJAL_STATIC_ASSERT(offsetof(cajal_offsets, codepoint_end) == 40, "cajal_offsets");
CAJAL_STATIC_ASSERT(sizeof(cajal_entity) == 64, "cajal_entity");
CAJAL_STATIC_ASSERT(offsetof(cajal_entity, label) == 48, "cajal_entity");
CAJAL_STATIC_ASSERT(offsetof(cajal_entity, reserved) == 60, "cajal_entity");
CAJAL_STATIC_ASSERT(sizeof(cajal_parity_entity) == 64, "cajal_parity_entity");
CAJAL_STATIC_ASSERT(offsetof(cajal_parity_entity, label) == 48, "cajal_parity_entity");
CAJAL_STATIC_ASSERT(offsetof(cajal_parity_entity, reserved) == 60, "cajal_parity_entity");
CAJAL_STATIC_ASSERT(sizeof(cajal_mask) == 64, "cajal_mask");
CAJAL_STATIC_ASSERT(offsetof(cajal_mask, first_prediction) == 48, "cajal_mask");
CAJAL_STATIC_ASSERT(sizeof(cajal_prediction) == 48, "cajal_prediction");
CAJAL_STATIC_ASSERT(offsetof(cajal_prediction, text_length) == 24, "cajal_prediction");
CAJAL_STATIC_ASSERT(offsetof(cajal_prediction, score) == 44, "cajal_prediction");
CAJAL_STATIC_ASSERT(sizeof(cajal_parity_prediction) == 40, "cajal_parity_prediction");
CAJAL_STATIC_ASSERT(sizeof(cajal_target) == 16, "cajal_target");
CAJAL_STATIC_ASSERT(offsetof(cajal_target, status) == 12, "cajal_target");
CAJAL_STATIC_ASSERT(sizeof(cajal_filling) == 32, "cajal_filling");
CAJAL_STATIC_ASSERT(sizeof(cajal_perplexity) == 24, "cajal_perplexity");
CAJAL_STATIC_ASSERT(sizeof(cajal_segment) == 104, "cajal_segment");
CAJAL_STATIC_ASSERT(offsetof(cajal_segment, label) == 96, "cajal_segment");
CAJAL_STATIC_ASSERT(sizeof(cajal_classification) == 8, "cajal_classification");
CAJAL_STATIC_ASSERT(offsetof(cajal_classification, score) == 4, "cajal_classification");
#undef CAJAL_STATIC_ASSERT
#endif
