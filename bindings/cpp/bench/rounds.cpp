// Loads a model, runs it and closes it, many times: resident memory after each tenth, and its growth since the first.
//
//   rounds MODEL [ROUNDS]     exit code 1 if it grew by more than 5 %
#include <unistd.h>

#include <cajal.hpp>
#include <cstddef>
#include <cstdio>
#include <fstream>
#include <string>

namespace {

double resident_megabytes() {
    std::ifstream statm("/proc/self/statm");
    long total = 0, resident = 0;
    statm >> total >> resident;
    return static_cast<double>(resident) * static_cast<double>(sysconf(_SC_PAGESIZE)) / 1e6;
}

std::size_t entities_found_by_a_fresh(const char *model) {
    const cajal::Ner ner(cajal::Model(model, cajal::ModelOptions().threads(1)));
    return ner.run("Se pauta paracetamol.").size();
}

}  // namespace

int main(int count, char **arguments) try {
    if (count < 2) return std::puts("usage: rounds MODEL [ROUNDS]"), 2;
    const int rounds = count > 2 ? std::stoi(arguments[2]) : 10000, tenth = rounds / 10;
    double first = 0, last = 0;
    for (int round = 1; round <= rounds; ++round) {
        if (entities_found_by_a_fresh(arguments[1]) != 1) return std::puts("a round found something else"), 1;
        if (round % tenth != 0) continue;
        last = resident_megabytes();
        if (round == tenth) first = last;
        std::printf("  %d rounds: %.1f MB resident\n", round, last);
        std::fflush(stdout);
    }
    std::printf("  grown by %.2f %% after the first tenth\n", 100 * (last / first - 1));
    return last / first > 1.05 ? 1 : 0;
} catch (const cajal::Error &error) {
    std::fprintf(stderr, "rounds: %s\n", error.what());
    return 1;
}
