// What the tests share.
#ifndef SUPPORT_HPP
#define SUPPORT_HPP

#include <gtest/gtest.h>

#include <cajal.hpp>
#include <ctime>
#include <map>
#include <memory>
#include <string>
#include <thread>

#include "golden.hpp"

// Loads with one thread a run, so that tests beside each other do not fight over the cores.
inline cajal::Model load(const std::string &folder) { return cajal::Model(folder, cajal::ModelOptions().threads(1)); }

// How far a score may be from transformers' own: ONNX Runtime and torch add in another order.
constexpr float SCORE_TOLERANCE = 1e-4f;

// Models by folder, loaded once.
inline std::shared_ptr<const cajal::Model> model(const std::string &folder) {
    static std::map<std::string, std::shared_ptr<const cajal::Model>> loaded;
    auto &entry = loaded[folder];
    if (!entry) entry = std::make_shared<const cajal::Model>(load(folder));
    return entry;
}

// Tasks over them.
inline const cajal::Ner &ner() {
    static const cajal::Ner ner({model(golden::PHARMACONER)});
    return ner;
}

inline const cajal::FillMask &fill_mask() {
    static const cajal::FillMask fill_mask(model(golden::FILL_MASK));
    return fill_mask;
}

// Offsets as the golden files have them.
inline std::array<std::uint64_t, 6> six(const cajal::Offsets &at) {
    return {at.utf8_start, at.utf8_end, at.utf16_start, at.utf16_end, at.codepoint_start, at.codepoint_end};
}

// Checks that a result failed as it should, and that it says something; returns the message.
template <class T>
std::string failure_of(const cajal::Result<T> &result, cajal::ErrorCode expected) {
    if (result) {
        ADD_FAILURE() << "the call succeeded";
        return {};
    }
    EXPECT_EQ(result.failure().code(), expected) << result.failure().message();
    EXPECT_GT(result.failure().message().size(), 10u);
    return result.failure().message();
}

// A text that takes minutes.
inline const std::string &endless() {
    static const std::string text = [] {
        std::string copies;
        for (int copy = 0; copy < 20000; ++copy) copies += golden::EXAMPLE + "\n";
        return copies;
    }();
    return text;
}

// Returns once other threads have worked for a while: the clock counts the processor time of the whole process.
inline void wait_for_work() {
    const auto start = std::clock();
    while (std::clock() - start < CLOCKS_PER_SEC / 5) std::this_thread::yield();
}

#endif
