//! Replaced texts, worked out by hand.

use proptest::prelude::*;

use super::*;

fn entity(text: &str, label: &str, span: (usize, usize)) -> Entity {
    let offsets = offsets_of(text, &[Span { start: span.0, end: span.1 }])[0];
    Entity { label: label.into(), score: 1.0, offsets, model: 0 }
}

/// Entities over every occurrence of the pieces.
fn entities(text: &str, pieces: &[(&str, &str)]) -> Vec<Entity> {
    let over = |(label, piece): &(&str, &str)| {
        let found = text.match_indices(piece).map(|(at, _)| entity(text, label, (at, at + piece.len())));
        found.collect::<Vec<_>>()
    };
    pieces.iter().flat_map(over).collect()
}

fn replaced(text: &str, pieces: &[(&str, &str)], replacement: Replacement) -> Deidentified {
    deidentify(&Document::new(text), &entities(text, pieces), replacement)
}

const NOTE: &str = "José Pérez, 54 años.";
const PIECES: [(&str, &str); 2] = [("EDAD", "54 años"), ("NOMBRE", "José Pérez")];

#[test]
fn labels_stand_in_place_of_the_entities() {
    assert_eq!(replaced(NOTE, &PIECES, Replacement::Label).document.text(), "[NOMBRE], [EDAD].");
}

#[test]
fn a_mask_keeps_the_length_in_code_points_and_the_line_breaks() {
    let masked = replaced("😀 José\r\nPérez 😀", &[("NOMBRE", "José\r\nPérez")], Replacement::Mask);
    assert_eq!(masked.document.text(), "😀 ████\r\n█████ 😀");
    assert!(masked.segments.iter().all(|segment| segment.from.codepoint == segment.to.codepoint));
}

#[test]
fn a_fixed_mask_tells_no_length() {
    assert_eq!(replaced(NOTE, &PIECES, Replacement::FixedMask(3)).document.text(), "███, ███.");
}

#[test]
fn the_same_text_under_the_same_label_has_the_same_tag() {
    let text = "José Pérez y Ana. JOSE  PEREZ, José-\nPérez; Peña, Pena. Ana";
    let pieces =
        [("N", "José Pérez"), ("N", "Ana"), ("N", "JOSE  PEREZ"), ("N", "José-\nPérez"), ("N", "Peña"), ("N", "Pena")];
    let replaced = replaced(text, &pieces, Replacement::Pseudonym);
    assert_eq!(replaced.document.text(), "[N_1] y [N_2]. [N_1], [N_1]; [N_3], [N_4]. [N_2]");
    let map: Vec<(&str, usize, Vec<&str>)> = replaced
        .pseudonyms
        .iter()
        .map(|p| (p.tag.as_str(), p.count, p.spellings.iter().map(String::as_str).collect()))
        .collect();
    let jose = vec!["José Pérez", "JOSE  PEREZ", "José-\nPérez"];
    assert_eq!(map[..2], [("[N_1]", 3, jose), ("[N_2]", 2, vec!["Ana"])]);
}

/// The numbers of the tags that these texts get in one document, all under one label.
fn numbers_of(texts: &[&str]) -> Vec<String> {
    let text = texts.join(" | ");
    let mut start = 0;
    let over = |piece: &&str| {
        let entity = entity(&text, "N", (start, start + piece.len()));
        start += piece.len() + " | ".len();
        entity
    };
    let entities: Vec<Entity> = texts.iter().map(over).collect();
    let replaced = deidentify(&Document::new(text.as_str()), &entities, Replacement::Pseudonym);
    let tags = replaced.document.text().split(" | ");
    tags.map(|tag| tag.trim_start_matches("[N_").trim_end_matches(']').to_owned()).collect()
}

#[test]
fn addresses_and_numbers_that_differ_in_punctuation_alone_have_tags_of_their_own() {
    let mail = ["ana.gil@hospital.es", "ana_gil@hospital.es", "ana-gil@hospital.es", "ANA.GIL@ hospital.es"];
    assert_eq!(numbers_of(&mail), ["1", "2", "3", "1"]);
    assert_eq!(numbers_of(&["hospital.norte.es", "hospital-norte.es", "Hospital.Norte.es"]), ["1", "2", "1"]);
    assert_eq!(numbers_of(&["12-3.4", "12.3-4", "1234", "http://a/b", "http://a_b"]), ["1", "2", "3", "4", "5"]);
}

#[test]
fn names_are_one_whatever_their_punctuation_but_in_their_order() {
    assert_eq!(numbers_of(&["J. Pérez", "J.PEREZ", "J Perez,"]), ["1", "1", "1"]);
    assert_eq!(numbers_of(&["Ana-María", "Ana María", "Ana-Maria"]), ["1", "1", "1"]);
    assert_eq!(numbers_of(&["Pérez, Juan", "Juan Pérez", "PEREZ JUAN"]), ["1", "2", "1"]);
    assert_eq!(numbers_of(&["Calle Mayor, 5", "calle mayor 5"]), ["1", "1"]);
}

#[test]
fn composed_and_decomposed_letters_are_the_same() {
    let text = "Peña, Pen\u{303}a, PEN\u{303}A";
    let pieces = [("N", "Peña"), ("N", "Pen\u{303}a"), ("N", "PEN\u{303}A")];
    assert_eq!(replaced(text, &pieces, Replacement::Pseudonym).document.text(), "[N_1], [N_1], [N_1]");
}

#[test]
fn each_label_has_numbers_of_its_own() {
    let text = "Gil vio a Mar en Gil";
    let entities = [entity(text, "A", (0, 3)), entity(text, "B", (10, 13)), entity(text, "B", (17, 20))];
    let replaced = deidentify(&Document::new(text), &entities, Replacement::Pseudonym);
    assert_eq!(replaced.document.text(), "[A_1] vio a [B_1] en [B_2]");
}

#[test]
fn symbols_alone_are_told_apart() {
    assert_eq!(
        replaced("+ - +", &[("X", "+"), ("X", "-")], Replacement::Pseudonym).document.text(),
        "[X_1] [X_2] [X_1]"
    );
}

#[test]
fn overlapping_entities_are_replaced_as_one_under_the_label_of_the_longest() {
    let text = "Hospital La Paz de Madrid, hoy";
    let entities = [entity(text, "A", (0, 15)), entity(text, "B", (9, 25)), entity(text, "C", (19, 25))];
    let replaced = deidentify(&Document::new(text), &entities, Replacement::Label);
    assert_eq!(replaced.document.text(), "[B], hoy");
}

#[test]
fn entities_that_touch_stay_two() {
    let text = "28013Madrid";
    let entities = [entity(text, "B", (5, 11)), entity(text, "A", (0, 5))];
    assert_eq!(deidentify(&Document::new(text), &entities, Replacement::Label).document.text(), "[A][B]");
}

#[test]
fn segments_say_where_everything_went_in_three_units() {
    let segments = replaced("😀 José ñ", &[("N", "José")], Replacement::Label).segments;
    let span = |start, end| Span { start, end };
    let labels: Vec<Option<&str>> = segments.iter().map(|segment| segment.replaced.as_deref()).collect();
    assert_eq!(labels, [None, Some("N"), None]);
    assert_eq!((segments[1].from.utf8, segments[1].to.utf8), (span(5, 10), span(5, 8)));
    assert_eq!((segments[2].from.utf16, segments[2].to.utf16), (span(7, 9), span(6, 8)));
    assert_eq!((segments[2].from.codepoint, segments[2].to.codepoint), (span(6, 8), span(5, 7)));
}

#[test]
fn without_entities_the_text_stays_and_is_one_segment() {
    let kept = replaced(NOTE, &[], Replacement::Pseudonym);
    assert_eq!((kept.document.text(), kept.segments.len(), kept.pseudonyms.len()), (NOTE, 1, 0));
    assert_eq!(replaced("", &[], Replacement::Mask).segments, []);
}

#[test]
fn the_map_is_apart_and_its_debug_form_shows_no_text() {
    let replaced = replaced(NOTE, &PIECES, Replacement::Pseudonym);
    let shown = format!("{replaced:?}{}", replaced.to_json("nota"));
    assert!(!shown.contains("José") && !shown.contains("54"), "{shown}");
    assert!(replaced.map_to_json("nota").contains("José Pérez"));
}

#[test]
fn the_json_has_the_documented_fields() {
    let json = replaced("A José", &[("N", "José")], Replacement::Pseudonym);
    let expected = concat!(
        r#"{"document":"nota","text":"A [N_1]","replaced":1,"segments":[{"label":null,"#,
        r#""from":{"utf8":{"start":0,"end":2},"utf16":{"start":0,"end":2},"codepoint":{"start":0,"end":2}},"#,
        r#""to":{"utf8":{"start":0,"end":2},"utf16":{"start":0,"end":2},"codepoint":{"start":0,"end":2}}},"#,
        r#"{"label":"N","from":{"utf8":{"start":2,"end":7},"utf16":{"start":2,"end":6},"codepoint":{"start":2,"end":6}},"#,
        r#""to":{"utf8":{"start":2,"end":7},"utf16":{"start":2,"end":7},"codepoint":{"start":2,"end":7}}}]}"#
    );
    assert_eq!(json.to_json("nota"), expected);
    let map = r#"{"document":"nota","pseudonyms":[{"tag":"[N_1]","label":"N","spellings":["José"],"count":1}]}"#;
    assert_eq!(json.map_to_json("nota"), map);
}

proptest! {
    #[test]
    fn nothing_of_an_entity_is_left_and_everything_else_is(
        text in "[a-cñ😀\\r\\n .]{1,40}",
        cuts in prop::collection::vec((0usize..40, 1usize..8), 0..6),
        replacement in prop::sample::select(vec![
            Replacement::Label, Replacement::Pseudonym, Replacement::Mask, Replacement::FixedMask(2), Replacement::FixedMask(0),
        ]),
    ) {
        let borders: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let entities: Vec<Entity> = cuts
            .iter()
            .map(|(a, length)| {
                let first = a % (borders.len() - 1);
                entity(&text, "X", (borders[first], borders[(first + length).min(borders.len() - 1)]))
            })
            .collect();
        let result = deidentify(&Document::new(text.clone()), &entities, replacement);
        let (mut old, mut new) = (0, 0);
        for segment in &result.segments {
            prop_assert_eq!((segment.from.utf8.start, segment.to.utf8.start), (old, new));
            (old, new) = (segment.from.utf8.end, segment.to.utf8.end);
            let before = &text[segment.from.utf8.start..old];
            let after = &result.document.text()[segment.to.utf8.start..new];
            match &segment.replaced {
                None => prop_assert_eq!(before, after),
                Some(_) => prop_assert!(!after.contains(['a', 'b', 'c', 'ñ', '😀'])),
            }
        }
        prop_assert_eq!((old, new), (text.len(), result.document.text().len()));
        for entity in &entities {
            let span = entity.offsets.utf8;
            let kept = result.segments.iter().filter(|segment| segment.replaced.is_none());
            prop_assert!(kept.into_iter().all(|s| s.from.utf8.end <= span.start || span.end <= s.from.utf8.start));
        }
    }
}
