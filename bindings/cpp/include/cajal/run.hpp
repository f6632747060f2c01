/// @file
/// How every task calls the library.
#ifndef CAJAL_RUN_HPP
#define CAJAL_RUN_HPP

#include <cajal.h>

#include "cancel.hpp"
#include "error.hpp"

namespace cajal::detail {

/// Runs `call(options, cancel, &result, &error)` and makes an `Answer` of the C result. `cancel` may be NULL.
template <class Answer, class Options, class Call>
Result<Answer> run(const Options &options, const Cancel *cancel, Call call) {
    if (options.failure()) return *options.failure();
    // A token that was moved away must not pass for none: the call could not be stopped.
    if (cancel && !cancel->native()) return Failure(ErrorCode::invalid_argument, "the cancel token was moved away");
    typename Answer::Native *result = nullptr;
    cajal_error *error = nullptr;
    const auto status = call(options.native(), cancel ? cancel->native() : nullptr, &result, &error);
    if (status != CAJAL_OK) return Failure(status, error);
    return Answer(result);
}

}  // namespace cajal::detail

#endif
