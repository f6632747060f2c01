package org.cajal;

import static org.cajal.Fixtures.assertCode;
import static org.cajal.Fixtures.shared;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The files of tests/data/golden that the tests in Rust read, made with transformers, for all models that ship with the
 * project; random checkpoints are made in Rust alone.
 */
class SharedGoldenTest {
    private static final double SCORE_TOLERANCE = 1e-4;
    private static final Set<String> SHIPPED = Set.of(
            "clinical-es-mini",
            "clinical-es-mini-pharmaconer",
            "clinical-es-mini-cantemist",
            "clinical-es-mini-meddocan");

    private static JsonObject read(String name) throws IOException {
        String file = Files.readString(Fixtures.REPOSITORY.resolve("tests/data/golden").resolve(name));
        return JsonParser.parseString(file).getAsJsonObject();
    }

    /** The items of a list whose model ships with the project. */
    private static List<JsonObject> shipped(JsonObject golden, String list) {
        List<JsonObject> items = new ArrayList<>();
        for (JsonElement item : golden.getAsJsonArray(list)) {
            if (SHIPPED.contains(item.getAsJsonObject().get("model").getAsString())) {
                items.add(item.getAsJsonObject());
            }
        }
        return items;
    }

    private static Model model(JsonObject item) {
        return shared("models/" + item.get("model").getAsString());
    }

    private static boolean has(JsonObject object, String key) {
        return object.has(key) && !object.get(key).isJsonNull();
    }

    private static List<String> strings(JsonArray array) {
        List<String> strings = new ArrayList<>();
        array.forEach(item -> strings.add(item.getAsString()));
        return strings;
    }

    @Test
    void the_inputs_on_which_pipelines_fail_are_right_here() throws IOException {
        JsonObject golden = read("ner-cases.json");
        Model oracle = shared(golden.get("model").getAsString());
        JsonArray cases = golden.getAsJsonArray("cases");
        assertEquals(12, cases.size());
        for (JsonElement each : cases) {
            JsonObject item = each.getAsJsonObject();
            String title = item.get("title").getAsString();
            NerResult result = Ner.of(oracle).run(item.get("text").getAsString(), nerOptions(item));
            assertEquals(item.get("words").getAsLong(), result.words(), title);
            List<String> found = result.entities().stream().map(SharedGoldenTest::place).collect(Collectors.toList());
            List<String> expected = new ArrayList<>();
            item.getAsJsonArray("strict").forEach(entity -> expected.add(entity.toString()));
            assertEquals(expected, found, title);
            for (JsonElement run : item.getAsJsonArray("parity")) {
                checkParity(oracle, item.get("text").getAsString(), run.getAsJsonObject(), title);
            }
        }
    }

    private static NerOptions nerOptions(JsonObject item) {
        NerOptions.Builder builder = NerOptions.builder();
        JsonObject options = item.getAsJsonObject("options");
        if (has(options, "window_tokens")) {
            builder.windowTokens(options.get("window_tokens").getAsInt());
        }
        if (has(options, "overlap_tokens")) {
            builder.overlapTokens(options.get("overlap_tokens").getAsInt());
        }
        return builder.build();
    }

    /** As in the file: label, then start and end in bytes, in UTF-16 units and in code points. */
    private static String place(Entity entity) {
        Offsets at = entity.offsets();
        return String.format(
                "[\"%s\",%d,%d,%d,%d,%d,%d]",
                entity.label(), at.utf8Start(), at.utf8End(), at.utf16Start(), at.utf16End(), at.codePointStart(),
                at.codePointEnd());
    }

    @Test
    void parity_entities_are_those_of_transformers() throws IOException {
        List<JsonObject> documents = shipped(read("ner-parity.json"), "documents");
        int runs = 0;
        for (JsonObject document : documents) {
            for (JsonElement run : document.getAsJsonArray("runs")) {
                String place = "document " + documents.indexOf(document) + " " + run.getAsJsonObject().get("aggregation");
                checkParity(model(document), document.get("text").getAsString(), run.getAsJsonObject(), place);
                runs++;
            }
        }
        assertEquals(315, runs);
    }

    private static void checkParity(Model model, String text, JsonObject run, String place) {
        ParityNerResult result = ParityNer.of(model).run(text, parityOptions(run));
        JsonArray expected = run.getAsJsonArray("found");
        assertEquals(expected.size(), result.entities().size(), place);
        for (int index = 0; index < expected.size(); index++) {
            JsonArray wanted = expected.get(index).getAsJsonArray();
            ParityEntity entity = result.entities().get(index);
            assertEquals(wanted.get(0).getAsString(), entity.label(), place);
            assertEquals(wanted.get(1).getAsDouble(), entity.score(), SCORE_TOLERANCE, place);
            assertEquals(wanted.get(2).getAsString(), entity.word(), place);
            assertEquals(wanted.get(3).isJsonNull() ? 0 : wanted.get(3).getAsInt(), entity.token().orElse(0), place);
            assertEquals(wanted.get(4).getAsInt(), entity.offsets().codePointStart(), place);
            assertEquals(wanted.get(5).getAsInt(), entity.offsets().codePointEnd(), place);
        }
        if (run.has("windows")) {
            assertEquals(run.get("windows").getAsLong(), result.windows(), place);
            assertEquals(has(run, "cut"), result.unread().isPresent(), place);
        }
    }

    private static ParityNerOptions parityOptions(JsonObject run) {
        ParityNerOptions.Builder builder = ParityNerOptions.builder()
                .aggregation(Aggregation.valueOf(run.get("aggregation").getAsString().toUpperCase(Locale.ROOT)));
        if (has(run, "stride")) {
            builder.stride(run.get("stride").getAsInt());
        }
        if (has(run, "window_tokens")) {
            builder.windowTokens(run.get("window_tokens").getAsInt());
        }
        if (has(run, "ignore_labels")) {
            builder.ignoreLabels(strings(run.getAsJsonArray("ignore_labels")));
        }
        return builder.build();
    }

    @Test
    void parity_candidates_are_those_of_transformers() throws IOException {
        List<JsonObject> calls = shipped(read("fill-mask-parity.json"), "calls");
        assertEquals(81, calls.size());
        for (JsonObject call : calls) {
            ParityFillMask fillMask = ParityFillMask.of(model(call));
            String text = call.get("text").getAsString();
            ParityFillMaskOptions.Builder builder = ParityFillMaskOptions.builder().topK(call.get("top_k").getAsInt());
            if (has(call, "targets")) {
                builder.targets(strings(call.getAsJsonArray("targets")));
            }
            if (has(call, "error")) {
                assertCode(codeOf(call.get("error").getAsString()), () -> fillMask.run(text, builder.build()));
            } else {
                checkMasks(fillMask.run(text, builder.build()), call.getAsJsonArray("masks"), text);
            }
        }
    }

    private static ErrorCode codeOf(String error) {
        switch (error) {
            case "mask":
                return ErrorCode.MASK_MISSING;
            case "length":
                return ErrorCode.INVALID_ARGUMENT;
            default:
                return ErrorCode.INVALID_OPTION;
        }
    }

    private static void checkMasks(List<ParityMask> masks, JsonArray expected, String text) {
        assertEquals(expected.size(), masks.size(), text);
        int from = 0;
        for (int mask = 0; mask < masks.size(); mask++) {
            int start = text.indexOf("<mask>", from);
            from = start + "<mask>".length();
            assertEquals(start, masks.get(mask).offsets().utf16Start(), text);
            assertEquals(from, masks.get(mask).offsets().utf16End(), text);
            JsonArray candidates = expected.get(mask).getAsJsonArray();
            assertEquals(candidates.size(), masks.get(mask).predictions().size(), text);
            for (int place = 0; place < candidates.size(); place++) {
                JsonArray wanted = candidates.get(place).getAsJsonArray();
                ParityPrediction prediction = masks.get(mask).predictions().get(place);
                assertEquals(wanted.get(0).getAsInt(), prediction.tokenId(), text);
                assertEquals(wanted.get(1).getAsDouble(), prediction.score(), SCORE_TOLERANCE, text);
                assertEquals(wanted.get(2).getAsString(), prediction.tokenText(), text);
                assertEquals(wanted.get(3).getAsString(), prediction.sequence(), text);
            }
        }
    }

    @Test
    void perplexities_are_those_that_transformers_gives() throws IOException {
        List<JsonObject> texts = shipped(read("perplexity.json"), "texts");
        assertEquals(18, texts.size());
        for (JsonObject each : texts) {
            PerplexityOptions.Builder builder = PerplexityOptions.builder();
            if (has(each, "window_tokens")) {
                builder.windowTokens(each.get("window_tokens").getAsInt());
            }
            String text = each.get("text").getAsString();
            Perplexity ours = FillMask.of(model(each)).perplexity(text, builder.build());
            long tokens = each.get("tokens").getAsLong();
            double mean = each.get("log_likelihood").getAsDouble() / tokens;
            assertEquals(tokens, ours.tokens(), text);
            assertEquals(mean, ours.logLikelihood() / tokens, 1e-5, text);
            assertTrue(Math.abs(ours.value() / Math.exp(-mean) - 1) < 1e-5, text);
        }
    }
}
