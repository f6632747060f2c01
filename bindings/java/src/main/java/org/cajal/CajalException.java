package org.cajal;

/**
 * Every failure of the library: a code, and a message that says what went wrong, where, and what to do.
 *
 * <p>No message ever holds text of a document.
 */
public class CajalException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The code as a number, which may be newer than {@link ErrorCode}. */
    private final int codeNumber;
    /** The cause's own code. */
    private final int causeCode;

    CajalException(int codeNumber, int causeCode, String message) {
        super(message);
        this.codeNumber = codeNumber;
        this.causeCode = causeCode;
    }

    CajalException(ErrorCode code, String message) {
        this(code.number(), 0, message);
    }

    /**
     * What went wrong.
     *
     * @return the code; {@link ErrorCode#UNKNOWN} if it is newer than these classes
     */
    public ErrorCode code() {
        return ErrorCode.of(codeNumber);
    }

    /**
     * What went wrong, as the number that the native library gave.
     *
     * @return the number
     */
    public int codeNumber() {
        return codeNumber;
    }

    /**
     * The cause's own code: errno where a file could not be read, ONNX Runtime's code where a run failed.
     *
     * @return the code, or 0 where there is none
     */
    public int causeCode() {
        return causeCode;
    }
}
