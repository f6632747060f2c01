/* The log callback: silent until set, filtered by level, silent again when unset. */
#include "check.h"

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
    cajal_model *model = load(PHARMACONER); /* its first load tells which runtime is in use */
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
    RUN(levels_are_checked);
    RUN(a_callback_gets_the_messages_of_its_level);
    RUN(an_unset_callback_gets_nothing);
    return failed_checks != 0;
}
