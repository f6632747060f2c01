/// @file
/// What the nouns are made of: an owner of one C object, and an iterator over what it holds.
#ifndef CAJAL_HANDLE_HPP
#define CAJAL_HANDLE_HPP

#include <cstddef>
#include <iterator>
#include <memory>
#include <string_view>
#include <utility>

namespace cajal::detail {

/// Calls the C function that frees.
template <auto Free>
struct Freed {
    template <class C>
    void operator()(C *object) const noexcept {
        Free(object);
    }
};

/// The one owner of a C object.
template <class C, auto Free>
using Owned = std::unique_ptr<C, Freed<Free>>;

/// A string of the library with its length; empty for NULL.
inline std::string_view view(const char *text, std::size_t length) noexcept {
    return text ? std::string_view(text, length) : std::string_view();
}

/// A C array that lies in another object; empty after a move.
template <class T>
struct Slice {
    Slice() = default;
    Slice(Slice &&other) noexcept : data(other.data), size(std::exchange(other.size, 0)) {}
    Slice &operator=(Slice &&other) noexcept {
        data = other.data;
        size = std::exchange(other.size, 0);
        return *this;
    }

    const T *data = nullptr;
    std::size_t size = 0;
};

/// Walks a range by index. Elements are made on the way and are two pointers wide, so there is nothing to refer to.
template <class Range, class Element>
class Iterator {
public:
    using iterator_category = std::input_iterator_tag;
#if defined(__cpp_lib_ranges)
    using iterator_concept = std::random_access_iterator_tag;
#endif
    using value_type = Element;
    using difference_type = std::ptrdiff_t;
    using reference = Element;

    /// What `->` needs of an element that lies nowhere.
    class pointer {
    public:
        explicit pointer(Element element) noexcept : element_(std::move(element)) {}
        const Element *operator->() const noexcept { return &element_; }

    private:
        Element element_;
    };

    Iterator() = default;
    Iterator(const Range *range, std::size_t index) noexcept
        : range_(range), index_(static_cast<difference_type>(index)) {}

    reference operator*() const noexcept { return (*range_)[static_cast<std::size_t>(index_)]; }
    pointer operator->() const noexcept { return pointer(**this); }
    reference operator[](difference_type step) const noexcept { return *(*this + step); }

    Iterator &operator++() noexcept { return *this += 1; }
    Iterator &operator--() noexcept { return *this += -1; }
    Iterator operator++(int) noexcept { return std::exchange(*this, *this + 1); }
    Iterator operator--(int) noexcept { return std::exchange(*this, *this - 1); }
    Iterator &operator+=(difference_type step) noexcept {
        index_ += step;
        return *this;
    }
    Iterator &operator-=(difference_type step) noexcept { return *this += -step; }

    friend Iterator operator+(Iterator at, difference_type step) noexcept { return at += step; }
    friend Iterator operator+(difference_type step, Iterator at) noexcept { return at += step; }
    friend Iterator operator-(Iterator at, difference_type step) noexcept { return at -= step; }
    friend difference_type operator-(const Iterator &a, const Iterator &b) noexcept { return a.index_ - b.index_; }
    friend bool operator==(const Iterator &a, const Iterator &b) noexcept { return a.index_ == b.index_; }
    friend bool operator!=(const Iterator &a, const Iterator &b) noexcept { return a.index_ != b.index_; }
    friend bool operator<(const Iterator &a, const Iterator &b) noexcept { return a.index_ < b.index_; }
    friend bool operator>(const Iterator &a, const Iterator &b) noexcept { return b < a; }
    friend bool operator<=(const Iterator &a, const Iterator &b) noexcept { return !(b < a); }
    friend bool operator>=(const Iterator &a, const Iterator &b) noexcept { return !(a < b); }

private:
    const Range *range_ = nullptr;
    difference_type index_ = 0;
};

}  // namespace cajal::detail

#endif
