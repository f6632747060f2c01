//! `cajal fill-mask`: candidates for masks.

use std::fs;

use serde_json::{Value, json};

use crate::{cajal, ended, folder, given, one_json, run, stdout_of};

const SEED: &str = "El único antecedente personal a reseñar era la <mask> arterial.";

/// The words predicted for the mask of this number.
fn words(document: &Value, mask: usize) -> Vec<&str> {
    let predictions = document["masks"][mask]["predictions"].as_array().expect("predictions are a list");
    predictions.iter().map(|prediction| prediction["text"].as_str().expect("a word")).collect()
}

#[test]
fn the_seed_sentence_is_about_hypertension() {
    let document = one_json(&run(["fill-mask", "--format", "json", SEED]));
    assert_eq!(words(&document, 0), ["hipertensión", "hipotensión", "presión", "enfermedad", "tensión"]);
    let best = &document["masks"][0]["predictions"][0];
    assert_eq!((&best["token_ids"], &best["starts_word"]), (&json!([1806]), &json!(true)));
    // Transformers at f32 over the stored weights.
    assert!((best["score"].as_f64().expect("a score") - 0.66013).abs() < 2e-4, "{best}");
}

#[test]
fn the_mask_has_its_place_in_every_unit() {
    let document = one_json(&run(["fill-mask", "--format", "json", SEED]));
    let mask = &document["masks"][0];
    assert_eq!(mask["utf8"], json!({"start": 49, "end": 55}));
    assert_eq!(mask["utf16"], json!({"start": 47, "end": 53}));
    assert_eq!(mask["codepoint"], json!({"start": 47, "end": 53}));
}

#[test]
fn the_other_seed_sentences_have_the_words_of_the_model() {
    let cases = [
        (
            "Las radiologías óseas de cuerpo entero no detectan alteraciones <mask>, ni alteraciones vertebrales.",
            "significativas",
        ),
        ("En el <mask> toraco-abdómino-pélvico no se encontraron hallazgos patológicos de interés.", "TAC"),
    ];
    for (text, best) in cases {
        assert!(words(&one_json(&run(["fill-mask", "--format", "json", text])), 0).first() == Some(&best), "{text}");
    }
}

#[test]
fn the_text_format_ranks_words() {
    let stdout = run(["fill-mask", "--top-k", "2", SEED]);
    let rows: Vec<Vec<&str>> = stdout.lines().map(|line| line.split_whitespace().collect()).collect();
    assert_eq!(rows.len(), 3, "{stdout}");
    assert_eq!(rows[0], ["rank", "score", "word"]);
    assert_eq!((rows[1][0], rows[1][2]), ("1", "hipertensión"));
    assert_eq!((rows[2][0], rows[2][2]), ("2", "hipotensión"));
}

#[test]
fn each_mask_has_candidates_of_its_own() {
    let text = "Dolor <mask> en la <mask> derecha.";
    let document = one_json(&run(["fill-mask", "--format", "json", "-k", "3", text]));
    assert_eq!((words(&document, 0)[0], words(&document, 1)[0]), ("intenso", "rodilla"));
    assert_eq!((words(&document, 0).len(), words(&document, 1).len()), (3, 3));
    let stdout = run(["fill-mask", "-k", "1", text]);
    assert!(stdout.starts_with("mask 1 of 2, 6 to 12\n") && stdout.contains("\n\nmask 2 of 2, 19 to 25\n"), "{stdout}");
}

#[test]
fn texts_files_and_standard_input_are_documents() {
    let folder = folder("fill_mask_input");
    let path = folder.join("nota.txt").into_os_string().into_string().expect("the test's path is UTF-8");
    fs::write(&path, SEED).expect("the test's file can be written");
    let documents = crate::json(&run(["fill-mask", "--format", "json", "--file", &path, SEED, SEED]));
    let names: Vec<_> = documents.iter().map(|document| document["document"].as_str().expect("a name")).collect();
    assert_eq!(names, ["text 1", "text 2", &path]);
    let document = one_json(&stdout_of(given(cajal(["fill-mask", "--format", "json"]), SEED.as_bytes())));
    assert_eq!((&document["document"], words(&document, 0)[0]), (&json!("-"), "hipertensión"));
}

#[test]
fn the_fields_of_the_json_are_these_in_this_order() {
    let names = |value: &Value| value.as_object().expect("an object").keys().cloned().collect::<Vec<_>>();
    let document = one_json(&run(["fill-mask", "--format", "json", SEED]));
    assert_eq!(names(&document), ["document", "model", "masks"]);
    let mask = &document["masks"][0];
    assert_eq!(names(mask), ["utf8", "utf16", "codepoint", "predictions"]);
    assert_eq!(names(&mask["predictions"][0]), ["text", "score", "log_score", "token_ids", "starts_word"]);
}

#[test]
fn a_text_without_a_mask_fails_alone_and_is_told_the_mask() {
    let (code, stdout, stderr) = ended(["fill-mask", "--format", "json", "Marcador.", SEED]);
    assert_eq!(code, 1);
    assert_eq!(one_json(&stdout)["document"], "text 2");
    assert!(stderr.starts_with("cajal: text 1: ") && stderr.contains("<mask>"), "{stderr}");
    assert!(!stderr.contains("Marcador"), "{stderr}");
}

#[test]
fn the_mask_of_another_family_is_refused_by_name() {
    let (code, stdout, stderr) = ended(["fill-mask", "la [MASK] arterial"]);
    assert_eq!((code, stdout.as_str()), (1, ""));
    assert!(stderr.contains("<mask>"), "{stderr}");
}
