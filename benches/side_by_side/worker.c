/* One contender of scripts/bench.sh: this library from C. Arguments: the model's folder, then load options as key=value.
   benches/side_by_side/bench.py says what goes over standard input and output. */
#include <cajal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static cajal_error *error;

static void check(cajal_status status) {
    if (status == CAJAL_OK)
        return;
    fprintf(stderr, "%s\n", cajal_error_message(error, NULL));
    exit(1);
}

static double milliseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1e3 + now.tv_nsec / 1e6;
}

static cajal_model *load(int count, char **arguments) {
    cajal_options *options = cajal_options_new();
    cajal_model *model;
    for (int i = 2; i < count; i++) {
        const char *key = arguments[i], *value = strchr(key, '=') + 1;
        check(cajal_options_set(options, key, value - key - 1, value, strlen(value), &error));
    }
    check(cajal_model_load(arguments[1], strlen(arguments[1]), options, &model, &error));
    cajal_options_free(options);
    return model;
}

static size_t run(const cajal_model *model, size_t count, const char *const *texts, const size_t *lengths) {
    cajal_batch *batch;
    size_t found = 0;
    check(cajal_ner_run_batch(&model, 1, texts, lengths, count, NULL, NULL, &batch, &error));
    for (size_t i = 0, entities; i < count; i++, found += entities)
        cajal_entities_data(cajal_batch_entities(batch, i), &entities);
    cajal_batch_free(batch);
    return found;
}

int main(int count, char **arguments) {
    size_t callers, documents;
    double start = milliseconds();
    cajal_model *model = load(count, arguments);
    printf("%f\n", milliseconds() - start);
    fflush(stdout);
    while (scanf("%zu %zu", &callers, &documents) == 2) {
        char **texts = calloc(documents, sizeof *texts);
        size_t *lengths = calloc(documents, sizeof *lengths);
        for (size_t i = 0; i < documents; i++) {
            if (scanf("%zu", &lengths[i]) != 1 || getchar() != '\n')
                return 1;
            texts[i] = malloc(lengths[i] + 1);
            if (fread(texts[i], 1, lengths[i], stdin) != lengths[i])
                return 1;
        }
        start = milliseconds();
        size_t found = run(model, documents, (const char *const *)texts, lengths);
        printf("%f %zu\n", milliseconds() - start, found);
        fflush(stdout);
        for (size_t i = 0; i < documents; i++)
            free(texts[i]);
        free(texts);
        free(lengths);
    }
    cajal_model_free(model);
    return 0;
}
