/* Sequence classification, with the model of make_classifier.py, whose scores are known: 0.6, 0.3, 0.1. */
#include "check.h"

static cajal_model *model;

static void check_known(const cajal_classifications *classifications) {
    static const char *const labels[] = {"alta", "ingreso", "derivación"};
    static const double scores[] = {0.6, 0.3, 0.1};
    size_t count = 0;
    const cajal_classification *one = cajal_classifications_data(classifications, &count);
    CHECK(count == 3);
    for (size_t i = 0; i < count && i < 3; i++) {
        size_t length = 0;
        const char *label = cajal_classifications_label(classifications, one[i].label, &length);
        CHECK(label != NULL && strcmp(label, labels[i]) == 0 && length == strlen(labels[i]));
        CHECK(one[i].score > scores[i] - 1e-6 && one[i].score < scores[i] + 1e-6);
    }
    CHECK(cajal_classifications_label(classifications, 3, NULL) == NULL);
}

static void every_label_has_its_score_and_the_best_comes_first(void) {
    cajal_classifications *classifications = NULL;
    cajal_error *error = NULL;
    CHECK_SUCCESS(cajal_classifier_run(model, "fiebre alta", 11, NULL, NULL, &classifications, &error), error);
    check_known(classifications);
    cajal_classifications_free(classifications);
    CHECK_SUCCESS(cajal_classifier_run(model, NULL, 0, NULL, NULL, &classifications, &error), error);
    check_known(classifications);
    cajal_classifications_free(classifications);
}

static void utf16_gives_the_same_scores(void) {
    const uint16_t text[] = {'f', 'i', 'e', 'b', 'r', 'e', ' ', 0xD800};
    cajal_classifications *classifications = NULL;
    cajal_error *error = NULL;
    CHECK_SUCCESS(cajal_classifier_run_utf16(model, text, 8, NULL, NULL, &classifications, &error), error);
    check_known(classifications);
    cajal_classifications_free(classifications);
}

static void a_text_longer_than_the_model_is_refused(void) {
    char text[20 * 7];
    for (size_t i = 0; i < 20; i++) memcpy(text + 7 * i, "fiebre ", 7);
    cajal_classifications *classifications = (cajal_classifications *)&model;
    cajal_error *error = NULL;
    CHECK_FAILURE(CAJAL_ERROR_INVALID_ARGUMENT,
                  cajal_classifier_run(model, text, sizeof text, NULL, NULL, &classifications, &error), error);
    CHECK(classifications == NULL);
}

static void a_stopped_call_gives_nothing(void) {
    cajal_classifications *classifications = NULL;
    cajal_error *error = NULL;
    cajal_options *options = option("timeout_ms", "0");
    CHECK_FAILURE(CAJAL_ERROR_DEADLINE_EXCEEDED,
                  cajal_classifier_run(model, "fiebre", 6, options, NULL, &classifications, &error), error);
    cajal_options_free(options);
    cajal_cancel *cancel = cajal_cancel_new();
    CHECK(cajal_cancel_request(cancel, NULL) == CAJAL_OK);
    CHECK_FAILURE(CAJAL_ERROR_CANCELLED,
                  cajal_classifier_run(model, "fiebre", 6, NULL, cancel, &classifications, &error), error);
    CHECK(cajal_cancel_free(cancel) == CAJAL_OK);
}

static void options_of_other_calls_are_refused(void) {
    cajal_classifications *classifications = NULL;
    cajal_error *error = NULL;
    cajal_options *options = option("threshold", "0.5");
    CHECK_FAILURE(CAJAL_ERROR_UNKNOWN_OPTION,
                  cajal_classifier_run(model, "fiebre", 6, options, NULL, &classifications, &error), error);
    cajal_options_free(options);
}

static void bad_text_is_refused(void) {
    cajal_classifications *classifications = NULL;
    cajal_error *error = NULL;
    CHECK_FAILURE(CAJAL_ERROR_INVALID_UTF8,
                  cajal_classifier_run(model, "\xff", 1, NULL, NULL, &classifications, &error), error);
    CHECK_FAILURE(CAJAL_ERROR_INVALID_ARGUMENT,
                  cajal_classifier_run(model, NULL, 1, NULL, NULL, &classifications, &error), error);
}

int main(void) {
    models_folder = getenv("CAJAL_TEST_MADE_MODELS");
    if (!models_folder) return 2;
    model = load("classifier");
    RUN(every_label_has_its_score_and_the_best_comes_first);
    RUN(utf16_gives_the_same_scores);
    RUN(a_text_longer_than_the_model_is_refused);
    RUN(a_stopped_call_gives_nothing);
    RUN(options_of_other_calls_are_refused);
    RUN(bad_text_is_refused);
    CHECK(cajal_model_free(model) == CAJAL_OK);
    return failed_checks != 0;
}
