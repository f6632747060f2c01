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

void recognise_many(const char *folder) {
    auto model = cajal::Model::try_load(folder);
    if (!model) return check(false, "the model loads");
    const auto shared = std::make_shared<const cajal::Model>(*std::move(model));
    int windows = 0;
    const auto options = cajal::NerOptions().progress([&](auto, auto) { ++windows; });
    const std::string text = "Calcio y magnesio normales.";
    const auto batch = cajal::Ner({shared}).try_run_batch({text, "\xFF"}, options);
    check(batch && batch->size() == 2 && windows == 1, "a batch runs and tells how far it is");
    if (!batch) return;
    check((*batch)[0] && !(*batch)[1], "a bad text fails alone");
    auto json = cajal::Export::try_make(cajal::ExportFormat::json);
    check(json && json->try_add("nota", text, *(*batch)[0]) && !json->text().empty(), "entities are exported");
    const auto without = cajal::try_deidentify(*(*batch)[0], text);
    check(without && without->text() == "[NORMALIZABLES] y [NORMALIZABLES] normales.", "entities are replaced");
    const auto parity = cajal::ParityNer(shared).try_run(text);
    check(parity && !parity->empty() && !parity->unread(), "the parity mode answers");
    const auto mismatch = cajal::FillMask(shared).try_run("<mask>");
    check(!mismatch && mismatch.failure().code() == cajal::ErrorCode::task_mismatch, "a recogniser fills no mask");
}

void fill(const char *folder) {
    auto model = cajal::Model::try_load(folder);
    if (!model) return check(false, "the fill-mask model loads");
    const auto shared = std::make_shared<const cajal::Model>(*std::move(model));
    const cajal::FillMask fill_mask(shared);
    const auto answer = fill_mask.try_run("La <mask> arterial.", cajal::FillMaskOptions().beam_width(2).top_k(2));
    check(answer && answer->size() == 1 && answer->fillings().size() == 2, "masks are filled");
    if (answer) check(bool(answer->try_fill(0, 0)) && !answer->try_fill(0, 2), "a prediction is put in");
    if (answer) check(bool(answer->try_fill_together(1)), "a filling is put in");
    check(bool(fill_mask.try_perplexity("La presión arterial.")), "the perplexity is computed");
    check(bool(fill_mask.try_run_batch({"La <mask>."})), "many texts are filled");
    check(bool(cajal::ParityFillMask(shared).try_run("La <mask>.")), "the parity mode fills");
}

}  // namespace

int main(int, char **arguments) {
    int messages = 0;
    check(bool(cajal::try_set_logger(cajal::LogLevel::info, [&](cajal::LogLevel, std::string_view) { ++messages; })),
          "the logger is set");
    check(bool(cajal::try_load_runtime()), "ONNX Runtime loads");
    recognise(arguments[1]);
    recognise_many(arguments[1]);
    fill(arguments[2]);
    const auto missing = cajal::Model::try_load("/no/such/folder");
    check(!missing && missing.failure().code() == cajal::ErrorCode::model_not_found, "a missing model is a failure");
    const auto refused = cajal::try_compile(arguments[1], arguments[2], cajal::CompileOptions().precision("int8"));
    check(!refused && refused.failure().code() == cajal::ErrorCode::io, "no model is written over another");
    check(bool(cajal::try_set_logger(cajal::LogLevel::off, nullptr)), "the logger is unset");
    check(messages > 0, "the logger heard something");
    return failed;
}
