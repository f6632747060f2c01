/// @file
/// What transformers' fill-mask pipeline answers, its faults included: for those who compare.
#ifndef CAJAL_PARITY_FILL_MASK_HPP
#define CAJAL_PARITY_FILL_MASK_HPP

#include <cajal.h>

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "offsets.hpp"
#include "one_model.hpp"
#include "options.hpp"
#include "range.hpp"

namespace cajal {

/// One candidate as transformers gives it: a view into its ParityPredictions, and valid as long as they are.
class ParityPrediction {
public:
    ParityPrediction(const cajal_parity_prediction &prediction, const cajal_parity_predictions &owner) noexcept
        : prediction_(&prediction), owner_(&owner) {}

    /// `token_str`, leading space and all.
    [[nodiscard]] std::string_view token_str() const noexcept {
        return {pool() + prediction_->text_start, prediction_->text_length};
    }

    /// `sequence`: the text with the candidate in place, as the tokenizer decodes it.
    [[nodiscard]] std::string_view sequence() const noexcept {
        return {pool() + prediction_->sequence_start, static_cast<std::size_t>(prediction_->sequence_length)};
    }

    /// `token`: its id in the model's vocabulary.
    [[nodiscard]] std::uint32_t token_id() const noexcept { return prediction_->token_id; }

    /// Its softmax over the whole vocabulary, 0 to 1.
    [[nodiscard]] float score() const noexcept { return prediction_->score; }

    /// The number of its mask in the text, from 0.
    [[nodiscard]] std::uint32_t mask() const noexcept { return prediction_->mask; }

    /// The C struct.
    [[nodiscard]] const cajal_parity_prediction &native() const noexcept { return *prediction_; }

private:
    [[nodiscard]] const char *pool() const noexcept { return cajal_parity_predictions_text(owner_, nullptr); }

    const cajal_parity_prediction *prediction_;
    const cajal_parity_predictions *owner_;
};

/// One mask: a range of its ParityPrediction, the best first. A view, as they are.
class ParityMask : public detail::View<ParityPrediction, cajal_parity_prediction, cajal_parity_predictions> {
public:
    ParityMask(const cajal_mask &mask, const cajal_parity_predictions &owner) noexcept
        : View(cajal_parity_predictions_data(&owner, nullptr) + mask.first_prediction,
               static_cast<std::size_t>(mask.prediction_count), &owner),
          mask_(&mask) {}

    /// Where the mask token stands in the text.
    [[nodiscard]] const Offsets &offsets() const noexcept { return mask_->offsets; }

    /// The C struct.
    [[nodiscard]] const cajal_mask &native() const noexcept { return *mask_; }

private:
    const cajal_mask *mask_;
};

/// What transformers answers for one text: a range of ParityMask, in the text's order, over the library's own arrays.
///
/// Owns everything in it. Immutable: any number of threads.
class ParityPredictions
    : public detail::OwningRange<ParityMask, cajal_mask, cajal_parity_predictions, cajal_parity_predictions_masks,
                                 cajal_parity_predictions_free> {
public:
    using OwningRange::OwningRange;
};

CAJAL_BEGIN_CALLS

/// Answers what transformers' fill-mask pipeline answers. FillMask is what fills masks. Text that spells a special token
/// (`<s>`, `[SEP]`) is that token here; a text of more tokens than the model takes fails with invalid_argument.
class ParityFillMask : public OneModelTask<ParityPredictions, ParityFillMaskOptions, cajal_fill_mask_parity_run,
                                           cajal_fill_mask_parity_run_utf16> {
public:
    using OneModelTask::OneModelTask;
};

CAJAL_END_CALLS
}  // namespace cajal

#endif
