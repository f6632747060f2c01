/// @file
/// The candidates for the masks of a text.
#ifndef CAJAL_PREDICTIONS_HPP
#define CAJAL_PREDICTIONS_HPP

#include <cajal.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "error.hpp"
#include "filled.hpp"
#include "offsets.hpp"
#include "range.hpp"

namespace cajal {

/// One candidate for a mask, a token of the vocabulary or a target: a view into its Predictions, and valid as long as they
/// are.
class Prediction {
public:
    Prediction(const cajal_prediction &prediction, const cajal_predictions &owner) noexcept
        : prediction_(&prediction), owner_(&owner) {}

    /// Its text, UTF-8, without a leading space.
    [[nodiscard]] std::string_view text() const noexcept {
        return {cajal_predictions_text(owner_, nullptr) + prediction_->text_start, prediction_->text_length};
    }

    /// From 0 to 1: a token's softmax over the whole vocabulary; for a target, the geometric mean over its tokens, each
    /// scored with those before it in place and those after it masked.
    [[nodiscard]] float score() const noexcept { return prediction_->score; }

    /// The natural logarithm of the score, for those too small for score().
    [[nodiscard]] double log_score() const noexcept { return prediction_->log_score; }

    /// The id of its first token in the model's vocabulary.
    [[nodiscard]] std::uint32_t token_id() const noexcept { return prediction_->token_id; }

    /// The ids of all its tokens: one, or as many as a target has.
    [[nodiscard]] Array<std::uint32_t> token_ids() const noexcept {
        return {cajal_predictions_token_ids(owner_, nullptr) + prediction_->first_token, prediction_->token_count};
    }

    /// The number of its mask in the text, from 0.
    [[nodiscard]] std::uint32_t mask() const noexcept { return prediction_->mask; }

    /// Whether it starts a word; if not, it continues the word before the mask.
    [[nodiscard]] bool starts_word() const noexcept {
        return (prediction_->flags & CAJAL_PREDICTION_STARTS_WORD) != 0;
    }

    /// The C struct.
    [[nodiscard]] const cajal_prediction &native() const noexcept { return *prediction_; }

private:
    const cajal_prediction *prediction_;
    const cajal_predictions *owner_;
};

/// What became of a target. Later libraries may return numbers that have no name here: take them for not scored.
enum class TargetStatus : std::uint32_t {
    /// It has a prediction.
    scored = CAJAL_TARGET_SCORED,
    /// It has the tokens of an earlier target, whose prediction counts for both.
    duplicate = CAJAL_TARGET_DUPLICATE,
    /// It holds characters that the vocabulary lacks.
    unknown = CAJAL_TARGET_UNKNOWN,
    /// It is empty, or only spaces.
    empty = CAJAL_TARGET_EMPTY,
    /// It has more tokens than fit in the model beside the text.
    too_long = CAJAL_TARGET_TOO_LONG,
};

/// One target at one mask: a view, as predictions are.
class Target {
public:
    Target(const cajal_target &target, const cajal_predictions &owner) noexcept : target_(&target), owner_(&owner) {}

    /// What became of it.
    [[nodiscard]] TargetStatus status() const noexcept { return static_cast<TargetStatus>(target_->status); }

    /// Its prediction, if it has one.
    [[nodiscard]] std::optional<Prediction> prediction() const noexcept {
        if (target_->prediction == CAJAL_NO_PREDICTION) return std::nullopt;
        return Prediction(cajal_predictions_data(owner_, nullptr)[target_->prediction], *owner_);
    }

    /// The C struct.
    [[nodiscard]] const cajal_target &native() const noexcept { return *target_; }

private:
    const cajal_target *target_;
    const cajal_predictions *owner_;
};

/// The targets at one mask, in the order in which they were given: a range of Target.
using Targets = detail::View<Target, cajal_target, cajal_predictions>;

/// One mask: a range of its Prediction, the best first. A view, as they are.
class Mask : public detail::View<Prediction, cajal_prediction, cajal_predictions> {
public:
    Mask(const cajal_mask &mask, const cajal_predictions &owner) noexcept
        : View(cajal_predictions_data(&owner, nullptr) + mask.first_prediction,
               static_cast<std::size_t>(mask.prediction_count), &owner),
          mask_(&mask),
          owner_(&owner) {}

    /// Where the mask token stands in the text.
    [[nodiscard]] const Offsets &offsets() const noexcept { return mask_->offsets; }

    /// What became of the targets at this mask; empty if none were given.
    [[nodiscard]] Targets targets() const noexcept {
        std::size_t masks = 0, all = 0;
        const auto place = mask_ - cajal_predictions_masks(owner_, &masks);
        const cajal_target *first = cajal_predictions_targets(owner_, &all);
        const std::size_t count = all / masks;
        return {first + static_cast<std::size_t>(place) * count, count, owner_};
    }

    /// The C struct.
    [[nodiscard]] const cajal_mask &native() const noexcept { return *mask_; }

private:
    const cajal_mask *mask_;
    const cajal_predictions *owner_;
};

/// One way to fill all masks of a text at once: a range of Prediction, one for each mask. A view, as they are.
class Filling : public detail::View<Prediction, cajal_prediction, cajal_predictions> {
public:
    Filling(const cajal_filling &filling, const cajal_predictions &owner) noexcept
        : View(cajal_predictions_data(&owner, nullptr) + filling.first_prediction,
               static_cast<std::size_t>(filling.prediction_count), &owner),
          filling_(&filling) {}

    /// The product of the predictions' scores, each with the masks before it filled and those after it masked.
    [[nodiscard]] float score() const noexcept { return filling_->score; }

    /// The natural logarithm of the score.
    [[nodiscard]] double log_score() const noexcept { return filling_->log_score; }

    /// The C struct.
    [[nodiscard]] const cajal_filling &native() const noexcept { return *filling_; }

private:
    const cajal_filling *filling_;
};

/// Whole fillings, the best first: a range of Filling.
using Fillings = detail::View<Filling, cajal_filling, cajal_predictions>;

CAJAL_BEGIN_CALLS

/// What could stand at every mask of one text: a range of Mask, in the text's order, over the library's own arrays.
///
/// Owns everything in it. Immutable: any number of threads.
class Predictions : public detail::OwningRange<Mask, cajal_mask, cajal_predictions, cajal_predictions_masks,
                                               cajal_predictions_free> {
public:
    using OwningRange::OwningRange;

    /// Whole fillings; empty unless FillMaskOptions::beam_width was set.
    [[nodiscard]] Fillings fillings() const & noexcept {
        std::size_t count = 0;
        const cajal_filling *first = cajal_predictions_fillings(native(), &count);
        return {first, count, native()};
    }
    Fillings fillings() const && = delete;

    /// Puts one prediction into the text that was asked about; other masks stay. `index` is its place among those of the mask
    /// with the number `mask`, both from 0.
    ///
    /// Nothing else of the text changes, except that spaces are left out between the word before the mask and a prediction
    /// that continues it. Fails with invalid_argument.
    Result<Filled> try_fill(std::size_t mask, std::size_t index) const {
        cajal_filled *filled = nullptr;
        cajal_error *error = nullptr;
        const auto status = cajal_predictions_fill(native(), mask, index, &filled, &error);
        return detail::made<Filled>(status, filled, error);
    }

    /// Puts a whole filling into the text that was asked about; `index` is its place in fillings(). Otherwise as try_fill.
    Result<Filled> try_fill_together(std::size_t index) const {
        cajal_filled *filled = nullptr;
        cajal_error *error = nullptr;
        const auto status = cajal_predictions_fill_together(native(), index, &filled, &error);
        return detail::made<Filled>(status, filled, error);
    }

#ifdef CAJAL_HAS_EXCEPTIONS
    /// As try_fill. @throws Error
    [[nodiscard]] Filled fill(std::size_t mask, std::size_t index) const { return try_fill(mask, index).value(); }

    /// As try_fill_together. @throws Error
    [[nodiscard]] Filled fill_together(std::size_t index) const { return try_fill_together(index).value(); }
#endif
};

CAJAL_END_CALLS
}  // namespace cajal

#endif
