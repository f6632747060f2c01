/* What needs no model: versions, options, handles, and arguments that are refused before anything runs. */
#include "check.h"

static void the_library_and_the_header_have_the_same_versions(void) {
    char version[32];
    snprintf(version, sizeof version, "%d.%d.%d", CAJAL_VERSION_MAJOR, CAJAL_VERSION_MINOR, CAJAL_VERSION_PATCH);
    CHECK(strcmp(cajal_version(), version) == 0);
    CHECK(strcmp(CAJAL_VERSION, version) == 0);
    CHECK(cajal_abi_version() == CAJAL_ABI_VERSION);
}

static void statuses_have_names(void) {
    CHECK(strcmp(cajal_status_name(CAJAL_OK), "ok") == 0);
    CHECK(strcmp(cajal_status_name(CAJAL_ERROR_MODEL_NOT_FOUND), "model_not_found") == 0);
    CHECK(cajal_status_name(-1) == NULL);
}

static void unknown_features_are_absent(void) {
    CHECK(cajal_feature("teleportation", 13) == 0);
    CHECK(cajal_feature(NULL, 0) == 0);
    CHECK(cajal_feature(NULL, 5) == 0);
}

static void every_free_accepts_null(void) {
    cajal_error_free(NULL);
    cajal_options_free(NULL);
    cajal_entities_free(NULL);
    cajal_predictions_free(NULL);
    cajal_filled_free(NULL);
    cajal_parity_predictions_free(NULL);
    cajal_classifications_free(NULL);
    cajal_info_free(NULL);
    CHECK(cajal_model_free(NULL) == CAJAL_OK);
    CHECK(cajal_cancel_free(NULL) == CAJAL_OK);
}

static void every_accessor_accepts_null(void) {
    size_t count = 7;
    CHECK(cajal_error_code(NULL) == CAJAL_OK);
    CHECK(cajal_error_cause_code(NULL) == 0);
    CHECK(cajal_error_message(NULL, &count) == NULL && count == 0);
    CHECK(cajal_entities_data(NULL, NULL) == NULL);
    CHECK(cajal_entities_label(NULL, 0, NULL) == NULL);
    CHECK(cajal_entities_label_count(NULL) == 0);
    CHECK(cajal_entities_words(NULL) == 0);
    CHECK(cajal_entities_windows(NULL) == 0);
    CHECK(cajal_entities_shortened_words(NULL) == 0);
    CHECK(cajal_predictions_masks(NULL, NULL) == NULL);
    CHECK(cajal_predictions_data(NULL, NULL) == NULL);
    CHECK(cajal_predictions_text(NULL, NULL) == NULL);
    CHECK(cajal_predictions_targets(NULL, &count) == NULL && count == 0);
    CHECK(cajal_predictions_fillings(NULL, NULL) == NULL);
    CHECK(cajal_predictions_token_ids(NULL, NULL) == NULL);
    CHECK(cajal_filled_text(NULL, &count) == NULL && count == 0);
    CHECK(cajal_filled_insertions(NULL, NULL) == NULL);
    CHECK(cajal_parity_predictions_masks(NULL, NULL) == NULL);
    CHECK(cajal_parity_predictions_data(NULL, NULL) == NULL);
    CHECK(cajal_parity_predictions_text(NULL, NULL) == NULL);
    CHECK(cajal_batch_predictions(NULL, 0) == NULL);
    CHECK(cajal_classifications_data(NULL, NULL) == NULL);
    CHECK(cajal_classifications_label(NULL, 0, NULL) == NULL);
    CHECK(cajal_info_count(NULL, "labels", 6) == 0);
    CHECK(cajal_info_value(NULL, "labels", 6, 0, NULL) == NULL);
    CHECK(cajal_info_json(NULL, NULL) == NULL);
}

static void an_unknown_option_names_the_valid_ones(void) {
    cajal_options *options = cajal_options_new();
    cajal_error *error = NULL;
    CHECK(set_option(options, "topk", "5", &error) == CAJAL_ERROR_UNKNOWN_OPTION);
    CHECK(strstr(cajal_error_message(error, NULL), "top_k") != NULL);
    CHECK_FAILURE(CAJAL_ERROR_UNKNOWN_OPTION, cajal_error_code(error), error);
    cajal_options_free(options);
}

static void a_bad_option_value_says_what_is_valid(void) {
    cajal_options *options = cajal_options_new();
    cajal_error *error = NULL;
    CHECK(set_option(options, "threshold", "2", &error) == CAJAL_ERROR_INVALID_OPTION);
    CHECK(strstr(cajal_error_message(error, NULL), "from 0 to 1") != NULL);
    CHECK_FAILURE(CAJAL_ERROR_INVALID_OPTION, cajal_error_code(error), error);
    cajal_options_free(options);
}

static void option_strings_are_counted_and_checked(void) {
    cajal_options *options = cajal_options_new();
    cajal_error *error = NULL;
    CHECK_SUCCESS(cajal_options_set(options, "top_kX", 5, "12", 1, &error), error);
    CHECK_FAILURE(CAJAL_ERROR_INVALID_UTF8, cajal_options_set(options, "top_k", 5, "\xff", 1, &error), error);
    CHECK_FAILURE(CAJAL_ERROR_INVALID_ARGUMENT, cajal_options_set(options, NULL, 5, "1", 1, &error), error);
    CHECK_FAILURE(CAJAL_ERROR_INVALID_ARGUMENT, cajal_options_set(options, "top_k", SIZE_MAX, "1", 1, &error), error);
    CHECK_FAILURE(CAJAL_ERROR_INVALID_OPTION, cajal_options_set(options, "top_k", 5, NULL, 0, &error), error);
    CHECK_FAILURE(CAJAL_ERROR_INVALID_ARGUMENT, set_option(NULL, "top_k", "5", &error), error);
    cajal_options_free(options);
}

static void an_error_may_be_left_out(void) {
    CHECK(set_option(NULL, "top_k", "5", NULL) == CAJAL_ERROR_INVALID_ARGUMENT);
}

static void a_null_model_is_an_invalid_argument(void) {
    cajal_error *error = NULL;
    cajal_entities *entities = (cajal_entities *)&error;
    CHECK_FAILURE(CAJAL_ERROR_INVALID_ARGUMENT, run_ner(NULL, "calcio", 6, NULL, &entities, &error), error);
    CHECK(entities == NULL);
    CHECK_FAILURE(CAJAL_ERROR_INVALID_ARGUMENT,
                  cajal_ner_run(NULL, 1, "calcio", 6, NULL, NULL, &entities, &error), error);
    CHECK_FAILURE(CAJAL_ERROR_INVALID_ARGUMENT,
                  cajal_ner_run(NULL, 0, "calcio", 6, NULL, NULL, &entities, &error), error);
}

static void a_pointer_that_is_no_handle_is_an_invalid_handle(void) {
    cajal_error *error = NULL;
    cajal_entities *entities = NULL;
    cajal_predictions *predictions = NULL;
    cajal_classifications *classifications = NULL;
    cajal_info *info = NULL;
    const cajal_model *garbage[] = {(const cajal_model *)&error, (const cajal_model *)(uintptr_t)1,
                                    (const cajal_model *)UINTPTR_MAX};
    for (size_t i = 0; i < 3; i++) {
        CHECK_FAILURE(CAJAL_ERROR_INVALID_HANDLE, run_ner(garbage[i], "a", 1, NULL, &entities, &error), error);
        CHECK_FAILURE(CAJAL_ERROR_INVALID_HANDLE,
                      cajal_fill_mask_run(garbage[i], "a", 1, NULL, NULL, &predictions, &error), error);
        CHECK_FAILURE(CAJAL_ERROR_INVALID_HANDLE,
                      cajal_classifier_run(garbage[i], "a", 1, NULL, NULL, &classifications, &error), error);
        CHECK_FAILURE(CAJAL_ERROR_INVALID_HANDLE, cajal_model_info(garbage[i], &info, &error), error);
        CHECK(cajal_model_free((cajal_model *)garbage[i]) == CAJAL_ERROR_INVALID_HANDLE);
    }
}

static void a_cancel_token_may_be_freed_once(void) {
    cajal_error *error = NULL;
    cajal_cancel *cancel = cajal_cancel_new();
    CHECK(cancel != NULL);
    CHECK_SUCCESS(cajal_cancel_request(cancel, &error), error);
    CHECK_SUCCESS(cajal_cancel_request(cancel, &error), error);
    CHECK(cajal_cancel_free(cancel) == CAJAL_OK);
    CHECK(cajal_cancel_free(cancel) == CAJAL_ERROR_INVALID_HANDLE);
    CHECK_FAILURE(CAJAL_ERROR_INVALID_HANDLE, cajal_cancel_request(cancel, &error), error);
    CHECK_FAILURE(CAJAL_ERROR_INVALID_ARGUMENT, cajal_cancel_request(NULL, &error), error);
}

static void a_cancel_token_is_no_model(void) {
    cajal_error *error = NULL;
    cajal_info *info = NULL;
    cajal_cancel *cancel = cajal_cancel_new();
    CHECK_FAILURE(CAJAL_ERROR_INVALID_HANDLE, cajal_model_info((cajal_model *)cancel, &info, &error), error);
    CHECK(cajal_cancel_free(cancel) == CAJAL_OK);
}

static void a_result_needs_a_place(void) {
    cajal_error *error = NULL;
    CHECK_FAILURE(CAJAL_ERROR_INVALID_ARGUMENT, cajal_model_load("x", 1, NULL, NULL, &error), error);
    CHECK_FAILURE(CAJAL_ERROR_INVALID_ARGUMENT, cajal_runtime_info(NULL, &error), error);
}

static void a_path_is_checked_like_every_string(void) {
    cajal_error *error = NULL;
    cajal_model *model = (cajal_model *)&error;
    CHECK_FAILURE(CAJAL_ERROR_INVALID_UTF8, cajal_model_load("a\xc3", 2, NULL, &model, &error), error);
    CHECK(model == NULL);
    CHECK_FAILURE(CAJAL_ERROR_INVALID_ARGUMENT, cajal_model_load(NULL, 3, NULL, &model, &error), error);
    CHECK_FAILURE(CAJAL_ERROR_INVALID_ARGUMENT, cajal_model_load("a", SIZE_MAX, NULL, &model, &error), error);
}

static void a_load_refuses_the_options_of_a_run(void) {
    cajal_error *error = NULL;
    cajal_model *model = NULL;
    cajal_options *options = option("top_k", "5");
    CHECK_FAILURE(CAJAL_ERROR_UNKNOWN_OPTION, cajal_model_load("x", 1, options, &model, &error), error);
    cajal_options_free(options);
}

static void before_its_load_the_runtime_has_no_facts(void) {
    cajal_error *error = NULL;
    cajal_info *info = NULL;
    CHECK_SUCCESS(cajal_runtime_info(&info, &error), error);
    CHECK(cajal_info_count(info, "version", 7) == 0);
    CHECK(cajal_info_value(info, "version", 7, 0, NULL) == NULL);
    CHECK(strcmp(cajal_info_json(info, NULL), "{}") == 0);
    cajal_info_free(info);
}

int main(void) {
    RUN(the_library_and_the_header_have_the_same_versions);
    RUN(statuses_have_names);
    RUN(unknown_features_are_absent);
    RUN(every_free_accepts_null);
    RUN(every_accessor_accepts_null);
    RUN(an_unknown_option_names_the_valid_ones);
    RUN(a_bad_option_value_says_what_is_valid);
    RUN(option_strings_are_counted_and_checked);
    RUN(an_error_may_be_left_out);
    RUN(a_null_model_is_an_invalid_argument);
    RUN(a_pointer_that_is_no_handle_is_an_invalid_handle);
    RUN(a_cancel_token_may_be_freed_once);
    RUN(a_cancel_token_is_no_model);
    RUN(a_result_needs_a_place);
    RUN(a_path_is_checked_like_every_string);
    RUN(a_load_refuses_the_options_of_a_run);
    RUN(before_its_load_the_runtime_has_no_facts);
    return failed_checks != 0;
}
