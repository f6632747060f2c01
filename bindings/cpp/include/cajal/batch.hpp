/// @file
/// The answers for many texts.
#ifndef CAJAL_BATCH_HPP
#define CAJAL_BATCH_HPP

#include <cajal.h>

#include <cstddef>

#include "error.hpp"
#include "handle.hpp"
#include "range.hpp"
#include "run.hpp"
#include "texts.hpp"

namespace cajal {
CAJAL_BEGIN_CALLS

/// The answers for many texts, in the order of the texts: a range of Result<Answer>, each with what was found in its text or
/// with that text's own failure. `Get` is the C function that gives an answer.
///
/// An answer shares the batch's memory and may outlive this object; nothing is copied but the messages of failures.
/// Immutable: any number of threads.
template <class Answer, auto Get>
class Batch {
public:
    using Native = cajal_batch;
    using iterator = detail::Iterator<Batch, Result<Answer>>;
    using const_iterator = iterator;
    using value_type = Result<Answer>;

    /// Takes a C result.
    explicit Batch(cajal_batch *batch) : batch_(detail::share<cajal_batch_free>(batch)) {}

    Batch(Batch &&) noexcept = default;
    Batch &operator=(Batch &&) noexcept = default;

    /// The number of texts. 0 after a move.
    [[nodiscard]] std::size_t size() const noexcept { return cajal_batch_count(native()); }
    [[nodiscard]] bool empty() const noexcept { return size() == 0; }

    /// The answer for the text at `index`, which must be less than size().
    [[nodiscard]] Result<Answer> operator[](std::size_t index) const {
        if (const cajal_error *error = cajal_batch_error(native(), index)) return Failure(*error);
        return Answer(detail::Shared<typename Answer::Native>(batch_, Get(native(), index)));
    }

    [[nodiscard]] iterator begin() const & noexcept { return {this, 0}; }
    [[nodiscard]] iterator end() const & noexcept { return {this, size()}; }
    iterator begin() const && = delete;
    iterator end() const && = delete;

    /// The C result. Owned by this; NULL if moved from.
    [[nodiscard]] const cajal_batch *native() const & noexcept { return batch_.get(); }
    const cajal_batch *native() const && = delete;

private:
    detail::Shared<cajal_batch> batch_;
};

CAJAL_END_CALLS

namespace detail {
CAJAL_BEGIN_CALLS

/// Runs `narrow` or `wide`, C calls for UTF-8 and UTF-16: `(texts, lengths, count, options, cancel, &batch, &error)`.
template <class Answers, class Options, class Narrow, class Wide>
Result<Answers> run_batch(const Texts &texts, const Options &options, const Cancel *cancel, Narrow narrow, Wide wide) {
    if (!texts.are_utf8() && !texts.are_utf16()) {
        return Failure(ErrorCode::invalid_argument, "some texts are UTF-8 and some UTF-16; give each kind in a call of its own");
    }
    return run<Answers>(options, cancel, [&](auto... rest) {
        return texts.are_utf8() ? narrow(texts.utf8(), texts.lengths(), texts.size(), rest...)
                                : wide(texts.utf16(), texts.lengths(), texts.size(), rest...);
    });
}

CAJAL_END_CALLS
}  // namespace detail
}  // namespace cajal

#endif
