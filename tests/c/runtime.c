/* ONNX Runtime: a library that cannot be used is refused with its own status, and the process may try another. */
#include "check.h"

#include <unistd.h>

static char folder[] = "/tmp/cajal-test-XXXXXX";

static void check_refused(const char *path, cajal_status expected) {
    cajal_error *error = NULL;
    CHECK_FAILURE(expected, cajal_runtime_load(path, strlen(path), &error), error);
}

static void write_file(const char *path, const char *bytes, size_t length) {
    FILE *file = fopen(path, "wb");
    CHECK(file != NULL);
    if (!file) return;
    CHECK(fwrite(bytes, 1, length, file) == length);
    fclose(file);
}

static void a_missing_library_is_not_found(void) {
    check_refused("/no/such/libonnxruntime.so", CAJAL_ERROR_RUNTIME_NOT_FOUND);
    check_refused("libonnxruntime.so", CAJAL_ERROR_RUNTIME_NOT_FOUND);
}

static void a_file_that_is_no_library_is_invalid(void) {
    char path[256];
    snprintf(path, sizeof path, "%s/libonnxruntime.so", folder);
    write_file(path, "not a library", 13);
    check_refused(path, CAJAL_ERROR_RUNTIME_INVALID);
    write_file(path, "", 0);
    check_refused(path, CAJAL_ERROR_RUNTIME_INVALID);
    unlink(path);
}

/* A library cut short passes the header's checks of dlopen and then dies of SIGBUS. */
static void a_truncated_library_is_invalid(void) {
    char path[256];
    const char *whole = getenv("CAJAL_ONNXRUNTIME");
    const size_t length = 1 << 20;
    char *bytes = malloc(length);
    FILE *file = whole ? fopen(whole, "rb") : NULL;
    CHECK(file != NULL && bytes != NULL);
    if (file && bytes) {
        snprintf(path, sizeof path, "%s/libonnxruntime.so", folder);
        write_file(path, bytes, fread(bytes, 1, length, file));
        check_refused(path, CAJAL_ERROR_RUNTIME_INVALID);
        unlink(path);
    }
    if (file) fclose(file);
    free(bytes);
}

static void another_library_is_invalid(void) {
    check_refused(getenv("CAJAL_TEST_OTHER_LIBRARY"), CAJAL_ERROR_RUNTIME_INVALID);
}

static void a_load_may_be_tried_again(void) {
    const char *path = getenv("CAJAL_ONNXRUNTIME");
    cajal_error *error = NULL;
    CHECK_SUCCESS(cajal_runtime_load(path, strlen(path), &error), error);
    CHECK_SUCCESS(cajal_runtime_load(path, strlen(path), &error), error);
    CHECK_SUCCESS(cajal_runtime_load(NULL, 0, &error), error);
}

static void a_process_holds_one_library(void) {
    check_refused(getenv("CAJAL_TEST_OTHER_LIBRARY"), CAJAL_ERROR_INVALID_ARGUMENT);
}

int main(void) {
    if (!mkdtemp(folder) || !getenv("CAJAL_ONNXRUNTIME") || !getenv("CAJAL_TEST_OTHER_LIBRARY")) return 2;
    RUN(a_missing_library_is_not_found);
    RUN(a_file_that_is_no_library_is_invalid);
    RUN(a_truncated_library_is_invalid);
    RUN(another_library_is_invalid);
    RUN(a_load_may_be_tried_again);
    RUN(a_process_holds_one_library);
    rmdir(folder);
    return failed_checks != 0;
}
