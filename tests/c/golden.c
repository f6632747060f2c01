/* The answers that every language must give: the entities of tests/data/bindings/answers.tsv, which
 * tests/golden/make_bindings.py explains. They include the inputs on which pipelines fail (make_ner_cases.py). */
#include "check.h"

static const char *answers_file = "tests/data/bindings/answers.tsv";

/* One case: the answer of a model, and how far it has been compared. */
static struct {
    cajal_model *model;
    char folder[256];
    uint16_t *units;
    size_t length;
    size_t copies;
    cajal_entities *entities;
    size_t expected;
} one;

static int cases;

/* The next field of a line; `*rest` moves behind it. */
static char *field(char **rest) {
    char *start = *rest, *tab = strchr(start, '\t');
    *rest = tab ? tab + 1 : start + strlen(start);
    if (tab) *tab = 0;
    return start;
}

/* \uXXXX is one unit; all else stands for itself. */
static size_t unescape(const char *text, uint16_t *units) {
    size_t count = 0;
    for (; *text; count++) {
        char digits[5] = {0};
        if (text[0] == '\\' && text[1] == 'u') {
            memcpy(digits, text + 2, 4);
            units[count] = (uint16_t)strtoul(digits, NULL, 16);
            text += 6;
        } else {
            units[count] = (uint16_t)*text++;
        }
    }
    return count;
}

static void end_case(void) {
    size_t count = 0;
    cajal_entities_data(one.entities, &count);
    CHECK(count == one.expected * one.copies);
    if (count != one.expected * one.copies) fprintf(stderr, "    case %d, %s\n", cases, one.folder);
    cajal_entities_free(one.entities);
    free(one.units);
    one.entities = NULL;
    one.units = NULL;
}

static void load_model(const char *folder) {
    cajal_error *error = NULL;
    if (strcmp(folder, one.folder) == 0) return;
    CHECK(cajal_model_free(one.model) == CAJAL_OK);
    one.model = NULL;
    CHECK_SUCCESS(cajal_model_load(folder, strlen(folder), NULL, &one.model, &error), error);
    snprintf(one.folder, sizeof one.folder, "%s", folder);
}

static void begin_case(char *rest) {
    const cajal_model *models[1];
    cajal_error *error = NULL;
    load_model(field(&rest));
    one.copies = strtoul(field(&rest), NULL, 10);
    one.units = malloc((strlen(rest) * one.copies + 1) * sizeof *one.units);
    one.length = unescape(rest, one.units);
    for (size_t i = 1; i < one.copies; i++) memcpy(one.units + i * one.length, one.units, one.length * sizeof *one.units);
    one.expected = 0;
    models[0] = one.model;
    CHECK_SUCCESS(cajal_ner_run_utf16(models, 1, one.units, one.length * one.copies, NULL, NULL, &one.entities, &error),
                  error);
    cases++;
}

/* Compares one entity of the first copy. */
static void check_entity(char *rest) {
    size_t count = 0;
    const cajal_entity *entity = cajal_entities_data(one.entities, &count);
    const char *label = field(&rest);
    CHECK(one.expected < count);
    if (one.expected >= count) return;
    entity += one.expected++;
    CHECK(strcmp(cajal_entities_label(one.entities, entity->label, NULL), label) == 0);
    const uint64_t found[] = {entity->offsets.utf8_start,      entity->offsets.utf8_end,
                              entity->offsets.utf16_start,     entity->offsets.utf16_end,
                              entity->offsets.codepoint_start, entity->offsets.codepoint_end};
    for (size_t i = 0; i < 6; i++) CHECK(found[i] == strtoull(field(&rest), NULL, 10));
    double difference = entity->score - strtod(rest, NULL);
    /* With more than one copy the score depends on the windows. */
    CHECK(one.copies > 1 || (-1e-4 < difference && difference < 1e-4));
}

static void every_text_has_the_entities_of_the_golden_file(void) {
    static char line[65536];
    FILE *file = fopen(answers_file, "r");
    CHECK(file != NULL);
    while (file && fgets(line, sizeof line, file)) {
        char *rest = line;
        line[strcspn(line, "\n")] = 0;
        const char *kind = field(&rest);
        if (one.entities && strcmp(kind, "entity") != 0) end_case();
        if (strcmp(kind, "ner") == 0) begin_case(rest);
        if (strcmp(kind, "entity") == 0) check_entity(rest);
    }
    if (file) fclose(file);
    CHECK(one.entities == NULL && cases > 20);
    CHECK(cajal_model_free(one.model) == CAJAL_OK);
}

int main(void) {
    RUN(every_text_has_the_entities_of_the_golden_file);
    return failed_checks != 0;
}
