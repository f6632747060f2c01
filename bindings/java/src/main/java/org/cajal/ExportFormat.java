package org.cajal;

import java.util.Locale;

/** A format of other programs. */
public enum ExportFormat {
    /** One JSON object for each document, each on its own line; positions in three units. */
    JSON,
    /** An {@code .ann} file of brat, positions in code points; for one document. */
    BRAT,
    /** One word a line with its document, its place in code points and an IOB2 tag for each model. */
    CONLL,
    /** One page for all documents, whole in itself, with filters by label, model and score. */
    HTML;

    /** Its name in the C interface. */
    String nativeName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
