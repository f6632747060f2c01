/// @file
/// The labels of a whole text.
#ifndef CAJAL_CLASSIFICATIONS_HPP
#define CAJAL_CLASSIFICATIONS_HPP

#include <cajal.h>

#include <cstddef>
#include <string_view>

#include "handle.hpp"

namespace cajal {

/// One label of a text: a view into its Classifications, and valid as long as they are.
class Classification {
public:
    Classification(const cajal_classification &classification, const cajal_classifications &owner) noexcept
        : classification_(&classification), owner_(&owner) {}

    /// The label.
    [[nodiscard]] std::string_view label() const noexcept {
        std::size_t length = 0;
        const char *label = cajal_classifications_label(owner_, classification_->label, &length);
        return detail::view(label, length);
    }

    /// Softmax over the labels (sigmoid for multi-label and one-label models), 0 to 1.
    [[nodiscard]] float score() const noexcept { return classification_->score; }

    /// The C struct, with its label as an index.
    [[nodiscard]] const cajal_classification &native() const noexcept { return *classification_; }

private:
    const cajal_classification *classification_;
    const cajal_classifications *owner_;
};

/// All labels of a model for one text, the best first. A range of Classification over the library's own array.
///
/// Owns everything in it. Immutable: any number of threads.
class Classifications {
public:
    using Native = cajal_classifications;
    using iterator = detail::Iterator<Classifications, Classification>;
    using const_iterator = iterator;
    using value_type = Classification;

    /// Takes a C result.
    explicit Classifications(cajal_classifications *classifications) noexcept : classifications_(classifications) {
        slice_.data = cajal_classifications_data(classifications, &slice_.size);
    }

    /// Their number. 0 after a move.
    [[nodiscard]] std::size_t size() const noexcept { return slice_.size; }
    [[nodiscard]] bool empty() const noexcept { return size() == 0; }

    /// The label at `index`, which must be less than size().
    [[nodiscard]] Classification operator[](std::size_t index) const noexcept {
        return {slice_.data[index], *classifications_};
    }

    [[nodiscard]] iterator begin() const & noexcept { return {this, 0}; }
    [[nodiscard]] iterator end() const & noexcept { return {this, size()}; }
    iterator begin() const && = delete;
    iterator end() const && = delete;

    /// The C result. Owned by this.
    [[nodiscard]] const cajal_classifications *native() const noexcept { return classifications_.get(); }

private:
    detail::Owned<cajal_classifications, cajal_classifications_free> classifications_;
    detail::Slice<cajal_classification> slice_;
};

}  // namespace cajal

#endif
