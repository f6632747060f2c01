//! `cajal fill-mask --parity`: the answers of transformers' pipeline.

use std::io;

use cajal::{Control, Document, Error, Offsets, ParityFillMask, ParityFillMaskOptions, ParityMask, ParityPrediction};
use serde::Serialize;

use super::table::{digits, place};
use crate::arguments::Format;
use crate::batch::{Done, Job};
use crate::output::{Column, Output};

/// Asks the pipeline.
pub struct ParityJob {
    pub fill_mask: ParityFillMask,
    pub model: String,
    pub options: ParityFillMaskOptions,
    pub format: Format,
    pub headings: bool,
}

impl Job for ParityJob {
    type Answer = Vec<ParityMask>;

    fn run(&self, document: &Document, control: &Control) -> Result<Vec<ParityMask>, Error> {
        self.fill_mask.run(document, &self.options, control)
    }

    fn write(&mut self, output: &mut Output, done: Done<Vec<ParityMask>>) -> io::Result<()> {
        match self.format {
            Format::Json => output.json(&JsonParity {
                document: &done.name,
                model: &self.model,
                masks: done.answer.iter().map(JsonMask::from).collect(),
            }),
            Format::Text => self.write_text(output, &done),
        }
    }
}

const COLUMNS: [Column; 4] =
    [Column::numbers("score"), Column::numbers("token"), Column::words("token_str"), Column::words("sequence")];

impl ParityJob {
    fn write_text(&self, output: &mut Output, done: &Done<Vec<ParityMask>>) -> io::Result<()> {
        for (index, mask) in done.answer.iter().enumerate() {
            let place = place(mask.offsets, index, done.answer.len());
            let title: Vec<String> = [self.headings.then(|| done.name.clone()), place].into_iter().flatten().collect();
            if !title.is_empty() {
                output.section(&title.join(", "))?;
            }
            output.table(&COLUMNS, &mask.predictions.iter().map(row).collect::<Vec<_>>())?;
        }
        Ok(())
    }
}

/// The token in quotes, for its space counts.
fn row(prediction: &ParityPrediction) -> [String; 4] {
    let ParityPrediction { score, token_id, token_str, sequence } = prediction;
    [digits(*score), token_id.to_string(), format!("{token_str:?}"), sequence.clone()]
}

#[derive(Serialize)]
struct JsonParity<'a> {
    document: &'a str,
    model: &'a str,
    masks: Vec<JsonMask<'a>>,
}

#[derive(Serialize)]
struct JsonMask<'a> {
    #[serde(flatten)]
    offsets: Offsets,
    predictions: Vec<JsonPrediction<'a>>,
}

/// With the names that the pipeline gives.
#[derive(Serialize)]
struct JsonPrediction<'a> {
    score: f32,
    token: u32,
    token_str: &'a str,
    sequence: &'a str,
}

impl<'a> From<&'a ParityMask> for JsonMask<'a> {
    fn from(mask: &'a ParityMask) -> Self {
        let predictions = mask.predictions.iter().map(|prediction| JsonPrediction {
            score: prediction.score,
            token: prediction.token_id,
            token_str: &prediction.token_str,
            sequence: &prediction.sequence,
        });
        Self { offsets: mask.offsets, predictions: predictions.collect() }
    }
}
