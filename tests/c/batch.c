/* Many texts in one call: order, failures of single texts, progress, cancellation. */
#include "check.h"

static cajal_model *pharmaconer;
static cajal_model *meddocan;

enum { TEXTS = 5 };

/* The third is no UTF-8, the fourth is empty. */
static const char *texts[TEXTS] = {EXAMPLE, "Sin hallazgos.", "a\xff", NULL, "Calcio y PTH. " EXAMPLE};
static size_t lengths[TEXTS];

static cajal_batch *run(const cajal_options *options, const cajal_cancel *cancel) {
    const cajal_model *models[] = {pharmaconer};
    cajal_batch *batch = NULL;
    cajal_error *error = NULL;
    CHECK_SUCCESS(cajal_ner_run_batch(models, 1, texts, lengths, TEXTS, options, cancel, &batch, &error), error);
    return batch;
}

static cajal_status status_of(const cajal_batch *batch, size_t index) {
    return cajal_error_code(cajal_batch_error(batch, index));
}

static void check_equal(const cajal_entities *one, const cajal_entities *other) {
    size_t count = 0, other_count = 0;
    const cajal_entity *entity = cajal_entities_data(one, &count), *expected = cajal_entities_data(other, &other_count);
    CHECK(count == other_count);
    CHECK(cajal_entities_words(one) == cajal_entities_words(other));
    for (size_t i = 0; i < count && i < other_count; i++) {
        CHECK(memcmp(&entity[i].offsets, &expected[i].offsets, sizeof entity->offsets) == 0);
        CHECK(memcmp(&entity[i].score, &expected[i].score, sizeof entity->score) == 0);
        CHECK(strcmp(cajal_entities_label(one, entity[i].label, NULL),
                     cajal_entities_label(other, expected[i].label, NULL)) == 0);
    }
}

static void every_text_has_the_answer_that_it_has_alone(void) {
    cajal_batch *batch = run(NULL, NULL);
    CHECK(cajal_batch_count(batch) == TEXTS);
    for (size_t i = 0; i < TEXTS; i++) {
        if (i == 2) continue;
        cajal_entities *alone = NULL;
        CHECK(run_ner(pharmaconer, texts[i], lengths[i], NULL, &alone, NULL) == CAJAL_OK);
        CHECK(status_of(batch, i) == CAJAL_OK && cajal_batch_entities(batch, i) != NULL);
        check_equal(cajal_batch_entities(batch, i), alone);
        cajal_entities_free(alone);
    }
    cajal_batch_free(batch);
}

static void a_text_that_is_no_utf8_fails_alone(void) {
    cajal_batch *batch = run(NULL, NULL);
    CHECK(status_of(batch, 2) == CAJAL_ERROR_INVALID_UTF8);
    CHECK(cajal_batch_entities(batch, 2) == NULL);
    CHECK(strstr(cajal_error_message(cajal_batch_error(batch, 2), NULL), "byte 1") != NULL);
    for (size_t i = 0; i < TEXTS; i++) CHECK((status_of(batch, i) == CAJAL_OK) == (i != 2));
    cajal_batch_free(batch);
}

static void null_with_a_length_fails_alone(void) {
    lengths[3] = 4;
    cajal_batch *batch = run(NULL, NULL);
    CHECK(status_of(batch, 3) == CAJAL_ERROR_INVALID_ARGUMENT);
    CHECK(status_of(batch, 4) == CAJAL_OK);
    cajal_batch_free(batch);
    lengths[3] = 0;
}

static void utf16_texts_get_the_same_entities(void) {
    const uint16_t first[] = {'c', 'a', 'l', 'c', 'i', 'o', ' ', 'y', ' ', 'P', 'T', 'H'}, lone[] = {0xd83d};
    const uint16_t *units[] = {first, NULL, lone};
    const size_t counts[] = {12, 0, 1};
    const cajal_model *models[] = {pharmaconer};
    cajal_batch *batch = NULL;
    cajal_entities *alone = NULL;
    CHECK(cajal_ner_run_batch_utf16(models, 1, units, counts, 3, NULL, NULL, &batch, NULL) == CAJAL_OK);
    CHECK(run_ner(pharmaconer, "calcio y PTH", 12, NULL, &alone, NULL) == CAJAL_OK);
    check_equal(cajal_batch_entities(batch, 0), alone);
    CHECK(cajal_entities_words(cajal_batch_entities(batch, 1)) == 0);
    CHECK(cajal_entities_words(cajal_batch_entities(batch, 2)) == 1);
    cajal_entities_free(alone);
    cajal_batch_free(batch);
}

struct watch {
    uint64_t last;
    uint64_t total;
    int calls;
    int falls;
    cajal_cancel *cancel;
};

static void note(void *user_data, uint64_t done, uint64_t total) {
    struct watch *watch = user_data;
    watch->falls += done < watch->last || done > total;
    watch->last = done;
    watch->total = total;
    watch->calls++;
    if (watch->cancel) CHECK(cajal_cancel_request(watch->cancel, NULL) == CAJAL_OK);
}

static void progress_counts_the_bytes_of_all_texts_and_models(void) {
    const cajal_model *models[] = {pharmaconer, meddocan};
    struct watch watch = {0, 0, 0, 0, NULL};
    cajal_options *options = cajal_options_new();
    cajal_batch *batch = NULL;
    CHECK(cajal_options_set_progress(options, note, &watch, NULL) == CAJAL_OK);
    CHECK(cajal_ner_run_batch(models, 2, texts, lengths, TEXTS, options, NULL, &batch, NULL) == CAJAL_OK);
    uint64_t bytes = 2 * (lengths[0] + lengths[1] + lengths[4]);
    CHECK(watch.calls == 6 && watch.falls == 0 && watch.total == bytes && watch.last == bytes);
    cajal_batch_free(batch);
    CHECK(cajal_options_set_progress(options, NULL, NULL, NULL) == CAJAL_OK);
    CHECK(cajal_ner_run_batch(models, 2, texts, lengths, TEXTS, options, NULL, &batch, NULL) == CAJAL_OK);
    CHECK(watch.calls == 6);
    cajal_batch_free(batch);
    cajal_options_free(options);
}

static void a_cancellation_keeps_what_is_done(void) {
    struct watch watch = {0, 0, 0, 0, cajal_cancel_new()};
    cajal_options *options = cajal_options_new();
    CHECK(cajal_options_set_progress(options, note, &watch, NULL) == CAJAL_OK);
    cajal_batch *batch = run(options, watch.cancel);
    const cajal_status expected[TEXTS] = {CAJAL_OK, CAJAL_ERROR_CANCELLED, CAJAL_ERROR_INVALID_UTF8, CAJAL_ERROR_CANCELLED,
                                          CAJAL_ERROR_CANCELLED};
    for (size_t i = 0; i < TEXTS; i++) CHECK(status_of(batch, i) == expected[i]);
    cajal_batch_free(batch);
    cajal_options_free(options);
    CHECK(cajal_cancel_free(watch.cancel) == CAJAL_OK);
}

static void a_timeout_counts_for_the_whole_call(void) {
    cajal_options *options = option("timeout_ms", "0");
    cajal_batch *batch = run(options, NULL);
    CHECK(status_of(batch, 0) == CAJAL_ERROR_DEADLINE_EXCEEDED && status_of(batch, 2) == CAJAL_ERROR_INVALID_UTF8);
    cajal_batch_free(batch);
    cajal_options_free(options);
}

static void what_fits_no_text_fails_the_call(void) {
    const cajal_model *models[] = {pharmaconer};
    cajal_options *options = option("top_k", "5");
    cajal_batch *batch = (cajal_batch *)&pharmaconer;
    cajal_error *error = NULL;
    CHECK_FAILURE(CAJAL_ERROR_UNKNOWN_OPTION,
                  cajal_ner_run_batch(models, 1, texts, lengths, TEXTS, options, NULL, &batch, &error), error);
    CHECK(batch == NULL);
    CHECK_FAILURE(CAJAL_ERROR_INVALID_ARGUMENT,
                  cajal_ner_run_batch(models, 1, NULL, lengths, TEXTS, NULL, NULL, &batch, &error), error);
    CHECK_FAILURE(CAJAL_ERROR_INVALID_ARGUMENT,
                  cajal_ner_run_batch(models, 1, texts, NULL, TEXTS, NULL, NULL, &batch, &error), error);
    CHECK_FAILURE(CAJAL_ERROR_INVALID_ARGUMENT, cajal_options_set_progress(NULL, note, NULL, &error), error);
    cajal_options_free(options);
}

static void no_texts_are_an_empty_batch(void) {
    const cajal_model *models[] = {pharmaconer};
    cajal_batch *batch = NULL;
    CHECK(cajal_ner_run_batch(models, 1, NULL, NULL, 0, NULL, NULL, &batch, NULL) == CAJAL_OK);
    CHECK(batch != NULL && cajal_batch_count(batch) == 0);
    CHECK(cajal_batch_entities(batch, 0) == NULL && cajal_batch_error(batch, 0) == NULL);
    cajal_batch_free(batch);
    CHECK(cajal_batch_count(NULL) == 0 && cajal_batch_entities(NULL, 0) == NULL);
    cajal_batch_free(NULL);
}

int main(int argc, char **argv) {
    if (argc > 1) models_folder = argv[1];
    /* One after the other, so that it is known what is done when. */
    cajal_options *in_order = option("threads", "1");
    pharmaconer = load_with(PHARMACONER, in_order);
    meddocan = load_with(MEDDOCAN, in_order);
    cajal_options_free(in_order);
    for (size_t i = 0; i < TEXTS; i++) lengths[i] = texts[i] ? strlen(texts[i]) : 0;
    RUN(every_text_has_the_answer_that_it_has_alone);
    RUN(a_text_that_is_no_utf8_fails_alone);
    RUN(null_with_a_length_fails_alone);
    RUN(utf16_texts_get_the_same_entities);
    RUN(progress_counts_the_bytes_of_all_texts_and_models);
    RUN(a_cancellation_keeps_what_is_done);
    RUN(a_timeout_counts_for_the_whole_call);
    RUN(what_fits_no_text_fails_the_call);
    RUN(no_texts_are_an_empty_batch);
    CHECK(cajal_model_free(pharmaconer) == CAJAL_OK && cajal_model_free(meddocan) == CAJAL_OK);
    return failed_checks != 0;
}
