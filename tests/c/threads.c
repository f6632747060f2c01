/* One model, many threads: the same answers as one thread gives, and frees at any time. */
#include "check.h"

#include <pthread.h>

#define THREADS 16
#define ROUNDS 8

static cajal_model *model;

/* What one thread found, to be compared after all are joined. */
struct work {
    cajal_entity entities[ROUNDS][4];
    size_t counts[ROUNDS];
    int other_statuses;
    int runs;
};

static void *run_rounds(void *argument) {
    struct work *work = argument;
    for (int round = 0; round < ROUNDS; round++) {
        cajal_entities *entities = NULL;
        if (run_ner(model, EXAMPLE, strlen(EXAMPLE), NULL, &entities, NULL) != CAJAL_OK) work->other_statuses++;
        const cajal_entity *data = cajal_entities_data(entities, &work->counts[round]);
        if (work->counts[round] == 4) memcpy(work->entities[round], data, sizeof work->entities[round]);
        cajal_entities_free(entities);
    }
    return NULL;
}

static void start_and_join(void *(*body)(void *), struct work *works) {
    pthread_t threads[THREADS];
    for (int i = 0; i < THREADS; i++) CHECK(pthread_create(&threads[i], NULL, body, &works[i]) == 0);
    for (int i = 0; i < THREADS; i++) CHECK(pthread_join(threads[i], NULL) == 0);
}

static void sixteen_threads_get_the_answers_of_one(void) {
    static struct work alone, together[THREADS];
    model = load(PHARMACONER);
    run_rounds(&alone);
    start_and_join(run_rounds, together);
    for (int i = 0; i < THREADS; i++) {
        CHECK(together[i].other_statuses == 0);
        for (int round = 0; round < ROUNDS; round++) {
            CHECK(together[i].counts[round] == 4);
            CHECK(memcmp(together[i].entities[round], alone.entities[0], sizeof alone.entities[0]) == 0);
        }
    }
    CHECK(cajal_model_free(model) == CAJAL_OK);
}

static pthread_barrier_t all_have_run;

/* Runs until the handle is invalid: every call is whole or refused. */
static void *run_until_freed(void *argument) {
    struct work *work = argument;
    for (cajal_status status = CAJAL_OK; status == CAJAL_OK;) {
        cajal_entities *entities = NULL;
        status = run_ner(model, EXAMPLE, strlen(EXAMPLE), NULL, &entities, NULL);
        size_t count = 0;
        cajal_entities_data(entities, &count);
        if (status == CAJAL_OK ? count != 4 : status != CAJAL_ERROR_INVALID_HANDLE) work->other_statuses++;
        cajal_entities_free(entities);
        if (work->runs++ == 0) pthread_barrier_wait(&all_have_run);
    }
    return NULL;
}

static void a_model_may_be_freed_while_calls_run(void) {
    static struct work works[THREADS];
    pthread_t threads[THREADS];
    model = load(PHARMACONER);
    CHECK(pthread_barrier_init(&all_have_run, NULL, THREADS + 1) == 0);
    for (int i = 0; i < THREADS; i++) CHECK(pthread_create(&threads[i], NULL, run_until_freed, &works[i]) == 0);
    pthread_barrier_wait(&all_have_run);
    CHECK(cajal_model_free(model) == CAJAL_OK);
    for (int i = 0; i < THREADS; i++) {
        CHECK(pthread_join(threads[i], NULL) == 0);
        CHECK(works[i].other_statuses == 0 && works[i].runs >= 2);
    }
    pthread_barrier_destroy(&all_have_run);
}

static void *free_it(void *argument) {
    struct work *work = argument;
    work->runs = cajal_model_free(model) == CAJAL_OK;
    return NULL;
}

static void of_many_frees_one_succeeds(void) {
    static struct work works[THREADS];
    model = load(PHARMACONER);
    start_and_join(free_it, works);
    int frees = 0;
    for (int i = 0; i < THREADS; i++) frees += works[i].runs;
    CHECK(frees == 1);
}

int main(int argc, char **argv) {
    if (argc > 1) models_folder = argv[1];
    RUN(sixteen_threads_get_the_answers_of_one);
    RUN(a_model_may_be_freed_while_calls_run);
    RUN(of_many_frees_one_succeeds);
    return failed_checks != 0;
}
