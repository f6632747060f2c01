// The headers with -fno-exceptions and -fno-rtti: everything there is, through the forms that return a result.
#include <cajal.hpp>
#include <cstdio>

#if defined(CAJAL_HAS_EXCEPTIONS) || defined(__cpp_exceptions)
#error "this file is for -fno-exceptions"
#endif

namespace {

int failed = 0;

void check(bool condition, const char *what) {
    if (condition) return;
    std::fprintf(stderr, "failed: %s\n", what);
    ++failed;
}

void recognise(const char *folder) {
    auto model = cajal::Model::try_load(folder);
    check(model.has_value(), "the model loads");
    if (!model) return;
    const cajal::Ner ner(*std::move(model));
    const auto entities = ner.try_run("Calcio y magnesio normales.");
    check(entities && entities->size() == 2, "two entities are found");
    if (!entities) return;
    for (const auto entity : *entities) check(entity.label() == "NORMALIZABLES", "the label is right");
    const auto bad = ner.try_run("\xFF");
    check(!bad && bad.failure().code() == cajal::ErrorCode::invalid_utf8, "bad UTF-8 is a failure");
    const cajal::Cancel cancel;
    cancel.request();
    const auto stopped = ner.try_run("calcio", cajal::NerOptions().threshold(0.5), cancel);
    check(!stopped && stopped.failure().code() == cajal::ErrorCode::cancelled, "a cancelled call is a failure");
}

}  // namespace

int main(int, char **arguments) {
    int messages = 0;
    check(bool(cajal::try_set_logger(cajal::LogLevel::info, [&](cajal::LogLevel, std::string_view) { ++messages; })),
          "the logger is set");
    check(bool(cajal::try_load_runtime()), "ONNX Runtime loads");
    recognise(arguments[1]);
    const auto missing = cajal::Model::try_load("/no/such/folder");
    check(!missing && missing.failure().code() == cajal::ErrorCode::model_not_found, "a missing model is a failure");
    check(bool(cajal::try_set_logger(cajal::LogLevel::off, nullptr)), "the logger is unset");
    check(messages > 0, "the logger heard something");
    return failed;
}
