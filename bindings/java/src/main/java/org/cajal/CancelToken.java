package org.cajal;

import java.lang.ref.Reference;

/**
 * Stops calls from another thread. One token may be given to any number of calls.
 *
 * <p>Thread safety: all methods may be called from any thread, before, during and after a call. A token that is dropped
 * without {@link #close()} is freed by the garbage collector.
 */
public final class CancelToken implements AutoCloseable {
    private final Handle handle;
    private boolean closed;

    /**
     * A token that is not cancelled.
     *
     * @throws CajalException {@link ErrorCode#LIBRARY_NOT_LOADED}
     */
    public CancelToken() {
        NativeLibrary.ensureLoaded();
        handle = new Handle(this, new Answer(Native.cancelNew()).longInteger(), Native::cancelFree);
    }

    /**
     * Stops every call that holds this token, now and in future, with {@link ErrorCode#CANCELLED}. It cannot be taken
     * back. Returns at once, before those calls have. After {@link #close()} it does nothing.
     */
    public synchronized void cancel() {
        if (!closed) {
            Native.cancelRequest(handle.id());
        }
    }

    /** Frees the token. Calls that hold it go on, and can no longer be cancelled; a second close does nothing. */
    @Override
    public synchronized void close() {
        closed = true;
        handle.close();
    }

    /** The handle for a native call; 0 for no token. The caller keeps the token reachable. */
    static long id(CancelToken token) {
        return token == null ? 0 : token.handle.id();
    }

    /** Keeps the token, which may be null, from being freed before this point. */
    static void keep(CancelToken token) {
        Reference.reachabilityFence(token);
    }
}
