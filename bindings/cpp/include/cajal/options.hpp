/// @file
/// Options of loads and runs.
#ifndef CAJAL_OPTIONS_HPP
#define CAJAL_OPTIONS_HPP

#include <cajal.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <locale>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>

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

extern "C" inline void cajal_cpp_progress(void *progress, std::uint64_t done, std::uint64_t total) {
#ifdef CAJAL_HAS_EXCEPTIONS
    try {
#endif
        (*static_cast<const Progress *>(progress))(done, total);
#ifdef CAJAL_HAS_EXCEPTIONS
    } catch (...) {  // nothing may pass through the library's frames
    }
#endif
}

}  // namespace detail

/// What all options share. Setters chain; a value that is out of range is reported by the call that gets the options, with
/// invalid_option, or at once by failure(). An option that does not apply to a call is refused by it, never ignored.
///
/// Moves, and may be used for any number of calls. One thread at a time while it is set; then any number.
template <class Self>
class Options {
public:
    /// Sets an option by its name in `cajal.h`: for those that have no setter here yet.
    Self &set(std::string_view key, std::string_view value) {
        cajal_error *error = nullptr;
        const auto status = cajal_options_set(made(), key.data(), key.size(), value.data(), value.size(), &error);
        return keep(detail::done(status, error));
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
        const auto status = cajal_options_set_progress(made(), next ? detail::cajal_cpp_progress : nullptr,
                                                       const_cast<Progress *>(next.get()), &error);
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
};

/// How a compiled folder is compared with its manifest.
enum class Verify {
    /// By the sizes of its files.
    sizes,
    /// By the hash of every file.
    strict,
};

/// How to load a model.
class ModelOptions : public Options<ModelOptions> {
public:
    /// Threads that one call may use, 1 or more. Default: what the container may use.
    ModelOptions &threads(std::size_t count) { return set_number("threads", count); }

    /// Threads that one run of the model may use, 1 to those of a call. Default: all, or 1 for a small model. With 1, many texts
    /// take less time and a short one by itself more.
    ModelOptions &run_threads(std::size_t count) { return set_number("run_threads", count); }

    /// What runs the model: `cpu` (default), `cuda:N`, `openvino`, `auto`, or the absolute path of a provider plugin library. The
    /// facts `provider` and `nodes` of Model::info tell what came of it.
    ModelOptions &provider(std::string_view name) { return set("provider", name); }

    /// What the model computes with: `f32` (default), `f16` (provider cuda:N), `int8` (provider cpu), `bf16` (provider openvino),
    /// or `auto` for int8 where the processor is made for it. The fact `precision` of Model::info tells what came of it.
    ModelOptions &precision(std::string_view name) { return set("precision", name); }

    /// How a compiled folder is compared with its manifest. Default: Verify::sizes.
    ModelOptions &verify(Verify how) { return set_named("verify", how, {"sizes", "strict"}); }

    /// Absolute path of the ONNX Runtime library, UTF-8, for the process's first load.
    ModelOptions &runtime_path(std::string_view path) { return set("runtime_path", path); }
};

/// How to compile a folder.
class CompileOptions : public Options<CompileOptions> {
public:
    /// What the new folder computes with: `f32` (default), or `int8`, whose weights are then stored as 8-bit numbers.
    CompileOptions &precision(std::string_view name) { return set("precision", name); }

    /// Threads, 1 or more. Default: what the container may use.
    CompileOptions &threads(std::size_t count) { return set_number("threads", count); }

    /// Absolute path of the ONNX Runtime library, UTF-8, for the process's first load.
    CompileOptions &runtime_path(std::string_view path) { return set("runtime_path", path); }
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

/// What the runs on entities and masks share.
template <class Self>
class WatchedOptions : public RunOptions<Self> {
public:
    /// Has the calls with these options tell how far they have come; an empty function is told nothing. Calls on several
    /// threads with the same options tell it from all of them.
    Self &progress(Progress progress) { return this->set_progress(std::move(progress)); }
};

/// How to find entities.
class NerOptions : public WatchedOptions<NerOptions> {
public:
    /// Longest window in tokens, 1 or more. Default: 48, or the model's limit if that is smaller.
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
        return set_list("labels", first, last, ',');
    }
};

/// How transformers joins tokens to entities.
enum class Aggregation { none, simple, first, average, max };

/// How to answer what transformers' token-classification pipeline answers.
class ParityNerOptions : public WatchedOptions<ParityNerOptions> {
public:
    /// `aggregation_strategy`. Default: none, every token by itself.
    ParityNerOptions &aggregation(Aggregation strategy) {
        return set_named("aggregation", strategy, {"none", "simple", "first", "average", "max"});
    }

    /// Tokens that windows share, 0 or more. Default: one window, and the rest of the text unread.
    ParityNerOptions &stride(std::size_t count) { return set_number("stride", count); }

    /// Longest window in tokens, 1 or more. Default: the tokenizer's.
    ParityNerOptions &window_tokens(std::size_t count) { return set_number("window_tokens", count); }

    /// Labels to leave out, or none. Default: O.
    ParityNerOptions &ignore_labels(std::initializer_list<std::string_view> labels) {
        return ignore_labels(labels.begin(), labels.end());
    }

    /// The same for any range of strings.
    template <class Iterator>
    ParityNerOptions &ignore_labels(Iterator first, Iterator last) {
        return set_list("ignore_labels", first, last, ',');
    }
};

/// What the calls that rank candidates for masks share.
template <class Self>
class CandidateOptions : public WatchedOptions<Self> {
public:
    /// Candidates for each mask, and fillings, 1 or more. Default: 5.
    Self &top_k(std::size_t count) { return this->set_number("top_k", count); }

    /// Words to score at every mask, UTF-8, in place of the vocabulary. Predictions tell what became of each.
    Self &targets(std::initializer_list<std::string_view> words) { return targets(words.begin(), words.end()); }

    /// The same for any range of strings.
    template <class Iterator>
    Self &targets(Iterator first, Iterator last) {
        return this->set_list("targets", first, last, '\n');
    }
};

/// How text against a mask is read.
enum class AfterMask {
    /// As transformers reads it: what follows a mask may become a word of its own.
    tokenizer,
    /// As it is written.
    text,
};

/// How to fill masks.
class FillMaskOptions : public CandidateOptions<FillMaskOptions> {
public:
    /// Partial fillings kept in a joint search over all masks, 1 to 1024. Default: no such search.
    FillMaskOptions &beam_width(std::size_t count) { return set_number("beam_width", count); }

    /// How text against a mask is read. Default: AfterMask::tokenizer.
    FillMaskOptions &after_mask(AfterMask reading) {
        return set_named("after_mask", reading, {"tokenizer", "text"});
    }
};

/// How to answer what transformers' fill-mask pipeline answers. There a target that is no token is cut to its first one.
class ParityFillMaskOptions : public CandidateOptions<ParityFillMaskOptions> {};

/// How to compute a pseudo-perplexity.
class PerplexityOptions : public WatchedOptions<PerplexityOptions> {
public:
    /// Longest window in tokens, 1 or more. Default: the model's limit.
    PerplexityOptions &window_tokens(std::size_t count) { return set_number("window_tokens", count); }
};

/// How to classify a text.
class ClassifierOptions : public RunOptions<ClassifierOptions> {};

/// What stands in place of entities.
enum class Replacement {
    /// `[LABEL]`.
    label,
    /// `[LABEL_1]`, the same wherever the same words are; Deidentified::pseudonyms tells which.
    pseudonym,
    /// One character for each that was there, or as many as DeidentifyOptions::mask_length says.
    mask,
};

/// How to replace entities.
class DeidentifyOptions : public Options<DeidentifyOptions> {
public:
    /// What stands in place of entities. Default: Replacement::label.
    DeidentifyOptions &replacement(Replacement kind) {
        return set_named("replacement", kind, {"label", "pseudonym", "mask"});
    }

    /// Characters of every mask, 0 or more; goes with Replacement::mask alone. Default: as many as were masked.
    DeidentifyOptions &mask_length(std::size_t count) { return set_number("mask_length", count); }
};

}  // namespace cajal

#endif
