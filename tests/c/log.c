/* The log callback: silent until set, filtered by level, silent again when unset. */
#include "check.h"

#include <pthread.h>
#include <time.h>

/* A thread that loads, started by the callback at the message of the first load. */
struct loader {
    pthread_mutex_t lock;
    pthread_cond_t ended;
    pthread_t thread;
    int started;
    int has_ended;
    int waited_in_vain;
};

static void *load_runtime(void *user_data) {
    struct loader *loader = user_data;
    cajal_status status = cajal_runtime_load(NULL, 0, NULL);
    CHECK(status == CAJAL_OK);
    pthread_mutex_lock(&loader->lock);
    loader->has_ended = 1;
    pthread_cond_signal(&loader->ended);
    pthread_mutex_unlock(&loader->lock);
    return NULL;
}

static void wait_for_a_load(void *user_data, int32_t level, const char *message, size_t length) {
    struct loader *loader = user_data;
    struct timespec end;
    (void)level;
    (void)length;
    if (loader->started || strstr(message, "ONNX Runtime") == NULL) return;
    loader->started = 1;
    CHECK(pthread_create(&loader->thread, NULL, load_runtime, loader) == 0);
    clock_gettime(CLOCK_REALTIME, &end);
    end.tv_sec += 60;
    pthread_mutex_lock(&loader->lock);
    while (!loader->has_ended && !loader->waited_in_vain)
        loader->waited_in_vain = pthread_cond_timedwait(&loader->ended, &loader->lock, &end) != 0;
    pthread_mutex_unlock(&loader->lock);
}

static void the_message_of_the_first_load_holds_up_no_other_load(void) {
    struct loader loader = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, 0, 0, 0, 0};
    cajal_error *error = NULL;
    CHECK_SUCCESS(cajal_log_set(wait_for_a_load, &loader, CAJAL_LOG_INFO, &error), error);
    CHECK_SUCCESS(cajal_runtime_load(NULL, 0, &error), error);
    CHECK_SUCCESS(cajal_log_set(NULL, NULL, CAJAL_LOG_OFF, &error), error);
    CHECK(loader.started && !loader.waited_in_vain);
    if (loader.started) pthread_join(loader.thread, NULL);
}

struct messages {
    int count;
    int gravest; /* the lowest level seen */
    int finest;
    int nested; /* the status of a cajal_log_set from inside */
};

static void count_message(void *user_data, int32_t level, const char *message, size_t length) {
    struct messages *messages = user_data;
    messages->count++;
    if (messages->gravest == 0 || level < messages->gravest) messages->gravest = level;
    if (level > messages->finest) messages->finest = level;
    CHECK(strlen(message) == length && length > 0);
    messages->nested = cajal_log_set(NULL, NULL, CAJAL_LOG_OFF, NULL);
}

static void levels_are_checked(void) {
    cajal_error *error = NULL;
    struct messages messages = {0, 0, 0, 0};
    CHECK_FAILURE(CAJAL_ERROR_INVALID_ARGUMENT, cajal_log_set(count_message, &messages, 6, &error), error);
    CHECK_FAILURE(CAJAL_ERROR_INVALID_ARGUMENT, cajal_log_set(count_message, &messages, -1, &error), error);
}

static void a_callback_gets_the_messages_of_its_level(void) {
    struct messages messages = {0, 0, 0, 0};
    cajal_error *error = NULL;
    CHECK_SUCCESS(cajal_log_set(count_message, &messages, CAJAL_LOG_INFO, &error), error);
    cajal_model *model = load(PHARMACONER);
    CHECK(messages.count > 0);
    CHECK(messages.gravest >= CAJAL_LOG_ERROR && messages.finest <= CAJAL_LOG_INFO);
    CHECK(messages.nested == CAJAL_ERROR_INVALID_ARGUMENT);
    CHECK(cajal_model_free(model) == CAJAL_OK);
}

static void an_unset_callback_gets_nothing(void) {
    struct messages messages = {0, 0, 0, 0};
    cajal_error *error = NULL;
    CHECK_SUCCESS(cajal_log_set(count_message, &messages, CAJAL_LOG_TRACE, &error), error);
    CHECK_SUCCESS(cajal_log_set(NULL, NULL, CAJAL_LOG_TRACE, &error), error);
    CHECK(cajal_model_free(load(PHARMACONER)) == CAJAL_OK);
    CHECK(messages.count == 0);
}

int main(int argc, char **argv) {
    if (argc > 1) models_folder = argv[1];
    RUN(the_message_of_the_first_load_holds_up_no_other_load);
    RUN(levels_are_checked);
    RUN(a_callback_gets_the_messages_of_its_level);
    RUN(an_unset_callback_gets_nothing);
    return failed_checks != 0;
}
