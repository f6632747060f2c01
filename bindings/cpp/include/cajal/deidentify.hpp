/// @file
/// Texts without their entities.
#ifndef CAJAL_DEIDENTIFY_HPP
#define CAJAL_DEIDENTIFY_HPP

#include <cajal.h>

#include <string>
#include <string_view>

#include "config.hpp"
#include "entities.hpp"
#include "error.hpp"
#include "handle.hpp"
#include "offsets.hpp"
#include "options.hpp"
#include "range.hpp"
#include "run.hpp"
#include "text.hpp"

namespace cajal {

/// A stretch of a text that was kept whole or replaced whole: a view into its Deidentified, and valid as long as that.
class Segment {
public:
    Segment(const cajal_segment &segment, const cajal_deidentified &owner) noexcept : segment_(&segment), owner_(&owner) {}

    /// Where it stood in the text.
    [[nodiscard]] const Offsets &from() const noexcept { return segment_->from; }

    /// Where it stands in the new text.
    [[nodiscard]] const Offsets &to() const noexcept { return segment_->to; }

    /// Whether it was kept as it was.
    [[nodiscard]] bool kept() const noexcept { return segment_->label == CAJAL_SEGMENT_KEPT; }

    /// The label of what was replaced; empty if it was kept.
    [[nodiscard]] std::string_view label() const noexcept {
        return detail::string_of(cajal_deidentified_label, owner_, segment_->label);
    }

    /// The C struct, with its label as an index.
    [[nodiscard]] const cajal_segment &native() const noexcept { return *segment_; }

private:
    const cajal_segment *segment_;
    const cajal_deidentified *owner_;
};

/// A text with its entities replaced: a range of Segment, which are the whole of both texts in order.
///
/// Owns everything in it. Immutable: any number of threads.
class Deidentified : public detail::OwningRange<Segment, cajal_segment, cajal_deidentified, cajal_deidentified_segments,
                                                cajal_deidentified_free> {
public:
    using OwningRange::OwningRange;

    /// The new text, UTF-8.
    [[nodiscard]] std::string_view text() const & noexcept CAJAL_LIFETIMEBOUND {
        return detail::string_of(cajal_deidentified_text, native());
    }
    [[nodiscard]] std::string text() const && { return std::string(text()); }

    /// What the tags of Replacement::pseudonym stand for: a JSON array, empty for other replacements; `cajal.h` shows it.
    ///
    /// Whoever has it can undo the de-identification: keep it apart from the text.
    [[nodiscard]] std::string_view pseudonyms() const & noexcept CAJAL_LIFETIMEBOUND {
        return detail::string_of(cajal_deidentified_pseudonyms, native());
    }
    [[nodiscard]] std::string pseudonyms() const && { return std::string(pseudonyms()); }
};

CAJAL_BEGIN_CALLS

/// Replaces entities in a text; they must have been found in exactly this text.
///
/// A model misses things: what it did not find stays in the text, and the new text is not anonymous. Entities that overlap
/// are replaced as one, under the label of the longest.
///
/// Any thread. Fails with invalid_argument if the entities are of another text, with invalid_utf8, and with what is wrong with
/// the options.
inline Result<Deidentified> try_deidentify(const Entities &entities, const Text &text, const DeidentifyOptions &options = {}) {
    return detail::run<Deidentified>(options, nullptr, [&](auto set, auto, auto result, auto error) {
        return text.is_utf16()
                   ? cajal_deidentify_run_utf16(entities.native(), text.utf16(), text.length(), set, result, error)
                   : cajal_deidentify_run(entities.native(), text.utf8(), text.length(), set, result, error);
    });
}

#ifdef CAJAL_HAS_EXCEPTIONS
/// As try_deidentify. @throws Error
[[nodiscard]] inline Deidentified deidentify(const Entities &entities, const Text &text,
                                             const DeidentifyOptions &options = {}) {
    return try_deidentify(entities, text, options).value();
}
#endif

CAJAL_END_CALLS
}  // namespace cajal

#endif
