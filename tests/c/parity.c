/* Parity mode: what transformers' pipeline answers, and what it cuts off. */
#include "check.h"

static cajal_model *pharmaconer;

static cajal_parity *parity_of(const char *text, const cajal_options *options) {
    cajal_parity *parity = NULL;
    cajal_error *error = NULL;
    CHECK_SUCCESS(cajal_ner_parity_run(pharmaconer, text, strlen(text), options, NULL, &parity, &error), error);
    return parity;
}

/* transformers 5.23 with these weights: pipeline("ner", aggregation_strategy=…) on EXAMPLE. */
static const struct {
    const char *aggregation;
    size_t count;
    uint64_t start;
    uint64_t end;
    const char *label;
    const char *word;
} EXPECTED[] = {
    {"simple", 4, 163, 173, "NORMALIZABLES", " calcio i\xc3\xb3n"},
    {"first", 4, 163, 177, "NORMALIZABLES", " calcio i\xc3\xb3nico,"},
};

static void the_strategies_answer_as_transformers_does(void) {
    for (size_t i = 0; i < sizeof EXPECTED / sizeof *EXPECTED; i++) {
        cajal_options *options = option("aggregation", EXPECTED[i].aggregation);
        cajal_parity *parity = parity_of(EXAMPLE, options);
        size_t count = 0, length = 0;
        const cajal_parity_entity *entity = cajal_parity_data(parity, &count);
        CHECK(count == EXPECTED[i].count);
        if (count > 1) {
            CHECK(entity[1].offsets.codepoint_start == EXPECTED[i].start);
            CHECK(entity[1].offsets.codepoint_end == EXPECTED[i].end);
            CHECK(entity[1].token == 0 && entity[1].reserved == 0 && entity[1].score > 0.5f);
            CHECK(strcmp(cajal_parity_label(parity, entity[1].label, NULL), EXPECTED[i].label) == 0);
            CHECK(strcmp(cajal_parity_word(parity, 1, &length), EXPECTED[i].word) == 0);
            CHECK(length == strlen(EXPECTED[i].word));
        }
        CHECK(cajal_parity_windows(parity) == 1 && cajal_parity_unread(parity, NULL) == 0);
        cajal_parity_free(parity);
        cajal_options_free(options);
    }
}

static void without_aggregation_every_token_has_its_place_and_its_tag(void) {
    cajal_parity *parity = parity_of(EXAMPLE, NULL);
    size_t count = 0;
    const cajal_parity_entity *entity = cajal_parity_data(parity, &count);
    CHECK(count > 4);
    for (size_t i = 0; i < count; i++) {
        const char *label = cajal_parity_label(parity, entity[i].label, NULL);
        CHECK(entity[i].token > 0 && (label[0] == 'B' || label[0] == 'I') && label[1] == '-');
    }
    CHECK(cajal_parity_label(parity, (uint32_t)cajal_parity_label_count(parity), NULL) == NULL);
    CHECK(cajal_parity_word(parity, count, NULL) == NULL);
    cajal_parity_free(parity);
}

static void ignore_labels_may_be_none(void) {
    cajal_options *options = option("ignore_labels", "");
    cajal_parity *parity = parity_of("Sin hallazgos.", options);
    size_t count = 0;
    const cajal_parity_entity *entity = cajal_parity_data(parity, &count);
    CHECK(count >= 3);
    for (size_t i = 0; i < count; i++) CHECK(strcmp(cajal_parity_label(parity, entity[i].label, NULL), "O") == 0);
    cajal_parity_free(parity);
    cajal_options_free(options);
}

static void what_is_cut_off_is_said_and_a_stride_reads_it(void) {
    char text[600 * 7 + sizeof EXAMPLE];
    for (size_t i = 0; i < 600; i++) memcpy(text + 7 * i, "fiebre ", 7);
    memcpy(text + 600 * 7, EXAMPLE, sizeof EXAMPLE);
    cajal_options *options = option("aggregation", "simple");
    cajal_parity *parity = parity_of(text, options);
    cajal_offsets unread;
    size_t count = 9;
    CHECK(cajal_parity_data(parity, &count) == NULL && count == 0);
    CHECK(cajal_parity_unread(parity, &unread) == 1);
    CHECK(unread.utf8_start > 0 && unread.utf8_start < 600 * 7 && unread.utf8_end == strlen(text));
    cajal_parity_free(parity);
    CHECK(set_option(options, "stride", "128", NULL) == CAJAL_OK);
    parity = parity_of(text, options);
    const cajal_parity_entity *entity = cajal_parity_data(parity, &count);
    CHECK(count > 0 && cajal_parity_windows(parity) > 1 && cajal_parity_unread(parity, &unread) == 0);
    if (count > 0) CHECK(entity[count - 1].offsets.utf8_start > 600 * 7);
    cajal_parity_free(parity);
    cajal_options_free(options);
}

static void utf16_gives_the_same(void) {
    const uint16_t units[] = {' ', 'c', 'a', 'l', 'c', 'i', 'o', ' ', 0xd83d, 0xde00, ' ', 'P', 'T', 'H'};
    cajal_options *options = option("aggregation", "first");
    cajal_parity *parity = parity_of(" calcio \xf0\x9f\x98\x80 PTH", options), *same = NULL;
    CHECK(cajal_ner_parity_run_utf16(pharmaconer, units, 14, options, NULL, &same, NULL) == CAJAL_OK);
    size_t count = 0, same_count = 0;
    const cajal_parity_entity *one = cajal_parity_data(parity, &count), *other = cajal_parity_data(same, &same_count);
    CHECK(count == same_count && count > 0);
    CHECK(count == same_count && memcmp(one, other, count * sizeof *one) == 0);
    cajal_parity_free(parity);
    cajal_parity_free(same);
    cajal_options_free(options);
}

static void bad_options_and_models_are_refused(void) {
    cajal_parity *parity = (cajal_parity *)&pharmaconer;
    cajal_error *error = NULL;
    cajal_model *fill_mask = load(FILL_MASK);
    cajal_options *options = option("stride", "4");
    CHECK_FAILURE(CAJAL_ERROR_INVALID_OPTION,
                  cajal_ner_parity_run(pharmaconer, "x", 1, options, NULL, &parity, &error), error);
    CHECK(parity == NULL);
    CHECK(set_option(options, "aggregation", "max", NULL) == CAJAL_OK);
    CHECK(set_option(options, "window_tokens", "4", NULL) == CAJAL_OK);
    CHECK_FAILURE(CAJAL_ERROR_INVALID_OPTION,
                  cajal_ner_parity_run(pharmaconer, "x", 1, options, NULL, &parity, &error), error);
    CHECK_FAILURE(CAJAL_ERROR_TASK_MISMATCH,
                  cajal_ner_parity_run(fill_mask, "x", 1, NULL, NULL, &parity, &error), error);
    CHECK_FAILURE(CAJAL_ERROR_INVALID_UTF8,
                  cajal_ner_parity_run(pharmaconer, "\xff", 1, NULL, NULL, &parity, &error), error);
    CHECK(cajal_parity_unread(NULL, NULL) == 0 && cajal_parity_data(NULL, NULL) == NULL);
    cajal_parity_free(NULL);
    cajal_options_free(options);
    CHECK(cajal_model_free(fill_mask) == CAJAL_OK);
}

int main(int argc, char **argv) {
    if (argc > 1) models_folder = argv[1];
    pharmaconer = load(PHARMACONER);
    RUN(the_strategies_answer_as_transformers_does);
    RUN(without_aggregation_every_token_has_its_place_and_its_tag);
    RUN(ignore_labels_may_be_none);
    RUN(what_is_cut_off_is_said_and_a_stride_reads_it);
    RUN(utf16_gives_the_same);
    RUN(bad_options_and_models_are_refused);
    CHECK(cajal_model_free(pharmaconer) == CAJAL_OK);
    return failed_checks != 0;
}
