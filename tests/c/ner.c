/* Entities: exact offsets in three units, both encodings, every length of text. */
#include "check.h"

static cajal_model *pharmaconer;

static cajal_entities *entities_of(const char *text, size_t length, const cajal_options *options) {
    cajal_entities *entities = NULL;
    cajal_error *error = NULL;
    CHECK_SUCCESS(run_ner(pharmaconer, text, length, options, &entities, &error), error);
    return entities;
}

static cajal_entities *entities_of_utf16(const uint16_t *text, size_t length) {
    const cajal_model *models[] = {pharmaconer};
    cajal_entities *entities = NULL;
    cajal_error *error = NULL;
    CHECK_SUCCESS(cajal_ner_run_utf16(models, 1, text, length, NULL, NULL, &entities, &error), error);
    return entities;
}

static size_t count_of(const cajal_entities *entities) {
    size_t count = 0;
    cajal_entities_data(entities, &count);
    return count;
}

static size_t to_utf16(const char *text, uint16_t *units) {
    size_t count = 0;
    for (const unsigned char *c = (const unsigned char *)text; *c; count++) {
        if (*c < 0x80) {
            units[count] = *c++;
        } else { /* The tests' texts hold nothing longer than two bytes. */
            units[count] = (uint16_t)((c[0] & 0x1f) << 6 | (c[1] & 0x3f));
            c += 2;
        }
    }
    return count;
}

/* What torch gives for these weights (each word's first token, words as this library cuts them); offsets in code points.
 * The published example of the large model differs in one place: its second entity is "calcio" alone. */
static const struct {
    const char *text;
    uint64_t start;
    uint64_t end;
    const char *label;
} EXPECTED[] = {
    {"calcio", 137, 143, "NORMALIZABLES"},
    {"calcio iónico", 163, 176, "NORMALIZABLES"},
    {"magnesio", 178, 186, "NORMALIZABLES"},
    {"PTH", 189, 192, "PROTEINAS"},
};

static void check_example(const cajal_entities *entities) {
    size_t count = 0;
    const cajal_entity *entity = cajal_entities_data(entities, &count);
    CHECK(count == 4);
    for (size_t i = 0; i < count && i < 4; i++, entity++) {
        const cajal_offsets *at = &entity->offsets;
        size_t length = strlen(EXPECTED[i].text);
        CHECK(at->codepoint_start == EXPECTED[i].start && at->codepoint_end == EXPECTED[i].end);
        /* No character of the text lies beyond U+FFFF. */
        CHECK(at->utf16_start == at->codepoint_start && at->utf16_end == at->codepoint_end);
        CHECK(at->utf8_end - at->utf8_start == length);
        CHECK(memcmp(EXAMPLE + at->utf8_start, EXPECTED[i].text, length) == 0);
        CHECK(strcmp(cajal_entities_label(entities, entity->label, NULL), EXPECTED[i].label) == 0);
        CHECK(entity->score > 0.0f && entity->score <= 1.0f);
        CHECK(entity->model == 0 && entity->reserved == 0);
    }
}

static void the_example_has_its_entities_with_exact_offsets(void) {
    cajal_entities *entities = entities_of(EXAMPLE, strlen(EXAMPLE), NULL);
    check_example(entities);
    CHECK(cajal_entities_label_count(entities) == 2);
    CHECK(cajal_entities_label(entities, 2, NULL) == NULL);
    CHECK(cajal_entities_words(entities) == 39);
    CHECK(cajal_entities_windows(entities) == 1);
    CHECK(cajal_entities_shortened_words(entities) == 0);
    cajal_entities_free(entities);
}

static void utf16_gives_the_same_entities(void) {
    uint16_t units[512];
    size_t length = to_utf16(EXAMPLE, units);
    cajal_entities *entities = entities_of_utf16(units, length);
    check_example(entities);
    cajal_entities_free(entities);
}

static void lone_surrogates_do_not_shift_utf16_offsets(void) {
    uint16_t units[512] = {0xD800, 0xDC00 + 5, 0xDFFF, ' ', 0xD83D, ' '}; /* a pair, a low one, a high one */
    size_t length = 6 + to_utf16(EXAMPLE, units + 6);
    cajal_entities *entities = entities_of_utf16(units, length);
    size_t count = 0;
    const cajal_entity *entity = cajal_entities_data(entities, &count);
    CHECK(count == 4);
    if (count == 4) {
        CHECK(entity[0].offsets.utf16_start == 137 + 6);
        CHECK(entity[0].offsets.codepoint_start == 137 + 5);
        CHECK(entity[3].offsets.utf16_end == 192 + 6);
    }
    cajal_entities_free(entities);
}

static void an_emoji_before_an_entity_counts_in_each_unit(void) {
    const char *text = "\xF0\x9F\x98\x80 " EXAMPLE;
    cajal_entities *entities = entities_of(text, strlen(text), NULL);
    size_t count = 0;
    const cajal_entity *entity = cajal_entities_data(entities, &count);
    CHECK(count == 4);
    if (count == 4) {
        CHECK(entity->offsets.codepoint_start == 137 + 2);
        CHECK(entity->offsets.utf16_start == 137 + 3);
        CHECK(memcmp(text + entity->offsets.utf8_start, "calcio", 6) == 0);
    }
    cajal_entities_free(entities);
}

static void an_empty_text_has_no_entities(void) {
    const struct {
        const char *text;
        size_t length;
    } empty[] = {{NULL, 0}, {"", 0}, {"calcio", 0}, {" \t\r\n ", 5}};
    for (size_t i = 0; i < sizeof empty / sizeof *empty; i++) {
        size_t count = 9;
        cajal_entities *entities = entities_of(empty[i].text, empty[i].length, NULL);
        CHECK(entities != NULL);
        CHECK(cajal_entities_data(entities, &count) == NULL && count == 0);
        CHECK(cajal_entities_words(entities) == 0);
        cajal_entities_free(entities);
    }
    cajal_entities *entities = entities_of_utf16(NULL, 0);
    CHECK(entities != NULL && count_of(entities) == 0);
    cajal_entities_free(entities);
}

static void nul_is_a_character_like_any_other(void) {
    char text[sizeof EXAMPLE + 1];
    memcpy(text, "\0 ", 2);
    memcpy(text + 2, EXAMPLE, strlen(EXAMPLE));
    cajal_entities *entities = entities_of(text, strlen(EXAMPLE) + 2, NULL);
    size_t count = 0;
    const cajal_entity *entity = cajal_entities_data(entities, &count);
    CHECK(count == 4);
    if (count == 4) CHECK(entity->offsets.codepoint_start == 137 + 2);
    cajal_entities_free(entities);
}

static void bad_text_is_refused(void) {
    cajal_entities *entities = (cajal_entities *)&pharmaconer;
    cajal_error *error = NULL;
    CHECK_FAILURE(CAJAL_ERROR_INVALID_UTF8, run_ner(pharmaconer, "a\xff", 2, NULL, &entities, &error), error);
    CHECK(entities == NULL);
    CHECK_FAILURE(CAJAL_ERROR_INVALID_UTF8, run_ner(pharmaconer, "\xed\xa0\x80", 3, NULL, &entities, &error), error);
    CHECK_FAILURE(CAJAL_ERROR_INVALID_UTF8, run_ner(pharmaconer, "\xc0\x80", 2, NULL, &entities, &error), error);
    CHECK_FAILURE(CAJAL_ERROR_INVALID_ARGUMENT, run_ner(pharmaconer, NULL, 1, NULL, &entities, &error), error);
    CHECK_FAILURE(CAJAL_ERROR_INVALID_ARGUMENT, run_ner(pharmaconer, "a", SIZE_MAX, NULL, &entities, &error), error);
    const cajal_model *models[] = {pharmaconer};
    const uint16_t unit = 'a';
    CHECK_FAILURE(CAJAL_ERROR_INVALID_ARGUMENT,
                  cajal_ner_run_utf16(models, 1, &unit, SIZE_MAX / 2, NULL, NULL, &entities, &error), error);
    CHECK_FAILURE(CAJAL_ERROR_INVALID_ARGUMENT,
                  cajal_ner_run_utf16(models, 1, NULL, 1, NULL, NULL, &entities, &error), error);
    CHECK_FAILURE(CAJAL_ERROR_INVALID_ARGUMENT,
                  cajal_ner_run(models, SIZE_MAX, "a", 1, NULL, NULL, &entities, &error), error);
}

static void options_shape_the_answer(void) {
    cajal_options *options = option("labels", "PROTEINAS");
    cajal_entities *entities = entities_of(EXAMPLE, strlen(EXAMPLE), options);
    CHECK(count_of(entities) == 1);
    cajal_entities_free(entities);
    cajal_options_free(options);

    options = option("threshold", "1");
    entities = entities_of(EXAMPLE, strlen(EXAMPLE), options);
    CHECK(count_of(entities) == 0);
    cajal_entities_free(entities);
    cajal_options_free(options);

    options = option("window_tokens", "8");
    entities = entities_of(EXAMPLE, strlen(EXAMPLE), options);
    CHECK(cajal_entities_windows(entities) > 4); /* 40 tokens, and windows share some */
    cajal_entities_free(entities);
    cajal_options_free(options);
}

static void options_that_a_model_cannot_meet_are_refused(void) {
    cajal_entities *entities = NULL;
    cajal_error *error = NULL;
    cajal_options *options = option("window_tokens", "100000");
    CHECK_FAILURE(CAJAL_ERROR_INVALID_OPTION, run_ner(pharmaconer, EXAMPLE, 9, options, &entities, &error), error);
    cajal_options_free(options);
    options = option("labels", "NO_SUCH_LABEL");
    CHECK_FAILURE(CAJAL_ERROR_INVALID_OPTION, run_ner(pharmaconer, EXAMPLE, 9, options, &entities, &error), error);
    cajal_options_free(options);
}

static void several_models_answer_in_one_call(void) {
    const char *text = "Ana García, de 54 años, ingresó el 3 de mayo de 2019. Calcio sérico y magnesio normales.";
    cajal_model *meddocan = load(MEDDOCAN);
    const cajal_model *models[] = {pharmaconer, meddocan};
    cajal_entities *entities = NULL;
    cajal_error *error = NULL;
    CHECK_SUCCESS(cajal_ner_run(models, 2, text, strlen(text), NULL, NULL, &entities, &error), error);
    size_t count = 0, by_model[2] = {0, 0};
    const cajal_entity *entity = cajal_entities_data(entities, &count);
    for (size_t i = 0; i < count; i++) {
        CHECK(entity[i].model < 2);
        by_model[entity[i].model % 2]++;
        CHECK(i == 0 || entity[i - 1].offsets.utf8_start <= entity[i].offsets.utf8_start);
    }
    CHECK(by_model[0] > 0 && by_model[1] > 0);
    cajal_entities_free(entities);
    CHECK(cajal_model_free(meddocan) == CAJAL_OK);
    CHECK_FAILURE(CAJAL_ERROR_INVALID_HANDLE,
                  cajal_ner_run(models, 2, text, strlen(text), NULL, NULL, &entities, &error), error);
    CHECK(entities == NULL);
}

static void a_long_text_is_cut_nowhere(void) {
    size_t before = 600 * strlen("fiebre ");
    char *text = malloc(before + sizeof EXAMPLE);
    for (size_t i = 0; i < 600; i++) memcpy(text + 7 * i, "fiebre ", 7);
    memcpy(text + before, EXAMPLE, sizeof EXAMPLE);
    cajal_entities *entities = entities_of(text, before + strlen(EXAMPLE), NULL);
    size_t count = 0;
    const cajal_entity *entity = cajal_entities_data(entities, &count);
    CHECK(count >= 4);
    if (count >= 4) CHECK(entity[count - 1].offsets.codepoint_start == before + 189);
    CHECK(cajal_entities_words(entities) == 600 + 39);
    cajal_entities_free(entities);
    free(text);
}

static void ten_megabytes_without_a_space_are_one_shortened_word(void) {
    size_t length = 10 * 1024 * 1024;
    char *text = malloc(length);
    for (size_t i = 0; i < length; i++) text[i] = (char)('a' + i % 26);
    cajal_entities *entities = entities_of(text, length, NULL);
    CHECK(cajal_entities_words(entities) == 1);
    CHECK(cajal_entities_shortened_words(entities) == 1);
    cajal_entities_free(entities);
    free(text);
}

int main(int argc, char **argv) {
    if (argc > 1) models_folder = argv[1];
    pharmaconer = load(PHARMACONER);
    RUN(the_example_has_its_entities_with_exact_offsets);
    RUN(utf16_gives_the_same_entities);
    RUN(lone_surrogates_do_not_shift_utf16_offsets);
    RUN(an_emoji_before_an_entity_counts_in_each_unit);
    RUN(an_empty_text_has_no_entities);
    RUN(nul_is_a_character_like_any_other);
    RUN(bad_text_is_refused);
    RUN(options_shape_the_answer);
    RUN(options_that_a_model_cannot_meet_are_refused);
    RUN(several_models_answer_in_one_call);
    RUN(a_long_text_is_cut_nowhere);
    RUN(ten_megabytes_without_a_space_are_one_shortened_word);
    CHECK(cajal_model_free(pharmaconer) == CAJAL_OK);
    return failed_checks != 0;
}
