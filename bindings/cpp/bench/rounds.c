/* Loads a model, runs it and frees it, many times, in C: resident memory after each tenth, and its growth since the first.
 *
 *   rounds_c MODEL [ROUNDS]     exit code 1 if it grew by more than 5 % */
#include <cajal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char TEXT[] = "Se pauta paracetamol.";

static double resident_megabytes(void) {
    long total = 0, resident = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    if (!file || fscanf(file, "%ld %ld", &total, &resident) != 2) resident = 0;
    if (file) fclose(file);
    return (double)resident * (double)sysconf(_SC_PAGESIZE) / 1e6;
}

/* One round: 1 if it found the one entity. */
static int run(const char *path, const cajal_options *options) {
    cajal_model *model = NULL;
    cajal_entities *entities = NULL;
    cajal_error *error = NULL;
    size_t count = 0;
    cajal_status status = cajal_model_load(path, strlen(path), options, &model, &error);
    if (status == CAJAL_OK) {
        const cajal_model *models[] = {model};
        status = cajal_ner_run(models, 1, TEXT, sizeof TEXT - 1, NULL, NULL, &entities, &error);
    }
    if (status != CAJAL_OK) fprintf(stderr, "rounds: %s\n", cajal_error_message(error, NULL));
    cajal_entities_data(entities, &count);
    cajal_entities_free(entities);
    cajal_error_free(error);
    return cajal_model_free(model) == CAJAL_OK && count == 1;
}

int main(int count, char **arguments) {
    if (count < 2) return puts("usage: rounds_c MODEL [ROUNDS]"), 2;
    const int rounds = count > 2 ? atoi(arguments[2]) : 10000, tenth = rounds / 10;
    cajal_options *options = cajal_options_new();
    double first = 0, last = 0;
    if (cajal_options_set(options, "threads", 7, "1", 1, NULL) != CAJAL_OK) return 1;
    for (int round = 1; round <= rounds; round++) {
        if (!run(arguments[1], options)) return puts("a round found something else"), 1;
        if (round % tenth != 0) continue;
        last = resident_megabytes();
        if (round == tenth) first = last;
        printf("  %d rounds: %.1f MB resident\n", round, last);
        fflush(stdout);
    }
    cajal_options_free(options);
    printf("  grown by %.2f %% after the first tenth\n", 100 * (last / first - 1));
    return last / first > 1.05;
}
