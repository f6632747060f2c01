//! `cajal evaluate`: gold on disk, models and predictions, formats.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::{cajal, ended, folder, given, one_json, run, stdout_of};

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
    let page = folder("evaluate_errors_page").join("errores.html");
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

/// The exit code and stderr for a gold file of this name and content; stdout is empty.
fn refused_file(test: &str, name: &str, content: &str) -> (i32, String) {
    let file = folder(test).join(name);
    fs::write(&file, content).expect("the test's file can be written");
    let (code, stdout, stderr) = ended(["evaluate", "-m", "pharmaconer", argument(&file)]);
    assert_eq!(stdout, "", "{test}");
    assert!(stderr.contains(name), "{test}: {stderr}");
    assert!(!stderr.contains("normales") && !stderr.contains("PTH"), "{test}: {stderr}");
    (code, stderr)
}

#[test]
fn what_is_no_conll_is_refused_and_none_of_its_words_is_shown() {
    let note = "Calcio y PTH normales.\n";
    for name in ["nota.txt", "nota.TXT", "nota.ann"] {
        let (code, stderr) = refused_file("evaluate_no_conll", name, note);
        assert!(code == 2 && stderr.contains("gold is a folder of NAME.txt and NAME.ann"), "{stderr}");
    }
    for (number, content, message) in [
        (1, note, "line 1 does not end in a tag"),
        (2, "calcio\tB-NORMALIZABLES\nPTH\t_\n", "line 2 does not end in a tag"),
        (3, "calcio\tB-NORMALIZABLES\nPTH\tPROTEINAS\n", "lines 1 and 2 are of two kinds"),
        (4, "calcio\tB-NORMALIZABLES\nPTH\t\n", "line 2 has no word or no tag"),
    ] {
        let (code, stderr) = refused_file(&format!("evaluate_no_conll_{number}"), "oro.conll", content);
        assert!(code == 1 && stderr.contains(message), "{stderr}");
    }
}

#[test]
fn tags_of_every_form_give_the_same_scores() {
    let folder = folder("evaluate_conll_forms");
    let scores = |name: &str, content: &str| {
        let file = folder.join(name);
        fs::write(&file, content).expect("the test's file can be written");
        one_json(&run(["evaluate", "-m", "pharmaconer", "--format", "json", argument(&file)]))
    };
    let expected = scores("a.conll", "calcio\tB-NORMALIZABLES\ny\tO\nPTH\tB-PROTEINAS\n");
    assert_eq!(expected["micro"]["support"], 2);
    for content in [
        "# sent_id = 1\n# text = calcio y PTH\ncalcio\tB-NORMALIZABLES\t\ny\tO\t\nPTH\tB-PROTEINAS\n",
        "calcio\tB_NORMALIZABLES\ny\tO\nPTH\tB_PROTEINAS\n",
        "calcio S-NORMALIZABLES\r\ny O\r\nPTH S-PROTEINAS\r\n",
        "calcio\tNORMALIZABLES\ny\tO\nPTH\tPROTEINAS\n",
    ] {
        assert_eq!(scores("b.conll", content), expected, "{content}");
    }
}

#[test]
fn notes_from_standard_input_stay_documents_of_their_own() {
    let note =
        |text: &str| stdout_of(given(cajal(["ner", "-m", "pharmaconer", "--format", "conll", "-"]), text.as_bytes()));
    let file = folder("evaluate_conll_stdin").join("oro.conll");
    fs::write(&file, note("Calcio y PTH.") + &note("Sodio.") + &note("Sodio.")).expect("the file can be written");
    let scores = one_json(&run(["evaluate", "-m", "pharmaconer", "--format", "json", argument(&file)]));
    assert_eq!((&scores["documents"], &scores["micro"]["f1"]), (&3.into(), &1.0.into()));
}

#[test]
fn a_label_counts_alone_in_gold_and_predictions() {
    let (gold, predictions) = annotated("evaluate_label");
    let scores = scored(&gold, &predictions, &["--label", "X"]);
    let micro = &scores["micro"];
    assert_eq!((&micro["right"], &micro["spurious"], &micro["missed"]), (&1.into(), &2.into(), &1.into()));
    assert_eq!((&micro["recall"], &scores["only_labels"]), (&0.5.into(), &serde_json::json!(["X"])));
    let base = ["evaluate", "--gold", argument(&gold), "--predictions", argument(&predictions)];
    let text = run(base.iter().chain(&["--label", "Y", "--label", "X"]));
    assert!(text.starts_with("metric strict, 2 documents, only Y, X\n"), "{text}");
    let page = run(base.iter().chain(&["--label", "Y", "--format", "html"]));
    assert!(page.contains("documents: 2; only Y.</p>"), "{page}");
    let (code, stdout, stderr) = ended(base.iter().chain(&["--label", "Z"]));
    assert_eq!((code, stdout.as_str()), (2, ""));
    assert!(stderr.contains("neither side has the label \"Z\"; the labels are X, Y"), "{stderr}");
}

#[test]
fn a_label_of_the_gold_alone_is_missed_by_the_model_and_one_of_nobody_is_refused() {
    let file = folder("evaluate_label_model").join("oro.conll");
    let words = "calcio\tB-NORMALIZABLES\ny\tO\nPTH\tB-PROTEINAS\nANA\tB-UNCLEAR\n";
    fs::write(&file, words).expect("the test's file can be written");
    let base = ["evaluate", "-m", "pharmaconer", "--format", "json", argument(&file), "--label"];
    let micro = |label| one_json(&run(base.iter().chain(&[label])))["micro"].clone();
    let proteins = micro("PROTEINAS");
    assert_eq!((&proteins["right"], &proteins["support"], &proteins["recall"]), (&1.into(), &1.into(), &1.0.into()));
    assert_eq!((&micro("UNCLEAR")["missed"], &micro("UNCLEAR")["found"]), (&1.into(), &0.into()));
    let (code, _, stderr) = ended(base.iter().chain(&["OTRA"]));
    assert!(code == 2 && stderr.contains("UNCLEAR") && stderr.contains("PROTEINAS"), "{stderr}");
}

#[test]
fn gold_that_is_empty_or_none_of_whose_labels_the_model_gives_is_told() {
    let file = folder("evaluate_labels_apart").join("oro.conll");
    fs::write(&file, "PTH\tB-PROTEIN\n").expect("the test's file can be written");
    let (code, _, stderr) = ended(["evaluate", "-m", "pharmaconer", argument(&file)]);
    assert_eq!(code, 0);
    assert!(stderr.contains("no label of the gold is one that the model gives"), "{stderr}");
    fs::write(&file, "PTH\tO\n").expect("the test's file can be written");
    let (code, _, stderr) = ended(["evaluate", "-m", "pharmaconer", argument(&file)]);
    assert_eq!(code, 0);
    assert!(stderr.contains("the gold has no annotation at all"), "{stderr}");
}

#[test]
fn extensions_in_capitals_are_scored_and_other_files_are_told() {
    let (gold, predictions) = annotated("evaluate_capitals");
    for (folder, from, to) in
        [(&gold, "dos.txt", "dos.TXT"), (&gold, "dos.ann", "dos.Ann"), (&predictions, "dos.ann", "dos.ANN")]
    {
        fs::rename(folder.join(from), folder.join(to)).expect("the test's file can be renamed");
    }
    assert_eq!(scored(&gold, &predictions, &[])["micro"]["support"], 3);
    fs::write(gold.join("visual.conf"), "").expect("the test's file can be written");
    fs::write(gold.join(".oculto"), "").expect("the test's file can be written");
    let base = ["evaluate", "--gold", argument(&gold), "--predictions", argument(&predictions)];
    let (code, _, stderr) = ended(base);
    assert_eq!(code, 0);
    assert!(stderr.contains("visual.conf is no .txt and no .ann and is passed over (1 such in all)"), "{stderr}");
    fs::write(gold.join("uno.Txt"), "Calcio").expect("the test's file can be written");
    let (code, _, stderr) = ended(base);
    // Where names have no case it is the same file.
    assert!(code == 1 && stderr.contains("are of one document") || cfg!(not(target_os = "linux")), "{stderr}");
}

#[test]
fn two_gold_documents_of_one_name_are_told_where_predictions_have_one() {
    let (gold, predictions) = annotated("evaluate_same_names");
    let (other, _) = annotated("evaluate_same_names_other");
    let both = ["evaluate", "--predictions", argument(&predictions), argument(&gold), argument(&other)];
    let (code, stdout, stderr) = ended(both);
    assert_eq!((code, stdout.as_str()), (2, ""));
    assert!(stderr.contains("dos.txt share a name") && !stderr.contains("missing"), "{stderr}");
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
