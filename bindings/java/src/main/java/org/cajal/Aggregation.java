package org.cajal;

import java.util.Locale;

/** How transformers' token-classification pipeline puts tokens together. */
public enum Aggregation {
    /** Every token for itself. */
    NONE,
    /** Neighbouring tokens of one label. */
    SIMPLE,
    /** Words, with the label of their first token. */
    FIRST,
    /** Words, with the label of the best mean score. */
    AVERAGE,
    /** Words, with the label of the best single score. */
    MAX;

    /** Its name in transformers and in the C interface. */
    String optionName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
