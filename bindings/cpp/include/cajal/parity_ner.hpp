/// @file
/// What transformers' token-classification pipeline answers, its faults included: for those who compare.
#ifndef CAJAL_PARITY_NER_HPP
#define CAJAL_PARITY_NER_HPP

#include <cajal.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "handle.hpp"
#include "offsets.hpp"
#include "one_model.hpp"
#include "options.hpp"
#include "range.hpp"

namespace cajal {

/// One entity as transformers gives it; with Aggregation::none, one token. A view into its ParityEntities, and valid as long
/// as they are.
class ParityEntity {
public:
    ParityEntity(const cajal_parity_entity &entity, const cajal_parity &owner) noexcept
        : entity_(&entity), owner_(&owner) {}

    /// transformers' `entity_group`; with Aggregation::none its `entity` (`B-PROTEINAS`).
    [[nodiscard]] std::string_view label() const noexcept {
        return detail::string_of(cajal_parity_label, owner_, entity_->label);
    }

    /// Its pieces joined by the tokenizer; with Aggregation::none the vocabulary's own spelling. Not the text at its offsets.
    [[nodiscard]] std::string_view word() const noexcept {
        const auto index = entity_ - cajal_parity_data(owner_, nullptr);
        return detail::string_of(cajal_parity_word, owner_, static_cast<std::size_t>(index));
    }

    /// Its score, 0 to 1.
    [[nodiscard]] float score() const noexcept { return entity_->score; }

    /// The token's position in its window, from 1 (`index`); 0 with any other aggregation than none.
    [[nodiscard]] std::uint32_t token() const noexcept { return entity_->token; }

    /// Where it stands in the text; may be empty, or hold a leading space, as with transformers.
    [[nodiscard]] const Offsets &offsets() const noexcept { return entity_->offsets; }

    /// What stands there: a view into `text`, which must be the text that was run.
    [[nodiscard]] std::string_view in(std::string_view text) const noexcept { return part(text, offsets()); }
    [[nodiscard]] std::u16string_view in(std::u16string_view text) const noexcept { return part(text, offsets()); }
    template <class Unit>
    [[nodiscard]] std::basic_string<Unit> in(const std::basic_string<Unit> &&text) const {
        return part(std::move(text), offsets());
    }

    /// The C struct, with its label as an index.
    [[nodiscard]] const cajal_parity_entity &native() const noexcept { return *entity_; }

private:
    const cajal_parity_entity *entity_;
    const cajal_parity *owner_;
};

/// What transformers answers for one text, in its order. A range of ParityEntity over the library's own array.
///
/// Owns everything in it. Immutable: any number of threads.
class ParityEntities
    : public detail::OwningRange<ParityEntity, cajal_parity_entity, cajal_parity, cajal_parity_data, cajal_parity_free> {
public:
    using OwningRange::OwningRange;

    /// The number of windows that were run.
    [[nodiscard]] std::uint64_t windows() const noexcept { return cajal_parity_windows(native()); }

    /// The end of the text that was cut off and not read, if it was.
    [[nodiscard]] std::optional<Offsets> unread() const noexcept {
        Offsets unread{};
        if (cajal_parity_unread(native(), &unread) == 0) return std::nullopt;
        return unread;
    }
};

CAJAL_BEGIN_CALLS

/// Answers what transformers' token-classification pipeline answers. Ner is what finds entities.
class ParityNer
    : public OneModelTask<ParityEntities, ParityNerOptions, cajal_ner_parity_run, cajal_ner_parity_run_utf16> {
public:
    using OneModelTask::OneModelTask;
};

CAJAL_END_CALLS
}  // namespace cajal

#endif
