/// @file
/// Stopping calls from another thread.
#ifndef CAJAL_CANCEL_HPP
#define CAJAL_CANCEL_HPP

#include <cajal.h>

#include "handle.hpp"

namespace cajal {

/// Stops the calls it was given to. Give one token to as many calls as shall stop together.
///
/// May be destroyed while calls hold it: they go on and can no longer be cancelled.
/// Thread safety: request() from any thread, at any time before the destructor.
class Cancel {
public:
    Cancel() : cancel_(cajal_cancel_new()) {}

    /// Stops every call that holds this token, now and in future, with ErrorCode::cancelled. Cannot be taken back. Returns at
    /// once, before those calls have. Does nothing on a moved-from token; not from a signal handler.
    void request() const noexcept { cajal_cancel_request(cancel_.get(), nullptr); }

    /// The C token. Owned by this; NULL if moved from.
    [[nodiscard]] const cajal_cancel *native() const & noexcept { return cancel_.get(); }
    const cajal_cancel *native() const && = delete;

private:
    detail::Owned<cajal_cancel, cajal_cancel_free> cancel_;
};

}  // namespace cajal

#endif
