package org.cajal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The answers that every language must give: tests/data/bindings/answers.tsv, made with transformers. */
class GoldenTest {
    private static final double SCORE_TOLERANCE = 1e-4;

    @TestFactory
    Stream<DynamicTest> every_answer_is_that_of_transformers() throws IOException {
        List<Case> cases = read();
        assertEquals(32, cases.size(), "cases in the file");
        return cases.stream().map(each -> dynamicTest(each.name(), each::check));
    }

    private static List<Case> read() throws IOException {
        List<Case> cases = new ArrayList<>();
        for (String line : Files.readAllLines(Fixtures.REPOSITORY.resolve("tests/data/bindings/answers.tsv"))) {
            if (line.startsWith("#")) {
                continue;
            }
            String[] fields = line.split("\t", -1);
            if (fields[0].matches("ner|fill|classify")) {
                cases.add(new Case(fields));
            } else {
                cases.get(cases.size() - 1).answers.add(fields);
            }
        }
        return cases;
    }

    static String unescaped(String text) {
        Matcher unit = Pattern.compile("\\\\u([0-9a-f]{4})").matcher(text);
        return unit.replaceAll(match ->
                Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(match.group(1), 16))));
    }

    private static final class Case {
        final String[] fields;
        final List<String[]> answers = new ArrayList<>();

        Case(String[] fields) {
            this.fields = fields;
        }

        String name() {
            return fields[0] + " " + fields[1] + " " + fields[2] + " × " + fields[3];
        }

        void check() {
            Model model = Fixtures.shared(fields[1]);
            String text = unescaped(fields[3]).repeat(copies());
            switch (fields[0]) {
                case "ner":
                    checkEntities(Ner.of(model).run(text).entities(), text);
                    break;
                case "fill":
                    checkMasks(FillMask.of(model).run(text).masks());
                    break;
                default:
                    checkLabels(Classifier.of(model).run(text));
            }
        }

        int copies() {
            return Integer.parseInt(fields[2]);
        }

        void checkEntities(List<Entity> entities, String text) {
            assertEquals(answers.size() * copies(), entities.size());
            for (int index = 0; index < entities.size(); index++) {
                String[] expected = answers.get(index % answers.size());
                Entity entity = entities.get(index);
                int copy = index / answers.size();
                assertEquals(expected[1], entity.label());
                assertEquals(offsets(expected, 2, copy, text), entity.offsets());
                if (copies() == 1) {
                    assertEquals(Double.parseDouble(expected[8]), entity.score(), SCORE_TOLERANCE);
                }
            }
        }

        /** The offsets in a line, moved on by the copies before: these are ASCII in each unit's own length. */
        Offsets offsets(String[] line, int first, int copy, String text) {
            String one = unescaped(fields[3]);
            long utf8 = (long) copy * one.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
            int utf16 = copy * one.length();
            int codePoints = copy * one.codePointCount(0, one.length());
            return new Offsets(
                    utf8 + Long.parseLong(line[first]),
                    utf8 + Long.parseLong(line[first + 1]),
                    utf16 + Integer.parseInt(line[first + 2]),
                    utf16 + Integer.parseInt(line[first + 3]),
                    codePoints + Integer.parseInt(line[first + 4]),
                    codePoints + Integer.parseInt(line[first + 5]));
        }

        void checkMasks(List<Mask> masks) {
            int line = 0;
            for (Mask mask : masks) {
                assertEquals(offsets(answers.get(line++), 1, 0, ""), mask.offsets());
                for (Prediction prediction : mask.predictions()) {
                    String[] expected = answers.get(line++);
                    assertEquals(Integer.parseInt(expected[1]), prediction.tokenId());
                    assertEquals(Double.parseDouble(expected[2]), prediction.score(), SCORE_TOLERANCE);
                    assertEquals(unescaped(expected[3]), prediction.text());
                }
            }
            assertEquals(answers.size(), line);
        }

        void checkLabels(List<Classification> labels) {
            assertEquals(answers.size(), labels.size());
            for (int index = 0; index < labels.size(); index++) {
                assertEquals(unescaped(answers.get(index)[1]), labels.get(index).label());
                assertEquals(Double.parseDouble(answers.get(index)[2]), labels.get(index).score(), SCORE_TOLERANCE);
            }
        }
    }
}
