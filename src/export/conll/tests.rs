//! Files as tools for seqeval read them, and round trips.

use super::*;
use crate::error::{Error, ErrorCode};
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
    let expected = "Niña\tcaso%201\t0_4\tO\n😀\tcaso%201\t4_5\tO\n:\tcaso%201\t5_6\tO\ncalcio\tcaso%201\t7_13\tB-X\n\
                    iónico\tcaso%201\t14_20\tI-X\n.\tcaso%201\t20_21\tO\n\nAlta\tcaso%201\t22_26\tO\n\n";
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
    read(file, &[])
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
    let expected = ("caso 1".to_owned(), "Calcio iónico , PTH .\nAlta".to_owned(), vec![5, 1], annotations);
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
    assert_eq!(tags("a\tI-X\nb\tI-X\nc\tI-Y\nd\tB-Y\n\ne\tI-Y\n"), ["X a b", "Y c", "Y d", "Y e"]);
    assert_eq!(tags("a B-X\nb E-X\nc S-X\nd O\n"), ["X a b", "X c"]);
}

#[test]
fn a_line_of_one_column_is_refused_with_its_number_and_without_its_word() {
    let error = read("PTH B-X\n\nmarcador\n", &[]).err().unwrap();
    assert_eq!(error.code(), ErrorCode::InvalidArgument);
    assert!(error.message().starts_with("line 3 ") && !error.message().contains("marcador"), "{error}");
}

/// The error of a file that is refused, without its words.
fn refusal(file: &str, known: &[&str]) -> String {
    let known: Vec<String> = known.iter().map(|label| (*label).to_owned()).collect();
    let error: Error = read(file, &known).err().unwrap();
    assert_eq!(error.code(), ErrorCode::InvalidArgument);
    for secret in ["normales", "calcio", "PTH", "marcador", "B_", "b-"] {
        assert!(!error.message().contains(secret), "{error}");
    }
    error.message().to_owned()
}

fn labels(file: &str, known: &[&str]) -> Vec<String> {
    let known: Vec<String> = known.iter().map(|label| (*label).to_owned()).collect();
    let documents = read(file, &known).unwrap();
    documents.iter().flat_map(|document| &document.annotations).map(|a| a.label.to_string()).collect()
}

#[test]
fn what_does_not_end_in_a_tag_is_refused_with_its_line_and_without_its_words() {
    for (file, line) in [
        ("Se pauta calcio. PTH normales.\nAlta.\n", 1),
        ("T1\tPROTEINAS 0 3\tPTH\n", 1),
        ("calcio\tB-X\nmarcador\t_\n", 2),
        ("calcio\tB-X\nmarcador\tb-X\n", 2),
        ("calcio\tB-X\nmarcador\tB-\n", 2),
        ("calcio\tB-X\nmarcador\tB-X de\n", 2),
        ("calcio\tB-X\n\nmarcador\tX\n", 3),
        ("1\tcalcio\tcalcio\tNOUN\t_\t_\t0\troot\t_\t_\n", 1),
    ] {
        assert!(refusal(file, &[]).starts_with(&format!("line {line} does not end in a tag")), "{file}");
    }
}

#[test]
fn a_line_of_text_that_ends_like_a_tag_is_no_file() {
    assert!(refusal("marcador B-12\n", &[]).starts_with("no line has a tab, and no word the tag O"));
}

#[test]
fn a_line_without_a_word_or_with_other_columns_is_refused() {
    assert!(refusal("calcio\tB-X\n\tO\n", &[]).starts_with("line 2 has no word"));
    assert!(refusal("calcio\tB-X\nmarcador\t\n", &[]).starts_with("line 2 has no word or no tag"));
    assert!(refusal("calcio\tu\t0_6\tB-X\nPTH\tO\n", &[]).starts_with("line 2 has 2 columns and line 1 has 4;"));
}

#[test]
fn white_space_at_the_end_of_a_line_is_no_column() {
    assert_eq!(labels("calcio\tB-X\t\nPTH\tB-Y \t \r\nalta\tO\n", &[]), ["X", "Y"]);
}

#[test]
fn one_underscore_is_a_separator_where_all_tags_have_it() {
    assert_eq!(labels("PTH\tB_PROTEINAS\nalta\tO\n", &[]), ["PROTEINAS"]);
    assert_eq!(labels("calcio\tB_A-B\niónico\tI_A-B\n", &["A-B"]), ["A-B"]);
}

#[test]
fn labels_without_a_prefix_are_tags_only_where_the_model_knows_them() {
    assert_eq!(labels("a\tE_COLI\nb\tE_COLI\nc\tO\nd\tB-X\n", &["E_COLI", "B-X"]), ["E_COLI", "B-X"]);
    assert_eq!(labels("a\tX\nb\tO\nc\tX\n", &["X", "Y"]), ["X", "X"]);
    assert!(refusal("marcador\tX\n", &["Y"]).starts_with("line 1 does not end"));
}

#[test]
fn tags_of_two_kinds_in_one_file_are_refused() {
    assert!(refusal("a\tO\nb\tB-X\nc\tI-X\nd\tX\n", &["X"]).starts_with("the tags of lines 2 and 4 are of two"));
    assert!(refusal("a\tB_X\n\nc\tB-X\n", &[]).starts_with("the tags of lines 1 and 3 are of two"));
}

#[test]
fn comments_are_no_words_but_the_word_number_sign_is_one() {
    let texts = |file: &str| summary(file).into_iter().map(|(_, text, ..)| text).collect::<Vec<_>>();
    let comments = "# sent_id = 1\n#\n# text = calcio O\n#\tnota\n";
    assert_eq!(texts(&format!("{comments}calcio\tB-X\n#\tO\n\n# text = fin B-X\nfin\tO\n")), ["calcio #\nfin"]);
    assert_eq!(texts(&format!("{comments}# 10 11 O\ncalcio 12 18 B-X\n")), ["# calcio"]);
    assert_eq!(texts("# newdoc id = 1\na\tO\n# newdoc id = 2\nb\tO\n"), ["a", "b"]);
}

#[test]
fn notes_of_one_name_stay_apart() {
    let texts = |file: &str| summary(file).into_iter().map(|(name, text, ..)| (name, text)).collect::<Vec<_>>();
    let pair = |name: &str, text: &str| (name.to_owned(), text.to_owned());
    let file = "a\t-\t0_1\tO\nb\t-\t2_3\tO\n\na\t-\t0_1\tO\n\na\t-\t0_1\tO\n";
    assert_eq!(texts(file), [pair("-", "a b"), pair("-", "a"), pair("-", "a")]);
    let named = |name: &str| {
        let document = Document::new("Alta");
        let answer = answer(&document, &[("A B", "Alta", 0)]);
        write(&Found { name, models: &["m".to_owned()], document: &document, answer: &answer }).text
    };
    let names = ["mi nota.txt", "mi_nota.txt", "mi%20nota.txt", "100%", "una\t\u{a0}ñ"];
    let file: String = names.into_iter().map(named).collect();
    assert!(file.lines().all(|line| line.is_empty() || line.split('\t').count() == 4));
    assert_eq!(texts(&file), names.map(|name| pair(name, "Alta")));
    assert_eq!(labels(&file, &[]), ["A B"; 5]);
}

#[test]
fn names_that_only_look_escaped_are_left_alone() {
    assert_eq!(["a%41", "%", "%2", "%FF", "50%ñ"].map(value_of), ["a%41", "%", "%2", "%FF", "50%ñ"]);
}

#[test]
fn an_empty_file_has_no_documents() {
    assert_eq!(summary("\n\n"), []);
}
