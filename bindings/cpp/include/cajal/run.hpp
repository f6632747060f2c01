/// @file
/// How every task calls the library.
#ifndef CAJAL_RUN_HPP
#define CAJAL_RUN_HPP

#include <cajal.h>

#include "cancel.hpp"
#include "error.hpp"

namespace cajal::detail {
CAJAL_BEGIN_CALLS

/// Runs `call(options, cancel, &error)`. `cancel` may be NULL.
template <class Options, class Call>
Done checked(const Options &options, const Cancel *cancel, Call call) {
    if (options.failure()) return *options.failure();
    // A token that was moved away must not pass for none: the call could not be stopped.
    if (cancel && !cancel->native()) return Failure(ErrorCode::invalid_argument, "the cancel token was moved away");
    cajal_error *error = nullptr;
    const auto status = call(options.native(), cancel ? cancel->native() : nullptr, &error);
    return done(status, error);
}

/// Runs `call(options, cancel, &result, &error)` and makes an `Answer` of the C result. `cancel` may be NULL.
template <class Answer, class Options, class Call>
Result<Answer> run(const Options &options, const Cancel *cancel, Call call) {
    typename Answer::Native *result = nullptr;
    const auto ran = checked(options, cancel, [&](const cajal_options *set, const cajal_cancel *token, cajal_error **error) {
        return call(set, token, &result, error);
    });
    if (!ran) return ran.failure();
    return Answer(result);
}

CAJAL_END_CALLS
}  // namespace cajal::detail

#endif
