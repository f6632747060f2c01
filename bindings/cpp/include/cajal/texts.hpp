/// @file
/// Many texts as they go in together.
#ifndef CAJAL_TEXTS_HPP
#define CAJAL_TEXTS_HPP

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <iterator>
#include <type_traits>
#include <utility>
#include <vector>

#include "text.hpp"

namespace cajal {

/// Views of whole texts for one call, made from a range of whatever strings there are: `std::vector<std::string>`, or
/// `{first, second}`. They are all UTF-8 or all UTF-16; a call on a mixture fails with invalid_argument.
///
/// Borrows the texts, as Text does: they must live until the call is over.
class Texts {
    template <class Range>
    using Item = decltype(*std::begin(std::declval<const Range &>()));

public:
    Texts(std::initializer_list<Text> texts) { add(texts); }

    template <class Range, class = std::enable_if_t<std::is_constructible_v<Text, Item<Range>>>>
    Texts(const Range &texts) {
        static_assert(std::is_lvalue_reference_v<Item<Range>> || std::is_trivially_copyable_v<Item<Range>>,
                      "the range makes strings that would be gone before the call");
        add(texts);
    }

    /// Their number.
    [[nodiscard]] std::size_t size() const noexcept { return lengths_.size(); }
    /// Whether they are all UTF-8, as no texts are.
    [[nodiscard]] bool are_utf8() const noexcept { return utf8_.size() == size(); }
    /// Whether they are all UTF-16.
    [[nodiscard]] bool are_utf16() const noexcept { return utf16_.size() == size(); }
    /// Their bytes, if they are UTF-8.
    [[nodiscard]] const char *const *utf8() const & noexcept { return utf8_.data(); }
    /// Their units, if they are UTF-16.
    [[nodiscard]] const std::uint16_t *const *utf16() const & noexcept { return utf16_.data(); }
    /// Their lengths in bytes or in UTF-16 units.
    [[nodiscard]] const std::size_t *lengths() const & noexcept { return lengths_.data(); }

    // The arrays would be gone.
    const char *const *utf8() const && = delete;
    const std::uint16_t *const *utf16() const && = delete;
    const std::size_t *lengths() const && = delete;

private:
    template <class Range>
    void add(const Range &texts) {
        for (const auto &item : texts) {
            const Text text(item);
            text.is_utf16() ? utf16_.push_back(text.utf16()) : utf8_.push_back(text.utf8());
            lengths_.push_back(text.length());
        }
    }

    std::vector<const char *> utf8_;
    std::vector<const std::uint16_t *> utf16_;
    std::vector<std::size_t> lengths_;
};

}  // namespace cajal

#endif
