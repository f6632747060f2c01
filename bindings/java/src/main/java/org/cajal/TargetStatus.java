package org.cajal;

/** Whether a target was scored. */
public enum TargetStatus {
    /** It was. */
    SCORED,
    /** It has the tokens of an earlier target, whose prediction counts for both. */
    DUPLICATE,
    /** It holds characters that the vocabulary lacks: the model cannot tell it from other words. */
    UNKNOWN,
    /** It is empty, or only spaces. */
    EMPTY,
    /** It has more tokens than fit in the model beside the text. */
    TOO_LONG;

    private static final TargetStatus[] NUMBERED = values();

    /** The status with a number of the C interface. */
    static TargetStatus of(int number) {
        return NUMBERED[number];
    }
}
