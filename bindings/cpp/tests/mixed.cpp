// Loggers and progress that throw, beside a part of the program that has no exceptions: nothing reaches the library.
#include "mixed.hpp"

#include <cstdio>
#include <stdexcept>

namespace {

const std::string TEXT = "Calcio y magnesio normales.";
int failed = 0;

void check(bool condition, const char *what) {
    if (condition) return;
    std::fprintf(stderr, "failed: %s\n", what);
    ++failed;
}

}  // namespace

int main(int, char **arguments) {
    check(quiet::hear(), "the logger of the other part is set");
    check(quiet::run(arguments[1]) == 1, "the other part runs a model");
    const int heard = quiet::heard();
    check(heard > 0, "its logger hears the load");

    int messages = 0, windows = 0;
    cajal::set_logger(cajal::LogLevel::info, [&](cajal::LogLevel, std::string_view) {
        ++messages;
        throw std::runtime_error("full disk");
    });
    const cajal::Ner ner(cajal::Model{arguments[1]});
    const auto options = cajal::NerOptions().progress([&](auto, auto) {
        ++windows;
        throw std::runtime_error("window closed");
    });
    const auto entities = ner.run(TEXT, options);
    check(messages > 0 && windows == 1, "what a logger and a progress throw is dropped");
    check(quiet::heard() == heard, "the process has one logger");
    check(quiet::words(entities, TEXT) == "Calcio magnesio ", "a result goes from one part to the other");
    cajal::set_logger(cajal::LogLevel::off, nullptr);
    return failed;
}
