/* The answers that every language must give: tests/data/bindings/answers.tsv, which tests/golden/make_bindings.py explains.
 * They include the inputs on which pipelines fail (make_ner_cases.py). */
#include "golden.h"

/* The answer of the case, and how much of it has been compared. */
static struct {
    size_t copies;
    cajal_entities *entities;
    cajal_predictions *predictions;
    cajal_classifications *labels;
    size_t compared;
    size_t masks;
} one;

/* The text of a case, COPIES times in a row; the caller frees it. */
static uint16_t *copied(const char *escaped, size_t *length) {
    uint16_t *units = malloc((strlen(escaped) * one.copies + 1) * sizeof *units);
    *length = unescape(escaped, units);
    for (size_t i = 1; i < one.copies; i++) memcpy(units + i * *length, units, *length * sizeof *units);
    *length *= one.copies;
    return units;
}

/* Begins a case: its model, and its text, which the caller frees. */
static uint16_t *begin(char *rest, size_t *length) {
    load_golden(field(&rest));
    memset(&one, 0, sizeof one);
    one.copies = number(&rest);
    return copied(rest, length);
}

static void begin_entities(char *rest) {
    size_t length = 0;
    uint16_t *units = begin(rest, &length);
    const cajal_model *models[] = {golden.model};
    cajal_error *error = NULL;
    CHECK_SUCCESS(cajal_ner_run_utf16(models, 1, units, length, NULL, NULL, &one.entities, &error), error);
    free(units);
}

/* Compares one entity of the first copy. */
static void check_entity(const char *name, char *rest) {
    size_t count = 0;
    const cajal_entity *entity = cajal_entities_data(one.entities, &count);
    CHECK(strcmp(name, "entity") == 0 && one.compared < count);
    if (one.compared >= count) return;
    entity += one.compared++;
    CHECK(strcmp(cajal_entities_label(one.entities, entity->label, NULL), field(&rest)) == 0);
    check_offsets(&entity->offsets, &rest);
    /* With more than one copy the score depends on the windows. */
    CHECK(one.copies > 1 || near(entity->score, strtod(rest, NULL), SCORE_TOLERANCE));
}

static void end_entities(void) {
    size_t count = 0;
    cajal_entities_data(one.entities, &count);
    CHECK(count == one.compared * one.copies);
    cajal_entities_free(one.entities);
}

static void begin_masks(char *rest) {
    size_t length = 0;
    uint16_t *units = begin(rest, &length);
    cajal_error *error = NULL;
    CHECK_SUCCESS(cajal_fill_mask_run_utf16(golden.model, units, length, NULL, NULL, &one.predictions, &error), error);
    free(units);
}

static void check_prediction(char *rest) {
    size_t count = 0;
    const cajal_prediction *prediction = cajal_predictions_data(one.predictions, &count);
    CHECK(one.compared < count);
    if (one.compared >= count) return;
    prediction += one.compared++;
    CHECK(prediction->mask + 1 == one.masks);
    CHECK(prediction->token_id == number(&rest));
    CHECK(near(prediction->score, strtod(field(&rest), NULL), SCORE_TOLERANCE));
    check_text(cajal_predictions_text(one.predictions, NULL) + prediction->text_start, prediction->text_length, rest);
}

static void check_mask(const char *name, char *rest) {
    size_t count = 0;
    const cajal_mask *mask = cajal_predictions_masks(one.predictions, &count);
    if (strcmp(name, "mask") != 0) {
        check_prediction(rest);
        return;
    }
    CHECK(one.masks < count);
    if (one.masks < count) check_offsets(&mask[one.masks++].offsets, &rest);
}

static void end_masks(void) {
    size_t masks = 0, count = 0;
    cajal_predictions_masks(one.predictions, &masks);
    cajal_predictions_data(one.predictions, &count);
    CHECK(masks == one.masks && count == one.compared);
    cajal_predictions_free(one.predictions);
}

static void begin_labels(char *rest) {
    size_t length = 0;
    uint16_t *units = begin(rest, &length);
    cajal_error *error = NULL;
    CHECK_SUCCESS(cajal_classifier_run_utf16(golden.model, units, length, NULL, NULL, &one.labels, &error), error);
    free(units);
}

static void check_label(const char *name, char *rest) {
    size_t count = 0, length = 0;
    const cajal_classification *label = cajal_classifications_data(one.labels, &count);
    CHECK(strcmp(name, "label") == 0 && one.compared < count);
    if (one.compared >= count) return;
    label += one.compared++;
    const char *found = cajal_classifications_label(one.labels, label->label, &length);
    check_text(found, length, field(&rest));
    CHECK(near(label->score, strtod(rest, NULL), SCORE_TOLERANCE));
}

static void end_labels(void) {
    size_t count = 0;
    cajal_classifications_data(one.labels, &count);
    CHECK(count == one.compared);
    cajal_classifications_free(one.labels);
}

static void every_text_has_the_answers_of_the_golden_file(void) {
    struct kind kinds[] = {
        {"ner", begin_entities, check_entity, end_entities, 0},
        {"fill", begin_masks, check_mask, end_masks, 0},
        {"classify", begin_labels, check_label, end_labels, 0},
        {NULL, NULL, NULL, NULL, 0},
    };
    run_golden("tests/data/bindings/answers.tsv", kinds);
    CHECK(kinds[0].cases > 20 && kinds[1].cases >= 3 && kinds[2].cases >= 3);
}

int main(void) {
    RUN(every_text_has_the_answers_of_the_golden_file);
    return failed_checks != 0;
}
