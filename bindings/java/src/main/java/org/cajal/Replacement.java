package org.cajal;

import java.util.Locale;

/** What stands in place of an entity. */
public enum Replacement {
    /** The label: {@code [FECHAS]}. */
    LABEL,
    /**
     * A tag for each person, place or number of the text: {@code [FECHAS_1]}, the same wherever the same text stands.
     * Case, accents (but not ñ) and white space make no difference, and punctuation only in addresses and numbers.
     */
    PSEUDONYM,
    /** {@code █} for every code point but line breaks, or as many as {@link DeidentifyOptions.Builder#maskLength}. */
    MASK;

    /** Its name in the C interface. */
    String optionName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
