//! Cases worked out by hand.

use super::*;

/// Annotations over the first occurrences of these pieces of the text.
fn annotations(text: &str, pieces: &[(&str, &str)]) -> Vec<Annotation> {
    let place = |(label, piece): &(&str, &str)| {
        let start = text.find(piece).unwrap();
        Annotation::new(*label, Span { start, end: start + piece.len() })
    };
    pieces.iter().map(place).collect()
}

fn case(text: &str, gold: &[(&str, &str)], found: &[(&str, &str)]) -> Case {
    Case {
        name: "caso".to_owned(),
        document: Document::new(text),
        sentences: None,
        gold: annotations(text, gold),
        found: annotations(text, found),
    }
}

fn scores(cases: &[Case], metric: Metric) -> Evaluation {
    evaluate(cases, &EvaluateOptions { metric, ..EvaluateOptions::default() }).unwrap()
}

fn counts(right: usize, spurious: usize, missed: usize) -> Counts {
    Counts { right, spurious, missed }
}

/// `calcio` right, `magnesio` under another label, `PTH` too long, `sodio` missed, `fiebre` found in vain.
fn mixed() -> Case {
    let text = "calcio, magnesio, PTH alta, sodio y fiebre";
    let gold = [("X", "calcio"), ("X", "magnesio"), ("Y", "PTH"), ("X", "sodio")];
    let found = [("X", "calcio"), ("Y", "magnesio"), ("Y", "PTH alta"), ("X", "fiebre")];
    case(text, &gold, &found)
}

#[test]
fn strict_asks_for_label_start_and_end() {
    let evaluation = scores(&[mixed()], Metric::Strict);
    assert_eq!(evaluation.micro, counts(1, 3, 3));
    assert_eq!((evaluation.micro.precision(), evaluation.micro.recall(), evaluation.micro.f1()), (0.25, 0.25, 0.25));
    let labels: Vec<(&str, Counts)> = evaluation.labels.iter().map(|(label, counts)| (&**label, *counts)).collect();
    assert_eq!(labels, [("X", counts(1, 1, 2)), ("Y", counts(0, 2, 1))]);
}

#[test]
fn labels_that_were_asked_for_count_alone_on_both_sides() {
    let only = |metric, labels: &[&str]| {
        let labels = Some(labels.iter().map(|label| (*label).to_owned()).collect());
        evaluate(&[mixed()], &EvaluateOptions { metric, labels, ..EvaluateOptions::default() })
    };
    let evaluation = only(Metric::Strict, &["X"]).unwrap();
    assert_eq!((evaluation.micro, evaluation.micro.recall()), (counts(1, 1, 2), 1.0 / 3.0));
    assert_eq!((evaluation.labels.len(), evaluation.mistakes.len()), (1, 3));
    assert_eq!(serde_json::from_str::<serde_json::Value>(&evaluation.to_json()).unwrap()["only_labels"][0], "X");
    assert!(evaluation.to_html("", &[mixed()]).contains("documents: 1; only X.</p>"));
    // `magnesio` and its `Y` are found and not gold, `PTH alta` is too long.
    assert_eq!(only(Metric::Spans, &["Y"]).unwrap().micro, counts(0, 2, 1));
    assert_eq!(only(Metric::Meddocan, &["X", "Y"]).unwrap().micro, scores(&[mixed()], Metric::Meddocan).micro);
    assert_eq!(only(Metric::Strict, &[]).unwrap_err().code(), ErrorCode::InvalidArgument);
}

#[test]
fn macro_is_the_mean_over_the_labels() {
    let mean = scores(&[mixed()], Metric::Strict).macro_average;
    // X: 1/2 and 1/3, so F1 2/5; Y: nothing right.
    assert_eq!((mean.precision, mean.f1), (0.25, 0.2));
    assert!((mean.recall - 1.0 / 6.0).abs() < 1e-15);
}

#[test]
fn spans_asks_for_start_and_end_alone() {
    let evaluation = scores(&[mixed()], Metric::Spans);
    assert_eq!(evaluation.micro, counts(2, 2, 2));
    assert_eq!(evaluation.labels.keys().map(|label| &**label).collect::<Vec<_>>(), ["*"]);
}

#[test]
fn seqeval_asks_for_label_and_words() {
    let text = "Toma paracetamol/tramadol";
    // Half of a word counts as the word; the end of the text found differs within the same word.
    let gold = [("X", "paracetamol"), ("X", "tramadol")];
    let found = [("X", "paraceta"), ("X", "/tramadol")];
    assert_eq!(scores(&[case(text, &gold, &found)], Metric::Seqeval).micro, counts(1, 1, 1));
    assert_eq!(scores(&[case(text, &gold, &found)], Metric::Strict).micro, counts(0, 2, 2));
}

#[test]
fn seqeval_cuts_at_sentences_and_leaves_out_what_shares_a_word() {
    let text = "carcinoma\nductal";
    let gold = [("X", "carcinoma\nductal"), ("X", "ductal")];
    let evaluation = scores(&[case(text, &gold, &[("X", "carcinoma"), ("X", "ductal")])], Metric::Seqeval);
    assert_eq!(evaluation.micro, counts(2, 0, 0));
    assert_eq!(evaluation.left_out, LeftOut { gold: 1, found: 0 });
}

#[test]
fn pharmaconer_counts_unclear_and_says_what_is_without() {
    let gold = [("PROTEINAS", "PTH"), ("UNCLEAR", "ANA")];
    let evaluation =
        scores(&[case("PTH y ANA y CEA", &gold, &[("PROTEINAS", "PTH"), ("UNCLEAR", "CEA")])], Metric::Pharmaconer);
    assert_eq!(evaluation.micro, counts(1, 1, 1));
    assert_eq!(evaluation.variants, [("without_unclear", counts(1, 0, 0))]);
}

#[test]
fn cantemist_knows_one_label() {
    let neoplasm = "MORFOLOGIA_NEOPLASIA";
    let gold = [(neoplasm, "carcinoma"), (neoplasm, "linfoma"), ("OTRA", "mama")];
    let found = [(neoplasm, "carcinoma"), ("OTRA", "linfoma"), ("OTRA", "de")];
    let evaluation = scores(&[case("carcinoma de mama y linfoma", &gold, &found)], Metric::Cantemist);
    assert_eq!(evaluation.micro, counts(1, 0, 1));
}

#[test]
fn cantemist_without_its_label_is_refused_rather_than_zero() {
    let options = EvaluateOptions { metric: Metric::Cantemist, ..EvaluateOptions::default() };
    let error = evaluate(&[case("PTH", &[("PROTEINAS", "PTH")], &[])], &options).unwrap_err();
    assert_eq!(error.code(), ErrorCode::InvalidArgument);
    assert!(error.message().contains("cantemist"), "{error}");
}

#[test]
fn meddocan_gives_the_scores_of_its_three_rankings() {
    let text = "Calle Mayor 5, 28013 Madrid. Dr. Gil";
    let gold = [("CALLE", "Calle Mayor 5"), ("TERRITORIO", "28013"), ("TERRITORIO", "Madrid"), ("NOMBRE", "Gil")];
    // The address in one piece, and the name under another label.
    let found = [("CALLE", "Calle Mayor 5, 28013 Madrid"), ("HOSPITAL", "Gil")];
    let evaluation = scores(&[case(text, &gold, &found)], Metric::Meddocan);
    assert_eq!(evaluation.micro, counts(0, 2, 4));
    // Merged, the address is right on both sides, and none of its gold pieces is missed.
    assert_eq!(evaluation.variants, [("spans", counts(1, 1, 3)), ("merged_spans", counts(2, 0, 0))]);
}

#[test]
fn meddocan_merges_only_over_characters_that_are_no_letters_and_no_digits() {
    let gold = [("A", "uno"), ("A", "dos"), ("A", "cuatro")];
    let found = [("A", "uno - dos"), ("A", "dos y cuatro")];
    let evaluation = scores(&[case("uno - dos y cuatro", &gold, &found)], Metric::Meddocan);
    // Gold merges to [uno - dos][cuatro]; found overlaps itself and merges to the whole text.
    // `uno - dos` found equals no gold span and no merged pair on both sides: nothing is right.
    assert_eq!(evaluation.variants[1], ("merged_spans", counts(0, 2, 3)));
}

#[test]
fn an_annotation_in_fragments_equals_only_the_same_fragments() {
    let fragments = vec![Span { start: 0, end: 5 }, Span { start: 9, end: 16 }];
    let whole = Annotation { label: "X".into(), fragments };
    let document = Document::new("dolor en abdomen");
    let with = |found: Vec<Annotation>| Case {
        name: String::new(),
        document: document.clone(),
        sentences: None,
        gold: vec![whole.clone()],
        found,
    };
    let one_piece = Annotation::new("X", Span { start: 0, end: 16 });
    assert_eq!(scores(&[with(vec![one_piece])], Metric::Strict).micro, counts(0, 1, 1));
    assert_eq!(scores(&[with(vec![whole.clone()])], Metric::Strict).micro, counts(1, 0, 0));
}

#[test]
fn what_stands_there_twice_counts_once_a_document() {
    let one = case("PTH", &[("X", "PTH"), ("X", "PTH")], &[("X", "PTH"), ("X", "PTH"), ("X", "PTH")]);
    assert_eq!(scores(std::slice::from_ref(&one), Metric::Strict).micro, counts(1, 0, 0));
    assert_eq!(scores(&[one.clone(), one], Metric::Strict).micro, counts(2, 0, 0));
}

#[test]
fn nothing_found_and_nothing_right_is_zero_and_not_undefined() {
    let evaluation = scores(&[case("Sin fiebre", &[], &[])], Metric::Strict);
    assert_eq!((evaluation.micro.f1(), evaluation.macro_average), (0.0, Average::default()));
}

#[test]
fn no_documents_are_refused() {
    assert_eq!(evaluate(&[], &EvaluateOptions::default()).unwrap_err().code(), ErrorCode::InvalidArgument);
}

#[test]
fn mistakes_come_in_order_with_their_counterparts() {
    let evaluation = scores(&[case("nada", &[], &[]), mixed()], Metric::Strict);
    let text = mixed().document.text().to_owned();
    let piece = |a: &Annotation| format!("{} {}", a.label, &text[a.span().start..a.span().end]);
    let mistakes: Vec<(usize, MistakeKind, String, Option<String>)> = evaluation
        .mistakes
        .iter()
        .map(|m| (m.case, m.kind, piece(&m.annotation), m.counterpart.as_ref().map(piece)))
        .collect();
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(
        mistakes,
        [
            (1, MistakeKind::Missed, "X magnesio".to_owned(), some("Y magnesio")),
            (1, MistakeKind::Spurious, "Y magnesio".to_owned(), some("X magnesio")),
            (1, MistakeKind::Missed, "Y PTH".to_owned(), some("Y PTH alta")),
            (1, MistakeKind::Spurious, "Y PTH alta".to_owned(), some("Y PTH")),
            (1, MistakeKind::Missed, "X sodio".to_owned(), None),
            (1, MistakeKind::Spurious, "X fiebre".to_owned(), None),
        ]
    );
}

#[test]
fn mistakes_keep_their_labels_where_the_metric_does_not_look_at_them() {
    let evaluation = scores(&[mixed()], Metric::Spans);
    let labels: Vec<&str> = evaluation.mistakes.iter().map(|mistake| &*mistake.annotation.label).collect();
    assert_eq!(labels, ["Y", "Y", "X", "X"]);
}

#[test]
fn the_json_has_the_documented_fields() {
    let json: serde_json::Value =
        serde_json::from_str(&scores(&[mixed(), mixed()], Metric::Meddocan).to_json()).unwrap();
    let keys = |value: &serde_json::Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    let top = ["metric", "only_labels", "documents", "micro", "macro", "labels", "variants", "interval", "left_out"];
    assert_eq!(keys(&json), top);
    let scores = ["precision", "recall", "f1", "right", "spurious", "missed", "found", "support"];
    assert_eq!(keys(&json["micro"]), scores);
    assert_eq!(keys(&json["labels"]["X"]), scores);
    assert_eq!(keys(&json["macro"]), ["precision", "recall", "f1"]);
    assert_eq!(keys(&json["interval"]), ["level", "resamples", "seed", "precision", "recall", "f1"]);
    assert_eq!(json["micro"]["f1"], 0.25);
    assert_eq!(json["micro"]["support"], 8);
    assert_eq!(json["only_labels"], serde_json::Value::Null);
    assert!(!json.to_string().contains("magnesio"));
}

#[test]
fn metrics_have_names_and_wrong_names_are_told_the_right_ones() {
    assert!(Metric::ALL.iter().all(|metric| metric.name().parse::<Metric>().unwrap() == *metric));
    assert!("exact".parse::<Metric>().unwrap_err().message().contains("strict, spans, seqeval"));
}

#[test]
fn the_page_shows_every_mistake_with_its_cause_and_escapes_the_text() {
    let text = "<b>calcio, magnesio, PTH alta</b>";
    let gold = [("X", "calcio"), ("X", "magnesio"), ("Y", "PTH")];
    let found = [("X", "calcio"), ("Y", "magnesio"), ("Y", "PTH alta")];
    let cases = [case(text, &gold, &found)];
    let page = scores(&cases, Metric::Strict).to_html("Errores", &cases);
    let row = "<td>caso<td>11<td>19<td>missed<td>X<td>other label<td class=\"quote\">&lt;b&gt;calcio, \
               <mark class=\"c0\">magnesio</mark>, PTH alta&lt;/b&gt;<td class=\"quote\">Y: magnesio</td>\n";
    assert!(page.contains(row), "{page}");
    assert_eq!(page.matches("<tr data-e=").count(), 4);
    assert_eq!(page.matches("<td>other border<td").count(), 2);
    assert!(page.contains("<tr><th>micro<td>0.3333<td>0.3333<td>0.3333<td>1<td>2<td>2<td>3\n"), "{page}");
    assert!(!page.contains("<b>"));
}
