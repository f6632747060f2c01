package org.cajal;

import static org.cajal.Fixtures.assertCode;
import static org.cajal.Fixtures.shared;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DeidentifyTest {
    private static final String NOTE = "😀 Se pauta paracetamol, e ibuprofeno; Paracetamol otra vez.";

    private final NerResult found = Ner.of(shared(Fixtures.PHARMACONER)).run(NOTE);

    private Deidentified with(Replacement replacement) {
        return Deidentified.of(
                NOTE, found, DeidentifyOptions.builder().replacement(replacement).build());
    }

    @Test
    void labels_stand_in_place_of_entities() {
        String expected = "😀 Se pauta [NORMALIZABLES], e [NORMALIZABLES]; [NORMALIZABLES] otra vez.";
        Deidentified result = Deidentified.of(NOTE, found);
        assertEquals(expected, result.text());
        assertEquals(List.of(), result.pseudonyms());
        assertEquals(expected, with(Replacement.LABEL).text());
    }

    @Test
    void segments_are_the_whole_of_both_texts() {
        Deidentified result = Deidentified.of(NOTE, found);
        StringBuilder before = new StringBuilder();
        StringBuilder after = new StringBuilder();
        for (Segment segment : result.segments()) {
            String from = NOTE.substring(segment.from().utf16Start(), segment.from().utf16End());
            String to = result.text().substring(segment.to().utf16Start(), segment.to().utf16End());
            assertEquals(segment.label().isEmpty(), from.equals(to));
            before.append(from);
            after.append(to);
        }
        assertEquals(NOTE, before.toString());
        assertEquals(result.text(), after.toString());
        assertEquals(7, result.segments().size());
        assertEquals(Optional.of("NORMALIZABLES"), result.segments().get(1).label());
    }

    @Test
    void pseudonyms_are_the_same_for_the_same_thing_and_the_map_tells_which() {
        Deidentified result = with(Replacement.PSEUDONYM);
        assertEquals("😀 Se pauta [NORMALIZABLES_1], e [NORMALIZABLES_2]; [NORMALIZABLES_1] otra vez.", result.text());
        Pseudonym first = result.pseudonyms().get(0);
        assertEquals("[NORMALIZABLES_1]", first.tag());
        assertEquals("NORMALIZABLES", first.label());
        assertEquals(List.of("paracetamol", "Paracetamol"), first.spellings());
        assertEquals(2, first.count());
        assertEquals(2, result.pseudonyms().size());
        assertFalse(result.toString().contains("aracetamol") || first.toString().contains("aracetamol"));
    }

    @Test
    void masks_keep_the_length_or_hide_it() {
        assertEquals(
                NOTE.codePointCount(0, NOTE.length()),
                with(Replacement.MASK).text().codePointCount(0, with(Replacement.MASK).text().length()));
        DeidentifyOptions fixed = DeidentifyOptions.builder()
                .replacement(Replacement.MASK)
                .maskLength(3)
                .build();
        assertTrue(Deidentified.of(NOTE, found, fixed).text().startsWith("😀 Se pauta ███, e ███;"));
        DeidentifyOptions odd = DeidentifyOptions.builder().maskLength(3).build();
        assertCode(ErrorCode.INVALID_OPTION, () -> Deidentified.of(NOTE, found, odd));
    }
}
