package org.cajal;

import java.util.Locale;

/** How a compiled folder is compared with its list of files. */
public enum Verification {
    /** By the sizes of its files. */
    SIZES,
    /** By the hash of every file; a folder that was not compiled has none, and is refused. */
    STRICT;

    /** Its name in the C interface. */
    String optionName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
