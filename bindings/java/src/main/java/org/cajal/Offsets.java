package org.cajal;

import java.util.Objects;

/**
 * One range of a text in three units at once. All are half-open: the end is the first position after the range.
 *
 * <p>Java strings count UTF-16 code units: {@code text.substring(offsets.utf16Start(), offsets.utf16End())}.
 */
public final class Offsets {
    private final long utf8Start;
    private final long utf8End;
    private final int utf16Start;
    private final int utf16End;
    private final int codePointStart;
    private final int codePointEnd;

    Offsets(long utf8Start, long utf8End, int utf16Start, int utf16End, int codePointStart, int codePointEnd) {
        this.utf8Start = utf8Start;
        this.utf8End = utf8End;
        this.utf16Start = utf16Start;
        this.utf16End = utf16End;
        this.codePointStart = codePointStart;
        this.codePointEnd = codePointEnd;
    }

    /**
     * The first byte in UTF-8. A lone surrogate counts as U+FFFD, three bytes.
     *
     * @return bytes from the start of the text
     */
    public long utf8Start() {
        return utf8Start;
    }

    /**
     * The first byte after the range in UTF-8.
     *
     * @return bytes from the start of the text
     */
    public long utf8End() {
        return utf8End;
    }

    /**
     * The first {@code char} of a Java string.
     *
     * @return UTF-16 code units from the start of the text
     */
    public int utf16Start() {
        return utf16Start;
    }

    /**
     * The first {@code char} after the range.
     *
     * @return UTF-16 code units from the start of the text
     */
    public int utf16End() {
        return utf16End;
    }

    /**
     * The first code point, as Python and brat count.
     *
     * @return code points from the start of the text
     */
    public int codePointStart() {
        return codePointStart;
    }

    /**
     * The first code point after the range.
     *
     * @return code points from the start of the text
     */
    public int codePointEnd() {
        return codePointEnd;
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof Offsets)) {
            return false;
        }
        Offsets that = (Offsets) other;
        return utf8Start == that.utf8Start
                && utf8End == that.utf8End
                && utf16Start == that.utf16Start
                && utf16End == that.utf16End
                && codePointStart == that.codePointStart
                && codePointEnd == that.codePointEnd;
    }

    @Override
    public int hashCode() {
        return Objects.hash(utf8Start, utf8End, utf16Start, utf16End, codePointStart, codePointEnd);
    }

    @Override
    public String toString() {
        return utf16Start + ".." + utf16End;
    }
}
