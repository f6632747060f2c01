package org.cajal;

/** What a model's head computes. */
public enum Task {
    /** Candidates for the masked positions of a text: {@link FillMask}. */
    FILL_MASK("fill-mask"),
    /** One label per word: {@link Ner}. */
    TOKEN_CLASSIFICATION("token-classification"),
    /** Labels for the whole text: {@link Classifier}. */
    SEQUENCE_CLASSIFICATION("text-classification"),
    /** A task that this version of the Java classes does not know. */
    UNKNOWN("");

    private final String hubName;

    Task(String hubName) {
        this.hubName = hubName;
    }

    /**
     * The task's name on the hub.
     *
     * @return such as {@code fill-mask}
     */
    public String hubName() {
        return hubName;
    }

    static Task of(String hubName) {
        for (Task task : values()) {
            if (task.hubName.equals(hubName)) {
                return task;
            }
        }
        return UNKNOWN;
    }
}
