/// @file
/// Errors: codes, what failed, the exception, and the result of the calls that do not throw.
#ifndef CAJAL_ERROR_HPP
#define CAJAL_ERROR_HPP

#include <cajal.h>

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "config.hpp"

namespace cajal {

/// What kind of failure it was. Later libraries may return numbers that have no name here: keep a default branch.
enum class ErrorCode : std::int32_t {
    ok = CAJAL_OK,
    invalid_argument = CAJAL_ERROR_INVALID_ARGUMENT,
    invalid_utf8 = CAJAL_ERROR_INVALID_UTF8,
    unknown_option = CAJAL_ERROR_UNKNOWN_OPTION,
    invalid_option = CAJAL_ERROR_INVALID_OPTION,
    invalid_handle = CAJAL_ERROR_INVALID_HANDLE,
    model_not_found = CAJAL_ERROR_MODEL_NOT_FOUND,
    config_missing = CAJAL_ERROR_CONFIG_MISSING,
    config_invalid = CAJAL_ERROR_CONFIG_INVALID,
    model_unsupported = CAJAL_ERROR_MODEL_UNSUPPORTED,
    task_mismatch = CAJAL_ERROR_TASK_MISMATCH,
    weights_missing = CAJAL_ERROR_WEIGHTS_MISSING,
    weights_invalid = CAJAL_ERROR_WEIGHTS_INVALID,
    weights_unsafe = CAJAL_ERROR_WEIGHTS_UNSAFE,
    tokenizer_missing = CAJAL_ERROR_TOKENIZER_MISSING,
    tokenizer_invalid = CAJAL_ERROR_TOKENIZER_INVALID,
    labels_invalid = CAJAL_ERROR_LABELS_INVALID,
    runtime_not_found = CAJAL_ERROR_RUNTIME_NOT_FOUND,
    runtime_invalid = CAJAL_ERROR_RUNTIME_INVALID,
    runtime_too_old = CAJAL_ERROR_RUNTIME_TOO_OLD,
    runtime_failed = CAJAL_ERROR_RUNTIME_FAILED,
    provider_unavailable = CAJAL_ERROR_PROVIDER_UNAVAILABLE,
    runtime_forked = CAJAL_ERROR_RUNTIME_FORKED,
    mask_missing = CAJAL_ERROR_MASK_MISSING,
    mask_foreign = CAJAL_ERROR_MASK_FOREIGN,
    cancelled = CAJAL_ERROR_CANCELLED,
    deadline_exceeded = CAJAL_ERROR_DEADLINE_EXCEEDED,
    io = CAJAL_ERROR_IO,
    internal = CAJAL_ERROR_INTERNAL,
    /// The libcajal that was loaded is not the one that this program was compiled for. Never returned by the library.
    abi_mismatch = -1,
};

/// The code's name in lower case (`model_not_found`); `unknown` for a number that the library does not know.
///
/// Lives for ever. Any thread.
[[nodiscard]] inline std::string_view name(ErrorCode code) noexcept {
    if (code == ErrorCode::abi_mismatch) return "abi_mismatch";
    const char *known = cajal_status_name(static_cast<cajal_status>(code));
    return known ? std::string_view(known) : std::string_view("unknown");
}

/// What went wrong in one call: a value, to be copied and kept as you like.
class Failure {
public:
    Failure(ErrorCode code, std::string message, std::int32_t cause = 0)
        : code_(code), cause_(cause), message_(std::move(message)) {}

    /// Copies an error that belongs to a C result.
    explicit Failure(const cajal_error &error) : Failure(cajal_error_code(&error), &error, Borrowed()) {}

    /// Takes the error of a C call. `error` may be NULL; `status` counts then.
    Failure(cajal_status status, cajal_error *error) : Failure(status, error, Borrowed()) { cajal_error_free(error); }

    /// Its kind.
    [[nodiscard]] ErrorCode code() const noexcept { return code_; }

    /// The cause's own code: errno where a file could not be read, ONNX Runtime's code where a run failed, 0 where there
    /// is none.
    [[nodiscard]] std::int32_t cause() const noexcept { return cause_; }

    /// What went wrong, where, and what to do about it. UTF-8; never text of a document.
    [[nodiscard]] const std::string &message() const & noexcept { return message_; }
    [[nodiscard]] std::string message() const && { return message_; }

private:
    struct Borrowed {};

    Failure(cajal_status status, const cajal_error *error, Borrowed)
        : code_(static_cast<ErrorCode>(status)), cause_(cajal_error_cause_code(error)) {
        std::size_t length = 0;
        const char *message = cajal_error_message(error, &length);
        message_ = message ? std::string(message, length) : std::string(name(code_));
    }

    ErrorCode code_;
    std::int32_t cause_;
    std::string message_;
};

/// What the calls without `try_` throw. `what()` is the message.
class Error : public std::runtime_error {
public:
    /// Carries what a call failed with.
    explicit Error(const Failure &failure)
        : std::runtime_error(failure.message()), code_(failure.code()), cause_(failure.cause()) {}

    /// Its kind.
    [[nodiscard]] ErrorCode code() const noexcept { return code_; }

    /// The cause's own code; see Failure::cause.
    [[nodiscard]] std::int32_t cause() const noexcept { return cause_; }

private:
    ErrorCode code_;
    std::int32_t cause_;
};

CAJAL_BEGIN_CALLS

/// What a call came to: a value, or a Failure. Test it before you look.
template <class T>
class [[nodiscard]] Result {
public:
    Result(T value) : state_(std::move(value)) {}
    Result(Failure failure) : state_(std::move(failure)) {}

    /// Whether there is a value.
    [[nodiscard]] bool has_value() const noexcept { return state_.index() == 0; }
    explicit operator bool() const noexcept { return has_value(); }

    /// The value. There must be one.
    [[nodiscard]] T &operator*() & noexcept { return *value_pointer(); }
    [[nodiscard]] const T &operator*() const & noexcept { return *value_pointer(); }
    // By value, so that `for (const auto entity : *batch[0])` walks over something that lives.
    [[nodiscard]] T operator*() && { return std::move(*value_pointer()); }
    T operator*() const && = delete;
    [[nodiscard]] T *operator->() & noexcept { return value_pointer(); }
    [[nodiscard]] const T *operator->() const & noexcept { return value_pointer(); }
    // What the value shows would be gone with it: give the result a name, or write `(*result).member()`.
    const T *operator->() const && = delete;

    /// What went wrong. There must be no value.
    [[nodiscard]] const Failure &failure() const & noexcept {
        assert(!has_value());
        return *std::get_if<1>(&state_);
    }
    [[nodiscard]] Failure failure() const && { return failure(); }

#ifdef CAJAL_HAS_EXCEPTIONS
    /// The value, moved out. @throws Error if there is none.
    T value() && {
        if (!has_value()) throw Error(failure());
        return std::move(*value_pointer());
    }
#endif

private:
    T *value_pointer() noexcept {
        assert(has_value());
        return std::get_if<0>(&state_);
    }
    const T *value_pointer() const noexcept {
        assert(has_value());
        return std::get_if<0>(&state_);
    }

    std::variant<T, Failure> state_;
};

/// The result of a call that gives nothing back.
using Done = Result<std::monostate>;

CAJAL_END_CALLS

namespace detail {
CAJAL_BEGIN_CALLS

/// The result of a C call that gives nothing back.
inline Done done(cajal_status status, cajal_error *error) {
    if (status != CAJAL_OK) return Failure(status, error);
    return std::monostate{};
}

/// The result of a C call that gives an object, which a `T` takes.
template <class T, class C>
Result<T> made(cajal_status status, C *object, cajal_error *error) {
    if (status != CAJAL_OK) return Failure(status, error);
    return T(object);
}

CAJAL_END_CALLS
}  // namespace detail
}  // namespace cajal

#endif
