/// @file
/// Owners of one C object, and the strings that it gives.
#ifndef CAJAL_HANDLE_HPP
#define CAJAL_HANDLE_HPP

#include <cstddef>
#include <memory>
#include <string_view>

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

/// The owner of a C result, or of what lies in a batch: that lives as long as one of its owners.
template <class C>
using Shared = std::shared_ptr<const C>;

/// The first owner of a C result, which `Free` frees.
template <auto Free, class C>
Shared<C> share(C *object) {
    return {object, Freed<Free>()};
}

/// A string of the library with its length; empty for NULL.
inline std::string_view view(const char *text, std::size_t length) noexcept {
    return text ? std::string_view(text, length) : std::string_view();
}

/// The string that a C function gives for an object, and for what else it takes.
template <class Function, class... Arguments>
std::string_view string_of(Function function, Arguments... arguments) noexcept {
    std::size_t length = 0;
    const char *text = function(arguments..., &length);
    return view(text, length);
}

}  // namespace cajal::detail

#endif
