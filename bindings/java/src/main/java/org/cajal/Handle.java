package org.cajal;

import java.lang.ref.Cleaner;
import java.util.function.LongConsumer;

/**
 * A native object that is freed once: when it is closed, or else after its owner has become unreachable.
 *
 * <p>The native side checks every handle and counts who uses what it stands for: a call that runs while another thread
 * closes finishes undisturbed, and a later one fails with {@link ErrorCode#INVALID_HANDLE}.
 */
final class Handle {
    private static final Cleaner CLEANER = Cleaner.create();

    private final long id;
    private final Cleaner.Cleanable cleanable;

    /** {@code free} must not refer to {@code owner}, or the owner would never become unreachable. */
    Handle(Object owner, long id, LongConsumer free) {
        this.id = id;
        this.cleanable = CLEANER.register(owner, () -> free.accept(id));
    }

    /** The handle for a native call. The owner must be kept reachable until the call returns. */
    long id() {
        return id;
    }

    void close() {
        cleanable.clean();
    }
}
