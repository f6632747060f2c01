//! The inputs on which pipelines fail (make_ner_cases.py): right here, and wrong in parity mode as transformers is.
//!
//! Cases 11 to 13 are about fill-mask. Case 15, scores that do not depend on the batch, is in ner_batch.rs.

#![allow(clippy::unwrap_used, reason = "the helpers of a test may stop it")]

mod support;

use std::path::Path;

use cajal::export::{Found, json};
use cajal::{
    Aggregation, Control, Document, Model, ModelOptions, Ner, NerAnswer, NerOptions, Offsets, ParityNer, ParityOptions,
    Span,
};
use serde::Deserialize;
use serde_json::Value;
use support::golden;

#[derive(Deserialize)]
struct Golden {
    model: String,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    case: usize,
    title: String,
    text: String,
    options: Options,
    words: usize,
    strict: Vec<Placed>,
    parity: Vec<Run>,
}

#[derive(Deserialize)]
struct Options {
    window_tokens: Option<usize>,
    overlap_tokens: Option<usize>,
}

/// Label, then start and end in bytes, in UTF-16 units and in code points.
type Placed = (String, usize, usize, usize, usize, usize, usize);

#[derive(Deserialize)]
struct Run {
    aggregation: String,
    stride: Option<usize>,
    window_tokens: Option<usize>,
    ignore_labels: Option<Vec<String>>,
    /// Label, score, word, index, start, end in code points.
    found: Vec<(String, f32, String, Option<usize>, usize, usize)>,
}

impl Case {
    /// How a failed check calls the case.
    fn name(&self) -> String {
        format!("case {}, {}", self.case, self.title)
    }

    fn answer(&self, ner: &Ner) -> NerAnswer {
        let Options { window_tokens, overlap_tokens } = self.options;
        let options = NerOptions { window_tokens, overlap_tokens, ..NerOptions::default() };
        ner.run(&Document::new(self.text.as_str()), &options, &Control::new()).unwrap()
    }
}

fn load() -> (Model, Vec<Case>) {
    let golden: Golden = golden::read(&golden::checked_in().join("ner-cases.json"));
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(golden.model);
    (Model::load(folder, &ModelOptions { threads: Some(1), ..ModelOptions::default() }).unwrap(), golden.cases)
}

fn offsets((_, a, b, c, d, e, f): &Placed) -> Offsets {
    let span = |start: &usize, end: &usize| Span { start: *start, end: *end };
    Offsets { utf8: span(a, b), utf16: span(c, d), codepoint: span(e, f) }
}

#[test]
fn every_case_is_right() {
    let (model, cases) = load();
    let ner = Ner::new([model]).unwrap();
    for case in &cases {
        let answer = case.answer(&ner);
        let found: Vec<(&str, Offsets)> = answer.entities.iter().map(|e| (&*e.label, e.offsets)).collect();
        let expected: Vec<(&str, Offsets)> = case.strict.iter().map(|one| (one.0.as_str(), offsets(one))).collect();
        assert_eq!(found, expected, "{}", case.name());
        assert_eq!(answer.words, case.words, "{}", case.name());
        assert!(answer.entities.iter().all(|entity| entity.score > 0.999), "{}", case.name());
    }
}

#[test]
fn parity_mode_has_the_faults_of_transformers() {
    let (model, cases) = load();
    let ner = ParityNer::new(model).unwrap();
    for case in &cases {
        for run in &case.parity {
            let defaults = ParityOptions::default();
            let options = ParityOptions {
                aggregation: Aggregation::from_name(&run.aggregation).unwrap(),
                stride: run.stride,
                window_tokens: run.window_tokens,
                ignore_labels: run.ignore_labels.clone().unwrap_or(defaults.ignore_labels),
            };
            let answer = ner.run(&Document::new(case.text.as_str()), &options, &Control::new()).unwrap();
            let found: Vec<_> = answer
                .entities
                .iter()
                .map(|e| (&*e.label, &*e.word, e.index, e.offsets.codepoint.start, e.offsets.codepoint.end))
                .collect();
            let expected: Vec<_> =
                run.found.iter().map(|(label, _, word, index, s, e)| (&**label, &**word, *index, *s, *e)).collect();
            assert_eq!(found, expected, "{}, {}", case.name(), run.aggregation);
            for (entity, (_, score, ..)) in answer.entities.iter().zip(&run.found) {
                assert!((entity.score - score).abs() < 1e-4, "{}, {}", case.name(), run.aggregation);
            }
        }
    }
}

#[test]
fn every_answer_is_json_with_its_numbers() {
    let (model, cases) = load();
    let ner = Ner::new([model]).unwrap();
    for case in &cases {
        let (document, answer) = (Document::new(case.text.as_str()), case.answer(&ner));
        let models = ["oracle".to_owned()];
        let found = Found { name: "a", models: &models, document: &document, answer: &answer };
        let value: Value = serde_json::from_str(&json::write(&found)).unwrap();
        let entities = value["entities"].as_array().unwrap();
        assert_eq!(entities.len(), case.strict.len(), "{}", case.name());
        for (entity, expected) in entities.iter().zip(&case.strict) {
            assert_eq!(entity["codepoint"]["start"], expected.5, "{}", case.name());
            assert!(entity["score"].is_f64(), "{}", case.name());
        }
    }
}
