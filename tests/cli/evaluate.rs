//! `cajal evaluate`: gold on disk, models and predictions, formats.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::{ended, folder, one_json, run};

/// Two documents with gold and predictions: one entity right, one with another label, one missed, one spurious.
fn annotated(test: &str) -> (PathBuf, PathBuf) {
    let (gold, predictions) = (folder(&format!("{test}/gold")), folder(&format!("{test}/found")));
    let write = |path: PathBuf, text: &str| fs::write(path, text).expect("the test's file can be written");
    write(gold.join("uno.txt"), "Calcio\r\ny PTH.");
    write(gold.join("uno.ann"), "T1\tX 0 6\tCalcio\n#1\tAnnotatorNotes T1\tnota\nT2\tY 10 13\tPTH\n");
    write(gold.join("dos.txt"), "Sodio, <fiebre>");
    write(gold.join("dos.ann"), "T1\tX 0 5\tSodio\n");
    write(predictions.join("uno.ann"), "T1\tX 0 6\tCalcio\nT2\tX 10 13\tPTH\n");
    write(predictions.join("dos.ann"), "T9\tX 8 14\tfiebre\n");
    (gold, predictions)
}

fn argument(path: &Path) -> &str {
    path.to_str().expect("the test's path is UTF-8")
}

fn scored(gold: &Path, predictions: &Path, more: &[&str]) -> Value {
    let base = ["evaluate", "--format", "json", "--gold", argument(gold), "--predictions", argument(predictions)];
    one_json(&run(base.iter().chain(more)))
}

#[test]
fn predictions_on_disk_are_scored_against_brat() {
    let (gold, predictions) = annotated("evaluate_brat");
    let scores = scored(&gold, &predictions, &[]);
    assert_eq!((&scores["metric"], &scores["documents"]), (&"strict".into(), &2.into()));
    let micro = &scores["micro"];
    assert_eq!((&micro["right"], &micro["spurious"], &micro["missed"]), (&1.into(), &2.into(), &2.into()));
    let third = 1.0 / 3.0;
    assert_eq!((&micro["precision"], &micro["recall"], &micro["f1"]), (&third.into(), &third.into(), &third.into()));
    assert_eq!(scores["labels"]["Y"]["missed"], 1);
    assert_eq!(scored(&gold, &predictions, &["--metric", "spans"])["micro"]["right"], 2);
}

#[test]
fn the_text_has_a_row_for_each_label_and_the_interval() {
    let (gold, predictions) = annotated("evaluate_text");
    let stdout = run(["evaluate", "--predictions", argument(&predictions), argument(&gold)]);
    let rows: Vec<Vec<&str>> = stdout.lines().map(|line| line.split_whitespace().collect()).collect();
    assert_eq!(rows[1], ["label", "precision", "recall", "f1", "right", "spurious", "missed", "gold"]);
    assert_eq!(rows[2], ["X", "0.3333", "0.5000", "0.4000", "1", "2", "1", "2"]);
    assert_eq!(rows[3], ["Y", "0.0000", "0.0000", "0.0000", "0", "0", "1", "1"]);
    assert_eq!(rows[4], ["macro", "0.1667", "0.2500", "0.2000"]);
    assert_eq!(rows[5], ["micro", "0.3333", "0.3333", "0.3333", "1", "2", "2", "3"]);
    assert!(rows[6].starts_with(&["F1", "0.0000", "to"]), "{stdout}");
}

#[test]
fn the_errors_are_a_page_with_the_text_escaped() {
    let (gold, predictions) = annotated("evaluate_errors");
    let page = gold.join("errores.html");
    let arguments = ["--errors", argument(&page)];
    scored(&gold, &predictions, &arguments);
    let html = fs::read_to_string(&page).expect("the page was written");
    assert!(html.contains("Sodio, &lt;<mark class=\"c0\">fiebre</mark>&gt;"), "{html}");
    assert_eq!(html.matches("<tr data-e=").count(), 4);
    let base = ["evaluate", "--gold", argument(&gold), "--predictions", argument(&predictions)];
    let (code, stdout, stderr) = ended(base.iter().chain(&arguments));
    assert_eq!((code, stdout.as_str()), (2, ""));
    assert!(stderr.contains("errores.html exists"), "{stderr}");
    assert_eq!(run(base.iter().chain(&["--format", "html"])), html);
}

#[test]
fn a_gold_text_that_is_not_the_documents_is_reported_and_its_offsets_count() {
    let (gold, predictions) = annotated("evaluate_mismatch");
    fs::write(gold.join("uno.ann"), "T1\tX 0 6\tCalcio\nT2\tY 9 12\tPTH\n").expect("the test's file can be written");
    let (code, stdout, stderr) =
        ended(["evaluate", "--format", "json", "--gold", argument(&gold), "--predictions", argument(&predictions)]);
    assert_eq!((code, &one_json(&stdout)["micro"]["right"]), (0, &1.into()));
    assert!(stderr.contains("uno.ann: line 2") && !stderr.contains("PTH"), "{stderr}");
}

#[test]
fn files_that_do_not_belong_together_are_refused_and_nothing_is_scored() {
    let refused = |test: &str, spoil: &dyn Fn(&Path, &Path), message: &str| {
        let (gold, predictions) = annotated(test);
        spoil(&gold, &predictions);
        let (code, stdout, stderr) =
            ended(["evaluate", "--gold", argument(&gold), "--predictions", argument(&predictions)]);
        assert_eq!((code, stdout.as_str()), (1, ""), "{test}: {stderr}");
        assert!(stderr.contains(message) && !stderr.contains("Calcio"), "{test}: {stderr}");
    };
    let write = |path: PathBuf, text: &str| fs::write(path, text).expect("the test's file can be written");
    let remove = |path: PathBuf| fs::remove_file(path).expect("the test's file can be removed");
    refused("evaluate_no_ann", &|gold, _| remove(gold.join("dos.ann")), "one is missing");
    refused("evaluate_no_text", &|gold, _| remove(gold.join("dos.txt")), "one is missing");
    refused("evaluate_no_found", &|_, found| remove(found.join("dos.ann")), "dos.ann: missing");
    refused("evaluate_stray", &|_, found| write(found.join("tres.ann"), ""), "tres.ann: no such document");
    refused(
        "evaluate_beyond",
        &|gold, _| write(gold.join("uno.ann"), "T1\tX 0 99\tCalcio\n"),
        "uno.ann: line 1 reaches",
    );
    refused("evaluate_syntax", &|gold, _| write(gold.join("uno.ann"), "\nT1 X 0 6\tCalcio\n"), "uno.ann: line 2 is no");
}

#[test]
fn an_empty_or_missing_gold_folder_is_refused() {
    let empty = folder("evaluate_empty");
    for gold in [argument(&empty), "no-such-gold"] {
        let (code, stdout, stderr) = ended(["evaluate", "--predictions", argument(&empty), "--gold", gold]);
        assert_eq!((code, stdout.as_str()), (1, ""));
        assert!(stderr.contains(gold), "{stderr}");
    }
}

#[test]
fn a_model_is_scored_on_conll_and_its_own_answers_are_right() {
    let folder = folder("evaluate_conll");
    let text = "Se pauta paracetamol.\nCalcio iónico y PTH normales.";
    let conll = run(["ner", "-m", "pharmaconer", "--format", "conll", "--text", text]);
    let file = folder.join("gold.conll");
    fs::write(&file, &conll).expect("the test's file can be written");
    for metric in ["seqeval", "strict"] {
        let arguments = ["evaluate", "-m", "pharmaconer", "--format", "json", "--metric", metric, argument(&file)];
        let scores = one_json(&run(arguments));
        assert_eq!(scores["micro"]["f1"], 1.0, "{metric}");
        assert_eq!(scores["micro"]["support"], conll.matches("\tB-").count());
        assert_eq!(scores["interval"], Value::Null);
    }
}

#[test]
fn predictions_cannot_be_scored_against_conll() {
    let folder = folder("evaluate_conll_found");
    let file = folder.join("gold.conll");
    fs::write(&file, "PTH\tB-X\n").expect("the test's file can be written");
    let (code, _, stderr) = ended(["evaluate", "--predictions", argument(&folder), argument(&file)]);
    assert_eq!(code, 2);
    assert!(stderr.contains("brat gold"), "{stderr}");
}

#[test]
fn the_interval_is_the_same_for_the_same_seed() {
    let (gold, predictions) = annotated("evaluate_seed");
    let interval = |seed| scored(&gold, &predictions, &["--seed", seed, "--resamples", "50"])["interval"].clone();
    assert_eq!(interval("3"), interval("3"));
    assert_eq!((&interval("3")["resamples"], &interval("3")["level"]), (&50.into(), &0.95.into()));
}

#[test]
fn the_embedded_model_has_the_f1_of_its_card() {
    let gold = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora/pharmaconer/dev");
    if !gold.is_dir() {
        eprintln!("skipped: the corpora are not there");
        return;
    }
    let scores = one_json(&run(["evaluate", "-m", "pharmaconer", "--format", "json", argument(&gold)]));
    let micro = &scores["micro"];
    assert_eq!((&micro["right"], &micro["found"], &micro["support"]), (&1579.into(), &1881.into(), &1926.into()));
    assert_eq!(format!("{:.4}", micro["f1"].as_f64().expect("a number")), "0.8295");
}
