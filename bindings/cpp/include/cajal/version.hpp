/// @file
/// Versions: of these headers, and of the library that was loaded.
#ifndef CAJAL_VERSION_HPP
#define CAJAL_VERSION_HPP

#include <cajal.h>

#include <array>
#include <charconv>
#include <string>
#include <string_view>

#include "error.hpp"

namespace cajal {

/// The version of the library that is loaded (`0.1.0`); that of the headers is CAJAL_VERSION.
[[nodiscard]] inline std::string_view version() noexcept { return cajal_version(); }

/// Whether the library that is loaded was built with the feature `name`. Known: `embedded-models`.
[[nodiscard]] inline bool has_feature(std::string_view name) noexcept {
    return cajal_feature(name.data(), name.size()) != 0;
}

namespace detail {

/// Whether a library of this version (`0.1.0`) may lack functions of these headers: a minor version adds some.
inline bool is_older(std::string_view loaded) noexcept {
    std::array<int, 2> numbers{};
    const char *rest = loaded.data(), *const end = rest + loaded.size();
    for (int &number : numbers) {
        rest = std::from_chars(rest, end, number).ptr;
        if (rest != end) ++rest;
    }
    return numbers < std::array<int, 2>{CAJAL_VERSION_MAJOR, CAJAL_VERSION_MINOR};
}

}  // namespace detail

CAJAL_BEGIN_CALLS

/// Whether the library that is loaded is one that this program can work with: of the ABI of these headers, and not older. Model
/// and load_runtime ask this first, so a program needs it only to know early.
///
/// Any thread. Fails with abi_mismatch.
inline Done try_check_version() {
    const auto loaded = cajal_abi_version();
    if (loaded != CAJAL_ABI_VERSION) {
        return Failure(ErrorCode::abi_mismatch,
                       "this program was compiled for version " + std::to_string(CAJAL_ABI_VERSION) +
                           " of cajal's ABI and the libcajal that was loaded has version " + std::to_string(loaded) +
                           "; install the libcajal of the headers (" CAJAL_VERSION "), or compile again");
    }
    if (detail::is_older(version())) {
        return Failure(ErrorCode::abi_mismatch, "this program was compiled with the headers of libcajal " CAJAL_VERSION
                                                " and the libcajal that was loaded is " + std::string(version()) +
                                                ", which lacks what was added since; install the newer one");
    }
    return std::monostate{};
}

#ifdef CAJAL_HAS_EXCEPTIONS
/// As try_check_version. @throws Error
inline void check_version() { try_check_version().value(); }
#endif

CAJAL_END_CALLS
}  // namespace cajal

#endif
