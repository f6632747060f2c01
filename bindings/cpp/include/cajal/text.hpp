/// @file
/// Text as it goes in: UTF-8 or UTF-16, never copied or converted here.
#ifndef CAJAL_TEXT_HPP
#define CAJAL_TEXT_HPP

#include <cajal.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

#include "config.hpp"

namespace cajal {
namespace detail {

/// Whether it is C++20's char8_t, which this translation unit may not have.
template <class Unit>
inline constexpr bool is_char8 = false;
#if defined(__cpp_lib_char8_t)
template <>
inline constexpr bool is_char8<char8_t> = true;
#endif

}  // namespace detail

/// A view of a whole text, made from whatever string there is. NUL is a character like any other.
///
/// UTF-8 must be valid, or the call fails with invalid_utf8. In UTF-16 half a surrogate pair is read as U+FFFD: UTF-16 and
/// code point offsets stay those of the text, UTF-8 offsets are those of the text converted so.
///
/// Borrows the text: it must live until the call is over.
class Text {
public:
    Text(std::string_view utf8) noexcept : utf8_(utf8.data()), length_(utf8.size()) {}
    Text(const std::string &utf8 CAJAL_LIFETIMEBOUND) noexcept : Text(std::string_view(utf8)) {}
    Text(const char *utf8) noexcept : Text(std::string_view(utf8)) {}

    // char16_t holds what uint16_t holds, and only the library's own code, in another language, reads through the pointer.
    Text(std::u16string_view utf16) noexcept
        : utf16_(reinterpret_cast<const std::uint16_t *>(utf16.data())), length_(utf16.size()), is_utf16_(true) {}
    Text(const std::u16string &utf16 CAJAL_LIFETIMEBOUND) noexcept : Text(std::u16string_view(utf16)) {}
    Text(const char16_t *utf16) noexcept : Text(std::u16string_view(utf16)) {}

    // char8_t. A class must be the same in C++17, which has none.
    template <class Unit, class = std::enable_if_t<detail::is_char8<Unit>>>
    Text(std::basic_string_view<Unit> utf8) noexcept
        : utf8_(reinterpret_cast<const char *>(utf8.data())), length_(utf8.size()) {}
    template <class Unit, class = std::enable_if_t<detail::is_char8<Unit>>>
    Text(const std::basic_string<Unit> &utf8 CAJAL_LIFETIMEBOUND) noexcept : Text(std::basic_string_view<Unit>(utf8)) {}
    template <class Unit, class = std::enable_if_t<detail::is_char8<Unit>>>
    Text(const Unit *utf8) noexcept : Text(std::basic_string_view<Unit>(utf8)) {}

    /// Whether it is UTF-16.
    [[nodiscard]] bool is_utf16() const noexcept { return is_utf16_; }
    /// Its length in bytes or in UTF-16 units.
    [[nodiscard]] std::size_t length() const noexcept { return length_; }
    /// Its bytes, if it is UTF-8.
    [[nodiscard]] const char *utf8() const noexcept { return utf8_; }
    /// Its units, if it is UTF-16.
    [[nodiscard]] const std::uint16_t *utf16() const noexcept { return utf16_; }

private:
    const char *utf8_ = nullptr;
    const std::uint16_t *utf16_ = nullptr;
    std::size_t length_;
    bool is_utf16_ = false;
};

}  // namespace cajal

#endif
