/* What the C tests share. A test is a function whose name is a sentence; a program runs its tests and returns
 * 1 if a check failed. The folder of the models is the first argument. */
#ifndef CHECK_H
#define CHECK_H

#include <cajal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Not every program uses all that follows. */
#if defined(__GNUC__)
#define SHARED __attribute__((unused)) static
#else
#define SHARED static
#endif

SHARED int failed_checks;
SHARED const char *models_folder = "models";

#define CHECK(condition) \
    do { \
        if (!(condition)) { \
            failed_checks++; \
            fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
        } \
    } while (0)

#define RUN(test) run_test(#test, test)

SHARED void run_test(const char *name, void (*test)(void)) {
    int before = failed_checks;
    test();
    printf("%s %s\n", failed_checks > before ? "FAILED" : "ok    ", name);
}

/* Checks that a call failed with `expected` and an error that says so and says something; frees the error. */
#define CHECK_FAILURE(expected, status, error) \
    do { \
        CHECK((status) == (expected)); \
        CHECK(cajal_error_code(error) == (expected)); \
        CHECK(cajal_error_message(error, NULL) != NULL && strlen(cajal_error_message(error, NULL)) > 10); \
        cajal_error_free(error); \
        (error) = NULL; \
    } while (0)

/* Checks that a call succeeded; prints the error's message if not. */
#define CHECK_SUCCESS(status, error) \
    do { \
        CHECK((status) == CAJAL_OK); \
        if (error) fprintf(stderr, "    %s\n", cajal_error_message(error, NULL)); \
        cajal_error_free(error); \
        (error) = NULL; \
    } while (0)

SHARED cajal_status set_option(cajal_options *options, const char *key, const char *value, cajal_error **error) {
    return cajal_options_set(options, key, strlen(key), value, strlen(value), error);
}

/* Options with one key set, which must succeed. */
SHARED cajal_options *option(const char *key, const char *value) {
    cajal_options *options = cajal_options_new();
    CHECK(set_option(options, key, value, NULL) == CAJAL_OK);
    return options;
}

/* One of the models of the repository, which must load. */
SHARED cajal_model *load_with(const char *name, const cajal_options *options) {
    char path[4096];
    cajal_model *model = NULL;
    cajal_error *error = NULL;
    int length = snprintf(path, sizeof path, "%s/%s", models_folder, name);
    cajal_status status = cajal_model_load(path, (size_t)length, options, &model, &error);
    CHECK_SUCCESS(status, error);
    if (!model) exit(2);
    return model;
}

SHARED cajal_model *load(const char *name) { return load_with(name, NULL); }

SHARED cajal_status run_ner(const cajal_model *model, const char *text, size_t length, const cajal_options *options,
                            cajal_entities **entities, cajal_error **error) {
    return cajal_ner_run(&model, 1, text, length, options, NULL, entities, error);
}

#define PHARMACONER "clinical-es-mini-pharmaconer"
#define MEDDOCAN "clinical-es-mini-meddocan"
#define FILL_MASK "clinical-es-mini"

/* The sentence published with the large PharmaCoNER model. */
#define EXAMPLE \
    "Por el hallazgo de múltiples fracturas por estrés, se procedió a estudio en nuestras consultas, realizándose " \
    "análisis con función renal, calcio sérico y urinario, calcio iónico, magnesio y PTH, que fueron normales."

#endif
