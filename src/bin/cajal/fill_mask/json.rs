//! Answers as JSON has them.

use cajal::{FillMaskAnswer, Filled, Filling, Mask, Offsets, Prediction, TargetStatus};
use serde::Serialize;

/// One document's answer.
#[derive(Serialize)]
pub struct JsonFillMask<'a> {
    document: &'a str,
    model: &'a str,
    masks: Vec<JsonMask<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fillings: Vec<JsonFilling<'a>>,
}

#[derive(Serialize)]
struct JsonMask<'a> {
    #[serde(flatten)]
    offsets: Offsets,
    predictions: Vec<JsonPrediction<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    targets: Vec<JsonTarget<'a>>,
}

#[derive(Serialize)]
struct JsonPrediction<'a> {
    text: &'a str,
    score: f32,
    log_score: f64,
    token_ids: &'a [u32],
    starts_word: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    filled: Option<JsonFilled>,
}

#[derive(Serialize)]
struct JsonTarget<'a> {
    target: &'a str,
    status: &'static str,
    prediction: Option<usize>,
}

#[derive(Serialize)]
struct JsonFilling<'a> {
    score: f32,
    log_score: f64,
    predictions: Vec<JsonPrediction<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    filled: Option<JsonFilled>,
}

#[derive(Serialize)]
struct JsonFilled {
    text: String,
    insertions: Vec<Offsets>,
}

/// What goes into the JSON of a call besides its answer.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// How results call the document.
    pub document: &'a str,
    /// The model as it was given.
    pub model: &'a str,
    /// The targets as they were given.
    pub targets: &'a [String],
    /// Whether the filled texts are wanted.
    pub filled: bool,
}

impl<'a> JsonFillMask<'a> {
    /// The answer about one document.
    pub fn new(context: Context<'a>, answer: &'a FillMaskAnswer) -> Self {
        let masks = answer.masks.iter().enumerate().map(|(index, mask)| {
            let filled = |place| answer.filled(index, place).filter(|_| context.filled);
            JsonMask::new(mask, context.targets, filled)
        });
        let fillings = answer.fillings.iter().enumerate().map(|(index, filling)| {
            JsonFilling::new(filling, answer.filled_together(index).filter(|_| context.filled))
        });
        Self { document: context.document, model: context.model, masks: masks.collect(), fillings: fillings.collect() }
    }
}

impl<'a> JsonMask<'a> {
    fn new(mask: &'a Mask, targets: &'a [String], filled: impl Fn(usize) -> Option<Filled>) -> Self {
        let predictions = mask.predictions.iter().enumerate();
        let targets = targets.iter().zip(&mask.targets).map(|(text, target)| JsonTarget {
            target: text,
            status: status(target.status),
            prediction: target.prediction,
        });
        Self {
            offsets: mask.offsets,
            predictions: predictions.map(|(place, one)| JsonPrediction::new(one, filled(place))).collect(),
            targets: targets.collect(),
        }
    }
}

impl<'a> JsonPrediction<'a> {
    fn new(prediction: &'a Prediction, filled: Option<Filled>) -> Self {
        Self {
            text: &prediction.text,
            score: prediction.score,
            log_score: prediction.log_score,
            token_ids: &prediction.token_ids,
            starts_word: prediction.starts_word,
            filled: filled.map(JsonFilled::from),
        }
    }
}

impl<'a> JsonFilling<'a> {
    fn new(filling: &'a Filling, filled: Option<Filled>) -> Self {
        Self {
            score: filling.score,
            log_score: filling.log_score,
            predictions: filling.predictions.iter().map(|one| JsonPrediction::new(one, None)).collect(),
            filled: filled.map(JsonFilled::from),
        }
    }
}

impl From<Filled> for JsonFilled {
    fn from(filled: Filled) -> Self {
        Self { text: filled.text, insertions: filled.insertions }
    }
}

fn status(status: TargetStatus) -> &'static str {
    match status {
        TargetStatus::Scored => "scored",
        TargetStatus::Duplicate => "duplicate",
        TargetStatus::Unknown => "unknown",
        TargetStatus::Empty => "empty",
        TargetStatus::TooLong => "too_long",
        _ => "not_scored",
    }
}
