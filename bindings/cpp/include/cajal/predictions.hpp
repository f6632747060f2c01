/// @file
/// The candidates for the masks of a text.
#ifndef CAJAL_PREDICTIONS_HPP
#define CAJAL_PREDICTIONS_HPP

#include <cajal.h>

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "handle.hpp"
#include "offsets.hpp"

namespace cajal {

/// One candidate for a mask: a view into its Predictions, and valid as long as they are.
class Prediction {
public:
    Prediction(const cajal_prediction &prediction, const char *pool) noexcept
        : prediction_(&prediction), pool_(pool) {}

    /// Its text, UTF-8, without a leading space.
    [[nodiscard]] std::string_view text() const noexcept {
        return {pool_ + prediction_->text_start, prediction_->text_length};
    }

    /// Softmax over the whole vocabulary, 0 to 1.
    [[nodiscard]] float score() const noexcept { return prediction_->score; }

    /// Its id in the model's vocabulary.
    [[nodiscard]] std::uint32_t token_id() const noexcept { return prediction_->token_id; }

    /// Whether it starts a word; if not, it continues the word before the mask.
    [[nodiscard]] bool starts_word() const noexcept {
        return (prediction_->flags & CAJAL_PREDICTION_STARTS_WORD) != 0;
    }

    /// The C struct.
    [[nodiscard]] const cajal_prediction &native() const noexcept { return *prediction_; }

private:
    const cajal_prediction *prediction_;
    const char *pool_;
};

/// One mask: a range of its Prediction, the best first. A view, as they are.
class Mask {
public:
    using iterator = detail::Iterator<Mask, Prediction>;
    using const_iterator = iterator;
    using value_type = Prediction;

    Mask(const cajal_mask &mask, const cajal_prediction *all, const char *pool) noexcept
        : mask_(&mask), first_(all + mask.first_prediction), pool_(pool) {}

    /// Where the mask token stands in the text.
    [[nodiscard]] const Offsets &offsets() const noexcept { return mask_->offsets; }

    /// The number of its predictions.
    [[nodiscard]] std::size_t size() const noexcept { return static_cast<std::size_t>(mask_->prediction_count); }
    [[nodiscard]] bool empty() const noexcept { return size() == 0; }

    /// The prediction at `index`, which must be less than size().
    [[nodiscard]] Prediction operator[](std::size_t index) const noexcept { return {first_[index], pool_}; }

    // An iterator points at this object, so it must have a name: `for (const auto mask : predictions)`.
    [[nodiscard]] iterator begin() const & noexcept { return {this, 0}; }
    [[nodiscard]] iterator end() const & noexcept { return {this, size()}; }
    iterator begin() const && = delete;
    iterator end() const && = delete;

    /// The C struct.
    [[nodiscard]] const cajal_mask &native() const noexcept { return *mask_; }

private:
    const cajal_mask *mask_;
    const cajal_prediction *first_;
    const char *pool_;
};

/// What could stand at every mask of one text: a range of Mask, in the text's order, over the library's own arrays.
///
/// Owns everything in it. Immutable: any number of threads.
class Predictions {
public:
    using Native = cajal_predictions;
    using iterator = detail::Iterator<Predictions, Mask>;
    using const_iterator = iterator;
    using value_type = Mask;

    /// Takes a C result.
    explicit Predictions(cajal_predictions *predictions) noexcept : predictions_(predictions) {
        masks_.data = cajal_predictions_masks(predictions, &masks_.size);
        all_ = cajal_predictions_data(predictions, nullptr);
        pool_ = cajal_predictions_text(predictions, nullptr);
    }

    /// The number of masks. 0 after a move.
    [[nodiscard]] std::size_t size() const noexcept { return masks_.size; }
    [[nodiscard]] bool empty() const noexcept { return size() == 0; }

    /// The mask at `index`, which must be less than size().
    [[nodiscard]] Mask operator[](std::size_t index) const noexcept { return {masks_.data[index], all_, pool_}; }

    [[nodiscard]] iterator begin() const & noexcept { return {this, 0}; }
    [[nodiscard]] iterator end() const & noexcept { return {this, size()}; }
    iterator begin() const && = delete;
    iterator end() const && = delete;

    /// The C result. Owned by this.
    [[nodiscard]] const cajal_predictions *native() const noexcept { return predictions_.get(); }

private:
    detail::Owned<cajal_predictions, cajal_predictions_free> predictions_;
    detail::Slice<cajal_mask> masks_;
    const cajal_prediction *all_ = nullptr;
    const char *pool_ = nullptr;
};

}  // namespace cajal

#endif
