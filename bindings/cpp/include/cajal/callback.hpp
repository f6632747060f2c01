/// @file
/// How the library calls functions of the program.
#ifndef CAJAL_CALLBACK_HPP
#define CAJAL_CALLBACK_HPP

#include "config.hpp"

namespace cajal::detail {
CAJAL_BEGIN_CALLS

/// What the library calls in place of the `Function` at `function`. What that throws is dropped: nothing may pass through the
/// library's frames.
// Not extern "C", which would leave it without the namespace that tells the two forms apart; compilers call both alike.
template <class Function, class... Arguments>
void call_back(void *function, Arguments... arguments) {
#ifdef CAJAL_HAS_EXCEPTIONS
    try {
#endif
        (*static_cast<const Function *>(function))(arguments...);
#ifdef CAJAL_HAS_EXCEPTIONS
    } catch (...) {
    }
#endif
}

CAJAL_END_CALLS
}  // namespace cajal::detail

#endif
