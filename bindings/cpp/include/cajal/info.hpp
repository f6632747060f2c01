/// @file
/// Facts about a model or the runtime.
#ifndef CAJAL_INFO_HPP
#define CAJAL_INFO_HPP

#include <cajal.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "config.hpp"
#include "handle.hpp"

namespace cajal {

/// Facts, each a key with one value or several; numbers are in decimal. `cajal.h` lists the keys.
///
/// Owns what it shows. Immutable: any number of threads.
class Info {
public:
    /// Takes a C object.
    explicit Info(cajal_info *info) noexcept : info_(info) {}

    /// The number of values that `key` has: 0 if the fact is unknown or has none.
    [[nodiscard]] std::size_t count(std::string_view key) const noexcept {
        return cajal_info_count(info_.get(), key.data(), key.size());
    }

    /// The value of `key`, or that with `index`; empty if there is none.
    [[nodiscard]] std::string_view value(std::string_view key, std::size_t index = 0) const & noexcept CAJAL_LIFETIMEBOUND {
        return detail::string_of(cajal_info_value, info_.get(), key.data(), key.size(), index);
    }
    [[nodiscard]] std::string value(std::string_view key, std::size_t index = 0) const && {
        return std::string(value(key, index));
    }

    /// All values of `key`: those of `labels`, say.
    [[nodiscard]] std::vector<std::string_view> values(std::string_view key) const & CAJAL_LIFETIMEBOUND {
        std::vector<std::string_view> all(count(key));
        for (std::size_t index = 0; index < all.size(); ++index) all[index] = value(key, index);
        return all;
    }
    [[nodiscard]] std::vector<std::string> values(std::string_view key) const && {
        const auto all = values(key);
        return std::vector<std::string>(all.begin(), all.end());
    }

    /// All facts as one JSON object.
    [[nodiscard]] std::string_view json() const & noexcept CAJAL_LIFETIMEBOUND {
        return detail::string_of(cajal_info_json, info_.get());
    }
    [[nodiscard]] std::string json() const && { return std::string(json()); }

private:
    detail::Owned<cajal_info, cajal_info_free> info_;
};

}  // namespace cajal

#endif
