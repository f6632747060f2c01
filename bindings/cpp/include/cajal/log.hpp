/// @file
/// The library's messages, sent to the program's own logger.
#ifndef CAJAL_LOG_HPP
#define CAJAL_LOG_HPP

#include <cajal.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string_view>
#include <utility>

#include "callback.hpp"
#include "error.hpp"

namespace cajal {

/// How grave a message is; each level holds those before it.
enum class LogLevel : std::int32_t {
    off = CAJAL_LOG_OFF,
    error = CAJAL_LOG_ERROR,
    warning = CAJAL_LOG_WARNING,
    info = CAJAL_LOG_INFO,
    debug = CAJAL_LOG_DEBUG,
    trace = CAJAL_LOG_TRACE,
};

/// Receives one message, UTF-8, valid until it returns. No message holds text of a document.
///
/// Runs on the thread that logs, on several threads at once. What it throws is dropped.
using Logger = std::function<void(LogLevel, std::string_view)>;

namespace detail {

/// The logger that the library holds. It is never destroyed: threads may log while the program ends.
struct LogState {
    std::mutex mutex;
    const Logger *current = nullptr;
};

inline LogState &log_state() {
    static LogState &state = *new LogState;
    return state;
}

/// Whether this thread is in a logger now: it may not change it.
inline bool &in_logger() noexcept {
    thread_local bool inside = false;
    return inside;
}

CAJAL_BEGIN_CALLS

/// What the library calls with its messages.
inline void log(void *logger, std::int32_t level, const char *message, std::size_t length) {
    in_logger() = true;
    call_back<Logger>(logger, static_cast<LogLevel>(level), std::string_view(message, length));
    in_logger() = false;
}

CAJAL_END_CALLS
}  // namespace detail

CAJAL_BEGIN_CALLS

/// Sends the library's messages of `level` and graver, from the whole process, to `logger`, in place of the one before.
/// An empty logger, or LogLevel::off, is silence, as from the start.
///
/// When it returns, the logger before is not running any more and has been destroyed. So it waits for loggers that run;
/// hold no lock that they take. Any thread. Fails with invalid_argument from inside a logger.
inline Done try_set_logger(LogLevel level, Logger logger) {
    if (detail::in_logger()) {
        return Failure(ErrorCode::invalid_argument, "a logger may not be changed from inside a logger; do it elsewhere");
    }
    auto next = logger ? std::make_unique<const Logger>(std::move(logger)) : nullptr;
    std::unique_ptr<const Logger> before;  // destroyed after the lock is free: its destructor may do anything
    auto &state = detail::log_state();
    const std::lock_guard<std::mutex> lock(state.mutex);
    cajal_error *error = nullptr;
    const auto status = cajal_log_set(next ? detail::log : nullptr, const_cast<Logger *>(next.get()),
                                      static_cast<std::int32_t>(level), &error);
    if (status != CAJAL_OK) return Failure(status, error);
    before.reset(std::exchange(state.current, next.release()));
    return std::monostate{};
}

#ifdef CAJAL_HAS_EXCEPTIONS
/// As try_set_logger. @throws Error
inline void set_logger(LogLevel level, Logger logger) { try_set_logger(level, std::move(logger)).value(); }
#endif

CAJAL_END_CALLS
}  // namespace cajal

#endif
