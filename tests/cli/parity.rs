//! `cajal ner --aggregation`: transformers' answers. Expected values come from transformers 5.23 with the same weights.

use serde_json::{Value, json};

use crate::{PUBLISHED, ended, one_json, run};

fn parity(arguments: &[&str], text: &str) -> Value {
    let fixed = ["ner", "--model", "pharmaconer", "--format", "json", "--text", text];
    one_json(&run(fixed.iter().chain(arguments)))
}

/// Label, word and span in code points of the only model's entities.
fn found(document: &Value) -> Vec<(String, String, u64, u64)> {
    let entities = document["answers"][0]["entities"].as_array().expect("entities").iter();
    let text = |value: &Value| value.as_str().expect("a string").to_owned();
    let number = |value: &Value| value.as_u64().expect("a number");
    entities
        .map(|entity| {
            let span = &entity["codepoint"];
            (text(&entity["label"]), text(&entity["word"]), number(&span["start"]), number(&span["end"]))
        })
        .collect()
}

fn entity(label: &str, word: &str, start: u64, end: u64) -> (String, String, u64, u64) {
    (label.to_owned(), word.to_owned(), start, end)
}

#[test]
fn simple_gives_spans_that_end_inside_a_word() {
    let document = parity(&["--aggregation", "simple"], PUBLISHED);
    let expected = [
        entity("NORMALIZABLES", " calcio", 137, 143),
        entity("NORMALIZABLES", " calcio ión", 163, 173),
        entity("NORMALIZABLES", " magnesio", 178, 186),
        entity("PROTEINAS", " PTH", 189, 192),
    ];
    assert_eq!(found(&document), expected);
    assert_eq!((&document["aggregation"], &document["stride"]), (&json!("simple"), &Value::Null));
    assert_eq!(document["answers"][0]["unread"], Value::Null);
}

#[test]
fn first_takes_the_comma_and_average_loses_entities() {
    let first = found(&parity(&["--aggregation", "first"], PUBLISHED));
    assert!(first.contains(&entity("PROTEINAS", " PTH,", 189, 193)), "{first:?}");
    assert_eq!(found(&parity(&["--aggregation", "average"], PUBLISHED)).len(), 3);
}

#[test]
fn what_the_pipeline_cuts_off_is_said() {
    let text = format!("{}{PUBLISHED}", "fiebre ".repeat(600));
    let document = parity(&["--aggregation", "simple"], &text);
    let unread = &document["answers"][0]["unread"]["codepoint"];
    assert!(unread["start"].as_u64() < Some(600 * 7));
    assert_eq!(unread["end"], text.chars().count());
    let stdout = run(["ner", "--model", "pharmaconer", "--aggregation", "simple", "--text", &text]);
    let line = format!("not read by pharmaconer, as with transformers: {} to {}\n", unread["start"], unread["end"]);
    assert!(stdout.ends_with(&line), "{stdout}");
    let document = parity(&["--aggregation", "simple", "--stride", "128"], &text);
    assert_eq!((&document["stride"], &document["answers"][0]["unread"]), (&json!(128), &Value::Null));
    assert!(found(&document).last().expect("an entity").2 > 600 * 7);
}

#[test]
fn none_gives_tokens_and_ignore_label_says_which_are_left_out() {
    let document = parity(&["--aggregation", "none"], "PTH");
    assert_eq!(found(&document), [entity("B-PROTEINAS", "ĠPTH", 0, 3)]);
    assert_eq!(document["answers"][0]["entities"][0]["index"], 1);
    let all = parity(&["--aggregation", "simple", "--ignore-label", ""], "Sin hallazgos.");
    assert_eq!(found(&all), [entity("O", " Sin hallazgos.", 0, 14)]);
    let no_proteins = ["--aggregation", "simple", "--ignore-label", "O", "--ignore-label", "PROTEINAS"];
    assert_eq!(found(&parity(&no_proteins, "PTH")), []);
}

#[test]
fn each_model_has_an_answer_of_its_own() {
    let document = one_json(&run(["ner", "--aggregation", "max", "--format", "json", "--text", "PTH"]));
    let models: Vec<&Value> =
        document["answers"].as_array().expect("answers").iter().map(|one| &one["model"]).collect();
    assert_eq!(models, ["pharmaconer", "cantemist", "meddocan"]);
}

#[test]
fn what_the_pipeline_cannot_do_is_a_wrong_command_line() {
    let wrong: [&[&str]; 7] = [
        &["--stride", "3"],
        &["--ignore-label", "O"],
        &["--aggregation", "some"],
        &["--aggregation", "none", "--stride", "3"],
        &["--aggregation", "simple", "--stride", "510"],
        &["--aggregation", "simple", "--threshold", "0.5"],
        &["--aggregation", "simple", "--format", "brat"],
    ];
    for arguments in wrong {
        let (code, stdout, stderr) = ended(["ner", "--model", "pharmaconer", "--text", "a"].iter().chain(arguments));
        assert_eq!((code, stdout.as_str()), (2, ""), "{arguments:?}: {stderr}");
    }
}
