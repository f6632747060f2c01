/* Loads: what is wrong with a folder has its own status; what is right is told by the facts; handles may be freed. */
#include "check.h"

#include <sys/stat.h>
#include <unistd.h>

static char folder[] = "/tmp/cajal-test-XXXXXX";

static void write_file(const char *name, const char *text, size_t length) {
    char path[256];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "wb");
    CHECK(file != NULL);
    if (!file) return;
    CHECK(fwrite(text, 1, length, file) == length);
    fclose(file);
}

static void remove_file(const char *name) {
    char path[256];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    unlink(path);
}

/* The first `length` bytes of a file of the PharmaCoNER model. */
static void copy_file(const char *name, size_t length) {
    char path[4096];
    snprintf(path, sizeof path, "%s/%s/%s", models_folder, PHARMACONER, name);
    FILE *file = fopen(path, "rb");
    char *bytes = malloc(length);
    CHECK(file != NULL && bytes != NULL);
    if (file && bytes) write_file(name, bytes, fread(bytes, 1, length, file));
    if (file) fclose(file);
    free(bytes);
}

static void check_load_fails(const char *path, cajal_status expected) {
    cajal_model *model = (cajal_model *)&failed_checks;
    cajal_error *error = NULL;
    CHECK_FAILURE(expected, cajal_model_load(path, strlen(path), NULL, &model, &error), error);
    CHECK(model == NULL);
}

static void a_missing_folder_is_not_found(void) {
    check_load_fails("/no/such/folder", CAJAL_ERROR_MODEL_NOT_FOUND);
    check_load_fails("", CAJAL_ERROR_MODEL_NOT_FOUND);
}

static void a_model_that_this_build_does_not_carry_is_not_found(void) {
    check_load_fails("embedded:no-such-model", CAJAL_ERROR_MODEL_NOT_FOUND);
    if (!cajal_feature("embedded-models", 15)) check_load_fails("embedded:pharmaconer", CAJAL_ERROR_MODEL_NOT_FOUND);
}

static void each_fault_of_a_folder_has_its_status(void) {
    static const char unknown[] = "{\"model_type\": \"gpt2\", \"architectures\": [\"GPT2LMHeadModel\"]}";
    check_load_fails(folder, CAJAL_ERROR_CONFIG_MISSING);
    write_file("config.json", "{", 1);
    check_load_fails(folder, CAJAL_ERROR_CONFIG_INVALID);
    write_file("config.json", unknown, sizeof unknown - 1);
    check_load_fails(folder, CAJAL_ERROR_MODEL_UNSUPPORTED);
    copy_file("config.json", 1 << 20);
    check_load_fails(folder, CAJAL_ERROR_TOKENIZER_MISSING);
    copy_file("tokenizer.json", 1000);
    check_load_fails(folder, CAJAL_ERROR_TOKENIZER_INVALID);
    copy_file("tokenizer.json", 1 << 24);
    check_load_fails(folder, CAJAL_ERROR_WEIGHTS_MISSING);
    copy_file("model.safetensors", 100000);
    check_load_fails(folder, CAJAL_ERROR_WEIGHTS_INVALID);
    remove_file("config.json");
    remove_file("tokenizer.json");
    remove_file("model.safetensors");
}

static void a_file_that_cannot_be_read_is_an_input_output_error(void) {
    char path[256];
    snprintf(path, sizeof path, "%s/config.json", folder);
    CHECK(mkdir(path, 0700) == 0);
    check_load_fails(folder, CAJAL_ERROR_IO);
    CHECK(rmdir(path) == 0);
}

static const char *fact(const cajal_info *info, const char *key) {
    const char *value = cajal_info_value(info, key, strlen(key), 0, NULL);
    return value ? value : "";
}

static void a_model_tells_its_facts(void) {
    cajal_model *model = load(PHARMACONER);
    cajal_info *info = NULL;
    cajal_error *error = NULL;
    CHECK_SUCCESS(cajal_model_info(model, &info, &error), error);
    CHECK(cajal_model_free(model) == CAJAL_OK);
    CHECK(strcmp(fact(info, "family"), "roberta") == 0);
    CHECK(strcmp(fact(info, "task"), "token-classification") == 0);
    CHECK(strcmp(fact(info, "format"), "safetensors") == 0);
    CHECK(strcmp(fact(info, "provider"), "cpu") == 0);
    CHECK(atol(fact(info, "parameters")) > 1000000);
    CHECK(atol(fact(info, "weights_bytes")) > 3 * atol(fact(info, "parameters")));
    CHECK(cajal_info_count(info, "labels", 6) == 4);
    size_t length = 0;
    const char *label = cajal_info_value(info, "labels", 6, 0, &length);
    CHECK(label != NULL && strlen(label) == length && length > 0);
    CHECK(cajal_info_value(info, "labels", 6, 4, NULL) == NULL);
    CHECK(cajal_info_count(info, "mask_token", 10) == 0);
    CHECK(strstr(cajal_info_json(info, NULL), "\"labels\":[") != NULL);
    cajal_info_free(info);
}

static void after_a_load_the_runtime_tells_its_facts(void) {
    cajal_info *info = NULL;
    cajal_error *error = NULL;
    CHECK_SUCCESS(cajal_runtime_load(NULL, 0, &error), error);
    CHECK_SUCCESS(cajal_runtime_info(&info, &error), error);
    CHECK(strcmp(fact(info, "version"), "1.28.0") == 0);
    CHECK(fact(info, "path")[0] == '/');
    CHECK(strlen(fact(info, "source")) > 0);
    cajal_info_free(info);
}

static void a_freed_model_is_an_invalid_handle(void) {
    cajal_model *model = load(PHARMACONER);
    cajal_entities *entities = NULL;
    cajal_error *error = NULL;
    CHECK(cajal_model_free(model) == CAJAL_OK);
    CHECK_FAILURE(CAJAL_ERROR_INVALID_HANDLE, run_ner(model, "calcio", 6, NULL, &entities, &error), error);
    CHECK(cajal_model_free(model) == CAJAL_ERROR_INVALID_HANDLE);
    cajal_model *other = load(PHARMACONER);
    CHECK(other != model);
    CHECK(cajal_model_free(other) == CAJAL_OK);
}

static void results_outlive_their_model(void) {
    cajal_model *model = load(PHARMACONER);
    cajal_entities *entities = NULL;
    cajal_error *error = NULL;
    CHECK_SUCCESS(run_ner(model, EXAMPLE, strlen(EXAMPLE), NULL, &entities, &error), error);
    CHECK(cajal_model_free(model) == CAJAL_OK);
    CHECK(strcmp(cajal_entities_label(entities, 0, NULL), "NORMALIZABLES") == 0);
    cajal_entities_free(entities);
}

static void load_options_reach_the_model(void) {
    char path[4096];
    cajal_options *options = option("threads", "1");
    cajal_model *model = NULL;
    cajal_info *info = NULL;
    cajal_error *error = NULL;
    int length = snprintf(path, sizeof path, "%s/%s", models_folder, PHARMACONER);
    CHECK_SUCCESS(cajal_model_load(path, (size_t)length, options, &model, &error), error);
    CHECK_SUCCESS(cajal_model_info(model, &info, &error), error);
    CHECK(strcmp(fact(info, "threads"), "1") == 0);
    cajal_info_free(info);
    CHECK(cajal_model_free(model) == CAJAL_OK);
    cajal_options_free(options);
}

int main(int argc, char **argv) {
    if (argc > 1) models_folder = argv[1];
    if (!mkdtemp(folder)) return 2;
    RUN(a_missing_folder_is_not_found);
    RUN(a_model_that_this_build_does_not_carry_is_not_found);
    RUN(each_fault_of_a_folder_has_its_status);
    RUN(a_file_that_cannot_be_read_is_an_input_output_error);
    RUN(a_model_tells_its_facts);
    RUN(after_a_load_the_runtime_tells_its_facts);
    RUN(a_freed_model_is_an_invalid_handle);
    RUN(results_outlive_their_model);
    RUN(load_options_reach_the_model);
    rmdir(folder);
    return failed_checks != 0;
}
