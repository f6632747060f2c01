/// @file
/// The labels of a whole text.
#ifndef CAJAL_CLASSIFICATIONS_HPP
#define CAJAL_CLASSIFICATIONS_HPP

#include <cajal.h>

#include <string_view>

#include "handle.hpp"
#include "range.hpp"

namespace cajal {

/// One label of a text: a view into its Classifications, and valid as long as they are.
class Classification {
public:
    Classification(const cajal_classification &classification, const cajal_classifications &owner) noexcept
        : classification_(&classification), owner_(&owner) {}

    /// The label.
    [[nodiscard]] std::string_view label() const noexcept {
        return detail::string_of(cajal_classifications_label, owner_, classification_->label);
    }

    /// Softmax over the labels (sigmoid for multi-label and one-label models), 0 to 1; regression gives the bare number.
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
class Classifications : public detail::OwningRange<Classification, cajal_classification, cajal_classifications,
                                                   cajal_classifications_data, cajal_classifications_free> {
public:
    using OwningRange::OwningRange;
};

}  // namespace cajal

#endif
