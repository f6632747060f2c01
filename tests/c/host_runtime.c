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

static void check_run(const cajal_model *model) {
    cajal_entities *entities = NULL;
    cajal_error *error = NULL;
    size_t count = 0;
    CHECK_SUCCESS(run_ner(model, EXAMPLE, strlen(EXAMPLE), NULL, &entities, &error), error);
    cajal_entities_data(entities, &count);
    CHECK(count == 4);
    cajal_entities_free(entities);
}

/* A run on as many threads as there are is one that would use the pool of our own environment. */
static void models_run_in_the_host_s_environment(void) {
    cajal_model *one = load(PHARMACONER), *all;
    cajal_info *info = NULL;
    cajal_options *options;
    CHECK(cajal_model_info(one, &info, NULL) == CAJAL_OK);
    options = option("run_threads", cajal_info_value(info, "threads", strlen("threads"), 0, NULL));
    all = load_with(PHARMACONER, options);
    check_run(one);
    check_run(all);
    cajal_options_free(options);
    cajal_info_free(info);
    cajal_model_free(one);
    cajal_model_free(all);
}

int main(int argc, char **argv) {
    if (argc > 1) models_folder = argv[1];
    start_host();
    CHECK(host_environment != NULL);
    RUN(models_run_in_the_host_s_environment);
    return failed_checks != 0;
}
