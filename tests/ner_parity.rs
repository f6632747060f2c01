//! Parity mode answers what transformers' pipeline answers, over the golden set of make_ner_parity.py.

#![allow(clippy::unwrap_used, reason = "the helpers of a test may stop it")]

mod support;

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use cajal::{Aggregation, Control, Document, Model, ModelOptions, ParityAnswer, ParityNer, ParityOptions};
use serde::Deserialize;
use serde_json::{Map, Value};
use support::golden;
use support::random_checkpoint::Spec;
use tempfile::TempDir;

#[derive(Deserialize)]
struct Golden {
    models: Vec<GoldenModel>,
    documents: Vec<GoldenDocument>,
}

#[derive(Deserialize)]
struct GoldenModel {
    name: String,
    /// None for a model that ships with the project.
    checkpoint: Option<Spec>,
    /// What is written over tokenizer_config.json.
    tokenizer_config: Map<String, Value>,
}

#[derive(Deserialize)]
struct GoldenDocument {
    model: String,
    text: String,
    runs: Vec<Run>,
}

#[derive(Deserialize)]
struct Run {
    aggregation: String,
    stride: Option<usize>,
    window_tokens: Option<usize>,
    ignore_labels: Option<Vec<String>>,
    windows: usize,
    cut: Option<(usize, usize)>,
    found: Vec<Found>,
}

/// Label, score, word, index, start, end.
type Found = (String, f32, String, Option<usize>, usize, usize);

impl Run {
    fn options(&self) -> ParityOptions {
        let defaults = ParityOptions::default();
        ParityOptions {
            aggregation: Aggregation::from_name(&self.aggregation).unwrap(),
            stride: self.stride,
            window_tokens: self.window_tokens,
            ignore_labels: self.ignore_labels.clone().unwrap_or(defaults.ignore_labels),
        }
    }
}

fn golden() -> Golden {
    golden::read(&golden::checked_in().join("ner-parity.json"))
}

fn folder_of(model: &GoldenModel, scratch: &Path) -> PathBuf {
    let Some(spec) = &model.checkpoint else {
        return Path::new(env!("CARGO_MANIFEST_DIR")).join("models").join(&model.name);
    };
    let folder = scratch.join(&model.name);
    fs::create_dir(&folder).unwrap();
    spec.write(&folder);
    let path = folder.join("tokenizer_config.json");
    let mut config: Map<String, Value> = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    config.extend(model.tokenizer_config.clone());
    fs::write(&path, serde_json::to_vec(&config).unwrap()).unwrap();
    folder
}

fn load_all(models: &[GoldenModel], scratch: &Path) -> HashMap<String, ParityNer> {
    let load = |model: &GoldenModel| {
        let options = ModelOptions { threads: Some(1), ..ModelOptions::default() };
        let loaded = Model::load(folder_of(model, scratch), &options).unwrap();
        (model.name.clone(), ParityNer::new(loaded).unwrap())
    };
    models.iter().map(load).collect()
}

fn shape(answer: &ParityAnswer) -> Vec<(String, String, Option<usize>, usize, usize)> {
    let entities = answer.entities.iter();
    entities
        .map(|entity| {
            let span = entity.offsets.codepoint;
            (entity.label.to_string(), entity.word.clone(), entity.index, span.start, span.end)
        })
        .collect()
}

fn check(ner: &ParityNer, text: &str, run: &Run, place: &str) {
    let answer = ner.run(&Document::new(text), &run.options(), &Control::new()).unwrap();
    let expected =
        run.found.iter().map(|(label, _, word, index, start, end)| (label.clone(), word.clone(), *index, *start, *end));
    let expected: Vec<_> = expected.collect();
    assert_eq!(shape(&answer), expected, "{place}");
    for (entity, found) in answer.entities.iter().zip(&run.found) {
        assert!((entity.score - found.1).abs() < 1e-4, "{place}: {} {}", entity.score, found.1);
    }
    assert_eq!(answer.windows, run.windows, "{place}");
    let unread = answer.unread.map(|offsets| offsets.codepoint);
    assert_eq!(unread.is_some(), run.cut.is_some(), "{place}");
    if let (Some(unread), Some((last_read, first_unread))) = (unread, run.cut) {
        assert!((last_read..=first_unread.max(last_read)).contains(&unread.start), "{place}: {unread:?}");
        assert_eq!(unread.end, text.chars().count(), "{place}");
    }
}

#[test]
fn entities_spans_words_and_scores_are_those_of_transformers() {
    let golden = golden();
    let scratch = TempDir::new().unwrap();
    let models = load_all(&golden.models, scratch.path());
    assert!(golden.documents.len() >= 300);
    for (number, document) in golden.documents.iter().enumerate() {
        for run in &document.runs {
            let place = format!(
                "document {number} by {}: {} stride {:?} window {:?}",
                document.model, run.aggregation, run.stride, run.window_tokens
            );
            check(&models[&document.model], &document.text, run, &place);
        }
    }
}

#[test]
fn the_three_units_of_an_answer_cut_the_same_text() {
    let golden = golden();
    let scratch = TempDir::new().unwrap();
    let models = load_all(&golden.models, scratch.path());
    for document in &golden.documents {
        let text = Document::new(document.text.as_str());
        let (characters, units): (Vec<char>, Vec<u16>) =
            (document.text.chars().collect(), document.text.encode_utf16().collect());
        let answer = models[&document.model].run(&text, &ParityOptions::default(), &Control::new()).unwrap();
        for entity in answer.entities {
            let (bytes, utf16, codepoint) = (entity.offsets.utf8, entity.offsets.utf16, entity.offsets.codepoint);
            let cut = &document.text[bytes.start..bytes.end];
            assert_eq!(String::from_utf16(&units[utf16.start..utf16.end]).unwrap(), cut);
            assert_eq!(characters[codepoint.start..codepoint.end].iter().collect::<String>(), cut);
        }
    }
}
