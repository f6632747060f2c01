/* Fill-mask beyond lists: targets, whole fillings, filled texts, batches, perplexity, and transformers' own answers. */
#include "check.h"

static cajal_model *model;

static cajal_predictions *predictions_of(const char *text, const cajal_options *options) {
    cajal_predictions *predictions = NULL;
    cajal_error *error = NULL;
    CHECK_SUCCESS(cajal_fill_mask_run(model, text, strlen(text), options, NULL, &predictions, &error), error);
    return predictions;
}

static void targets_are_words_scored_whole_with_a_status_each(void) {
    cajal_options *options = option("targets", "neumonía\nelectroencefalografía\nneumonía\n\nasma");
    cajal_predictions *predictions = predictions_of("Ingresa por una <mask> adquirida en la comunidad.", options);
    const uint32_t statuses[] = {CAJAL_TARGET_SCORED, CAJAL_TARGET_SCORED, CAJAL_TARGET_DUPLICATE, CAJAL_TARGET_EMPTY,
                                 CAJAL_TARGET_SCORED};
    size_t count = 0, target_count = 0, id_count = 0;
    const char *pool = cajal_predictions_text(predictions, NULL);
    const cajal_prediction *prediction = cajal_predictions_data(predictions, &count);
    const cajal_target *target = cajal_predictions_targets(predictions, &target_count);
    const uint32_t *ids = cajal_predictions_token_ids(predictions, &id_count);
    CHECK(count == 3 && target_count == 5 && ids != NULL);
    for (size_t i = 0; i < target_count && i < 5; i++) CHECK(target[i].status == statuses[i] && target[i].mask == 0);
    if (count == 3 && target_count == 5) {
        CHECK(target[0].prediction == 0 && target[2].prediction == 0 && target[3].prediction == CAJAL_NO_PREDICTION);
        CHECK(strcmp(pool + prediction[0].text_start, "neumonía") == 0);
        const cajal_prediction *longest = &prediction[target[1].prediction];
        CHECK(longest->token_count > 1 && longest->first_token + longest->token_count <= id_count);
        CHECK(longest->token_id == ids[longest->first_token]);
        for (size_t i = 1; i < count; i++) CHECK(prediction[i - 1].log_score >= prediction[i].log_score);
    }
    cajal_predictions_free(predictions);
    cajal_options_free(options);
}

/* The filled text, which must hold the word at its one insertion. */
static void check_filled(cajal_filled *filled, const char *expected, const char *word) {
    size_t length = 0, count = 0;
    const char *text = cajal_filled_text(filled, &length);
    const cajal_offsets *place = cajal_filled_insertions(filled, &count);
    CHECK(text != NULL && length == strlen(expected) && strcmp(text, expected) == 0);
    CHECK(count == 1 && place->utf8_end - place->utf8_start == strlen(word));
    CHECK(count == 1 && memcmp(text + place->utf8_start, word, strlen(word)) == 0);
    cajal_filled_free(filled);
}

static void a_prediction_stands_in_the_callers_own_text(void) {
    cajal_predictions *predictions = predictions_of("  😀 La <mask> arterial (<s>).", NULL);
    cajal_filled *filled = NULL;
    cajal_error *error = NULL;
    CHECK_SUCCESS(cajal_predictions_fill(predictions, 0, 0, &filled, &error), error);
    const char *pool = cajal_predictions_text(predictions, NULL);
    const char *word = pool + cajal_predictions_data(predictions, NULL)->text_start;
    char expected[128];
    snprintf(expected, sizeof expected, "  😀 La %s arterial (<s>).", word);
    check_filled(filled, expected, word);
    CHECK_FAILURE(CAJAL_ERROR_INVALID_ARGUMENT, cajal_predictions_fill(predictions, 1, 0, &filled, &error), error);
    CHECK(filled == NULL);
    CHECK_FAILURE(CAJAL_ERROR_INVALID_ARGUMENT, cajal_predictions_fill(predictions, 0, 5, &filled, &error), error);
    CHECK_FAILURE(CAJAL_ERROR_INVALID_ARGUMENT, cajal_predictions_fill(NULL, 0, 0, &filled, &error), error);
    CHECK_FAILURE(CAJAL_ERROR_INVALID_ARGUMENT, cajal_predictions_fill(predictions, 0, 0, NULL, &error), error);
    CHECK_FAILURE(CAJAL_ERROR_INVALID_ARGUMENT, cajal_predictions_fill_together(predictions, 0, &filled, &error), error);
    cajal_predictions_free(predictions);
    cajal_filled_free(NULL);
}

static void whole_fillings_have_a_word_for_every_mask(void) {
    cajal_options *options = option("beam_width", "8");
    cajal_predictions *predictions = predictions_of("El <mask> presenta <mask> aguda.", options);
    size_t fillings = 0, count = 0;
    const cajal_filling *filling = cajal_predictions_fillings(predictions, &fillings);
    const cajal_prediction *prediction = cajal_predictions_data(predictions, &count);
    CHECK(fillings == 5 && count == 20);
    for (size_t i = 0; i < fillings && count == 20; i++) {
        const cajal_prediction *word = prediction + filling[i].first_prediction;
        CHECK(filling[i].first_prediction == 10 + 2 * i && filling[i].prediction_count == 2);
        CHECK(word[0].mask == 0 && word[1].mask == 1);
        double difference = word[0].log_score + word[1].log_score - filling[i].log_score;
        CHECK(difference < 1e-9 && difference > -1e-9);
        CHECK(i == 0 || filling[i - 1].score >= filling[i].score);
    }
    cajal_filled *filled = NULL;
    cajal_error *error = NULL;
    CHECK_SUCCESS(cajal_predictions_fill_together(predictions, 0, &filled, &error), error);
    CHECK(strcmp(cajal_filled_text(filled, NULL), "El paciente presenta pancreatitis aguda.") == 0);
    cajal_filled_free(filled);
    cajal_predictions_free(predictions);
    cajal_options_free(options);
}

static void a_bad_text_of_a_batch_fails_alone(void) {
    const char *texts[] = {"La <mask> arterial.", "sin hueco", "\xff", "Dolor <mask> en la <mask>."};
    const size_t lengths[] = {19, 9, 1, 26};
    const size_t masks[] = {1, 0, 0, 2};
    const cajal_status expected[] = {CAJAL_OK, CAJAL_ERROR_MASK_MISSING, CAJAL_ERROR_INVALID_UTF8, CAJAL_OK};
    cajal_batch *batch = NULL;
    cajal_error *error = NULL;
    CHECK_SUCCESS(cajal_fill_mask_run_batch(model, texts, lengths, 4, NULL, NULL, &batch, &error), error);
    CHECK(cajal_batch_count(batch) == 4);
    for (size_t i = 0; i < 4; i++) {
        size_t count = 0;
        const cajal_predictions *predictions = cajal_batch_predictions(batch, i);
        cajal_predictions_masks(predictions, &count);
        CHECK(cajal_error_code(cajal_batch_error(batch, i)) == expected[i]);
        CHECK((predictions != NULL) == (expected[i] == CAJAL_OK) && count == masks[i]);
        CHECK(cajal_batch_entities(batch, i) == NULL);
    }
    CHECK(cajal_batch_predictions(batch, 4) == NULL && cajal_batch_predictions(NULL, 0) == NULL);
    cajal_batch_free(batch);
    CHECK_FAILURE(CAJAL_ERROR_INVALID_ARGUMENT,
                  cajal_fill_mask_run_batch(model, NULL, lengths, 4, NULL, NULL, &batch, &error), error);
}

static int same_predictions(const cajal_predictions *left, const cajal_predictions *right) {
    const char *one = cajal_predictions_text(left, NULL), *other = cajal_predictions_text(right, NULL);
    size_t left_count = 0, right_count = 0;
    const cajal_prediction *a = cajal_predictions_data(left, &left_count);
    const cajal_prediction *b = cajal_predictions_data(right, &right_count);
    if (left_count != right_count) return 0;
    for (size_t i = 0; i < left_count; i++)
        if (a[i].score != b[i].score || strcmp(one + a[i].text_start, other + b[i].text_start) != 0) return 0;
    return left_count > 0;
}

static void a_batch_of_utf16_texts_gets_the_same_predictions(void) {
    const char *texts[] = {"Dolor <mask>.", "<mask>"};
    const size_t lengths[] = {13, 6};
    const uint16_t dolor[] = {'D', 'o', 'l', 'o', 'r', ' ', '<', 'm', 'a', 's', 'k', '>', '.'};
    const uint16_t *units[] = {dolor, dolor + 6};
    cajal_batch *narrow = NULL, *wide = NULL;
    cajal_error *error = NULL;
    CHECK_SUCCESS(cajal_fill_mask_run_batch(model, texts, lengths, 2, NULL, NULL, &narrow, &error), error);
    CHECK_SUCCESS(cajal_fill_mask_run_batch_utf16(model, units, lengths, 2, NULL, NULL, &wide, &error), error);
    for (size_t i = 0; i < 2; i++)
        CHECK(same_predictions(cajal_batch_predictions(narrow, i), cajal_batch_predictions(wide, i)));
    cajal_batch_free(narrow);
    cajal_batch_free(wide);
}

static void parity_mode_reads_utf16_too(void) {
    const uint16_t units[] = {0xd83d, 0xde00, ' ', '<', 'm', 'a', 's', 'k', '>'};
    cajal_parity_predictions *narrow = NULL, *wide = NULL;
    cajal_error *error = NULL;
    size_t count = 0, wide_count = 0;
    CHECK_SUCCESS(cajal_fill_mask_parity_run(model, "\xf0\x9f\x98\x80 <mask>", 11, NULL, NULL, &narrow, &error), error);
    CHECK_SUCCESS(cajal_fill_mask_parity_run_utf16(model, units, 9, NULL, NULL, &wide, &error), error);
    const cajal_parity_prediction *one = cajal_parity_predictions_data(narrow, &count);
    const cajal_parity_prediction *other = cajal_parity_predictions_data(wide, &wide_count);
    CHECK(count == 5 && wide_count == 5 && memcmp(one, other, count * sizeof *one) == 0);
    CHECK(strcmp(cajal_parity_predictions_text(narrow, NULL), cajal_parity_predictions_text(wide, NULL)) == 0);
    cajal_parity_predictions_free(narrow);
    cajal_parity_predictions_free(wide);
}

static void count_calls(void *calls, uint64_t bytes_done, uint64_t bytes_total) {
    CHECK(bytes_done <= bytes_total);
    ++*(int *)calls;
}

static void a_text_of_its_kind_is_less_perplexing(void) {
    const char *written = "El paciente ingresa por dolor de dos horas.", *shuffled = "horas dos El de por ingresa dolor.";
    cajal_perplexity low = {0}, high = {0};
    cajal_error *error = NULL;
    cajal_options *options = cajal_options_new();
    int calls = 0;
    CHECK(cajal_options_set_progress(options, count_calls, &calls, NULL) == CAJAL_OK);
    CHECK_SUCCESS(cajal_fill_mask_perplexity(model, written, strlen(written), options, NULL, &low, &error), error);
    CHECK_SUCCESS(cajal_fill_mask_perplexity(model, shuffled, strlen(shuffled), NULL, NULL, &high, &error), error);
    CHECK(calls > 0 && low.tokens > 5 && low.log_likelihood < 0 && low.value > 1 && low.value < high.value);
    CHECK_FAILURE(CAJAL_ERROR_INVALID_ARGUMENT, cajal_fill_mask_perplexity(model, "", 0, NULL, NULL, &low, &error), error);
    CHECK(low.tokens == 0 && low.value == 0);
    CHECK_FAILURE(CAJAL_ERROR_INVALID_ARGUMENT, cajal_fill_mask_perplexity(model, "a", 1, NULL, NULL, NULL, &error), error);
    const uint16_t units[] = {'d', 'o', 'l', 'o', 'r'};
    CHECK_SUCCESS(cajal_fill_mask_perplexity_utf16(model, units, 5, NULL, NULL, &high, &error), error);
    CHECK_SUCCESS(cajal_fill_mask_perplexity(model, "dolor", 5, NULL, NULL, &low, &error), error);
    CHECK(low.value == high.value);
    cajal_options_free(options);
}

static void parity_mode_gives_the_sequence_of_transformers(void) {
    const char *text = "El <mask>\tpresenta <s>dolor.";
    cajal_options *options = option("top_k", "2");
    cajal_parity_predictions *parity = NULL;
    cajal_error *error = NULL;
    CHECK_SUCCESS(cajal_fill_mask_parity_run(model, text, strlen(text), options, NULL, &parity, &error), error);
    size_t masks = 0, count = 0;
    CHECK(cajal_parity_predictions_masks(parity, &masks)->offsets.utf8_start == 3 && masks == 1);
    const cajal_parity_prediction *prediction = cajal_parity_predictions_data(parity, &count);
    const char *pool = cajal_parity_predictions_text(parity, NULL);
    CHECK(count == 2);
    for (size_t i = 0; i < count; i++) {
        const char *sequence = pool + prediction[i].sequence_start;
        CHECK(strlen(sequence) == prediction[i].sequence_length);
        CHECK(strlen(pool + prediction[i].text_start) == prediction[i].text_length);
        CHECK(strstr(sequence, pool + prediction[i].text_start) != NULL && strstr(sequence, "<s>") == NULL);
    }
    CHECK(count > 0 && pool[prediction->text_start] == ' ');
    cajal_parity_predictions_free(parity);
    cajal_options_free(options);
    options = option("beam_width", "2");
    CHECK_FAILURE(CAJAL_ERROR_UNKNOWN_OPTION,
                  cajal_fill_mask_parity_run(model, text, strlen(text), options, NULL, &parity, &error), error);
    CHECK(parity == NULL);
    cajal_options_free(options);
}

int main(int argc, char **argv) {
    if (argc > 1) models_folder = argv[1];
    model = load(FILL_MASK);
    RUN(targets_are_words_scored_whole_with_a_status_each);
    RUN(a_prediction_stands_in_the_callers_own_text);
    RUN(whole_fillings_have_a_word_for_every_mask);
    RUN(a_bad_text_of_a_batch_fails_alone);
    RUN(a_batch_of_utf16_texts_gets_the_same_predictions);
    RUN(parity_mode_reads_utf16_too);
    RUN(a_text_of_its_kind_is_less_perplexing);
    RUN(parity_mode_gives_the_sequence_of_transformers);
    CHECK(cajal_model_free(model) == CAJAL_OK);
    return failed_checks != 0;
}
