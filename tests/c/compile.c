/* Compiled folders: they load, hash for hash, and answer as their sources do; what cannot be compiled is told. */
#include "check.h"

#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[] = "/tmp/cajal-test-XXXXXX";
static char source[4096], compiled[256];

static void remove_compiled(void) {
    char path[4096];
    DIR *entries = opendir(compiled);
    for (struct dirent *entry; entries && (entry = readdir(entries));) {
        snprintf(path, sizeof path, "%s/%s", compiled, entry->d_name);
        if (entry->d_name[0] != '.') unlink(path);
    }
    if (entries) closedir(entries);
    CHECK(rmdir(compiled) == 0);
}

static cajal_status compile(const char *out, const cajal_options *options, cajal_error **error) {
    return cajal_model_compile(source, strlen(source), out, strlen(out), options, error);
}

/* The entities of the example by a model of `path`, which is freed. */
static cajal_entities *entities_of(const char *path, const cajal_options *options) {
    cajal_model *model = NULL;
    cajal_entities *entities = NULL;
    cajal_error *error = NULL;
    CHECK_SUCCESS(cajal_model_load(path, strlen(path), options, &model, &error), error);
    CHECK_SUCCESS(run_ner(model, EXAMPLE, strlen(EXAMPLE), NULL, &entities, &error), error);
    CHECK(cajal_model_free(model) == CAJAL_OK);
    return entities;
}

/* Checks that a verified load of the compiled folder and one of its source in `precision` have the same answer. */
static void check_answers(const char *precision) {
    cajal_options *strict = option("verify", "strict"), *same = option("precision", precision);
    cajal_entities *found = entities_of(compiled, strict), *expected = entities_of(source, same);
    size_t count = 0, expected_count = 0;
    const cajal_entity *data = cajal_entities_data(found, &count);
    const cajal_entity *expected_data = cajal_entities_data(expected, &expected_count);
    CHECK(count == 4 && count == expected_count);
    CHECK(data && expected_data && memcmp(data, expected_data, 4 * sizeof *data) == 0);
    cajal_entities_free(found);
    cajal_entities_free(expected);
    cajal_options_free(strict);
    cajal_options_free(same);
}

static void a_folder_compiled_for_int8_answers_as_its_source_does(void) {
    cajal_options *options = option("precision", "int8");
    cajal_error *error = NULL;
    CHECK(set_option(options, "threads", "1", NULL) == CAJAL_OK);
    CHECK_SUCCESS(compile(compiled, options, &error), error);
    cajal_options_free(options);
    check_answers("int8");
    remove_compiled();
}

static void a_folder_is_compiled_for_f32_if_nothing_is_said_and_may_be_there_empty(void) {
    cajal_error *error = NULL;
    CHECK(mkdir(compiled, 0700) == 0);
    CHECK_SUCCESS(compile(compiled, NULL, &error), error);
    check_answers("f32");
    remove_compiled();
}

static void a_folder_that_is_not_empty_is_left_as_it_is(void) {
    char path[300];
    struct stat facts;
    cajal_error *error = NULL;
    CHECK(mkdir(compiled, 0700) == 0);
    snprintf(path, sizeof path, "%s/note.txt", compiled);
    FILE *file = fopen(path, "w");
    CHECK(file != NULL && fputs("mine", file) >= 0 && fclose(file) == 0);
    CHECK_FAILURE(CAJAL_ERROR_IO, compile(compiled, NULL, &error), error);
    CHECK(stat(path, &facts) == 0 && facts.st_size == 4);
    remove_compiled();
}

static void what_a_folder_cannot_be_compiled_for_is_told(void) {
    cajal_error *error = NULL;
    const char *precisions[] = {"bf16", "auto"};
    for (int index = 0; index < 2; index++) {
        cajal_options *options = option("precision", precisions[index]);
        cajal_status status = compile(compiled, options, &error);
        CHECK(strstr(cajal_error_message(error, NULL), "f32 or int8") != NULL);
        CHECK_FAILURE(CAJAL_ERROR_INVALID_OPTION, status, error);
        cajal_options_free(options);
    }
    CHECK(access(compiled, F_OK) != 0);
}

static void arguments_and_options_are_checked(void) {
    cajal_options *verify = option("verify", "strict");
    cajal_error *error = NULL;
    CHECK_FAILURE(CAJAL_ERROR_UNKNOWN_OPTION, compile(compiled, verify, &error), error);
    CHECK_FAILURE(CAJAL_ERROR_INVALID_ARGUMENT, cajal_model_compile(NULL, 1, "out", 3, NULL, &error), error);
    CHECK_FAILURE(CAJAL_ERROR_INVALID_UTF8, compile("\xFF", NULL, &error), error);
    CHECK_FAILURE(CAJAL_ERROR_MODEL_NOT_FOUND, cajal_model_compile("/no/such", 8, compiled, strlen(compiled), NULL, &error),
                  error);
    CHECK(access(compiled, F_OK) != 0);
    cajal_options_free(verify);
}

int main(int argc, char **argv) {
    if (argc > 1) models_folder = argv[1];
    if (!mkdtemp(folder)) return 2;
    snprintf(source, sizeof source, "%s/%s", models_folder, PHARMACONER);
    snprintf(compiled, sizeof compiled, "%s/compiled", folder);
    RUN(a_folder_compiled_for_int8_answers_as_its_source_does);
    RUN(a_folder_is_compiled_for_f32_if_nothing_is_said_and_may_be_there_empty);
    RUN(a_folder_that_is_not_empty_is_left_as_it_is);
    RUN(what_a_folder_cannot_be_compiled_for_is_told);
    RUN(arguments_and_options_are_checked);
    CHECK(rmdir(folder) == 0);
    return failed_checks != 0;
}
