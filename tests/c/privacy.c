/* A marked patient text goes through every failure path there is; the mark must turn up nowhere: not in a message, not
 * in a log line, not on standard output or standard error. */
#include "check.h"

#include <unistd.h>

#define MARK "Zurriburri7731"

static char collected[1 << 20];
static size_t collected_length;
static int messages;

static void collect(const char *text, size_t length) {
    messages++;
    if (length > sizeof collected - collected_length) length = sizeof collected - collected_length;
    memcpy(collected + collected_length, text, length);
    collected_length += length;
}

static void collect_log(void *user_data, int32_t level, const char *message, size_t length) {
    (void)user_data;
    (void)level;
    collect(message, length);
}

/* Collects the message of a call that must have failed. */
static void failed(cajal_status expected, cajal_status status, cajal_error *error) {
    size_t length = 0;
    const char *message = cajal_error_message(error, &length);
    CHECK(status == expected);
    if (message) collect(message, length);
    cajal_error_free(error);
}

static int is_marked(const char *text, size_t length) {
    const size_t mark = strlen(MARK);
    for (size_t i = 0; i + mark <= length; i++)
        if (memcmp(text + i, MARK, mark) == 0) return 1;
    return 0;
}

static cajal_model *recogniser, *masker;

static void recognise(const cajal_model *model, const char *text, size_t length, const cajal_options *options,
                      const cajal_cancel *cancel, cajal_status expected) {
    const cajal_model *models[] = {model};
    cajal_entities *entities = NULL;
    cajal_error *error = NULL;
    cajal_status status = cajal_ner_run(models, 1, text, length, options, cancel, &entities, &error);
    failed(expected, status, error);
    CHECK(entities == NULL);
}

static void fill(const cajal_model *model, const char *text, const cajal_options *options, cajal_status expected) {
    cajal_predictions *predictions = NULL;
    cajal_error *error = NULL;
    cajal_status status = cajal_fill_mask_run(model, text, strlen(text), options, NULL, &predictions, &error);
    failed(expected, status, error);
    CHECK(predictions == NULL);
}

static void with_option(const char *key, const char *value, cajal_status expected) {
    cajal_options *options = option(key, value);
    recognise(recogniser, MARK " calcio", strlen(MARK " calcio"), options, NULL, expected);
    cajal_options_free(options);
}

static void recognition_failures(void) {
    static const char invalid[] = "Paciente " MARK " calcio\xff";
    static const char text[] = "Paciente " MARK " calcio";
    cajal_cancel *cancel = cajal_cancel_new();
    cajal_model *freed = load(PHARMACONER);
    CHECK(cajal_cancel_request(cancel, NULL) == CAJAL_OK);
    CHECK(cajal_model_free(freed) == CAJAL_OK);
    recognise(recogniser, invalid, sizeof invalid - 1, NULL, NULL, CAJAL_ERROR_INVALID_UTF8);
    recognise(recogniser, text, SIZE_MAX, NULL, NULL, CAJAL_ERROR_INVALID_ARGUMENT);
    recognise(recogniser, text, sizeof text - 1, NULL, cancel, CAJAL_ERROR_CANCELLED);
    recognise(masker, text, sizeof text - 1, NULL, NULL, CAJAL_ERROR_TASK_MISMATCH);
    recognise(freed, text, sizeof text - 1, NULL, NULL, CAJAL_ERROR_INVALID_HANDLE);
    recognise(NULL, text, sizeof text - 1, NULL, NULL, CAJAL_ERROR_INVALID_ARGUMENT);
    CHECK(cajal_cancel_free(cancel) == CAJAL_OK);
    recognise(recogniser, text, sizeof text - 1, NULL, cancel, CAJAL_ERROR_INVALID_HANDLE);
}

static void option_failures(void) {
    with_option("timeout_ms", "0", CAJAL_ERROR_DEADLINE_EXCEEDED);
    with_option("window_tokens", "1000000", CAJAL_ERROR_INVALID_OPTION);
    with_option("overlap_tokens", "1000000", CAJAL_ERROR_INVALID_OPTION);
    with_option("labels", "NO_SUCH_LABEL", CAJAL_ERROR_INVALID_OPTION);
    with_option("top_k", "5", CAJAL_ERROR_UNKNOWN_OPTION);
    cajal_options *options = cajal_options_new();
    cajal_error *error = NULL;
    cajal_status status = set_option(options, MARK, "5", &error);
    failed(CAJAL_ERROR_UNKNOWN_OPTION, status, error);
    status = set_option(options, "top_k", MARK, &error);
    failed(CAJAL_ERROR_INVALID_OPTION, status, error);
    cajal_options_free(options);
}

static void fill_mask_failures(void) {
    fill(masker, "Paciente " MARK " sin nada", NULL, CAJAL_ERROR_MASK_MISSING);
    fill(masker, "Paciente " MARK " con [MASK]", NULL, CAJAL_ERROR_MASK_FOREIGN);
    fill(masker, MARK " <mask> \xc3", NULL, CAJAL_ERROR_INVALID_UTF8);
    fill(recogniser, MARK " <mask>", NULL, CAJAL_ERROR_TASK_MISMATCH);
    cajal_options *options = option("top_k", "100000000");
    fill(masker, MARK " <mask>", options, CAJAL_ERROR_INVALID_OPTION);
    cajal_options_free(options);
    options = option("timeout_ms", "0");
    fill(masker, MARK " <mask>", options, CAJAL_ERROR_DEADLINE_EXCEEDED);
    cajal_options_free(options);
}

/* Transformers' answer and the perplexity of marked text, whole and in a batch. */
static void other_fill_mask_failures(void) {
    static char longest[40000];
    cajal_parity_predictions *parity = NULL;
    cajal_perplexity perplexity;
    cajal_batch *batch = NULL;
    cajal_error *error = NULL;
    for (size_t i = 0; i + sizeof MARK < sizeof longest; i += sizeof MARK) memcpy(longest + i, MARK " ", sizeof MARK);
    cajal_status status = cajal_fill_mask_parity_run(masker, longest, strlen(longest), NULL, NULL, &parity, &error);
    failed(CAJAL_ERROR_INVALID_ARGUMENT, status, error);
    status = cajal_fill_mask_parity_run(masker, MARK, strlen(MARK), NULL, NULL, &parity, &error);
    failed(CAJAL_ERROR_MASK_MISSING, status, error);
    status = cajal_fill_mask_perplexity(masker, MARK "\xff", strlen(MARK) + 1, NULL, NULL, &perplexity, &error);
    failed(CAJAL_ERROR_INVALID_UTF8, status, error);
    status = cajal_fill_mask_perplexity(recogniser, MARK, strlen(MARK), NULL, NULL, &perplexity, &error);
    failed(CAJAL_ERROR_TASK_MISMATCH, status, error);
    const char *texts[] = {MARK, MARK " [MASK]", MARK "\xff"};
    const size_t lengths[] = {sizeof MARK - 1, sizeof MARK + 6, sizeof MARK};
    CHECK(cajal_fill_mask_run_batch(masker, texts, lengths, 3, NULL, NULL, &batch, NULL) == CAJAL_OK);
    for (size_t i = 0; i < 3; i++) {
        size_t length = 0;
        const char *message = cajal_error_message(cajal_batch_error(batch, i), &length);
        CHECK(message != NULL);
        if (message) collect(message, length);
    }
    cajal_batch_free(batch);
}

static void classify(const cajal_model *model, const char *text, cajal_status expected) {
    cajal_classifications *classifications = NULL;
    cajal_error *error = NULL;
    cajal_status status =
        cajal_classifier_run(model, text, strlen(text), NULL, NULL, &classifications, &error);
    failed(expected, status, error);
    CHECK(classifications == NULL);
}

static void classification_failures(void) {
    const char *repository = models_folder;
    models_folder = getenv("CAJAL_TEST_MADE_MODELS");
    cajal_model *classifier = load("classifier");
    models_folder = repository;
    classify(classifier, MARK " a b c d e f g h i j k l m n o p " MARK, CAJAL_ERROR_INVALID_ARGUMENT);
    classify(classifier, MARK "\xff", CAJAL_ERROR_INVALID_UTF8);
    classify(recogniser, MARK, CAJAL_ERROR_TASK_MISMATCH);
    CHECK(cajal_model_free(classifier) == CAJAL_OK);
}

/* What succeeds must be as silent. */
static void successes(void) {
    static const char text[] = "Paciente " MARK ", calcio " MARK MARK MARK " <s>" MARK "</s> \xF0\x9F\x98\x80 " MARK;
    cajal_entities *entities = NULL;
    cajal_predictions *predictions = NULL;
    CHECK(run_ner(recogniser, text, sizeof text - 1, NULL, &entities, NULL) == CAJAL_OK);
    CHECK(cajal_fill_mask_run(masker, MARK " <mask> " MARK, 2 * strlen(MARK) + 8, NULL, NULL, &predictions, NULL) ==
          CAJAL_OK);
    cajal_entities_free(entities);
    cajal_predictions_free(predictions);
    cajal_options *options = option("targets", MARK "\n" MARK);
    CHECK(cajal_fill_mask_run(masker, MARK " <mask>", strlen(MARK) + 7, options, NULL, &predictions, NULL) == CAJAL_OK);
    cajal_predictions_free(predictions);
    cajal_options_free(options);
}

static void drive_all(void) {
    recogniser = load(PHARMACONER);
    masker = load(FILL_MASK);
    recognition_failures();
    option_failures();
    fill_mask_failures();
    other_fill_mask_failures();
    classification_failures();
    successes();
    CHECK(cajal_model_free(recogniser) == CAJAL_OK);
    CHECK(cajal_model_free(masker) == CAJAL_OK);
}

/* Sends a stream of this process to a file that is read back later. */
static FILE *divert(FILE *stream, int *original) {
    FILE *file = tmpfile();
    fflush(stream);
    *original = dup(fileno(stream));
    if (!file || *original < 0 || dup2(fileno(file), fileno(stream)) < 0) exit(2);
    return file;
}

/* How much was written; what it was goes to the stream after all. */
static long restore(FILE *stream, int original, FILE *file) {
    fflush(stream);
    dup2(original, fileno(stream));
    close(original);
    fseek(file, 0, SEEK_END);
    long written = ftell(file);
    rewind(file);
    for (int c; (c = fgetc(file)) != EOF;) fputc(c, stream);
    fclose(file);
    return written;
}

static void patient_text_turns_up_nowhere(void) {
    int output = 0, errors = 0;
    CHECK(cajal_log_set(collect_log, NULL, CAJAL_LOG_TRACE, NULL) == CAJAL_OK);
    FILE *diverted_output = divert(stdout, &output);
    FILE *diverted_errors = divert(stderr, &errors);
    int before = failed_checks;
    drive_all();
    int after = failed_checks;
    long written = restore(stdout, output, diverted_output);
    long complained = restore(stderr, errors, diverted_errors);
    CHECK(cajal_log_set(NULL, NULL, CAJAL_LOG_OFF, NULL) == CAJAL_OK);
    CHECK(after == before);
    CHECK(written == 0);
    CHECK(complained == 0);
    CHECK(messages > 20);
    CHECK(collected_length < sizeof collected);
    CHECK(!is_marked(collected, collected_length));
}

int main(int argc, char **argv) {
    if (argc > 1) models_folder = argv[1];
    RUN(patient_text_turns_up_nowhere);
    return failed_checks != 0;
}
