#include "mixed.hpp"

#if defined(CAJAL_HAS_EXCEPTIONS) || defined(__cpp_exceptions)
#error "this file is for -fno-exceptions"
#endif

namespace quiet {

static int messages = 0;

bool hear() {
    const auto set = cajal::try_set_logger(cajal::LogLevel::info, [](cajal::LogLevel, std::string_view) { ++messages; });
    return set.has_value();
}

int heard() { return messages; }

int run(const char *folder) {
    auto model = cajal::Model::try_load(folder);
    if (!model) return -1;
    int times = 0;
    const auto options = cajal::NerOptions().progress([&times](auto, auto) { ++times; });
    const auto entities = cajal::Ner(*std::move(model)).try_run(u8"Calcio y magnesio normales.", options);
    return entities && entities->size() == 2 ? times : -1;
}

std::string words(const cajal::Entities &entities, const std::string &text) {
    std::string all;
    for (const auto entity : entities) all.append(entity.in(text)) += ' ';
    return all;
}

}  // namespace quiet
