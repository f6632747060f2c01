/* Fill-mask: predictions, masks, and the texts that have none. */
#include "check.h"

static cajal_model *model;

#define TEXT "El único antecedente personal a reseñar era la <mask> arterial."

static cajal_predictions *predictions_of(const char *text, const cajal_options *options) {
    cajal_predictions *predictions = NULL;
    cajal_error *error = NULL;
    CHECK_SUCCESS(cajal_fill_mask_run(model, text, strlen(text), options, NULL, &predictions, &error), error);
    return predictions;
}

static void the_best_word_of_the_example_is_hypertension(void) {
    cajal_predictions *predictions = predictions_of(TEXT, NULL);
    size_t count = 0, length = 0;
    const char *pool = cajal_predictions_text(predictions, &length);
    const cajal_prediction *prediction = cajal_predictions_data(predictions, &count);
    CHECK(count == 5);
    CHECK(count > 0 && strcmp(pool + prediction->text_start, "hipertensión") == 0);
    float total = 0;
    for (size_t i = 0; i < count; i++) {
        CHECK(i == 0 || prediction[i - 1].score >= prediction[i].score);
        CHECK(prediction[i].text_start + prediction[i].text_length < length);
        CHECK(pool[prediction[i].text_start + prediction[i].text_length] == '\0');
        CHECK(prediction[i].mask == 0);
        total += prediction[i].score;
    }
    CHECK(total <= 1.0f && (prediction->flags & CAJAL_PREDICTION_STARTS_WORD));
    cajal_predictions_free(predictions);
}

static void a_mask_has_its_offsets_in_three_units(void) {
    cajal_predictions *predictions = predictions_of(TEXT, NULL);
    size_t count = 0;
    const cajal_mask *mask = cajal_predictions_masks(predictions, &count);
    CHECK(count == 1);
    if (count == 1) {
        CHECK(memcmp(TEXT + mask->offsets.utf8_start, "<mask>", 6) == 0);
        CHECK(mask->offsets.utf8_start == 49 && mask->offsets.utf8_end == 55);
        CHECK(mask->offsets.utf16_start == 47 && mask->offsets.codepoint_start == 47);
        CHECK(mask->first_prediction == 0 && mask->prediction_count == 5);
    }
    cajal_predictions_free(predictions);
}

static void every_mask_has_its_own_predictions(void) {
    cajal_options *options = option("top_k", "3");
    cajal_predictions *predictions = predictions_of("El <mask> presenta <mask> aguda.", options);
    size_t masks = 0, count = 0;
    const cajal_mask *mask = cajal_predictions_masks(predictions, &masks);
    const cajal_prediction *prediction = cajal_predictions_data(predictions, &count);
    CHECK(masks == 2 && count == 6);
    for (size_t i = 0; masks == 2 && i < count; i++) {
        CHECK(prediction[i].mask == i / 3);
        CHECK(mask[prediction[i].mask].first_prediction == i / 3 * 3);
    }
    cajal_predictions_free(predictions);
    cajal_options_free(options);
}

static void utf16_gives_the_same_predictions(void) {
    uint16_t units[sizeof "La <mask> arterial."];
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) units[i] = (uint16_t) "La <mask> arterial."[i];
    cajal_predictions *narrow = predictions_of("La <mask> arterial.", NULL);
    cajal_predictions *wide = NULL;
    cajal_error *error = NULL;
    CHECK_SUCCESS(cajal_fill_mask_run_utf16(model, units, 19, NULL, NULL, &wide, &error), error);
    size_t narrow_count = 0, wide_count = 0;
    const cajal_prediction *a = cajal_predictions_data(narrow, &narrow_count);
    const cajal_prediction *b = cajal_predictions_data(wide, &wide_count);
    CHECK(narrow_count == wide_count);
    for (size_t i = 0; i < narrow_count && i < wide_count; i++) CHECK(a[i].token_id == b[i].token_id);
    cajal_predictions_free(narrow);
    cajal_predictions_free(wide);
}

static void check_refused(const char *text, size_t length, const cajal_options *options, cajal_status expected) {
    cajal_predictions *predictions = (cajal_predictions *)&model;
    cajal_error *error = NULL;
    CHECK_FAILURE(expected, cajal_fill_mask_run(model, text, length, options, NULL, &predictions, &error), error);
    CHECK(predictions == NULL);
}

static void a_text_without_its_mask_is_refused(void) {
    check_refused("La hipertensión arterial.", 26, NULL, CAJAL_ERROR_MASK_MISSING);
    check_refused("La [MASK] arterial.", 19, NULL, CAJAL_ERROR_MASK_FOREIGN);
    check_refused(NULL, 0, NULL, CAJAL_ERROR_MASK_MISSING);
    check_refused("   ", 3, NULL, CAJAL_ERROR_MASK_MISSING);
    check_refused("<mask\0>", 7, NULL, CAJAL_ERROR_MASK_MISSING);
    check_refused("<mask>\xff", 7, NULL, CAJAL_ERROR_INVALID_UTF8);
    check_refused(NULL, 6, NULL, CAJAL_ERROR_INVALID_ARGUMENT);
}

static void options_that_the_call_cannot_meet_are_refused(void) {
    cajal_options *options = option("top_k", "1000000");
    check_refused("<mask>", 6, options, CAJAL_ERROR_INVALID_OPTION);
    cajal_options_free(options);
    options = option("threshold", "0.5");
    check_refused("<mask>", 6, options, CAJAL_ERROR_UNKNOWN_OPTION);
    cajal_options_free(options);
}

static void a_model_does_its_own_task_only(void) {
    cajal_entities *entities = NULL;
    cajal_classifications *classifications = NULL;
    cajal_error *error = NULL;
    CHECK_FAILURE(CAJAL_ERROR_TASK_MISMATCH, run_ner(model, "calcio", 6, NULL, &entities, &error), error);
    CHECK_FAILURE(CAJAL_ERROR_TASK_MISMATCH,
                  cajal_classifier_run(model, "calcio", 6, NULL, NULL, &classifications, &error), error);
    cajal_model *recogniser = load(PHARMACONER);
    cajal_predictions *predictions = NULL;
    CHECK_FAILURE(CAJAL_ERROR_TASK_MISMATCH,
                  cajal_fill_mask_run(recogniser, "<mask>", 6, NULL, NULL, &predictions, &error), error);
    CHECK(cajal_model_free(recogniser) == CAJAL_OK);
}

int main(int argc, char **argv) {
    if (argc > 1) models_folder = argv[1];
    model = load(FILL_MASK);
    RUN(the_best_word_of_the_example_is_hypertension);
    RUN(a_mask_has_its_offsets_in_three_units);
    RUN(every_mask_has_its_own_predictions);
    RUN(utf16_gives_the_same_predictions);
    RUN(a_text_without_its_mask_is_refused);
    RUN(options_that_the_call_cannot_meet_are_refused);
    RUN(a_model_does_its_own_task_only);
    CHECK(cajal_model_free(model) == CAJAL_OK);
    return failed_checks != 0;
}
