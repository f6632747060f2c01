/// @file
/// What the options of loads and runs have in common.
#ifndef CAJAL_OPTIONS_BASE_HPP
#define CAJAL_OPTIONS_BASE_HPP

#include <cajal.h>

#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <limits>
#include <locale>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>

#include "callback.hpp"
#include "error.hpp"
#include "handle.hpp"

namespace cajal {

/// Receives how far a call has come: UTF-8 bytes of text whose windows have run, and bytes of the whole call. A text that
/// several models read counts once for each. `done` never falls, and stays below `total` where a text ends with white space; that
/// of a batch reaches it.
///
/// Runs on the thread that makes the call, after every few windows of a text and as windows and texts of a batch are done, and may
/// request the call's Cancel. What it throws is dropped.
using Progress = std::function<void(std::uint64_t done, std::uint64_t total)>;

namespace detail {

/// Whether an object was moved from, and has not been assigned to since.
class Moved {
public:
    Moved() = default;
    Moved(Moved &&other) noexcept : moved_(std::exchange(other.moved_, true)) {}
    Moved &operator=(Moved &&other) noexcept {
        moved_ = std::exchange(other.moved_, true);
        return *this;
    }
    explicit operator bool() const noexcept { return moved_; }

private:
    bool moved_ = false;
};

/// Why options that were moved from fail. Lives for ever.
inline const Failure &moved_options() {
    static const Failure &failure = *new Failure(
        ErrorCode::invalid_argument, "the options were moved away; give those that they became, or assign new ones first");
    return failure;
}

}  // namespace detail

CAJAL_BEGIN_CALLS

/// What all options share. Setters chain, and a setter of a temporary gives the options themselves, to be kept or passed on. A
/// value that is out of range is reported by the call that gets the options, with invalid_option, or at once by failure(). An
/// option that does not apply to a call is refused by it, never ignored.
///
/// Moves, and may be used for any number of calls. One thread at a time while it is set; then any number.
template <class Self>
class Options {
public:
    /// Sets an option by its name in `cajal.h`: for those that have no setter here yet.
    Self &set(std::string_view key, std::string_view value) & {
        cajal_error *error = nullptr;
        const auto status = cajal_options_set(made(), key.data(), key.size(), value.data(), value.size(), &error);
        return keep(detail::done(status, error));
    }
    Self set(std::string_view key, std::string_view value) && { return std::move(set(key, value)); }

    /// The first setter's failure, or that these options were moved from; else NULL.
    [[nodiscard]] const Failure *failure() const & {
        if (moved_) return &detail::moved_options();
        return failure_ ? &*failure_ : nullptr;
    }
    const Failure *failure() const && = delete;

    /// The C options, NULL if nothing was set. Owned by this.
    [[nodiscard]] const cajal_options *native() const & noexcept { return options_.get(); }
    const cajal_options *native() const && = delete;

protected:
    // The program's locale may write 0,5 for a half, and 1.000 for a thousand. What is read is the very number.
    template <class N>
    Self &set_number(std::string_view key, N value) {
        std::ostringstream digits;
        digits.imbue(std::locale::classic());
        digits.precision(std::numeric_limits<N>::max_digits10);
        digits << value;
        return set(key, digits.str());
    }

    /// The name of an enumerator, of which `names` are all in order; the library refuses what is none of them.
    template <class Enum>
    Self &set_named(std::string_view key, Enum value, std::initializer_list<std::string_view> names) {
        const auto index = static_cast<std::size_t>(value);
        return set(key, index < names.size() ? names.begin()[index] : std::string_view());
    }

    /// Several strings as the library takes them: parted by commas, or each on a line of its own.
    template <class Iterator>
    Self &set_list(std::string_view key, Iterator first, Iterator last, char separator) {
        std::string joined;
        for (auto at = first; at != last; ++at) {
            const std::string_view item(*at);
            // It would count as two.
            if (item.find(separator) != std::string_view::npos) return keep(separator_inside(key, separator));
            joined.append(item) += separator;
        }
        if (separator == ',' && !joined.empty()) joined.pop_back();
        return set(key, joined);
    }

    Self &set_progress(Progress progress) {
        auto next = progress ? std::make_unique<const Progress>(std::move(progress)) : nullptr;
        cajal_error *error = nullptr;
        const auto call = next ? detail::call_back<Progress, std::uint64_t, std::uint64_t> : nullptr;
        const auto status = cajal_options_set_progress(made(), call, const_cast<Progress *>(next.get()), &error);
        if (status == CAJAL_OK) progress_ = std::move(next);
        return keep(detail::done(status, error));
    }

private:
    cajal_options *made() {
        if (!options_) options_.reset(cajal_options_new());
        return options_.get();
    }

    Self &keep(const Done &done) {
        if (!done && !failure_) failure_ = done.failure();
        return static_cast<Self &>(*this);
    }

    static Failure separator_inside(std::string_view key, char separator) {
        return {ErrorCode::invalid_option, "an item of the option " + std::string(key) + " holds a " +
                                               (separator == ',' ? "comma" : "line break") +
                                               ", which parts the items; take it out"};
    }

    std::unique_ptr<const Progress> progress_;  // the C options point at it
    detail::Owned<cajal_options, cajal_options_free> options_;
    std::optional<Failure> failure_;
    detail::Moved moved_;
};

/// What all runs share.
template <class Self>
class RunOptions : public Options<Self> {
public:
    /// How long the call may take, rounded up to milliseconds; zero is exceeded at once. Then it fails with
    /// deadline_exceeded. Default: as long as it takes; so is a time beyond what clocks count, such as `hours::max()`.
    template <class Rep, class Period>
    Self &timeout(std::chrono::duration<Rep, Period> longest) & {
        // Floating, so that nothing overflows on the way.
        const double milliseconds = std::chrono::duration<double, std::milli>(longest).count();
        if (!(milliseconds >= 0)) return this->set("timeout_ms", "none");  // which the library refuses
        constexpr double most = 9e15;                                      // whole numbers up to here are exact
        return this->set_number("timeout_ms", milliseconds < most ? static_cast<std::uint64_t>(std::ceil(milliseconds))
                                                                  : std::uint64_t{UINT64_MAX});
    }
    template <class Rep, class Period>
    Self timeout(std::chrono::duration<Rep, Period> longest) && {
        return std::move(timeout(longest));
    }
};

/// What the runs on entities and masks share.
template <class Self>
class WatchedOptions : public RunOptions<Self> {
public:
    /// Has the calls with these options tell how far they have come; an empty function is told nothing. Calls on several
    /// threads with the same options tell it from all of them.
    Self &progress(Progress progress) & { return this->set_progress(std::move(progress)); }
    Self progress(Progress progress) && { return std::move(this->set_progress(std::move(progress))); }
};

CAJAL_END_CALLS
}  // namespace cajal

#endif
