// What a call costs in C++ over the same call in C: 10,000 characters in, 256 entities out, every field of each looked at.
// Linked with instant.c in place of libcajal, so that no model hides the difference.
#include <algorithm>
#include <cajal.hpp>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

namespace {

constexpr int CALLS = 20000, SERIES = 15;

std::uint64_t in_c(const cajal_model *model, const std::string &text) {
    cajal_entities *entities = nullptr;
    cajal_error *error = nullptr;
    if (cajal_ner_run(&model, 1, text.data(), text.size(), nullptr, nullptr, &entities, &error) != CAJAL_OK) return 0;
    std::size_t count = 0;
    const cajal_entity *entity = cajal_entities_data(entities, &count);
    std::uint64_t sum = 0;
    for (std::size_t index = 0; index < count; ++index, ++entity) {
        std::size_t length = 0;
        const char *label = cajal_entities_label(entities, entity->label, &length);
        sum += entity->offsets.utf8_start + length + static_cast<unsigned char>(label[0]) +
               static_cast<unsigned char>(text[static_cast<std::size_t>(entity->offsets.utf8_start)]) +
               (entity->score > 0.4f);
    }
    cajal_entities_free(entities);
    return sum;
}

std::uint64_t in_cpp(const cajal::Ner &ner, const std::string &text) {
    const auto entities = ner.run(text);
    std::uint64_t sum = 0;
    for (const auto entity : entities) {
        const auto label = entity.label();
        sum += entity.offsets().utf8_start + label.size() + static_cast<unsigned char>(label[0]) +
               static_cast<unsigned char>(entity.in(text)[0]) + (entity.score() > 0.4f);
    }
    return sum;
}

// Nanoseconds of one call, over a series of them.
template <class Call>
double nanoseconds(std::uint64_t &sum, Call call) {
    const auto start = std::chrono::steady_clock::now();
    for (int index = 0; index < CALLS; ++index) sum += call();
    const std::chrono::duration<double, std::nano> taken = std::chrono::steady_clock::now() - start;
    return taken.count() / CALLS;
}

double median(std::vector<double> values) {
    std::nth_element(values.begin(), values.begin() + SERIES / 2, values.end());
    return values[SERIES / 2];
}

}  // namespace

int main() {
    const std::string text(10000, 'a');
    const cajal::Ner ner(cajal::Model("any"));
    const cajal_model *model = ner.models()[0]->native();
    std::uint64_t c_sum = 0, cpp_sum = 0;
    std::vector<double> c, cpp;
    for (int series = 0; series < SERIES; ++series) {  // in turns, so that what else the machine does hits both
        c.push_back(nanoseconds(c_sum, [&] { return in_c(model, text); }));
        cpp.push_back(nanoseconds(cpp_sum, [&] { return in_cpp(ner, text); }));
    }
    std::printf("a call with 10,000 characters in and 256 entities out, without the library's work:\n");
    std::printf("  C %.0f ns, C++ %.0f ns: C++ adds %.0f ns\n", median(c), median(cpp), median(cpp) - median(c));
    return c_sum == cpp_sum ? 0 : 1;
}
