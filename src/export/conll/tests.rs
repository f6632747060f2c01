//! Files as tools for seqeval read them, and round trips.

use super::*;
use crate::ner::NerAnswer;

/// Entities as label, text, model, found in order in the document.
fn answer(document: &Document, entities: &[(&str, &str, usize)]) -> NerAnswer {
    let place = |(label, text, model): &(&str, &str, usize)| {
        let start = document.text().find(text).unwrap();
        let offsets = offsets_of(document.text(), &[Span { start, end: start + text.len() }])[0];
        Entity { label: (*label).into(), score: 1.0, offsets, model: *model }
    };
    NerAnswer { entities: entities.iter().map(place).collect(), ..NerAnswer::default() }
}

fn written(text: &str, models: usize, entities: &[(&str, &str, usize)]) -> Conll {
    let document = Document::new(text);
    let models: Vec<String> = (0..models).map(|model| model.to_string()).collect();
    let answer = answer(&document, entities);
    write(&Found { name: "caso 1", models: &models, document: &document, answer: &answer })
}

#[test]
fn a_line_has_word_document_code_points_and_tag() {
    let conll = written("Niña😀: calcio iónico. Alta", 1, &[("X", "calcio iónico", 0)]);
    let expected = "Niña\tcaso_1\t0_4\tO\n😀\tcaso_1\t4_5\tO\n:\tcaso_1\t5_6\tO\ncalcio\tcaso_1\t7_13\tB-X\n\
                    iónico\tcaso_1\t14_20\tI-X\n.\tcaso_1\t20_21\tO\n\nAlta\tcaso_1\t22_26\tO\n\n";
    assert_eq!(conll, Conll { text: expected.to_owned(), left_out: 0 });
}

#[test]
fn each_model_has_a_column() {
    let conll = written("calcio y PTH", 2, &[("Y", "calcio y PTH", 1), ("X", "PTH", 0)]);
    let tags: Vec<Vec<&str>> = conll.text.lines().map(|line| line.split('\t').skip(3).collect()).collect();
    assert_eq!(tags, [vec!["O", "B-Y"], vec!["O", "I-Y"], vec!["B-X", "I-Y"], vec![]]);
    assert_eq!(conll.left_out, 0);
}

#[test]
fn an_entity_that_has_no_place_is_counted() {
    let conll = written("calcio iónico", 1, &[("X", "calcio iónico", 0), ("Y", "iónico", 0)]);
    assert_eq!(conll.left_out, 1);
    assert!(!conll.text.contains('Y'));
}

#[test]
fn a_text_without_words_has_no_lines() {
    assert_eq!(written(" \n", 1, &[]).text, "");
}

/// Texts, words a sentence, and label with text of each annotation.
fn summary(file: &str) -> Vec<(String, String, Vec<usize>, Vec<String>)> {
    read(file)
        .unwrap()
        .into_iter()
        .map(|document| {
            let text = document.document.text();
            let piece = |a: &Annotation| format!("{} {}", a.label, &text[a.span().start..a.span().end]);
            let annotations = document.annotations.iter().map(piece).collect();
            let lengths = document.sentences.iter().map(Vec::len).collect();
            (document.name, text.to_owned(), lengths, annotations)
        })
        .collect()
}

#[test]
fn what_is_written_is_read_back() {
    let conll = written("Calcio iónico, PTH.\nAlta", 1, &[("X", "Calcio iónico", 0), ("Y", "PTH", 0)]);
    let annotations = vec!["X Calcio iónico".to_owned(), "Y PTH".to_owned()];
    let expected = ("caso_1".to_owned(), "Calcio iónico , PTH .\nAlta".to_owned(), vec![5, 1], annotations);
    assert_eq!(summary(&conll.text), [expected]);
}

#[test]
fn words_and_tags_may_be_separated_by_spaces_and_lines_may_end_as_on_windows() {
    let expected =
        ("1".to_owned(), "Calcio y\nPTH".to_owned(), vec![2, 1], vec!["X Calcio".to_owned(), "Y PTH".to_owned()]);
    assert_eq!(summary("\r\nCalcio NN B-X\r\ny CC O\r\n \r\n\r\nPTH NN B-Y"), [expected]);
}

#[test]
fn documents_begin_at_docstart_and_where_the_name_changes() {
    let names = |file: &str| summary(file).into_iter().map(|(name, text, ..)| (name, text)).collect::<Vec<_>>();
    let pair = |name: &str, text: &str| (name.to_owned(), text.to_owned());
    assert_eq!(names("-DOCSTART- -X- O\n\na O\n\n-DOCSTART- O\n\nb O\n"), [pair("1", "a"), pair("2", "b")]);
    assert_eq!(names("a\tuno\t0_1\tO\n\nb\tdos\t0_1\tO\nc\tdos\t2-3\tO\n"), [pair("uno", "a"), pair("dos", "b c")]);
}

#[test]
fn tags_are_read_as_seqeval_reads_them() {
    let tags = |tags: &str| summary(tags).into_iter().flat_map(|(.., annotations)| annotations).collect::<Vec<_>>();
    assert_eq!(tags("a I-X\nb I-X\nc I-Y\nd B-Y\n\ne I-Y\n"), ["X a b", "Y c", "Y d", "Y e"]);
    assert_eq!(tags("a B-X\nb E-X\nc S-X\nd O\n"), ["X a b", "X c"]);
}

#[test]
fn a_line_of_one_column_is_refused_with_its_number_and_without_its_word() {
    let error = read("PTH B-X\n\nmarcador\n").err().unwrap();
    assert_eq!(error.code(), ErrorCode::InvalidArgument);
    assert!(error.message().starts_with("line 3 ") && !error.message().contains("marcador"), "{error}");
}

#[test]
fn an_empty_file_has_no_documents() {
    assert_eq!(summary("\n\n"), []);
}
