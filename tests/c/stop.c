/* Cancel tokens and deadlines: before, during and after a call. */
#include "check.h"

#include <pthread.h>
#include <sched.h>
#include <time.h>

static cajal_model *pharmaconer;
static cajal_model *fill_mask;

/* A text that takes minutes. */
static char *long_text;
static size_t long_length;

static void make_long_text(void) {
    const size_t size = strlen(EXAMPLE) + 1, copies = 20000;
    long_length = size * copies;
    long_text = malloc(long_length);
    for (size_t i = 0; i < copies; i++) {
        memcpy(long_text + i * size, EXAMPLE, size - 1);
        long_text[i * size + size - 1] = '\n';
    }
}

static cajal_status run_long(const cajal_options *options, const cajal_cancel *cancel, cajal_error **error) {
    const cajal_model *models[] = {pharmaconer};
    cajal_entities *entities = (cajal_entities *)&pharmaconer;
    cajal_status status = cajal_ner_run(models, 1, long_text, long_length, options, cancel, &entities, error);
    CHECK(entities == NULL);
    return status;
}

static void a_call_with_a_cancelled_token_does_not_run(void) {
    cajal_cancel *cancel = cajal_cancel_new();
    cajal_error *error = NULL;
    cajal_predictions *predictions = NULL;
    const cajal_model *models[] = {pharmaconer};
    cajal_entities *entities = NULL;
    CHECK(cajal_cancel_request(cancel, NULL) == CAJAL_OK);
    CHECK_FAILURE(CAJAL_ERROR_CANCELLED, run_long(NULL, cancel, &error), error);
    CHECK_FAILURE(CAJAL_ERROR_CANCELLED, cajal_ner_run(models, 1, "", 0, NULL, cancel, &entities, &error), error);
    CHECK_FAILURE(CAJAL_ERROR_CANCELLED,
                  cajal_fill_mask_run(fill_mask, "<mask>", 6, NULL, cancel, &predictions, &error), error);
    CHECK(cajal_cancel_free(cancel) == CAJAL_OK);
}

struct call {
    cajal_cancel *cancel;
    cajal_status status;
};

static void *run_in_thread(void *argument) {
    struct call *call = argument;
    cajal_error *error = NULL;
    call->status = run_long(NULL, call->cancel, &error);
    cajal_error_free(error);
    return NULL;
}

/* Returns once the other thread has worked for a while: the clock counts the processor time of the whole process. */
static void wait_for_work(void) {
    clock_t start = clock();
    while (clock() - start < CLOCKS_PER_SEC / 5) sched_yield();
}

static void a_request_stops_a_call_that_runs(void) {
    struct call call = {cajal_cancel_new(), CAJAL_OK};
    pthread_t thread;
    CHECK(pthread_create(&thread, NULL, run_in_thread, &call) == 0);
    wait_for_work();
    CHECK(cajal_cancel_request(call.cancel, NULL) == CAJAL_OK);
    CHECK(cajal_cancel_free(call.cancel) == CAJAL_OK);
    CHECK(pthread_join(thread, NULL) == 0);
    CHECK(call.status == CAJAL_ERROR_CANCELLED);
}

static void a_token_stops_every_call_that_holds_it(void) {
    struct call calls[2] = {{cajal_cancel_new(), CAJAL_OK}, {NULL, CAJAL_OK}};
    pthread_t threads[2];
    calls[1].cancel = calls[0].cancel;
    for (int i = 0; i < 2; i++) CHECK(pthread_create(&threads[i], NULL, run_in_thread, &calls[i]) == 0);
    wait_for_work();
    CHECK(cajal_cancel_request(calls[0].cancel, NULL) == CAJAL_OK);
    for (int i = 0; i < 2; i++) {
        CHECK(pthread_join(threads[i], NULL) == 0);
        CHECK(calls[i].status == CAJAL_ERROR_CANCELLED);
    }
    CHECK(cajal_cancel_free(calls[0].cancel) == CAJAL_OK);
}

static void a_request_after_a_call_leaves_its_result(void) {
    cajal_cancel *cancel = cajal_cancel_new();
    const cajal_model *models[] = {pharmaconer};
    cajal_entities *entities = NULL;
    cajal_error *error = NULL;
    size_t count = 0;
    CHECK_SUCCESS(cajal_ner_run(models, 1, EXAMPLE, strlen(EXAMPLE), NULL, cancel, &entities, &error), error);
    CHECK(cajal_cancel_request(cancel, NULL) == CAJAL_OK);
    cajal_entities_data(entities, &count);
    CHECK(count == 4);
    cajal_entities_free(entities);
    CHECK(cajal_cancel_free(cancel) == CAJAL_OK);
}

static void a_stopped_call_leaves_the_model_usable(void) {
    cajal_entities *entities = NULL;
    cajal_error *error = NULL;
    size_t count = 0;
    CHECK_SUCCESS(run_ner(pharmaconer, EXAMPLE, strlen(EXAMPLE), NULL, &entities, &error), error);
    cajal_entities_data(entities, &count);
    CHECK(count == 4);
    cajal_entities_free(entities);
}

static void a_freed_token_is_refused(void) {
    cajal_cancel *cancel = cajal_cancel_new();
    cajal_error *error = NULL;
    CHECK(cajal_cancel_free(cancel) == CAJAL_OK);
    CHECK_FAILURE(CAJAL_ERROR_INVALID_HANDLE, run_long(NULL, cancel, &error), error);
}

static void a_deadline_of_zero_is_exceeded_at_once(void) {
    cajal_options *options = option("timeout_ms", "0");
    cajal_error *error = NULL;
    cajal_entities *entities = NULL;
    cajal_predictions *predictions = NULL;
    CHECK_FAILURE(CAJAL_ERROR_DEADLINE_EXCEEDED, run_long(options, NULL, &error), error);
    CHECK_FAILURE(CAJAL_ERROR_DEADLINE_EXCEEDED, run_ner(pharmaconer, "", 0, options, &entities, &error), error);
    CHECK_FAILURE(CAJAL_ERROR_DEADLINE_EXCEEDED,
                  cajal_fill_mask_run(fill_mask, "<mask>", 6, options, NULL, &predictions, &error), error);
    cajal_options_free(options);
}

static void a_deadline_stops_a_call_that_runs(void) {
    const char *timeouts[] = {"1", "300"};
    for (size_t i = 0; i < 2; i++) {
        cajal_options *options = option("timeout_ms", timeouts[i]);
        cajal_error *error = NULL;
        CHECK_FAILURE(CAJAL_ERROR_DEADLINE_EXCEEDED, run_long(options, NULL, &error), error);
        cajal_options_free(options);
    }
}

static void a_deadline_that_is_far_away_stops_nothing(void) {
    cajal_options *options = option("timeout_ms", "18446744073709551615");
    cajal_entities *entities = NULL;
    cajal_error *error = NULL;
    CHECK_SUCCESS(run_ner(pharmaconer, EXAMPLE, strlen(EXAMPLE), options, &entities, &error), error);
    cajal_entities_free(entities);
    cajal_options_free(options);
}

int main(int argc, char **argv) {
    if (argc > 1) models_folder = argv[1];
    pharmaconer = load(PHARMACONER);
    fill_mask = load(FILL_MASK);
    make_long_text();
    RUN(a_call_with_a_cancelled_token_does_not_run);
    RUN(a_request_stops_a_call_that_runs);
    RUN(a_token_stops_every_call_that_holds_it);
    RUN(a_request_after_a_call_leaves_its_result);
    RUN(a_freed_token_is_refused);
    RUN(a_deadline_of_zero_is_exceeded_at_once);
    RUN(a_deadline_stops_a_call_that_runs);
    RUN(a_deadline_that_is_far_away_stops_nothing);
    RUN(a_stopped_call_leaves_the_model_usable);
    free(long_text);
    CHECK(cajal_model_free(pharmaconer) == CAJAL_OK);
    CHECK(cajal_model_free(fill_mask) == CAJAL_OK);
    return failed_checks != 0;
}
