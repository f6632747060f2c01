//! Files as the corpora have them, and round trips.

use proptest::prelude::*;

use super::*;
use crate::text::offsets_of;

fn entity(document: &Document, label: &str, span: Span) -> Entity {
    let offsets = offsets_of(document.text(), &[span])[0];
    Entity { label: label.into(), score: 0.5, offsets, model: 0 }
}

/// The entity over the first `piece` of the document.
fn over(document: &Document, label: &str, piece: &str) -> Entity {
    let start = document.text().find(piece).unwrap();
    entity(document, label, Span { start, end: start + piece.len() })
}

#[test]
fn offsets_count_code_points_and_the_end_is_behind() {
    let document = Document::new("Dolor 😀 intenso; paracetamol y PTH");
    let entities = [over(&document, "NORMALIZABLES", "paracetamol"), over(&document, "PROTEINAS", "PTH")];
    assert_eq!(write(&document, &entities), "T1\tNORMALIZABLES 17 28\tparacetamol\nT2\tPROTEINAS 31 34\tPTH\n");
}

#[test]
fn line_ends_and_tabs_inside_an_entity_are_spaces_and_keep_the_length() {
    let document = Document::new("carcinoma\r\nductal\tin\u{2028}situ");
    let entities = [entity(&document, "X", Span { start: 0, end: document.text().len() })];
    assert_eq!(write(&document, &entities), "T1\tX 0 25\tcarcinoma  ductal in situ\n");
}

#[test]
fn a_label_with_white_space_is_one_field() {
    let document = Document::new("PTH");
    assert_eq!(write(&document, &[over(&document, "UNA ETIQUETA", "PTH")]), "T1\tUNA_ETIQUETA 0 3\tPTH\n");
}

#[test]
fn no_entities_are_an_empty_file() {
    assert_eq!(write(&Document::new("Sin fiebre."), &[]), "");
}

#[test]
fn fragments_are_one_annotation_whose_texts_are_joined_by_a_space() {
    let document = Document::new("dolor ñ de abdomen");
    let file = read(&document, "T1\tSINTOMA 0 5;11 18\tdolor abdomen\n").unwrap();
    assert_eq!(file.annotations[0].fragments, [Span { start: 0, end: 5 }, Span { start: 12, end: 19 }]);
    assert_eq!(file.annotations[0].span(), Span { start: 0, end: 19 });
    assert_eq!(file.mismatches, [0; 0]);
}

#[test]
fn other_lines_blank_lines_and_windows_line_ends_are_read_over() {
    let ann = "\u{feff}T1\tX 0 3\tPTH\r\n#1\tAnnotatorNotes T1\t25\r\n\r\nA1\tNegated T1\nR1\tRel Arg1:T1 Arg2:T2\n\
               N1\tReference T1 X:1\tPTH\nE1\tX:T1\n*\tEquiv T1 T2\nT2\tX 4 5\ty";
    let file = read(&Document::new("PTH y"), ann).unwrap();
    assert_eq!(file.annotations.len(), 2);
    assert_eq!(file.mismatches, [0; 0]);
}

#[test]
fn offsets_refer_to_the_text_with_its_carriage_returns() {
    let file = read(&Document::new("uno\r\nPTH"), "T1\tX 5 8\tPTH\n").unwrap();
    assert_eq!((file.annotations[0].span(), file.mismatches), (Span { start: 5, end: 8 }, vec![]));
}

#[test]
fn a_text_that_is_not_the_documents_is_told_by_its_line() {
    let file =
        read(&Document::new("uno\r\nPTH"), "#1\tAnnotatorNotes T1\tx\nT1\tX 4 7\tPTH\nT2\tX 5 8\tPTH\n").unwrap();
    assert_eq!((file.annotations.len(), file.mismatches), (2, vec![2]));
}

#[test]
fn an_annotation_may_lack_its_text() {
    assert_eq!(read(&Document::new("PTH"), "T1\tX 0 3").unwrap().annotations.len(), 1);
}

#[test]
fn a_line_that_is_no_annotation_is_refused_with_its_number_and_without_its_text() {
    for line in
        ["T1", "T1\tX", "T1\tX 0", "T1\tX 0 tres\tPTH", "T1\tX 3 3\t", "T1\tX 3 0\tPTH", "T1\tX 0 1 2\tPTH", "Toda"]
    {
        let error = read(&Document::new("PTH"), &format!("\n{line}\n")).unwrap_err();
        assert_eq!(error.code(), ErrorCode::InvalidArgument);
        assert!(error.message().starts_with("line 2 ") && !error.message().contains("PTH"), "{error}");
    }
}

#[test]
fn an_annotation_beyond_the_text_is_refused() {
    let error = read(&Document::new("ñññ"), "T1\tX 0 3\tñññ\nT2\tX 2 4\tñ\n").unwrap_err();
    assert!(error.message().starts_with("line 2 reaches beyond"), "{error}");
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(
        text in "[a-zñ😀\u{301}\t\\r\\n\u{85}漢 ]{1,40}",
        cuts in prop::collection::vec((0usize..40, 1usize..=40), 0..6),
    ) {
        let document = Document::new(text.clone());
        let borders: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let entities: Vec<Entity> = cuts
            .iter()
            .map(|(a, length)| {
                let first = a % (borders.len() - 1);
                let last = (first + length).min(borders.len() - 1);
                entity(&document, "NOMBRE", Span { start: borders[first], end: borders[last] })
            })
            .collect();
        let written = write(&document, &entities);
        prop_assert_eq!(written.lines().count(), entities.len());
        let file = read(&document, &written).unwrap();
        prop_assert_eq!(file.annotations, entities.iter().map(Annotation::from).collect::<Vec<_>>());
        prop_assert_eq!(file.mismatches, Vec::<usize>::new());
    }
}
