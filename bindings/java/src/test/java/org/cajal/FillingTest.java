package org.cajal;

import static org.cajal.Fixtures.ENDLESS;
import static org.cajal.Fixtures.assertCode;
import static org.cajal.Fixtures.shared;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Targets, joint fillings, filled texts and batches of fill-mask. */
class FillingTest {
    private static final String TEXT = "Ingresa por una <mask> bilateral.";
    private static final String TWO = "El <mask> presenta <mask> aguda.";

    private final FillMask fillMask = FillMask.of(shared(Fixtures.FILL_MASK));

    private static FillMaskOptions targets(String... words) {
        return FillMaskOptions.builder().targets(List.of(words)).build();
    }

    private static FillMaskOptions joint(int width) {
        return FillMaskOptions.builder().beamWidth(width).build();
    }

    @Test
    void what_became_of_each_target_is_told_in_the_order_given() {
        FillMaskOptions options =
                targets("neumonía", " neumonía ", "electroencefalografía", "", "tos ".repeat(600), " ");
        Mask mask = fillMask.run(TEXT, options).masks().get(0);
        assertEquals(
                List.of(
                        TargetStatus.SCORED,
                        TargetStatus.DUPLICATE,
                        TargetStatus.SCORED,
                        TargetStatus.EMPTY,
                        TargetStatus.TOO_LONG,
                        TargetStatus.EMPTY),
                mask.targets().stream().map(Target::status).collect(Collectors.toList()));
        assertEquals(2, mask.predictions().size());
        Prediction best = mask.predictions().get(0);
        assertEquals("neumonía", best.text());
        assertEquals(Optional.of(best), mask.targets().get(1).prediction());
        assertEquals(Optional.empty(), mask.targets().get(3).prediction());
        Prediction rare = mask.targets().get(2).prediction().orElseThrow();
        assertEquals("electroencefalografía", rare.text());
        assertTrue(rare.tokenIds().size() > 1, "a word of several tokens is scored whole");
    }

    @Test
    void a_target_of_one_token_has_the_score_that_the_list_gives_it() {
        Prediction listed = fillMask.run(TEXT).masks().get(0).predictions().get(0);
        assertTrue(listed.startsWord());
        Prediction target = fillMask.run(TEXT, targets(listed.text())).masks().get(0).predictions().get(0);
        assertEquals(listed.tokenIds(), target.tokenIds());
        assertEquals(listed.logScore(), target.logScore(), 1e-4);
        assertEquals(Math.log(listed.score()), listed.logScore(), 1e-4);
    }

    @Test
    void a_target_with_a_line_break_is_refused_and_so_are_none() {
        assertCode(ErrorCode.INVALID_OPTION, () -> targets("tos\nfiebre"));
        assertCode(ErrorCode.INVALID_OPTION, () -> fillMask.run(TEXT, targets()));
        FillMaskOptions both = FillMaskOptions.builder().targets(List.of("tos")).beamWidth(2).build();
        assertCode(ErrorCode.INVALID_OPTION, () -> fillMask.run(TEXT, both));
    }

    @Test
    void text_after_a_mask_may_be_read_as_it_is_written() {
        String text = "No se detectan alteraciones <mask>, ni fracturas.";
        String spaced = "No se detectan alteraciones <mask> , ni fracturas.";
        FillMaskOptions asWritten = FillMaskOptions.builder().afterMask(AfterMask.TEXT).build();
        FillMaskOptions asTokenizer = FillMaskOptions.builder().afterMask(AfterMask.TOKENIZER).build();
        assertEquals(best(spaced, asTokenizer), best(text, asTokenizer));
        assertNotEquals(best(spaced, asWritten), best(text, asWritten));
    }

    private double best(String text, FillMaskOptions options) {
        return fillMask.run(text, options).masks().get(0).predictions().get(0).logScore();
    }

    @Test
    void joint_fillings_are_ranked_and_multiply_their_factors() {
        FillMaskResult result = fillMask.run(TWO, joint(8));
        assertEquals(2, result.masks().size());
        assertEquals(5, result.fillings().size());
        double before = 0;
        for (Filling filling : result.fillings()) {
            assertEquals(2, filling.predictions().size());
            double sum = filling.predictions().stream().mapToDouble(Prediction::logScore).sum();
            assertEquals(sum, filling.logScore(), 1e-9);
            assertEquals(Math.exp(sum), filling.score(), 1e-6);
            assertTrue(filling.logScore() <= before);
            before = filling.logScore();
        }
        assertTrue(fillMask.run(TWO).fillings().isEmpty());
    }

    @Test
    void with_one_mask_the_fillings_are_the_list() {
        FillMaskResult result = fillMask.run(TEXT, joint(8));
        for (int place = 0; place < 5; place++) {
            Prediction listed = result.masks().get(0).predictions().get(place);
            assertEquals(
                    listed.tokenIds(), result.fillings().get(place).predictions().get(0).tokenIds());
        }
    }

    @Test
    void a_filled_text_is_the_callers_own_with_the_place_of_the_word() {
        String text = "😀\tIngresa  por una <mask>\r\nbilateral; <mask>.";
        FillMaskResult result = fillMask.run(text, targets("neumonía"));
        Filled filled = result.filled(0, 0);
        assertEquals("😀\tIngresa  por una neumonía\r\nbilateral; <mask>.", filled.text());
        Offsets place = filled.insertions().get(0);
        assertEquals("neumonía", filled.text().substring(place.utf16Start(), place.utf16End()));
        assertEquals(filled.text().codePointCount(0, place.utf16End()), place.codePointEnd());
        assertFalse(filled.toString().contains("neumonía"));
        assertThrows(IndexOutOfBoundsException.class, () -> result.filled(2, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> result.filled(0, 1));
        assertThrows(IndexOutOfBoundsException.class, () -> result.filledTogether(0));
    }

    @Test
    void a_filling_stands_in_the_text_as_one() {
        FillMaskResult result = fillMask.run(TWO, joint(8));
        Filled filled = result.filledTogether(0);
        List<String> words = result.fillings().get(0).predictions().stream()
                .map(Prediction::text)
                .collect(Collectors.toList());
        List<String> standing = filled.insertions().stream()
                .map(place -> filled.text().substring(place.utf16Start(), place.utf16End()))
                .collect(Collectors.toList());
        assertEquals(words, standing);
        assertEquals("El " + words.get(0) + " presenta " + words.get(1) + " aguda.", filled.text());
    }

    @Test
    void one_text_without_a_mask_fails_alone() {
        List<String> texts = List.of(TEXT, "El paciente.", TWO);
        List<Outcome<FillMaskResult>> batch = fillMask.runBatch(texts, FillMaskOptions.defaults());
        assertEquals(ErrorCode.MASK_MISSING, batch.get(1).failure().orElseThrow().code());
        assertCode(ErrorCode.MASK_MISSING, () -> batch.get(1).result());
        for (int index : new int[] {0, 2}) {
            FillMaskResult single = fillMask.run(texts.get(index));
            FillMaskResult together = batch.get(index).result();
            assertEquals(predictions(single), predictions(together));
            assertEquals(single.filled(0, 0).text(), together.filled(0, 0).text());
        }
        List<Outcome<FillMaskResult>> later =
                fillMask.runBatchAsync(texts, FillMaskOptions.defaults(), Runnable::run).join();
        assertEquals(predictions(batch.get(2).result()), predictions(later.get(2).result()));
    }

    private static List<List<Prediction>> predictions(FillMaskResult result) {
        return result.masks().stream().map(Mask::predictions).collect(Collectors.toList());
    }

    @Test
    void progress_rises_to_the_bytes_of_the_text() {
        List<Long> done = new ArrayList<>();
        fillMask.run(TWO, FillMaskOptions.defaults(), null, (bytesDone, bytesTotal) -> {
            done.add(bytesDone);
            assertEquals(TWO.length(), bytesTotal);
        });
        assertEquals(TWO.indexOf("<mask> aguda") + "<mask>".length(), done.get(done.size() - 1));
    }

    @Test
    void cancelling_a_score_stops_the_run_and_frees_its_thread() throws Exception {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        CompletableFuture<Perplexity> future =
                fillMask.perplexityAsync(ENDLESS.substring(0, 100_000), PerplexityOptions.defaults(), executor);
        assertTrue(future.cancel(true));
        assertEquals("free", executor.submit(() -> "free").get(30, TimeUnit.SECONDS));
        executor.shutdown();
    }

    @Test
    void bad_scores_are_refused() {
        assertCode(ErrorCode.INVALID_ARGUMENT, () -> fillMask.perplexity("", PerplexityOptions.defaults()));
        PerplexityOptions none = PerplexityOptions.builder().windowTokens(0).build();
        assertCode(ErrorCode.INVALID_OPTION, () -> fillMask.perplexity(TEXT, none));
        assertThrows(NullPointerException.class, () -> fillMask.perplexity(null, PerplexityOptions.defaults()));
    }

    @Test
    void a_closed_model_is_told_by_every_call() {
        Model model = Fixtures.open(Fixtures.FILL_MASK);
        FillMask closed = FillMask.of(model);
        FillMaskResult before = closed.run(TEXT);
        ParityFillMask parity = ParityFillMask.of(model);
        model.close();
        assertCode(ErrorCode.INVALID_HANDLE, () -> closed.run(TEXT));
        assertCode(ErrorCode.INVALID_HANDLE, () -> closed.runBatch(List.of(TEXT), FillMaskOptions.defaults()));
        assertCode(ErrorCode.INVALID_HANDLE, () -> closed.perplexity(TEXT, PerplexityOptions.defaults()));
        assertCode(ErrorCode.INVALID_HANDLE, () -> parity.run(TEXT, ParityFillMaskOptions.defaults()));
        // A result is plain memory and outlives its model.
        assertTrue(before.filled(0, 0).text().endsWith(" bilateral."));
    }
}
