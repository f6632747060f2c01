package org.cajal;

/** Hears how far a call has come. */
@FunctionalInterface
public interface ProgressListener {
    /**
     * Called on the thread that makes the call, after every few windows of a text and as windows and texts of a batch are done. It
     * may cancel the call's token. What it throws stops the call, whose other results are lost, and comes out of it; a future
     * is completed with it.
     *
     * @param bytesDone UTF-8 bytes of text whose windows have run; it never falls, and stays below the total where a text
     *     ends with white space; that of a batch reaches it
     * @param bytesTotal UTF-8 bytes of the whole call; a text that several models read counts once for each
     */
    void progress(long bytesDone, long bytesTotal);
}
