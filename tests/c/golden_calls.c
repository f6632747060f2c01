/* The answers that every language must give to the calls beside plain runs: tests/data/bindings/calls.tsv, which
 * tests/golden/make_calls.py explains. */
#include "golden.h"

/* The answer of the case, and how much of it has been compared. */
static struct {
    cajal_parity *parity;
    cajal_parity_predictions *candidates;
    cajal_predictions *predictions;
    cajal_perplexity perplexity;
    cajal_status status;
    size_t compared;
    size_t masks;
} one;

/* Sets an option from a field, unless it is not given there. */
static void set_from(cajal_options *options, const char *key, const char *escaped) {
    size_t length = 0;
    if (strcmp(escaped, "-") == 0) return;
    char *value = utf8(escaped, &length);
    CHECK(cajal_options_set(options, key, strlen(key), value, length, NULL) == CAJAL_OK);
    free(value);
}

/* Begins a case: its model, and options from the fields that `keys` name. */
static cajal_options *begin(char **rest, const char *const *keys) {
    cajal_options *options = cajal_options_new();
    memset(&one, 0, sizeof one);
    load_golden(field(rest));
    for (; *keys; keys++) set_from(options, *keys, field(rest));
    return options;
}

static void begin_parity(char *rest) {
    static const char *const keys[] = {"aggregation", "stride", "window_tokens", "ignore_labels", NULL};
    cajal_options *options = begin(&rest, keys);
    cajal_error *error = NULL;
    size_t length = 0;
    char *text = utf8(rest, &length);
    CHECK_SUCCESS(cajal_ner_parity_run(golden.model, text, length, options, NULL, &one.parity, &error), error);
    free(text);
    cajal_options_free(options);
}

static void check_token(char *rest) {
    size_t count = 0, length = 0;
    const cajal_parity_entity *entity = cajal_parity_data(one.parity, &count);
    CHECK(one.compared < count);
    if (one.compared >= count) return;
    entity += one.compared;
    CHECK(strcmp(cajal_parity_label(one.parity, entity->label, NULL), field(&rest)) == 0);
    check_offsets(&entity->offsets, &rest);
    CHECK(near(entity->score, strtod(field(&rest), NULL), SCORE_TOLERANCE));
    CHECK(entity->token == number(&rest));
    const char *word = cajal_parity_word(one.parity, one.compared++, &length);
    check_text(word, length, rest);
}

static void check_parity(const char *name, char *rest) {
    if (strcmp(name, "windows") != 0) {
        check_token(rest);
        return;
    }
    CHECK(cajal_parity_windows(one.parity) == number(&rest));
    CHECK(cajal_parity_unread(one.parity, NULL) == (int32_t)number(&rest));
}

static void end_parity(void) {
    size_t count = 0;
    cajal_parity_data(one.parity, &count);
    CHECK(count == one.compared);
    cajal_parity_free(one.parity);
}

static void begin_candidates(char *rest) {
    static const char *const keys[] = {"top_k", "targets", NULL};
    cajal_options *options = begin(&rest, keys);
    size_t length = 0;
    char *text = utf8(rest, &length);
    one.status = cajal_fill_mask_parity_run(golden.model, text, length, options, NULL, &one.candidates, NULL);
    free(text);
    cajal_options_free(options);
}

static void check_candidate(char *rest) {
    size_t count = 0;
    const cajal_parity_prediction *candidate = cajal_parity_predictions_data(one.candidates, &count);
    const char *pool = cajal_parity_predictions_text(one.candidates, NULL);
    CHECK(one.compared < count);
    if (one.compared >= count) return;
    candidate += one.compared++;
    CHECK(candidate->mask + 1 == one.masks);
    CHECK(candidate->token_id == number(&rest));
    CHECK(near(candidate->score, strtod(field(&rest), NULL), SCORE_TOLERANCE));
    check_text(pool + candidate->text_start, candidate->text_length, field(&rest));
    check_text(pool + candidate->sequence_start, (size_t)candidate->sequence_length, rest);
}

static void check_candidates(const char *name, char *rest) {
    size_t count = 0;
    const cajal_mask *mask = cajal_parity_predictions_masks(one.candidates, &count);
    if (strcmp(name, "error") == 0) {
        CHECK(one.status != CAJAL_OK && strcmp(cajal_status_name(one.status), rest) == 0);
        one.status = CAJAL_OK;
    } else if (strcmp(name, "candidate") == 0) {
        check_candidate(rest);
    } else {
        CHECK(one.masks < count);
        if (one.masks < count) check_offsets(&mask[one.masks++].offsets, &rest);
    }
}

static void end_candidates(void) {
    size_t masks = 0, count = 0;
    cajal_parity_predictions_masks(one.candidates, &masks);
    cajal_parity_predictions_data(one.candidates, &count);
    CHECK(one.status == CAJAL_OK && masks == one.masks && count == one.compared);
    cajal_parity_predictions_free(one.candidates);
}

static void fill(const cajal_options *options, const char *escaped) {
    cajal_error *error = NULL;
    size_t length = 0;
    char *text = utf8(escaped, &length);
    CHECK_SUCCESS(cajal_fill_mask_run(golden.model, text, length, options, NULL, &one.predictions, &error), error);
    free(text);
}

static void begin_targets(char *rest) {
    static const char *const keys[] = {"targets", NULL};
    cajal_options *options = begin(&rest, keys);
    fill(options, rest);
    cajal_options_free(options);
}

static void check_target(const char *name, char *rest) {
    size_t count = 0;
    const cajal_target *target = cajal_predictions_targets(one.predictions, &count);
    const uint32_t *ids = cajal_predictions_token_ids(one.predictions, NULL);
    CHECK(strcmp(name, "target") == 0 && one.compared < count);
    if (one.compared >= count) return;
    target += one.compared++;
    CHECK(target->status == CAJAL_TARGET_SCORED);
    if (target->status != CAJAL_TARGET_SCORED) return;
    const cajal_prediction *prediction = cajal_predictions_data(one.predictions, NULL) + target->prediction;
    CHECK(near(prediction->log_score, strtod(field(&rest), NULL), 1e-3));
    for (uint32_t token = 0; token < prediction->token_count; token++) {
        CHECK(ids[prediction->first_token + token] == strtoul(rest, &rest, 10));
        rest += *rest == ',';
    }
    CHECK(*rest == 0);
}

static void end_targets(void) {
    size_t count = 0;
    cajal_predictions_targets(one.predictions, &count);
    CHECK(count == one.compared);
    cajal_predictions_free(one.predictions);
}

static void begin_fillings(char *rest) {
    static const char *const keys[] = {"beam_width", "top_k", NULL};
    cajal_options *options = begin(&rest, keys);
    fill(options, rest);
    cajal_options_free(options);
}

static void check_filling(const char *name, char *rest) {
    size_t count = 0, length = 0;
    const cajal_filling *filling = cajal_predictions_fillings(one.predictions, &count);
    cajal_filled *filled = NULL;
    CHECK(strcmp(name, "filling") == 0 && one.compared < count);
    if (one.compared >= count) return;
    CHECK(near(filling[one.compared].log_score, strtod(field(&rest), NULL), 1e-3));
    const cajal_prediction *word =
        cajal_predictions_data(one.predictions, NULL) + filling[one.compared].first_prediction;
    char *tokens = field(&rest);
    for (uint64_t i = 0; i < filling[one.compared].prediction_count; i++, tokens += *tokens == ',') {
        CHECK(word[i].token_id == strtoul(tokens, &tokens, 10));
    }
    CHECK(cajal_predictions_fill_together(one.predictions, one.compared++, &filled, NULL) == CAJAL_OK);
    const char *text = cajal_filled_text(filled, &length);
    check_text(text, length, rest);
    cajal_filled_free(filled);
}

static void end_fillings(void) {
    size_t count = 0;
    cajal_predictions_fillings(one.predictions, &count);
    CHECK(count == one.compared);
    cajal_predictions_free(one.predictions);
}

static void begin_perplexity(char *rest) {
    static const char *const keys[] = {"window_tokens", NULL};
    cajal_options *options = begin(&rest, keys);
    cajal_error *error = NULL;
    size_t length = 0;
    char *text = utf8(rest, &length);
    CHECK_SUCCESS(cajal_fill_mask_perplexity(golden.model, text, length, options, NULL, &one.perplexity, &error), error);
    free(text);
    cajal_options_free(options);
}

static void check_perplexity(const char *name, char *rest) {
    CHECK(strcmp(name, "value") == 0);
    const size_t tokens = number(&rest);
    CHECK(one.perplexity.tokens == tokens);
    CHECK(near(one.perplexity.log_likelihood, strtod(rest, NULL), 1e-3 * (double)tokens));
    one.compared++;
}

static void end_perplexity(void) { CHECK(one.compared == 1); }

static void every_call_has_the_answer_of_the_golden_file(void) {
    struct kind kinds[] = {
        {"parity", begin_parity, check_parity, end_parity, 0},
        {"candidates", begin_candidates, check_candidates, end_candidates, 0},
        {"targets", begin_targets, check_target, end_targets, 0},
        {"fillings", begin_fillings, check_filling, end_fillings, 0},
        {"perplexity", begin_perplexity, check_perplexity, end_perplexity, 0},
        {NULL, NULL, NULL, NULL, 0},
    };
    run_golden("tests/data/bindings/calls.tsv", kinds);
    CHECK(kinds[0].cases > 60 && kinds[1].cases > 70 && kinds[2].cases == 2 && kinds[3].cases == 2 && kinds[4].cases > 15);
}

int main(void) {
    RUN(every_call_has_the_answer_of_the_golden_file);
    return failed_checks != 0;
}
