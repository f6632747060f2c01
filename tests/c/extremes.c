/* Options that take a number, with the least and the largest that there are: each gives an answer or is refused. */
#include "check.h"

static const char *const NUMBERS[] = {"-1", "0", "1", "256", "4294967295", "4294967296", "9223372036854775807",
                                      "18446744073709551615", "99999999999999999999", "0.5", "1e308", "inf", "NaN"};
static const char *const TEXT = "Se pauta <mask> y <mask>; PTH y calcio, normales.";

static cajal_model *tagger, *masker;
static cajal_entities *entities;

static cajal_status ner(const cajal_options *options, cajal_error **error) {
    cajal_entities *result = NULL;
    cajal_status status = run_ner(tagger, TEXT, strlen(TEXT), options, &result, error);
    cajal_entities_free(result);
    return status;
}

static cajal_status parity(const cajal_options *options, cajal_error **error) {
    cajal_parity *result = NULL;
    cajal_status status = cajal_ner_parity_run(tagger, TEXT, strlen(TEXT), options, NULL, &result, error);
    cajal_parity_free(result);
    return status;
}

static cajal_status fill(const cajal_options *options, cajal_error **error) {
    cajal_predictions *result = NULL;
    cajal_status status = cajal_fill_mask_run(masker, TEXT, strlen(TEXT), options, NULL, &result, error);
    cajal_predictions_free(result);
    return status;
}

static cajal_status perplexity(const cajal_options *options, cajal_error **error) {
    cajal_perplexity result;
    return cajal_fill_mask_perplexity(masker, TEXT, strlen(TEXT), options, NULL, &result, error);
}

static cajal_status deidentify(const cajal_options *options, cajal_error **error) {
    cajal_deidentified *result = NULL;
    cajal_status status = cajal_deidentify_run(entities, TEXT, strlen(TEXT), options, &result, error);
    cajal_deidentified_free(result);
    return status;
}

static cajal_status load_again(const cajal_options *options, cajal_error **error) {
    char path[4096];
    cajal_model *model = NULL;
    int length = snprintf(path, sizeof path, "%s/" PHARMACONER, models_folder);
    cajal_status status = cajal_model_load(path, (size_t)length, options, &model, error);
    cajal_model_free(model);
    return status;
}

static const struct {
    const char *key;
    cajal_status (*run)(const cajal_options *, cajal_error **);
} CALLS[] = {
    {"window_tokens", ner},
    {"overlap_tokens", ner},
    {"threshold", ner},
    {"timeout_ms", ner},
    {"window_tokens", parity},
    {"stride", parity},
    {"top_k", fill},
    {"beam_width", fill},
    {"timeout_ms", fill},
    {"window_tokens", perplexity},
    {"mask_length", deidentify},
    {"threads", load_again},
    {"run_threads", load_again},
};

static void every_number_is_used_or_refused(void) {
    for (size_t call = 0; call < sizeof CALLS / sizeof *CALLS; call++) {
        int answers = 0;
        for (size_t i = 0; i < sizeof NUMBERS / sizeof *NUMBERS; i++) {
            cajal_options *options = cajal_options_new();
            cajal_error *error = NULL;
            /* What their numbers go with. */
            if (CALLS[call].run == deidentify) CHECK(set_option(options, "replacement", "mask", NULL) == CAJAL_OK);
            if (CALLS[call].run == parity) CHECK(set_option(options, "aggregation", "simple", NULL) == CAJAL_OK);
            cajal_status status = set_option(options, CALLS[call].key, NUMBERS[i], &error);
            if (status == CAJAL_OK) status = CALLS[call].run(options, &error);
            answers += status == CAJAL_OK;
            if (status != CAJAL_OK && status != CAJAL_ERROR_INVALID_OPTION && status != CAJAL_ERROR_DEADLINE_EXCEEDED) {
                fprintf(stderr, "%s=%s: %s\n", CALLS[call].key, NUMBERS[i], cajal_error_message(error, NULL));
                CHECK(0);
            }
            cajal_error_free(error);
            cajal_options_free(options);
        }
        if (answers == 0) fprintf(stderr, "%s has no answer\n", CALLS[call].key);
        CHECK(answers > 0);
    }
}

int main(int argc, char **argv) {
    if (argc > 1) models_folder = argv[1];
    tagger = load(PHARMACONER);
    masker = load(FILL_MASK);
    CHECK(run_ner(tagger, TEXT, strlen(TEXT), NULL, &entities, NULL) == CAJAL_OK);
    size_t count = 0;
    CHECK(cajal_entities_data(entities, &count) != NULL && count > 0);
    RUN(every_number_is_used_or_refused);
    cajal_entities_free(entities);
    CHECK(cajal_model_free(tagger) == CAJAL_OK && cajal_model_free(masker) == CAJAL_OK);
    return failed_checks != 0;
}
