/* A host that runs models of its own has started the same ONNX Runtime before us: there is one environment, and it is the
 * host's. */
#include "check.h"

#include <dlfcn.h>

/* The start of onnxruntime_c_api.h: functions are only added behind these. */
typedef struct {
    const void *(*get_api)(uint32_t version);
    const char *(*get_version)(void);
} ort_api_base;
typedef void *(*ort_create_env)(int level, const char *name, void **environment);
enum { ORT_API_VERSION = 22, CREATE_ENV = 3, LEVEL_ERROR = 3 };

static void *host_environment;

static void start_host(void) {
    void *library = dlopen(getenv("CAJAL_ONNXRUNTIME"), RTLD_NOW | RTLD_LOCAL);
    const ort_api_base *(*base)(void);
    const void *const *api;
    ort_create_env create;
    if (!library) exit(2);
    *(void **)&base = dlsym(library, "OrtGetApiBase");
    if (!base) exit(2);
    api = base()->get_api(ORT_API_VERSION);
    *(const void **)&create = api[CREATE_ENV];
    if (create(LEVEL_ERROR, "host", &host_environment) != NULL) exit(2);
}

static void models_run_in_the_host_s_environment(void) {
    cajal_options *threads = option("threads", "2");
    cajal_model *defaults = load(PHARMACONER), *two = load_with(PHARMACONER, threads);
    const cajal_model *models[] = {defaults, two};
    size_t i, count;
    for (i = 0; i < 2; i++) {
        cajal_entities *entities = NULL;
        cajal_error *error = NULL;
        CHECK_SUCCESS(run_ner(models[i], EXAMPLE, strlen(EXAMPLE), NULL, &entities, &error), error);
        cajal_entities_data(entities, &count);
        CHECK(count == 4);
        cajal_entities_free(entities);
    }
    cajal_options_free(threads);
    cajal_model_free(defaults);
    cajal_model_free(two);
}

int main(int argc, char **argv) {
    if (argc > 1) models_folder = argv[1];
    start_host();
    CHECK(host_environment != NULL);
    RUN(models_run_in_the_host_s_environment);
    return failed_checks != 0;
}
