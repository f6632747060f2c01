package org.cajal;

import static org.cajal.Fixtures.NOTE;
import static org.cajal.Fixtures.assertCode;
import static org.cajal.Fixtures.shared;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExportTest {
    private static final String EMOJI = "Dolor 😀; paracetamol";

    private final Ner ner = Ner.of(shared(Fixtures.PHARMACONER));

    private Export export(ExportFormat format, String... texts) {
        Export.Builder builder = Export.builder(format);
        for (String text : texts) {
            builder.add("n" + text.length(), text, ner.run(text));
        }
        return builder.build();
    }

    @Test
    void json_has_an_object_for_each_document() {
        String[] lines = export(ExportFormat.JSON, NOTE, EMOJI).text().split("\n");
        assertEquals(2, lines.length);
        JsonObject document = JsonParser.parseString(lines[1]).getAsJsonObject();
        assertEquals("n" + EMOJI.length(), document.get("document").getAsString());
        assertEquals("[\"clinical-es-mini-pharmaconer\"]", document.get("models").toString());
        JsonArray entities = document.getAsJsonArray("entities");
        assertEquals(1, entities.size());
        JsonObject entity = entities.get(0).getAsJsonObject();
        assertEquals("paracetamol", entity.get("text").getAsString());
        JsonObject utf16 = entity.getAsJsonObject("utf16");
        assertEquals(EMOJI.indexOf("paracetamol"), utf16.get("start").getAsInt());
        assertEquals(EMOJI.length(), utf16.get("end").getAsInt());
    }

    @Test
    void brat_counts_code_points() {
        int start = EMOJI.codePointCount(0, EMOJI.indexOf("paracetamol"));
        String expected = "T1\tNORMALIZABLES " + start + " " + (start + 11) + "\tparacetamol\n";
        assertEquals(expected, export(ExportFormat.BRAT, EMOJI).text());
        assertCode(ErrorCode.INVALID_ARGUMENT, () -> export(ExportFormat.BRAT, EMOJI, NOTE));
    }

    @Test
    void conll_has_a_column_for_each_model_and_tells_what_it_left_out() {
        Ner both = Ner.of(shared(Fixtures.PHARMACONER), shared(Fixtures.CANTEMIST));
        Export export =
                Export.builder(ExportFormat.CONLL).add("n", EMOJI, both.run(EMOJI)).build();
        String word = List.of(export.text().split("\n")).stream()
                .filter(line -> line.startsWith("paracetamol"))
                .findFirst()
                .orElseThrow();
        assertTrue(word.endsWith("B-NORMALIZABLES\tO") || word.endsWith("B-NORMALIZABLES O"), word);
        assertEquals(0, export.leftOut());
        Export.Builder uneven = Export.builder(ExportFormat.CONLL)
                .add("n", EMOJI, both.run(EMOJI))
                .add("m", EMOJI, ner.run(EMOJI));
        assertCode(ErrorCode.INVALID_ARGUMENT, uneven::build);
    }

    @Test
    void html_is_one_page_with_the_texts() {
        String page = export(ExportFormat.HTML, NOTE, EMOJI).text();
        assertTrue(page.startsWith("<!DOCTYPE html>") || page.startsWith("<!doctype html>"), page.substring(0, 40));
        assertTrue(page.contains("paracetamol") && page.contains("😀"));
    }

    @Test
    void entities_of_another_text_are_refused() {
        NerResult result = ner.run(NOTE);
        assertCode(ErrorCode.INVALID_ARGUMENT, () -> Export.builder(ExportFormat.JSON)
                .add("n", NOTE + " ", result)
                .build());
        assertCode(ErrorCode.INVALID_ARGUMENT, () -> Deidentified.of(NOTE + " ", result));
        assertThrows(NullPointerException.class, () -> Export.builder(ExportFormat.JSON).add("n", null, result));
        assertThrows(NullPointerException.class, () -> Deidentified.of(null, result));
    }

    @Test
    void results_of_a_batch_and_of_a_lone_surrogate_export_too() {
        String odd = "\ud83d calcio";
        NerResult result = ner.runBatch(List.of(NOTE, odd), NerOptions.defaults()).get(1).result();
        String line = Export.builder(ExportFormat.JSON).add("n", odd, result).build().text();
        JsonObject entity = JsonParser.parseString(line)
                .getAsJsonObject()
                .getAsJsonArray("entities")
                .get(0)
                .getAsJsonObject();
        assertEquals("calcio", entity.get("text").getAsString());
        assertEquals("[clinical-es-mini-pharmaconer]", result.models().toString());
    }

    @Test
    void an_export_without_documents_is_empty_and_none_shows_text_when_logged() {
        assertEquals("", export(ExportFormat.JSON).text());
        assertFalse(export(ExportFormat.HTML, NOTE).toString().contains("paracetamol"));
    }
}
