/// @file
/// Filling masks.
#ifndef CAJAL_FILL_MASK_HPP
#define CAJAL_FILL_MASK_HPP

#include <cajal.h>

#include "batch.hpp"
#include "one_model.hpp"
#include "options.hpp"
#include "predictions.hpp"

namespace cajal {
CAJAL_BEGIN_CALLS

/// What could stand at the masks of many texts, text by text.
using FillMaskBatch = Batch<Predictions, cajal_batch_predictions>;

/// How expected a text is to a model: `tokens` of the text without special ones, `log_likelihood`, the sum over them of the
/// natural logarithm of the right one's softmax, and `value`, the pseudo-perplexity exp(-log_likelihood / tokens), 1 or more.
using Perplexity = cajal_perplexity;

/// Tells which words could stand at each mask of a text. The mask token is the model's (`<mask>` or `[MASK]`): see
/// `mask_token` of Model::info.
///
/// Its runs also fail with mask_missing and mask_foreign.
class FillMask
    : public OneModelTask<Predictions, FillMaskOptions, cajal_fill_mask_run, cajal_fill_mask_run_utf16> {
public:
    using OneModelTask::OneModelTask;

    /// Fills the masks of many texts. Each gets the answer that it gets alone, or a failure of its own (mask_missing, say); a
    /// timeout counts for the whole call, and leaves the texts done before it their predictions.
    ///
    /// Fails as a whole with task_mismatch and with what is wrong with the options.
    Result<FillMaskBatch> try_run_batch(const Texts &texts, const FillMaskOptions &options = {}) const {
        return run_batch_with(texts, options, nullptr);
    }

    /// The same, until `cancel` is requested: the texts done before it keep their predictions.
    Result<FillMaskBatch> try_run_batch(const Texts &texts, const FillMaskOptions &options, const Cancel &cancel) const {
        return run_batch_with(texts, options, &cancel);
    }

    /// Computes the pseudo-perplexity of a text of any length; only values of models with the same vocabulary compare. A text
    /// that spells a special token, the mask among them, is text. Runs the model once for each token.
    ///
    /// Fails as try_run, and with invalid_argument for a text without tokens.
    Result<Perplexity> try_perplexity(const Text &text, const PerplexityOptions &options = {}) const {
        return perplexity_with(text, options, nullptr);
    }

    /// The same, until `cancel` is requested.
    Result<Perplexity> try_perplexity(const Text &text, const PerplexityOptions &options, const Cancel &cancel) const {
        return perplexity_with(text, options, &cancel);
    }

#ifdef CAJAL_HAS_EXCEPTIONS
    /// As try_run_batch. @throws Error
    [[nodiscard]] FillMaskBatch run_batch(const Texts &texts, const FillMaskOptions &options = {}) const {
        return try_run_batch(texts, options).value();
    }

    /// As try_run_batch. @throws Error
    [[nodiscard]] FillMaskBatch run_batch(const Texts &texts, const FillMaskOptions &options, const Cancel &cancel) const {
        return try_run_batch(texts, options, cancel).value();
    }

    /// As try_perplexity. @throws Error
    [[nodiscard]] Perplexity perplexity(const Text &text, const PerplexityOptions &options = {}) const {
        return try_perplexity(text, options).value();
    }

    /// As try_perplexity. @throws Error
    [[nodiscard]] Perplexity perplexity(const Text &text, const PerplexityOptions &options, const Cancel &cancel) const {
        return try_perplexity(text, options, cancel).value();
    }
#endif

private:
    Result<FillMaskBatch> run_batch_with(const Texts &texts, const FillMaskOptions &options, const Cancel *cancel) const {
        return detail::run_batch<FillMaskBatch>(
            texts, options, cancel, [this](auto... rest) { return cajal_fill_mask_run_batch(handle(), rest...); },
            [this](auto... rest) { return cajal_fill_mask_run_batch_utf16(handle(), rest...); });
    }

    Result<Perplexity> perplexity_with(const Text &text, const PerplexityOptions &options, const Cancel *cancel) const {
        Perplexity found{};
        const auto ran = detail::checked(options, cancel, [&](auto set, auto token, auto error) {
            return text.is_utf16()
                       ? cajal_fill_mask_perplexity_utf16(handle(), text.utf16(), text.length(), set, token, &found, error)
                       : cajal_fill_mask_perplexity(handle(), text.utf8(), text.length(), set, token, &found, error);
        });
        if (!ran) return ran.failure();
        return found;
    }
};

CAJAL_END_CALLS
}  // namespace cajal

#endif
