package org.cajal;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Documents with their entities, in a format of other programs. Immutable.
 *
 * <p>Models have the names of their folders. An export holds text of the documents: it is as confidential as they are.
 */
public final class Export {
    private final String text;
    private final long leftOut;

    private Export(Answer answer) {
        text = answer.string();
        leftOut = answer.longInteger();
    }

    /**
     * Starts an export.
     *
     * @param format the format
     * @return a builder without documents
     */
    public static Builder builder(ExportFormat format) {
        return new Builder(Objects.requireNonNull(format, "format"));
    }

    /**
     * The whole export.
     *
     * @return the text, to be written as UTF-8
     */
    public String text() {
        return text;
    }

    /**
     * Entities that the format could not hold: CoNLL has one tag a word for each model, so of entities of one model that
     * share a word the later ones are left out.
     *
     * @return their number, 0 in other formats
     */
    public long leftOut() {
        return leftOut;
    }

    /** Without the text, which is a patient's. */
    @Override
    public String toString() {
        return "export of " + text.length() + " characters, " + leftOut + " entities left out";
    }

    /** Collects documents. For one thread at a time. */
    public static final class Builder {
        private final ExportFormat format;
        private final List<String> names = new ArrayList<>();
        private final List<String> texts = new ArrayList<>();
        private final List<byte[]> results = new ArrayList<>();

        private Builder(ExportFormat format) {
            this.format = format;
        }

        /**
         * Adds a document.
         *
         * @param name what the document is called
         * @param text its text, exactly as it was given to the run
         * @param result the entities found in it
         * @return this builder
         */
        public Builder add(String name, String text, NerResult result) {
            names.add(Objects.requireNonNull(name, "name"));
            texts.add(Objects.requireNonNull(text, "text"));
            results.add(result.packed());
            return this;
        }

        /**
         * Writes the documents added so far.
         *
         * @return the export
         * @throws CajalException {@link ErrorCode#INVALID_ARGUMENT} if entities are of another text than their document's,
         *     for a second document in brat, and for documents with unlike numbers of models in CoNLL
         */
        public Export build() {
            NativeLibrary.ensureLoaded();
            byte[] answer = Native.export(
                    format.nativeName(),
                    names.toArray(new String[0]),
                    texts.toArray(new String[0]),
                    results.toArray(new byte[0][]));
            return new Export(new Answer(answer));
        }
    }
}
