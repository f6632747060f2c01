// How long a call runs on after another thread has cancelled it.
//
//   cancel MODEL [TIMES]
#include <algorithm>
#include <cajal.hpp>
#include <chrono>
#include <cstdio>
#include <string>
#include <thread>
#include <vector>

using Clock = std::chrono::steady_clock;

// Milliseconds from the request to the end of the call, which is asked for once `windows` have run.
static double once(const cajal::Ner &ner, const std::string &text, int windows) {
    const cajal::Cancel cancel;
    Clock::time_point requested;
    std::thread canceller;
    const auto options = cajal::NerOptions().progress([&](auto, auto) {
        if (--windows != 0) return;
        canceller = std::thread([&] {
            // Somewhere inside the next window.
            std::this_thread::sleep_for(std::chrono::milliseconds(3));
            requested = Clock::now();
            cancel.request();
        });
    });
    const auto result = ner.try_run(text, options, cancel);
    const auto ended = Clock::now();
    canceller.join();
    if (result || result.failure().code() != cajal::ErrorCode::cancelled) std::puts("  a call was not cancelled");
    return std::chrono::duration<double, std::milli>(ended - requested).count();
}

int main(int count, char **arguments) try {
    if (count < 2) return std::puts("usage: cancel MODEL [TIMES]"), 2;
    const int times = count > 2 ? std::stoi(arguments[2]) : 50;
    const cajal::Ner ner(cajal::Model(arguments[1], cajal::ModelOptions().threads(1)));
    std::string text;
    for (int copy = 0; copy < 20000; ++copy) text += "Se normalizan calcio, magnesio y fósforo; se pauta paracetamol.\n";
    std::vector<double> taken;
    for (int time = 0; time < times; ++time) taken.push_back(once(ner, text, 1 + time % 5));
    std::sort(taken.begin(), taken.end());
    std::printf("  a cancelled call ended after %.1f ms (median of %d), %.1f ms at worst\n",
                taken[taken.size() / 2], times, taken.back());
    return taken.back() > 100;
} catch (const cajal::Error &error) {
    std::fprintf(stderr, "cancel: %s\n", error.what());
    return 1;
}
