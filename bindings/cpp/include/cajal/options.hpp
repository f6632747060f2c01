/// @file
/// Options of loads and runs.
#ifndef CAJAL_OPTIONS_HPP
#define CAJAL_OPTIONS_HPP

#include <cstddef>
#include <initializer_list>
#include <string_view>
#include <utility>

#include "options_base.hpp"

namespace cajal {
CAJAL_BEGIN_CALLS

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
    ModelOptions &threads(std::size_t count) & { return set_number("threads", count); }
    ModelOptions threads(std::size_t count) && { return std::move(threads(count)); }

    /// Threads that one run of the model may use, 1 to those of a call. Default: all, or 1 for a small model. With 1, many texts
    /// take less time and a short one by itself more.
    ModelOptions &run_threads(std::size_t count) & { return set_number("run_threads", count); }
    ModelOptions run_threads(std::size_t count) && { return std::move(run_threads(count)); }

    /// What runs the model: `cpu` (default), `cuda:N`, `openvino`, `auto`, or the absolute path of a provider plugin library. The
    /// facts `provider` and `nodes` of Model::info tell what came of it.
    ModelOptions &provider(std::string_view name) & { return set("provider", name); }
    ModelOptions provider(std::string_view name) && { return std::move(provider(name)); }

    /// What the model computes with: `f32` (default), `f16` (provider cuda:N), `int8` (provider cpu), `bf16` (provider openvino),
    /// or `auto` for int8 where the processor is made for it. The fact `precision` of Model::info tells what came of it.
    ModelOptions &precision(std::string_view name) & { return set("precision", name); }
    ModelOptions precision(std::string_view name) && { return std::move(precision(name)); }

    /// How a compiled folder is compared with its manifest. Default: Verify::sizes.
    ModelOptions &verify(Verify how) & { return set_named("verify", how, {"sizes", "strict"}); }
    ModelOptions verify(Verify how) && { return std::move(verify(how)); }

    /// Absolute path of the ONNX Runtime library, UTF-8, for the process's first load.
    ModelOptions &runtime_path(std::string_view path) & { return set("runtime_path", path); }
    ModelOptions runtime_path(std::string_view path) && { return std::move(runtime_path(path)); }
};

/// How to compile a folder.
class CompileOptions : public Options<CompileOptions> {
public:
    /// What the new folder computes with: `f32` (default), or `int8`, whose weights are then stored as 8-bit numbers.
    CompileOptions &precision(std::string_view name) & { return set("precision", name); }
    CompileOptions precision(std::string_view name) && { return std::move(precision(name)); }

    /// Threads, 1 or more. Default: what the container may use.
    CompileOptions &threads(std::size_t count) & { return set_number("threads", count); }
    CompileOptions threads(std::size_t count) && { return std::move(threads(count)); }

    /// Absolute path of the ONNX Runtime library, UTF-8, for the process's first load.
    CompileOptions &runtime_path(std::string_view path) & { return set("runtime_path", path); }
    CompileOptions runtime_path(std::string_view path) && { return std::move(runtime_path(path)); }
};

/// How to find entities.
class NerOptions : public WatchedOptions<NerOptions> {
public:
    /// Longest window in tokens, 1 or more. Default: 48, or the model's limit if that is smaller.
    NerOptions &window_tokens(std::size_t count) & { return set_number("window_tokens", count); }
    NerOptions window_tokens(std::size_t count) && { return std::move(window_tokens(count)); }

    /// Tokens that windows share in a sentence longer than one, at most half a window. Default: a quarter.
    NerOptions &overlap_tokens(std::size_t count) & { return set_number("overlap_tokens", count); }
    NerOptions overlap_tokens(std::size_t count) && { return std::move(overlap_tokens(count)); }

    /// Lowest score of an entity, 0 to 1. Default: 0.
    NerOptions &threshold(double score) & { return set_number("threshold", score); }
    NerOptions threshold(double score) && { return std::move(threshold(score)); }

    /// Labels to keep, without a tagging prefix (`PROTEINAS`). Default: all. One that no model has fails the call.
    NerOptions &labels(std::initializer_list<std::string_view> wanted) & { return labels(wanted.begin(), wanted.end()); }
    NerOptions labels(std::initializer_list<std::string_view> wanted) && { return std::move(labels(wanted)); }

    /// The same for any range of strings.
    template <class Iterator>
    NerOptions &labels(Iterator first, Iterator last) & {
        return set_list("labels", first, last, ',');
    }
    template <class Iterator>
    NerOptions labels(Iterator first, Iterator last) && { return std::move(labels(first, last)); }
};

/// How transformers joins tokens to entities.
enum class Aggregation { none, simple, first, average, max };

/// How to answer what transformers' token-classification pipeline answers.
class ParityNerOptions : public WatchedOptions<ParityNerOptions> {
public:
    /// `aggregation_strategy`. Default: none, every token by itself.
    ParityNerOptions &aggregation(Aggregation strategy) & {
        return set_named("aggregation", strategy, {"none", "simple", "first", "average", "max"});
    }
    ParityNerOptions aggregation(Aggregation strategy) && { return std::move(aggregation(strategy)); }

    /// Tokens that windows share, 0 or more. Default: one window, and the rest of the text unread.
    ParityNerOptions &stride(std::size_t count) & { return set_number("stride", count); }
    ParityNerOptions stride(std::size_t count) && { return std::move(stride(count)); }

    /// Longest window in tokens, 1 or more. Default: the tokenizer's.
    ParityNerOptions &window_tokens(std::size_t count) & { return set_number("window_tokens", count); }
    ParityNerOptions window_tokens(std::size_t count) && { return std::move(window_tokens(count)); }

    /// Labels to leave out, or none. Default: O.
    ParityNerOptions &ignore_labels(std::initializer_list<std::string_view> labels) & {
        return ignore_labels(labels.begin(), labels.end());
    }
    ParityNerOptions ignore_labels(std::initializer_list<std::string_view> labels) && {
        return std::move(ignore_labels(labels));
    }

    /// The same for any range of strings.
    template <class Iterator>
    ParityNerOptions &ignore_labels(Iterator first, Iterator last) & {
        return set_list("ignore_labels", first, last, ',');
    }
    template <class Iterator>
    ParityNerOptions ignore_labels(Iterator first, Iterator last) && { return std::move(ignore_labels(first, last)); }
};

/// What the calls that rank candidates for masks share.
template <class Self>
class CandidateOptions : public WatchedOptions<Self> {
public:
    /// Candidates for each mask, and fillings, 1 or more; beside FillMaskOptions::beam_width to 1024. Default: 5.
    Self &top_k(std::size_t count) & { return this->set_number("top_k", count); }
    Self top_k(std::size_t count) && { return std::move(top_k(count)); }

    /// Words to score at every mask, UTF-8, in place of the vocabulary. Predictions tell what became of each.
    Self &targets(std::initializer_list<std::string_view> words) & { return targets(words.begin(), words.end()); }
    Self targets(std::initializer_list<std::string_view> words) && { return std::move(targets(words)); }

    /// The same for any range of strings.
    template <class Iterator>
    Self &targets(Iterator first, Iterator last) & {
        return this->set_list("targets", first, last, '\n');
    }
    template <class Iterator>
    Self targets(Iterator first, Iterator last) && { return std::move(targets(first, last)); }
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
    FillMaskOptions &beam_width(std::size_t count) & { return set_number("beam_width", count); }
    FillMaskOptions beam_width(std::size_t count) && { return std::move(beam_width(count)); }

    /// How text against a mask is read. Default: AfterMask::tokenizer.
    FillMaskOptions &after_mask(AfterMask reading) & {
        return set_named("after_mask", reading, {"tokenizer", "text"});
    }
    FillMaskOptions after_mask(AfterMask reading) && { return std::move(after_mask(reading)); }
};

/// How to answer what transformers' fill-mask pipeline answers. There a target that is no token is cut to its first one.
class ParityFillMaskOptions : public CandidateOptions<ParityFillMaskOptions> {};

/// How to compute a pseudo-perplexity.
class PerplexityOptions : public WatchedOptions<PerplexityOptions> {
public:
    /// Longest window in tokens, 1 or more. Default: the model's limit.
    PerplexityOptions &window_tokens(std::size_t count) & { return set_number("window_tokens", count); }
    PerplexityOptions window_tokens(std::size_t count) && { return std::move(window_tokens(count)); }
};

/// How to classify a text.
class ClassifierOptions : public RunOptions<ClassifierOptions> {};

/// What stands in place of entities.
enum class Replacement {
    /// `[LABEL]`.
    label,
    /// `[LABEL_1]`, the same wherever the same words are, and in addresses and numbers the same punctuation;
    /// Deidentified::pseudonyms tells which.
    pseudonym,
    /// One character for each that was there, or as many as DeidentifyOptions::mask_length says.
    mask,
};

/// How to replace entities.
class DeidentifyOptions : public Options<DeidentifyOptions> {
public:
    /// What stands in place of entities. Default: Replacement::label.
    DeidentifyOptions &replacement(Replacement kind) & {
        return set_named("replacement", kind, {"label", "pseudonym", "mask"});
    }
    DeidentifyOptions replacement(Replacement kind) && { return std::move(replacement(kind)); }

    /// Characters of every mask, 0 to 255; goes with Replacement::mask alone. Default: as many as were masked.
    DeidentifyOptions &mask_length(std::size_t count) & { return set_number("mask_length", count); }
    DeidentifyOptions mask_length(std::size_t count) && { return std::move(mask_length(count)); }
};

CAJAL_END_CALLS
}  // namespace cajal

#endif
