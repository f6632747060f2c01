// One model in many threads; calls that are stopped or lose their model while they run.
#include <atomic>
#include <vector>

#include "support.hpp"

namespace {

using cajal::ErrorCode;
using namespace std::chrono_literals;

constexpr int THREADS = 16;

TEST(Thread, sixteen_threads_find_what_one_finds) {
    const cajal::Ner ner(load(golden::PHARMACONER));
    const auto describe = [&ner](const std::string &text) {
        std::string all;
        for (const auto entity : ner.run(text)) {
            all.append(entity.label()).append(entity.in(text)).append(std::to_string(entity.score())) += '\n';
        }
        return all;
    };
    std::vector<std::string> texts{golden::EXAMPLE, "", "Se pauta paracetamol.\r\n😀 Ferritina y albúmina."};
    std::vector<std::string> alone;
    for (const auto &text : texts) alone.push_back(describe(text));
    std::atomic<int> wrong{0};
    std::vector<std::thread> threads;
    for (int thread = 0; thread < THREADS; ++thread) {
        threads.emplace_back([&, thread] {
            for (std::size_t call = 0; call < 6; ++call) {
                const auto index = (call + static_cast<std::size_t>(thread)) % texts.size();
                if (describe(texts[index]) != alone[index]) ++wrong;
            }
        });
    }
    for (auto &thread : threads) thread.join();
    EXPECT_EQ(wrong, 0);
    EXPECT_FALSE(alone[0].empty());
}

TEST(Thread, options_and_results_may_be_shared) {
    const cajal::Ner ner(load(golden::PHARMACONER));
    const auto options = cajal::NerOptions().threshold(0.9);
    const auto entities = ner.run(golden::EXAMPLE);
    std::atomic<int> right{0};
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 4; ++thread) {
        threads.emplace_back([&] {
            right += ner.run(golden::EXAMPLE, options).size() == 3 && entities[3].label() == "PROTEINAS";
        });
    }
    for (auto &thread : threads) thread.join();
    EXPECT_EQ(right, 4);
}

TEST(Thread, another_thread_cancels_a_call_that_runs) {
    const cajal::Ner ner(load(golden::PHARMACONER));
    const cajal::Cancel cancel;
    std::thread canceller([&cancel] {
        wait_for_work();
        cancel.request();
    });
    failure_of(ner.try_run(endless(), {}, cancel), ErrorCode::cancelled);
    canceller.join();
    EXPECT_EQ(ner.run(golden::EXAMPLE).size(), 4u);
}

TEST(Thread, a_cancel_token_may_go_before_its_call_ends) {
    const cajal::Ner ner(load(golden::PHARMACONER));
    auto cancel = std::make_unique<cajal::Cancel>();
    std::thread caller([&ner, token = cancel.get()] {
        failure_of(ner.try_run(endless(), {}, *token), ErrorCode::cancelled);
    });
    wait_for_work();
    cancel->request();
    cancel.reset();
    caller.join();
}

TEST(Thread, a_deadline_stops_a_call_that_runs) {
    const cajal::Ner ner(load(golden::PHARMACONER));
    failure_of(ner.try_run(endless(), cajal::NerOptions().timeout(200ms)), ErrorCode::deadline_exceeded);
}

TEST(Thread, a_model_may_be_closed_while_calls_run_on_it) {
    const cajal::Ner ner(load(golden::PHARMACONER));
    const cajal::Cancel cancel;
    std::atomic<bool> refused{false};
    std::thread caller([&] { failure_of(ner.try_run(endless(), {}, cancel), ErrorCode::cancelled); });
    wait_for_work();
    std::thread closers[] = {std::thread([&] { ner.close(); }), std::thread([&] { ner.close(); })};
    for (auto &closer : closers) closer.join();
    const auto later = ner.try_run(golden::EXAMPLE);
    refused = !later && later.failure().code() == ErrorCode::invalid_handle;
    cancel.request();  // until here the call ran on, without its model's handle
    caller.join();
    EXPECT_TRUE(refused);
}

TEST(Thread, calls_end_well_whenever_their_model_is_closed) {
    const cajal::Ner ner(load(golden::PHARMACONER));
    std::atomic<int> odd{0};
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 4; ++thread) {
        threads.emplace_back([&] {
            for (;;) {
                const auto result = ner.try_run(golden::EXAMPLE);
                if (result ? result->size() != 4 : result.failure().code() != ErrorCode::invalid_handle) ++odd;
                if (!result) return;
            }
        });
    }
    wait_for_work();
    ner.close();
    for (auto &thread : threads) thread.join();
    EXPECT_EQ(odd, 0);
}

}  // namespace
