// Run with a library of another ABI, or an older one, in front: every way in must refuse it.
#include <cajal.hpp>
#include <cstdio>

int main(int, char **arguments) {
    const auto model = cajal::Model::try_load(arguments[1]);
    const auto runtime = cajal::try_load_runtime();
    const bool refused = !model && model.failure().code() == cajal::ErrorCode::abi_mismatch && !runtime &&
                         runtime.failure().code() == cajal::ErrorCode::abi_mismatch;
    if (refused) std::puts(model.failure().message().c_str());
    return refused ? 0 : 1;
}
