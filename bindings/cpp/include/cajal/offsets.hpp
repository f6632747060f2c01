/// @file
/// Ranges of a text, and the part of a text that a range means.
#ifndef CAJAL_OFFSETS_HPP
#define CAJAL_OFFSETS_HPP

#include <cajal.h>

#include <cstddef>
#include <string>
#include <string_view>

namespace cajal {

/// One range in three units at once, half-open: `utf8_start`, `utf8_end` in bytes, `utf16_start`, `utf16_end` in code
/// units, `codepoint_start`, `codepoint_end` in code points.
using Offsets = cajal_offsets;

/// The part of `text` (UTF-8, the one the range came from) that `offsets` means. Cut at the end of a text that is shorter.
[[nodiscard]] inline std::string_view part(std::string_view text, const Offsets &offsets) noexcept {
    if (offsets.utf8_start >= text.size()) return {};
    return text.substr(static_cast<std::size_t>(offsets.utf8_start),
                       static_cast<std::size_t>(offsets.utf8_end - offsets.utf8_start));
}

/// The same for a text in UTF-16.
[[nodiscard]] inline std::u16string_view part(std::u16string_view text, const Offsets &offsets) noexcept {
    if (offsets.utf16_start >= text.size()) return {};
    return text.substr(static_cast<std::size_t>(offsets.utf16_start),
                       static_cast<std::size_t>(offsets.utf16_end - offsets.utf16_start));
}

/// The same of a string that goes at once: a copy.
template <class Unit>
[[nodiscard]] std::basic_string<Unit> part(const std::basic_string<Unit> &&text, const Offsets &offsets) {
    return std::basic_string<Unit>(part(std::basic_string_view<Unit>(text), offsets));
}

}  // namespace cajal

#endif
