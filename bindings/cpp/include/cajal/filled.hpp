/// @file
/// Texts whose masks were filled.
#ifndef CAJAL_FILLED_HPP
#define CAJAL_FILLED_HPP

#include <cajal.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "config.hpp"
#include "handle.hpp"
#include "offsets.hpp"
#include "range.hpp"

namespace cajal {

/// A text with words put in; see Predictions::fill. May outlive the predictions.
///
/// Owns everything in it. Immutable: any number of threads.
class Filled {
public:
    /// Takes a C result.
    explicit Filled(cajal_filled *filled) noexcept : filled_(filled) {}

    /// The filled text, UTF-8.
    [[nodiscard]] std::string_view text() const & noexcept CAJAL_LIFETIMEBOUND {
        return detail::string_of(cajal_filled_text, native());
    }
    [[nodiscard]] std::string text() const && { return std::string(text()); }

    /// Where the words that were put in stand in the filled text, in its order.
    [[nodiscard]] Array<Offsets> insertions() const & noexcept CAJAL_LIFETIMEBOUND {
        std::size_t count = 0;
        const Offsets *first = cajal_filled_insertions(native(), &count);
        return {first, count};
    }
    [[nodiscard]] std::vector<Offsets> insertions() const && {
        const auto all = insertions();
        return std::vector<Offsets>(all.begin(), all.end());
    }

    /// The C result. Owned by this; NULL if moved from.
    [[nodiscard]] const cajal_filled *native() const & noexcept { return filled_.get(); }
    const cajal_filled *native() const && = delete;

private:
    detail::Owned<cajal_filled, cajal_filled_free> filled_;
};

}  // namespace cajal

#endif
