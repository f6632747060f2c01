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

#[test]
fn targets_are_ranked_as_whole_words_and_those_without_a_score_say_why() {
    let text = "Ingresa por una <mask> adquirida en la comunidad.";
    let targets = ["--target", "asma", "-t", "neumonía", "-t", "", "-t", "neumonía"];
    let document = one_json(&run([&["fill-mask", "--format", "json"], &targets[..], &[text]].concat()));
    assert_eq!(words(&document, 0), ["neumonía", "asma"]);
    let mask = &document["masks"][0];
    let expected = json!([
        {"target": "asma", "status": "scored", "prediction": 1},
        {"target": "neumonía", "status": "scored", "prediction": 0},
        {"target": "", "status": "empty", "prediction": null},
        {"target": "neumonía", "status": "duplicate", "prediction": 0},
    ]);
    assert_eq!(mask["targets"], expected);
    let best = &mask["predictions"][0];
    let (score, log) = (best["score"].as_f64().expect("a score"), best["log_score"].as_f64().expect("its logarithm"));
    assert!((score.ln() - log).abs() < 1e-5);
    let stdout = run([&["fill-mask"], &targets[..], &[text]].concat());
    assert!(stdout.lines().nth(1).is_some_and(|line| line.ends_with("neumonía")), "{stdout}");
    assert!(stdout.ends_with("(it is empty)\n"), "{stdout}");
}

#[test]
fn joint_fillings_have_a_word_for_every_mask() {
    let text = "El <mask> presenta <mask> aguda.";
    let document = one_json(&run(["fill-mask", "--format", "json", "--joint", "--filled", "-k", "2", text]));
    let fillings = document["fillings"].as_array().expect("fillings are a list");
    assert_eq!(fillings.len(), 2);
    assert_eq!(fillings[0]["filled"]["text"], "El paciente presenta pancreatitis aguda.");
    let places = fillings[0]["filled"]["insertions"].as_array().expect("insertions are a list");
    assert_eq!(places[1]["codepoint"], json!({"start": 21, "end": 33}));
    assert_eq!(fillings[0]["predictions"][1]["text"], "pancreatitis");
    let stdout = run(["fill-mask", "--joint", "-k", "1", text]);
    assert!(stdout.ends_with("paciente | pancreatitis\n"), "{stdout}");
}

#[test]
fn filled_texts_are_the_callers_own() {
    let stdout = run(["fill-mask", "--filled", "-k", "1", "La <mask> arterial (<s>)."]);
    assert!(stdout.ends_with("La presión arterial (<s>).\n"), "{stdout}");
    let document = one_json(&run(["fill-mask", "--filled", "-k", "1", "--format", "json", "Con quimio<mask>. 😀"]));
    let filled = &document["masks"][0]["predictions"][0]["filled"];
    assert_eq!(filled["text"], "Con quimioterapia. 😀");
    assert_eq!(filled["insertions"][0]["utf8"], json!({"start": 10, "end": 17}));
}

#[test]
fn parity_answers_with_the_fields_of_the_pipeline() {
    let document = one_json(&run(["fill-mask", "--parity", "-k", "1", "--format", "json", "Dolor <mask>."]));
    let prediction = &document["masks"][0]["predictions"][0];
    // transformers 5.23.0 over the dequantized weights.
    assert_eq!((&prediction["token"], &prediction["token_str"]), (&json!(718), &json!(" abdominal")));
    assert_eq!(prediction["sequence"], " Dolor abdominal .");
    assert!((prediction["score"].as_f64().expect("a score") - 0.0761).abs() < 1e-3, "{prediction}");
    let stdout = run(["fill-mask", "--parity", "-k", "1", "Dolor <mask>."]);
    assert!(stdout.contains("\" abdominal\""), "{stdout}");
}

#[test]
fn interactive_answers_line_by_line_until_the_input_ends() {
    let input = format!("{SEED}\r\n\n   \nEl <mask> presenta <mask>.");
    let stdout = stdout_of(given(cajal(["fill-mask", "-i", "-k", "2"]), input.as_bytes()));
    let lines: Vec<&str> = stdout.lines().collect();
    // No prompt where nobody types: two words, then two masks of two words.
    assert_eq!(lines.len(), 8, "{stdout}");
    assert!(lines[0].trim_start().starts_with("hipertensión") && lines[0].contains(&"█".repeat(24)), "{stdout}");
    assert_eq!((lines[2], lines[5]), ("mask 1 of 2", "mask 2 of 2"));
    assert_eq!(stdout_of(given(cajal(["fill-mask", "--interactive"]), b"")), "");
}

#[test]
fn interactive_lines_may_be_answered_in_json_and_a_bad_line_stops_nothing() {
    let input = [SEED.as_bytes(), b"\nsin hueco\n\xff\n", SEED.as_bytes(), b"\n"].concat();
    let (code, stdout, stderr) = crate::parts(given(cajal(["fill-mask", "-i", "--format", "json"]), &input));
    assert_eq!(code, 1, "{stderr}");
    let names: Vec<Value> = crate::json(&stdout).into_iter().map(|document| document["document"].clone()).collect();
    assert_eq!(names, ["line 1", "line 4"]);
    assert!(stderr.starts_with("cajal: line 2: ") && stderr.contains("line 3: not UTF-8 at byte 0"), "{stderr}");
}

#[test]
fn text_after_a_mask_may_be_read_as_written() {
    let text = "No se detectan alteraciones <mask>, ni fracturas.";
    let score = |reading: &str| {
        let document = one_json(&run(["fill-mask", "--after-mask", reading, "-k", "1", "--format", "json", text]));
        document["masks"][0]["predictions"][0]["score"].as_f64().expect("a score")
    };
    assert!((score("tokenizer") - score("text")).abs() > 1e-3);
}
