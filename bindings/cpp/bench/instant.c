/* Stands in for libcajal in the benchmark of the crossing: every run answers at once, with the same entities, so that what
 * is measured is what the headers add. */
#include <cajal.h>
#include <string.h>

#define ENTITIES 256

struct cajal_entities {
    cajal_entity data[ENTITIES];
};

static struct cajal_entities answer;
static const char *const LABELS[] = {"NORMALIZABLES", "PROTEINAS"};

uint32_t cajal_abi_version(void) { return CAJAL_ABI_VERSION; }

const char *cajal_status_name(cajal_status status) { return status == CAJAL_OK ? "ok" : NULL; }

cajal_status cajal_error_code(const cajal_error *error) { return error ? CAJAL_ERROR_INTERNAL : CAJAL_OK; }

const char *cajal_error_message(const cajal_error *error, size_t *length) {
    (void)error;
    if (length) *length = 0;
    return NULL;
}

int32_t cajal_error_cause_code(const cajal_error *error) { return error ? 1 : 0; }

void cajal_error_free(cajal_error *error) { (void)error; }

void cajal_options_free(cajal_options *options) { (void)options; }

cajal_status cajal_model_free(cajal_model *model) { return model ? CAJAL_OK : CAJAL_ERROR_INVALID_ARGUMENT; }

cajal_status cajal_model_load(const char *path, size_t length, const cajal_options *options, cajal_model **model,
                              cajal_error **error) {
    (void)path, (void)length, (void)options;
    for (uint64_t i = 0; i < ENTITIES; i++) {
        const cajal_offsets at = {i * 39, i * 39 + 12, i * 39, i * 39 + 12, i * 39, i * 39 + 12};
        answer.data[i] = (cajal_entity){at, (uint32_t)(i % 2), 0.5f, 0, 0};
    }
    *model = (cajal_model *)&answer;
    if (error) *error = NULL;
    return CAJAL_OK;
}

cajal_status cajal_ner_run(const cajal_model *const *models, size_t model_count, const char *text, size_t text_length,
                           const cajal_options *options, const cajal_cancel *cancel, cajal_entities **entities,
                           cajal_error **error) {
    (void)models, (void)model_count, (void)text, (void)options, (void)cancel;
    *entities = text_length ? &answer : NULL;
    if (error) *error = NULL;
    return CAJAL_OK;
}

cajal_status cajal_ner_run_utf16(const cajal_model *const *models, size_t model_count, const uint16_t *text,
                                 size_t text_length, const cajal_options *options, const cajal_cancel *cancel,
                                 cajal_entities **entities, cajal_error **error) {
    (void)text;
    return cajal_ner_run(models, model_count, NULL, text_length, options, cancel, entities, error);
}

const cajal_entity *cajal_entities_data(const cajal_entities *entities, size_t *count) {
    if (count) *count = ENTITIES;
    return entities->data;
}

const char *cajal_entities_label(const cajal_entities *entities, uint32_t index, size_t *length) {
    (void)entities;
    if (length) *length = strlen(LABELS[index % 2]);
    return LABELS[index % 2];
}

void cajal_entities_free(cajal_entities *entities) { (void)entities; }
