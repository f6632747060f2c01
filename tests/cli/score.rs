//! `cajal score`: pseudo-perplexity.

use serde_json::json;

use crate::{ended, given, json, one_json, run, stdout_of};

const WRITTEN: &str = "Dolor torácico de dos horas de evolución.";

#[test]
fn the_perplexity_is_that_of_the_mean_over_the_tokens() {
    let document = one_json(&run(["score", "--format", "json", "--text", WRITTEN]));
    let number = |name: &str| document[name].as_f64().expect("a number");
    assert_eq!(
        (&document["document"], &document["model"], &document["tokens"]),
        (&json!("text 1"), &json!("fill-mask"), &json!(8))
    );
    assert!((number("perplexity") - (-number("log_likelihood") / 8.0).exp()).abs() < 1e-9, "{document}");
    // Torch over the dequantized weights, one masked token at a time.
    assert!((number("perplexity") - 3.276).abs() < 0.01, "{document}");
}

#[test]
fn several_documents_have_a_line_each_and_one_for_all_their_tokens() {
    let stdout = run(["score", "--text", WRITTEN, "--text", "horas de dos"]);
    let rows: Vec<Vec<&str>> = stdout.lines().map(|line| line.split_whitespace().collect()).collect();
    assert_eq!(rows[0], ["perplexity", "tokens", "document"]);
    assert_eq!((rows[1][1], rows[2][1], &rows[3][1..]), ("8", "3", &["11", "all"][..]));
    let value = |row: usize| rows[row][0].parse::<f64>().expect("a number").ln();
    assert!((value(3) - (8.0 * value(1) + 3.0 * value(2)) / 11.0).abs() < 1e-3, "{stdout}");
}

#[test]
fn a_smaller_window_changes_the_answer() {
    let value = |arguments: &[&str]| {
        let document = one_json(&run([&["score", "--format", "json", "--text", WRITTEN], arguments].concat()));
        document["perplexity"].as_f64().expect("a number")
    };
    assert!(value(&["--window-tokens", "3"]) > value(&[]) * 1.5);
    assert!((value(&["--window-tokens", "510"]) - value(&[])).abs() < 1e-9);
}

#[test]
fn standard_input_is_a_document() {
    let document = one_json(&stdout_of(given(crate::cajal(["score", "--format", "json"]), WRITTEN.as_bytes())));
    assert_eq!((&document["document"], &document["tokens"]), (&json!("-"), &json!(8)));
}

#[test]
fn a_text_without_tokens_fails_alone() {
    let (code, stdout, stderr) = ended(["score", "--format", "json", "--text", "", "--text", WRITTEN]);
    assert_eq!((code, json(&stdout).len()), (1, 1));
    assert!(stderr.starts_with("cajal: text 1: ") && stderr.contains("no tokens"), "{stderr}");
}

#[test]
fn a_window_beyond_the_model_is_a_wrong_command_line() {
    let (code, stdout, stderr) = ended(["score", "--window-tokens", "511", "--text", WRITTEN]);
    assert_eq!((code, stdout.as_str()), (2, ""));
    assert!(stderr.contains("510"), "{stderr}");
}
