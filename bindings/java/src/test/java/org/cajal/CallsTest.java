package org.cajal;

import static org.cajal.Fixtures.shared;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Targets and joint fillings of tests/data/bindings/calls.tsv, counted out with transformers. {@link SharedGoldenTest} reads
 * the files that its other calls were taken from.
 */
class CallsTest {
    private static final double LOG_TOLERANCE = 1e-3;

    /** The calls of one kind: first the call's own fields, then those of its answers. */
    private static List<List<String[]>> read(String kind) throws IOException {
        List<List<String[]>> calls = new ArrayList<>();
        boolean wanted = false;
        for (String line : Files.readAllLines(Fixtures.REPOSITORY.resolve("tests/data/bindings/calls.tsv"))) {
            String[] fields = line.split("\t", -1);
            if (fields[0].matches("parity|candidates|targets|fillings|perplexity")) {
                wanted = fields[0].equals(kind);
                if (wanted) {
                    calls.add(new ArrayList<>());
                }
            }
            if (wanted) {
                calls.get(calls.size() - 1).add(fields);
            }
        }
        return calls;
    }

    private static String ids(List<Prediction> predictions) {
        return predictions.stream()
                .flatMap(prediction -> prediction.tokenIds().stream())
                .map(String::valueOf)
                .collect(Collectors.joining(","));
    }

    @Test
    void targets_have_the_scores_that_were_counted_out() throws IOException {
        List<List<String[]>> calls = read("targets");
        assertEquals(2, calls.size());
        for (List<String[]> call : calls) {
            String[] asked = call.get(0);
            List<String> words = List.of(GoldenTest.unescaped(asked[2]).split("\n"));
            FillMaskOptions options = FillMaskOptions.builder().targets(words).build();
            List<Target> targets = FillMask.of(shared(asked[1]))
                    .run(GoldenTest.unescaped(asked[3]), options)
                    .masks()
                    .get(0)
                    .targets();
            assertEquals(call.size() - 1, targets.size());
            for (int index = 0; index < targets.size(); index++) {
                String[] expected = call.get(index + 1);
                Prediction prediction = targets.get(index).prediction().orElseThrow();
                assertEquals(TargetStatus.SCORED, targets.get(index).status());
                assertEquals(words.get(index), prediction.text());
                assertEquals(Double.parseDouble(expected[1]), prediction.logScore(), LOG_TOLERANCE);
                assertEquals(expected[2], ids(List.of(prediction)));
            }
        }
    }

    @Test
    void fillings_are_the_best_that_were_counted_out() throws IOException {
        List<List<String[]>> calls = read("fillings");
        assertEquals(2, calls.size());
        for (List<String[]> call : calls) {
            String[] asked = call.get(0);
            FillMaskOptions options = FillMaskOptions.builder()
                    .beamWidth(Integer.parseInt(asked[2]))
                    .topK(Integer.parseInt(asked[3]))
                    .build();
            FillMaskResult result = FillMask.of(shared(asked[1])).run(GoldenTest.unescaped(asked[4]), options);
            assertEquals(call.size() - 1, result.fillings().size());
            for (int index = 0; index < result.fillings().size(); index++) {
                String[] expected = call.get(index + 1);
                Filling filling = result.fillings().get(index);
                assertEquals(Double.parseDouble(expected[1]), filling.logScore(), LOG_TOLERANCE);
                assertEquals(expected[2], ids(filling.predictions()));
                assertEquals(GoldenTest.unescaped(expected[3]), result.filledTogether(index).text());
            }
        }
    }
}
