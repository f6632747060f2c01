//! `cajal ner --aggregation`: the answers of transformers' pipeline.

use std::io;

use cajal::{Aggregation, Control, Document, Error, Offsets, ParityAnswer, ParityEntity, ParityNer, ParityOptions};
use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use serde::Serialize;

use crate::arguments::Format;
use crate::batch::{Done, Job};
use crate::output::{Column, Output};

/// How transformers' pipeline would be called.
#[derive(Debug, Args)]
pub struct ParityArguments {
    /// Answer what transformers' pipeline answers with this aggregation strategy, its faults included
    #[arg(long, value_name = "STRATEGY", value_parser = strategies(),
          conflicts_with_all = ["labels", "threshold", "overlap_tokens"])]
    aggregation: Option<Aggregation>,

    /// Tokens that the pipeline's windows share [default: one window, and the rest of the text is not read]
    #[arg(long, value_name = "N", requires = "aggregation")]
    stride: Option<usize>,

    /// A label that the pipeline leaves out; may be repeated, and '' is none [default: O]
    #[arg(long = "ignore-label", value_name = "LABEL", requires = "aggregation")]
    ignore_labels: Option<Vec<String>>,
}

fn strategies() -> impl TypedValueParser<Value = Aggregation> {
    let names = Aggregation::ALL.map(Aggregation::name);
    PossibleValuesParser::new(names).map(|name| Aggregation::from_name(&name).unwrap_or_default())
}

impl ParityArguments {
    /// The options of the library, if the pipeline's answer is wanted.
    pub fn options(&self, window_tokens: Option<usize>) -> Option<ParityOptions> {
        let mut options = ParityOptions { aggregation: self.aggregation?, window_tokens, ..ParityOptions::default() };
        options.stride = self.stride;
        if let Some(labels) = &self.ignore_labels {
            options.ignore_labels = labels.iter().filter(|label| !label.is_empty()).cloned().collect();
        }
        Some(options)
    }
}

/// Asks each model in turn.
pub struct ParityJob {
    pub models: Vec<(String, ParityNer)>,
    pub options: ParityOptions,
    pub format: Format,
    pub headings: bool,
}

impl Job for ParityJob {
    type Answer = Vec<ParityAnswer>;

    fn run(&self, document: &Document, control: &Control) -> Result<Vec<ParityAnswer>, Error> {
        self.models.iter().map(|(_, ner)| ner.run(document, &self.options, control)).collect()
    }

    fn write(&mut self, output: &mut Output, done: Done<Vec<ParityAnswer>>) -> io::Result<()> {
        match self.format {
            Format::Text => self.write_text(output, &done),
            Format::Json => output.json(&self.json(&done)),
        }
    }
}

impl ParityJob {
    fn answers<'a>(&'a self, done: &'a Done<Vec<ParityAnswer>>) -> impl Iterator<Item = (&'a str, &'a ParityAnswer)> {
        self.models.iter().map(|(name, _)| name.as_str()).zip(&done.answer)
    }

    fn write_text(&self, output: &mut Output, done: &Done<Vec<ParityAnswer>>) -> io::Result<()> {
        if self.headings {
            output.section(&done.name)?;
        }
        let rows: Vec<_> = self.answers(done).flat_map(|(model, answer)| rows(model, answer)).collect();
        match rows.as_slice() {
            [] => output.line("no entities")?,
            rows => output.table(&COLUMNS, rows)?,
        }
        for (model, unread) in self.answers(done).filter_map(|(model, answer)| Some((model, answer.unread?))) {
            let place = unread.codepoint;
            output.line(&format!("not read by {model}, as with transformers: {} to {}", place.start, place.end))?;
        }
        Ok(())
    }

    fn json<'a>(&'a self, done: &'a Done<Vec<ParityAnswer>>) -> JsonParity<'a> {
        let answers = self.answers(done).map(|(model, answer)| JsonAnswer {
            model,
            entities: answer.entities.iter().map(JsonEntity::from).collect(),
            windows: answer.windows,
            unread: answer.unread,
        });
        JsonParity {
            document: &done.name,
            aggregation: self.options.aggregation.name(),
            stride: self.options.stride,
            answers: answers.collect(),
        }
    }
}

const COLUMNS: [Column; 6] = [
    Column::numbers("start"),
    Column::numbers("end"),
    Column::numbers("score"),
    Column::words("label"),
    Column::words("model"),
    Column::words("word"),
];

fn rows(model: &str, answer: &ParityAnswer) -> Vec<[String; 6]> {
    let row = |entity: &ParityEntity| {
        [
            entity.offsets.codepoint.start.to_string(),
            entity.offsets.codepoint.end.to_string(),
            format!("{:.4}", entity.score),
            entity.label.to_string(),
            model.to_owned(),
            entity.word.clone(),
        ]
    };
    answer.entities.iter().map(row).collect()
}

#[derive(Serialize)]
struct JsonParity<'a> {
    document: &'a str,
    aggregation: &'a str,
    stride: Option<usize>,
    answers: Vec<JsonAnswer<'a>>,
}

#[derive(Serialize)]
struct JsonAnswer<'a> {
    model: &'a str,
    entities: Vec<JsonEntity<'a>>,
    windows: usize,
    unread: Option<Offsets>,
}

#[derive(Serialize)]
struct JsonEntity<'a> {
    label: &'a str,
    score: f32,
    word: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    index: Option<usize>,
    #[serde(flatten)]
    offsets: Offsets,
}

impl<'a> From<&'a ParityEntity> for JsonEntity<'a> {
    fn from(entity: &'a ParityEntity) -> Self {
        Self {
            label: &entity.label,
            score: entity.score,
            word: &entity.word,
            index: entity.index,
            offsets: entity.offsets,
        }
    }
}
