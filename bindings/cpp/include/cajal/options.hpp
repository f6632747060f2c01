/// @file
/// Options of loads and runs.
#ifndef CAJAL_OPTIONS_HPP
#define CAJAL_OPTIONS_HPP

#include <cajal.h>

#include <chrono>
#include <cstddef>
#include <initializer_list>
#include <locale>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>

#include "error.hpp"
#include "handle.hpp"

namespace cajal {

/// What all options share. Setters chain; a value that is out of range is reported by the call that gets the options, with
/// invalid_option, or at once by failure(). An option that does not apply to a call is refused by it, never ignored.
///
/// Moves, and may be used for any number of calls. One thread at a time while it is set; then any number.
template <class Self>
class Options {
public:
    /// Sets an option by its name in `cajal.h`: for those that have no setter here yet.
    Self &set(std::string_view key, std::string_view value) {
        if (!options_) options_.reset(cajal_options_new());
        cajal_error *error = nullptr;
        const auto status =
            cajal_options_set(options_.get(), key.data(), key.size(), value.data(), value.size(), &error);
        if (status != CAJAL_OK) {
            Failure failure(status, error);
            if (!failure_) failure_ = std::move(failure);
        }
        return static_cast<Self &>(*this);
    }

    /// The first setter's failure, or NULL.
    [[nodiscard]] const Failure *failure() const noexcept { return failure_ ? &*failure_ : nullptr; }

    /// The C options, NULL if nothing was set. Owned by this.
    [[nodiscard]] const cajal_options *native() const noexcept { return options_.get(); }

protected:
    // The program's locale may write 0,5 for a half, and 1.000 for a thousand.
    template <class N>
    Self &set_number(std::string_view key, N value) {
        std::ostringstream digits;
        digits.imbue(std::locale::classic());
        digits << value;
        return set(key, digits.str());
    }

private:
    detail::Owned<cajal_options, cajal_options_free> options_;
    std::optional<Failure> failure_;
};

/// How to load a model.
class ModelOptions : public Options<ModelOptions> {
public:
    /// Threads that one run may use, 1 or more. Default: what the container may use.
    ModelOptions &threads(std::size_t count) { return set_number("threads", count); }

    /// Absolute path of the ONNX Runtime library, UTF-8, for the process's first load.
    ModelOptions &runtime_path(std::string_view path) { return set("runtime_path", path); }
};

/// What all runs share.
template <class Self>
class RunOptions : public Options<Self> {
public:
    /// How long the call may take, rounded up to milliseconds; zero is exceeded at once. Then it fails with
    /// deadline_exceeded. Default: as long as it takes.
    template <class Rep, class Period>
    Self &timeout(std::chrono::duration<Rep, Period> longest) {
        return this->set_number("timeout_ms", std::chrono::ceil<std::chrono::milliseconds>(longest).count());
    }
};

/// How to find entities.
class NerOptions : public RunOptions<NerOptions> {
public:
    /// Longest window in tokens, 1 or more. Default: 200, or the model's limit if that is smaller.
    NerOptions &window_tokens(std::size_t count) { return set_number("window_tokens", count); }

    /// Tokens that windows share in a sentence longer than one, at most half a window. Default: a quarter.
    NerOptions &overlap_tokens(std::size_t count) { return set_number("overlap_tokens", count); }

    /// Lowest score of an entity, 0 to 1. Default: 0.
    NerOptions &threshold(double score) { return set_number("threshold", score); }

    /// Labels to keep, without a tagging prefix (`PROTEINAS`). Default: all. One that no model has fails the call.
    NerOptions &labels(std::initializer_list<std::string_view> wanted) { return labels(wanted.begin(), wanted.end()); }

    /// The same for any range of strings.
    template <class Iterator>
    NerOptions &labels(Iterator first, Iterator last) {
        std::string joined;
        for (auto at = first; at != last; ++at) {
            if (at != first) joined += ',';
            joined += std::string_view(*at);
        }
        return set("labels", joined);
    }
};

/// How to fill masks.
class FillMaskOptions : public RunOptions<FillMaskOptions> {
public:
    /// Candidates for each mask, 1 or more. Default: 5.
    FillMaskOptions &top_k(std::size_t count) { return set_number("top_k", count); }
};

/// How to classify a text.
class ClassifierOptions : public RunOptions<ClassifierOptions> {};

}  // namespace cajal

#endif
