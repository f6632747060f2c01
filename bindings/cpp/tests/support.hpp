// What the tests share.
#ifndef SUPPORT_HPP
#define SUPPORT_HPP

#include <gtest/gtest.h>

#include <cajal.hpp>
#include <ctime>
#include <string>
#include <thread>

#include "golden.hpp"

// Loads with one thread a run, so that tests beside each other do not fight over the cores.
inline cajal::Model load(const std::string &folder) { return cajal::Model(folder, cajal::ModelOptions().threads(1)); }

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
