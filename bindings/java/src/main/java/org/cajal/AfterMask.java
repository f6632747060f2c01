package org.cajal;

import java.util.Locale;

/** How the text after a mask is read when no space stands between them, as the stop in {@code <mask>.} */
public enum AfterMask {
    /** As transformers reads it: a tokenizer that puts a space before every text puts one here too. */
    TOKENIZER,
    /** As it is written, which is how the models saw it in training. */
    TEXT;

    /** Its name in the C interface. */
    String optionName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
