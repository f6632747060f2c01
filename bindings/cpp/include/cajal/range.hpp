/// @file
/// Ranges over the arrays of a result: views, owners, and the iterator of both.
#ifndef CAJAL_RANGE_HPP
#define CAJAL_RANGE_HPP

#include <cstddef>
#include <iterator>
#include <type_traits>
#include <utility>

#include "handle.hpp"

namespace cajal::detail {

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

/// Walks a range by index. Elements are made on the way, so there is nothing to refer to.
template <class Range, class Element>
class Iterator {
public:
    using iterator_category = std::input_iterator_tag;
    using iterator_concept = std::random_access_iterator_tag;  // for C++20's ranges
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

    reference operator*() const noexcept(noexcept(std::declval<const Range &>()[0])) {
        return (*range_)[static_cast<std::size_t>(index_)];
    }
    // Only for views: what an element that owns shows would be gone with it.
    template <class Pointed = Element, class = std::enable_if_t<std::is_trivially_copyable_v<Pointed>>>
    pointer operator->() const noexcept {
        return pointer(**this);
    }
    reference operator[](difference_type step) const noexcept(noexcept(std::declval<const Range &>()[0])) {
        return *(*this + step);
    }

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

/// A range over a C array that lies in a result. An element is an item of the array with that result.
///
/// A view, as its elements are: it is valid as long as the result.
template <class Element, class Item, class Owner>
class View {
public:
    using iterator = Iterator<View, Element>;
    using const_iterator = iterator;
    using value_type = Element;

    View() = default;
    View(const Item *items, std::size_t size, const Owner *owner) noexcept : items_(items), size_(size), owner_(owner) {}

    /// The number of elements.
    [[nodiscard]] std::size_t size() const noexcept { return size_; }
    [[nodiscard]] bool empty() const noexcept { return size_ == 0; }

    /// The element at `index`, which must be less than size().
    [[nodiscard]] Element operator[](std::size_t index) const noexcept { return {items_[index], *owner_}; }

    // An iterator points at this object, so it must have a name: `for (const auto mask : predictions)`.
    [[nodiscard]] iterator begin() const & noexcept { return {this, 0}; }
    [[nodiscard]] iterator end() const & noexcept { return {this, size_}; }
    iterator begin() const && = delete;
    iterator end() const && = delete;

private:
    const Item *items_ = nullptr;
    std::size_t size_ = 0;
    const Owner *owner_ = nullptr;
};

/// A C result as a range over its array, which `Data` gives.
///
/// Owns everything in it, and moves; empty after a move. Immutable: any number of threads.
template <class Element, class Item, class Owner, auto Data, auto Free>
class OwningRange {
public:
    using Native = Owner;
    using iterator = Iterator<OwningRange, Element>;
    using const_iterator = iterator;
    using value_type = Element;

    /// Takes a C result.
    explicit OwningRange(Owner *result) : OwningRange(share<Free>(result)) {}

    /// Shares what owns a C result: a batch.
    explicit OwningRange(Shared<Owner> result) noexcept : result_(std::move(result)) {
        items_.data = Data(result_.get(), &items_.size);
    }

    /// The number of elements.
    [[nodiscard]] std::size_t size() const noexcept { return items_.size; }
    [[nodiscard]] bool empty() const noexcept { return size() == 0; }

    /// The element at `index`, which must be less than size().
    [[nodiscard]] Element operator[](std::size_t index) const & noexcept { return {items_.data[index], *result_}; }

    [[nodiscard]] iterator begin() const & noexcept { return {this, 0}; }
    [[nodiscard]] iterator end() const & noexcept { return {this, size()}; }

    /// The C result. Owned by this; NULL if moved from.
    [[nodiscard]] const Owner *native() const & noexcept { return result_.get(); }

    // What they give would outlive the result: give it a name.
    Element operator[](std::size_t index) const && = delete;
    iterator begin() const && = delete;
    iterator end() const && = delete;
    const Owner *native() const && = delete;

private:
    Shared<Owner> result_;
    Slice<Item> items_;
};

}  // namespace cajal::detail

namespace cajal {

/// Plain values one after another in a result, and valid as long as it is.
template <class T>
class Array {
public:
    Array() = default;
    Array(const T *items, std::size_t size) noexcept : items_(items), size_(size) {}

    /// The first of them; NULL if there are none.
    [[nodiscard]] const T *data() const noexcept { return items_; }
    /// Their number.
    [[nodiscard]] std::size_t size() const noexcept { return size_; }
    [[nodiscard]] bool empty() const noexcept { return size_ == 0; }
    /// The one at `index`, which must be less than size().
    [[nodiscard]] const T &operator[](std::size_t index) const noexcept { return items_[index]; }
    [[nodiscard]] const T *begin() const noexcept { return items_; }
    [[nodiscard]] const T *end() const noexcept { return items_ + size_; }

private:
    const T *items_ = nullptr;
    std::size_t size_ = 0;
};

}  // namespace cajal

#endif
