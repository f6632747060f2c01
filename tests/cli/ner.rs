//! `cajal ner`: entities, offsets, options.

use crate::{PUBLISHED, cajal, ended, entities, entity, given, json, one_json, run, stdout_of};

/// The JSON of the PharmaCoNER model over one text.
fn pharmaconer(text: &str) -> serde_json::Value {
    one_json(&run(["ner", "--model", "pharmaconer", "--format", "json", "--text", text]))
}

#[test]
fn the_published_example_has_its_entities_in_every_unit() {
    let document = pharmaconer(PUBLISHED);
    let at = |unit| entities(&document, unit).into_iter().map(|(.., start, end)| (start, end)).collect::<Vec<_>>();
    // The stand-in model takes "calcio iónico" as one; the published one stops after "calcio".
    assert_eq!(at("codepoint"), [(137, 143), (163, 176), (178, 186), (189, 192)]);
    assert_eq!(at("utf16"), at("codepoint"));
    assert_eq!(at("utf8"), [(143, 149), (170, 184), (186, 194), (197, 200)]);
    let labels: Vec<_> = entities(&document, "utf8").into_iter().map(|(text, label, ..)| (text, label)).collect();
    let expected = [
        ("calcio", "NORMALIZABLES"),
        ("calcio iónico", "NORMALIZABLES"),
        ("magnesio", "NORMALIZABLES"),
        ("PTH", "PROTEINAS"),
    ];
    assert_eq!(labels, expected.map(|(text, label)| (text.to_owned(), label.to_owned())));
    assert_eq!(document["words"], 39);
}

#[test]
fn scores_are_those_of_the_model() {
    let document = pharmaconer(PUBLISHED);
    let scores = document["entities"].as_array().expect("entities").iter().map(|e| e["score"].as_f64().expect("score"));
    // Transformers at f32 over the stored weights; "calcio iónico" is the mean of 0.99781 and 0.71496.
    for (score, expected) in scores.zip([0.99688, 0.85639, 0.99798, 0.99727]) {
        assert!((score - expected).abs() < 2e-4, "{score} is not {expected}");
    }
}

#[test]
fn units_differ_behind_an_emoji() {
    let document = pharmaconer("Dolor 😀 intenso; paracetamol");
    assert_eq!(entities(&document, "utf8"), [entity("paracetamol", "NORMALIZABLES", 20, 31)]);
    assert_eq!(entities(&document, "utf16"), [entity("paracetamol", "NORMALIZABLES", 18, 29)]);
    assert_eq!(entities(&document, "codepoint"), [entity("paracetamol", "NORMALIZABLES", 17, 28)]);
}

#[test]
fn with_no_model_the_three_embedded_ones_run_and_each_entity_names_its_own() {
    let text =
        "Paciente Juan Pérez García, de 54 años, con carcinoma ductal infiltrante de mama; se pauta paracetamol.";
    let document = one_json(&run(["ner", "--format", "json", text]));
    assert_eq!(document["models"], serde_json::json!(["pharmaconer", "cantemist", "meddocan"]));
    let found: Vec<_> =
        document["entities"].as_array().expect("entities").iter().map(|e| (&e["model"], &e["text"])).collect();
    for expected in [
        ("meddocan", "Juan Pérez García"),
        ("meddocan", "54 años"),
        ("cantemist", "carcinoma ductal infiltrante"),
        ("pharmaconer", "paracetamol"),
    ] {
        assert!(
            found.iter().any(|(model, text)| (model.as_str(), text.as_str()) == (Some(expected.0), Some(expected.1))),
            "{expected:?}"
        );
    }
}

#[test]
fn the_fields_of_the_json_are_these_in_this_order() {
    let stdout = run(["ner", "-m", "pharmaconer", "--format", "json", "--text", "PTH"]);
    let names = |value: &serde_json::Value| value.as_object().expect("an object").keys().cloned().collect::<Vec<_>>();
    let document = one_json(&stdout);
    assert_eq!(names(&document), ["document", "models", "entities", "words", "windows", "shortened_words"]);
    assert_eq!(names(&document["entities"][0]), ["label", "score", "text", "model", "utf8", "utf16", "codepoint"]);
    assert_eq!(names(&document["entities"][0]["utf8"]), ["start", "end"]);
}

#[test]
fn the_text_format_is_a_table_in_code_points() {
    let stdout = run(["ner", "--model", "pharmaconer", "--text", "Dolor 😀 intenso; paracetamol"]);
    let rows: Vec<Vec<&str>> = stdout.lines().map(|line| line.split_whitespace().collect()).collect();
    assert_eq!(rows.len(), 2, "{stdout}");
    assert_eq!(rows[0], ["start", "end", "score", "label", "model", "text"]);
    assert_eq!(rows[1][..2], ["17", "28"]);
    assert_eq!(rows[1][3..], ["NORMALIZABLES", "pharmaconer", "paracetamol"]);
}

#[test]
fn a_text_without_entities_says_so() {
    assert_eq!(run(["ner", "--model", "pharmaconer", "--text", "Sin fiebre."]), "no entities\n");
    let document = pharmaconer("Sin fiebre.");
    assert_eq!((&document["entities"], &document["words"]), (&serde_json::json!([]), &serde_json::json!(3)));
}

#[test]
fn an_empty_document_is_no_error() {
    let command = cajal(["ner", "--model", "pharmaconer", "--format", "json"]);
    let document = one_json(&stdout_of(given(command, b"")));
    assert_eq!((&document["document"], &document["words"]), (&serde_json::json!("-"), &serde_json::json!(0)));
}

#[test]
fn labels_and_threshold_choose_entities() {
    let with = |options: &[&str]| {
        let base = ["ner", "--model", "pharmaconer", "--format", "json", "--text", PUBLISHED];
        let document = one_json(&run(base.iter().chain(options)));
        entities(&document, "utf8").into_iter().map(|(text, ..)| text).collect::<Vec<_>>()
    };
    assert_eq!(with(&["--label", "PROTEINAS"]), ["PTH"]);
    assert_eq!(with(&["--label", "PROTEINAS", "--label", "NORMALIZABLES"]).len(), 4);
    assert_eq!(with(&["--threshold", "0.95"]), ["calcio", "magnesio", "PTH"]);
    assert_eq!(with(&["--threshold", "1"]), [""; 0]);
}

#[test]
fn small_windows_are_more_windows() {
    let arguments = ["ner", "--model", "pharmaconer", "--format", "json", "--window-tokens", "16", "--text", PUBLISHED];
    let document = one_json(&run(arguments));
    assert!(document["windows"].as_u64() > Some(2), "{document}");
    assert!(entities(&document, "codepoint").contains(&entity("PTH", "PROTEINAS", 189, 192)));
}

#[test]
fn an_entity_far_beyond_one_window_is_found() {
    let text = format!("{}Se pauta paracetamol.", "Sin fiebre. ".repeat(600));
    let command = cajal(["ner", "--model", "pharmaconer", "--format", "json"]);
    let document = one_json(&stdout_of(given(command, text.as_bytes())));
    assert_eq!(entities(&document, "utf8"), [entity("paracetamol", "NORMALIZABLES", 7209, 7220)]);
}

#[test]
fn a_word_longer_than_a_window_is_not_shortened_in_silence() {
    let arguments = ["ner", "--model", "pharmaconer", "--text", &"xyz".repeat(2_000)];
    assert_eq!(run(arguments), "no entities\nwords longer than a window, labelled by their start: 1\n");
    let document = one_json(&run(arguments.iter().chain(&["--format", "json"])));
    assert_eq!((&document["words"], &document["shortened_words"]), (&serde_json::json!(1), &serde_json::json!(1)));
}

#[test]
fn a_deadline_fails_the_document_it_hits_and_shows_none_of_it() {
    let (code, stdout, stderr) = ended(["ner", "-m", "pharmaconer", "--timeout-ms", "0", "--text", "Marcador y PTH."]);
    assert_eq!((code, stdout.as_str()), (1, ""));
    assert!(stderr.starts_with("cajal: text 1: ") && !stderr.contains("Marcador"), "{stderr}");
}

#[test]
fn a_folder_is_a_model_too() {
    let model = concat!(env!("CARGO_MANIFEST_DIR"), "/models/clinical-es-mini-pharmaconer");
    let documents = json(&run(["ner", "--model", model, "--format", "json", "--text", "Calcio y PTH."]));
    assert_eq!(documents[0]["models"], serde_json::json!([model]));
    assert_eq!(entities(&documents[0], "utf8").last(), Some(&entity("PTH", "PROTEINAS", 9, 12)));
    assert_eq!(documents[0]["entities"][0]["model"], model);
}
