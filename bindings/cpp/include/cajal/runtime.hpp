/// @file
/// ONNX Runtime, which runs the models.
#ifndef CAJAL_RUNTIME_HPP
#define CAJAL_RUNTIME_HPP

#include <cajal.h>

#include <string_view>

#include "error.hpp"
#include "info.hpp"
#include "version.hpp"

namespace cajal {
CAJAL_BEGIN_CALLS

/// Loads ONNX Runtime for the whole process, once; a later call changes nothing, and fails with invalid_argument if it names
/// another library. Loading a model does this too, so it is needed only to choose the library, or to know early that it is
/// there.
///
/// `path` is the library's absolute path in UTF-8, and then only that file is tried. Empty searches: beside libcajal, then
/// the file that the environment variable CAJAL_ONNXRUNTIME names. A failed call may be repeated. Any thread.
///
/// Fails with the runtime_ codes, invalid_argument, invalid_utf8 and abi_mismatch.
inline Done try_load_runtime(std::string_view path = {}) {
    if (auto fit = try_check_version(); !fit) return fit;
    cajal_error *error = nullptr;
    const auto status = cajal_runtime_load(path.empty() ? nullptr : path.data(), path.size(), &error);
    return detail::done(status, error);
}

/// Facts about ONNX Runtime: version, path, source (`given`, `beside` or `environment`). None before its first load.
inline Result<Info> try_runtime_info() {
    cajal_info *info = nullptr;
    cajal_error *error = nullptr;
    const auto status = cajal_runtime_info(&info, &error);
    return detail::made<Info>(status, info, error);
}

#ifdef CAJAL_HAS_EXCEPTIONS
/// As try_load_runtime. @throws Error
inline void load_runtime(std::string_view path = {}) { try_load_runtime(path).value(); }

/// As try_runtime_info. @throws Error
[[nodiscard]] inline Info runtime_info() { return try_runtime_info().value(); }
#endif

CAJAL_END_CALLS
}  // namespace cajal

#endif
