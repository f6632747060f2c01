/// @file
/// The entities of a text.
#ifndef CAJAL_ENTITIES_HPP
#define CAJAL_ENTITIES_HPP

#include <cajal.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "handle.hpp"
#include "offsets.hpp"
#include "range.hpp"

namespace cajal {

/// One entity: a view into its Entities, and valid as long as they are.
class Entity {
public:
    Entity(const cajal_entity &entity, const cajal_entities &owner) noexcept : entity_(&entity), owner_(&owner) {}

    /// Its label, without a tagging prefix (`PROTEINAS`).
    [[nodiscard]] std::string_view label() const noexcept {
        return detail::string_of(cajal_entities_label, owner_, entity_->label);
    }

    /// Mean of its words' scores, 0 to 1.
    [[nodiscard]] float score() const noexcept { return entity_->score; }

    /// Where it stands in the text.
    [[nodiscard]] const Offsets &offsets() const noexcept { return entity_->offsets; }

    /// Which of the Ner's models found it, from 0.
    [[nodiscard]] std::uint32_t model() const noexcept { return entity_->model; }

    /// Its words: a view into `text`, which must be the text that was run.
    [[nodiscard]] std::string_view in(std::string_view text) const noexcept { return part(text, offsets()); }
    [[nodiscard]] std::u16string_view in(std::u16string_view text) const noexcept { return part(text, offsets()); }
    template <class Unit>
    [[nodiscard]] std::basic_string<Unit> in(const std::basic_string<Unit> &&text) const {
        return part(std::move(text), offsets());
    }

    /// The C struct, with its label as an index.
    [[nodiscard]] const cajal_entity &native() const noexcept { return *entity_; }

private:
    const cajal_entity *entity_;
    const cajal_entities *owner_;
};

/// The entities of one text, in order of start, then end, then model. A range of Entity over the library's own array.
///
/// Owns everything in it. Immutable: any number of threads.
class Entities
    : public detail::OwningRange<Entity, cajal_entity, cajal_entities, cajal_entities_data, cajal_entities_free> {
public:
    using OwningRange::OwningRange;

    /// The number of words in the text.
    [[nodiscard]] std::uint64_t words() const noexcept { return cajal_entities_words(native()); }

    /// The number of windows that were run, over all models.
    [[nodiscard]] std::uint64_t windows() const noexcept { return cajal_entities_windows(native()); }

    /// The number of words with more tokens than a window holds, whose label was decided from their first tokens.
    [[nodiscard]] std::uint64_t shortened_words() const noexcept { return cajal_entities_shortened_words(native()); }
};

}  // namespace cajal

#endif
