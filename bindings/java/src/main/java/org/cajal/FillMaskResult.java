package org.cajal;

import java.util.List;

/** The masks of one text with their candidates. It keeps the text, to fill it. */
public final class FillMaskResult {
    private final String text;
    private final List<Mask> masks;
    private final List<Filling> fillings;

    FillMaskResult(Answer answer, String text) {
        this.text = text;
        masks = answer.list(Mask::new);
        fillings = answer.list(Filling::new);
    }

    /**
     * The masks in order of the text.
     *
     * @return an unmodifiable list
     */
    public List<Mask> masks() {
        return masks;
    }

    /**
     * Whole fillings, best first.
     *
     * @return an unmodifiable list, empty without {@link FillMaskOptions.Builder#beamWidth}
     */
    public List<Filling> fillings() {
        return fillings;
    }

    /**
     * The text that was asked about with one prediction in place of its mask; other masks stay. Nothing else changes, except
     * that spaces are left out between the word before the mask and a prediction that continues it.
     *
     * @param mask the mask's place in {@link #masks()}
     * @param prediction the prediction's place in {@link Mask#predictions()}
     * @return the filled text
     * @throws IndexOutOfBoundsException if there is no such mask or prediction
     */
    public Filled filled(int mask, int prediction) {
        Mask filled = masks.get(mask);
        return fill(List.of(filled), List.of(filled.predictions().get(prediction)));
    }

    /**
     * The text that was asked about with a whole filling in place of its masks. Otherwise as {@link #filled(int, int)}.
     *
     * @param filling the filling's place in {@link #fillings()}
     * @return the filled text
     * @throws IndexOutOfBoundsException if there is no such filling
     */
    public Filled filledTogether(int filling) {
        return fill(masks, fillings.get(filling).predictions());
    }

    private Filled fill(List<Mask> places, List<Prediction> predictions) {
        long[] numbers = new long[3 * places.size()];
        for (int index = 0; index < places.size(); index++) {
            Offsets offsets = places.get(index).offsets();
            numbers[3 * index] = offsets.utf8Start();
            numbers[3 * index + 1] = offsets.utf8End();
            numbers[3 * index + 2] = predictions.get(index).startsWord() ? 1 : 0;
        }
        String[] words = predictions.stream().map(Prediction::text).toArray(String[]::new);
        return new Filled(new Answer(Native.fill(text, words, numbers)));
    }

    /** The candidates, without the text. */
    @Override
    public String toString() {
        return masks.toString();
    }
}
