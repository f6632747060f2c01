//! Parity mode of fill-mask equals transformers' pipeline: see tests/golden/make_fill_mask_parity.py.

#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "the helpers of a test print and may stop it")]

mod support;

use std::fs;

use cajal::{Control, Document, ErrorCode, Model, ModelOptions, ParityFillMask, ParityFillMaskOptions, ParityMask};
use serde::Deserialize;
use serde_json::{Map, Value};
use support::golden;
use support::random_checkpoint::Spec;

/// The largest difference of a score that counts as agreement.
const SCORE_TOLERANCE: f32 = 1e-4;

/// The same for the logarithm of a score: the random models' scores are small.
const LOG_TOLERANCE: f32 = 1e-3;

#[derive(Deserialize)]
struct Golden {
    models: Vec<Described>,
    calls: Vec<Call>,
}

#[derive(Deserialize)]
struct Described {
    name: String,
    /// None for the shipped model.
    checkpoint: Option<Spec>,
    /// What is changed in tokenizer_config.json.
    tokenizer_config: Map<String, Value>,
}

#[derive(Deserialize)]
struct Call {
    model: String,
    text: String,
    top_k: usize,
    targets: Option<Vec<String>>,
    /// Id, score, token string and sequence of each candidate of each mask.
    #[serde(default)]
    masks: Vec<Vec<(u32, f32, String, String)>>,
    error: Option<String>,
}

impl Described {
    fn open(&self) -> ParityFillMask {
        let Some(spec) = &self.checkpoint else {
            return ParityFillMask::new(Model::embedded("fill-mask", &ModelOptions::default()).unwrap()).unwrap();
        };
        let folder = tempfile::tempdir().unwrap();
        spec.write(folder.path());
        let path = folder.path().join("tokenizer_config.json");
        let mut config: Map<String, Value> = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        config.extend(self.tokenizer_config.clone());
        fs::write(&path, serde_json::to_string(&config).unwrap()).unwrap();
        ParityFillMask::new(Model::load(folder.path(), &ModelOptions::default()).unwrap()).unwrap()
    }
}

#[test]
fn token_ids_strings_sequences_and_scores_are_those_of_transformers() {
    let golden: Golden = golden::read(&golden::checked_in().join("fill-mask-parity.json"));
    let (mut answered, mut refused, mut largest) = (0, 0, 0.0_f32);
    for model in &golden.models {
        let pipeline = model.open();
        for call in golden.calls.iter().filter(|call| call.model == model.name) {
            let options = ParityFillMaskOptions { top_k: call.top_k, targets: call.targets.clone() };
            let ours = pipeline.run(&Document::new(call.text.as_str()), &options, &Control::new());
            let what = format!("{} {:?} {:?}", call.model, call.text, call.targets);
            match &call.error {
                Some(error) => {
                    assert_eq!(ours.unwrap_err().code(), code(error), "{what}");
                    refused += 1;
                }
                None => {
                    largest = largest.max(compare(&ours.unwrap(), call, &what));
                    answered += 1;
                }
            }
        }
    }
    println!(
        "{answered} calls answered, {refused} refused as by transformers; largest difference of a score {largest:.2e}"
    );
    assert!(answered > 600 && refused > 50);
}

fn code(error: &str) -> ErrorCode {
    match error {
        "mask" => ErrorCode::MaskMissing,
        "length" => ErrorCode::InvalidArgument,
        _ => ErrorCode::InvalidOption,
    }
}

/// The largest difference of a score.
fn compare(ours: &[ParityMask], call: &Call, what: &str) -> f32 {
    let mask_token = if call.text.contains("[MASK]") { "[MASK]" } else { "<mask>" };
    let mut places = call.text.match_indices(mask_token);
    let mut largest = 0.0_f32;
    assert_eq!(ours.len(), call.masks.len(), "{what}");
    for (mask, theirs) in ours.iter().zip(&call.masks) {
        let (start, token) = places.next().unwrap();
        assert_eq!((mask.offsets.utf8.start, mask.offsets.utf8.end), (start, start + token.len()), "{what}");
        assert_eq!(mask.predictions.len(), theirs.len(), "{what}");
        for (ours, (id, score, token_str, sequence)) in mask.predictions.iter().zip(theirs) {
            assert_eq!((ours.token_id, &ours.token_str, &ours.sequence), (*id, token_str, sequence), "{what}");
            let difference = (ours.score - score).abs();
            assert!(difference <= SCORE_TOLERANCE, "{what}: {} {score}", ours.score);
            assert!((ours.score.ln() - score.ln()).abs() <= LOG_TOLERANCE, "{what}: {} {score}", ours.score);
            largest = largest.max(difference);
        }
    }
    largest
}
