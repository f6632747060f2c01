//! `cajal fill-mask`: what could stand at the masks of documents.

use std::ffi::OsString;
use std::io;
use std::num::NonZeroUsize;

use cajal::{Control, Document, Error, FillMask, FillMaskOptions, Mask, Offsets, Prediction};
use clap::Args;
use serde::Serialize;

use crate::arguments::{self, CommonArguments, Format, TimeArguments};
use crate::batch::{self, Done, Job};
use crate::exit::{Outcome, Stop};
use crate::input::{self, Source};
use crate::models::{self, EMBEDDED_FILL_MASK};
use crate::output::{Column, Output};

/// Says which words could stand at the masks of a Spanish clinical text.
#[derive(Debug, Args)]
#[command(after_long_help = MORE)]
pub struct FillMaskArguments {
    /// Texts with a mask; with none and no --file, and for -, standard input
    #[arg(value_name = "TEXT")]
    texts: Vec<String>,

    /// A file with masks; may be repeated
    #[arg(long = "file", value_name = "FILE")]
    files: Vec<OsString>,

    /// A model folder, or an embedded model's name [default: fill-mask]
    #[arg(short, long, value_name = "DIR|NAME", default_value = EMBEDDED_FILL_MASK, hide_default_value = true)]
    model: OsString,

    /// Candidates per mask
    #[arg(short = 'k', long, value_name = "K", default_value = "5", value_parser = arguments::positive)]
    top_k: NonZeroUsize,

    #[command(flatten)]
    time: TimeArguments,

    #[command(flatten)]
    common: CommonArguments,
}

const MORE: &str = "\
Examples:
  cajal fill-mask 'El único antecedente personal a reseñar era la <mask> arterial.'
  cajal fill-mask --top-k 10 --format json 'Dolor <mask> en la <mask> derecha.'
  cajal fill-mask --model ./bsc-bio-es --file informe.txt

The mask is <mask> for RoBERTa and XLM-RoBERTa models, [MASK] for BERT models: see cajal info. A text may
hold several; each has candidates of its own. A text may be of any length.

Texts are arguments, files are given with --file; files come after texts. Files must be UTF-8. They are
read byte for byte: offsets refer to the file as it is.

Text output:
  Scores are softmax over the whole vocabulary. A candidate that continues the word before the mask has …
  in front. Start and end of a mask count Unicode code points from 0.

JSON output, one object per document and line (shown here on several lines):
  {\"document\": \"text 1\",                         - for standard input, the path for files
   \"model\": \"fill-mask\",                         as given
   \"masks\": [                                    in order of the text
     {\"utf8\": {\"start\": 49, \"end\": 55},          bytes: C, C++, Rust, Go
      \"utf16\": {\"start\": 47, \"end\": 53},         UTF-16 units: Java, C#, JavaScript
      \"codepoint\": {\"start\": 47, \"end\": 53},     code points: Python
      \"predictions\": [                           best first
        {\"text\": \"hipertensión\", \"score\": 0.6601, \"token_id\": 1806, \"starts_word\": true}]}]}
  Fields may be added; these stay.

Exit codes: 0 done, 1 some documents failed, 2 wrong command line, 3 no model or runtime, 4 no output.";

/// Runs the verb.
pub fn run(arguments: &FillMaskArguments) -> Result<Outcome, Stop> {
    // No file's name holds a mask, so this is meant as a file.
    if let Some(file) = arguments.texts.iter().find(|text| *text != "-" && input::exists(text.as_ref())) {
        return Err(Stop::Usage(format!("{file} is a file; give it with --file {file}")));
    }
    let sources = input::or_stdin(arguments.sources())?;
    let mut job = arguments.job(sources.len() > 1)?;
    batch::run(sources, &mut job, &mut Output::new(), &arguments.time)
}

impl FillMaskArguments {
    fn sources(&self) -> Vec<Source> {
        input::texts(&self.texts).chain(self.files.iter().map(|path| input::file(path))).collect()
    }

    fn job(&self, headings: bool) -> Result<FillMaskJob, Stop> {
        let model = models::load(&self.model, &self.common.load.model_options())?;
        let fill_mask = FillMask::new(model)?;
        let options = FillMaskOptions { top_k: self.top_k.get() };
        let model = self.model.to_string_lossy().into_owned();
        Ok(FillMaskJob { fill_mask, model, options, format: self.common.format, headings })
    }
}

struct FillMaskJob {
    fill_mask: FillMask,
    model: String,
    options: FillMaskOptions,
    format: Format,
    headings: bool,
}

impl Job for FillMaskJob {
    type Answer = Vec<Mask>;

    fn run(&self, document: &Document, control: &Control) -> Result<Vec<Mask>, Error> {
        self.fill_mask.run(document, &self.options, control)
    }

    fn write(&mut self, output: &mut Output, done: Done<Vec<Mask>>) -> io::Result<()> {
        match self.format {
            Format::Json => output.json(&JsonFillMask::new(&done.name, &self.model, &done.answer)),
            Format::Text => self.write_text(output, &done.name, &done.answer),
        }
    }
}

impl FillMaskJob {
    fn write_text(&self, output: &mut Output, name: &str, masks: &[Mask]) -> io::Result<()> {
        for (index, mask) in masks.iter().enumerate() {
            let title = [self.headings.then(|| name.to_owned()), place(mask, index, masks.len())];
            if title.iter().any(Option::is_some) {
                output.section(&title.into_iter().flatten().collect::<Vec<_>>().join(", "))?;
            }
            let rows: Vec<_> = mask.predictions.iter().enumerate().map(|(index, best)| row(index + 1, best)).collect();
            output.table(&COLUMNS, &rows)?;
        }
        Ok(())
    }
}

/// Which of several masks this is.
fn place(mask: &Mask, index: usize, masks: usize) -> Option<String> {
    let span = mask.offsets.codepoint;
    (masks > 1).then(|| format!("mask {} of {masks}, {} to {}", index + 1, span.start, span.end))
}

const COLUMNS: [Column; 3] = [Column::numbers("rank"), Column::numbers("score"), Column::words("word")];

fn row(rank: usize, prediction: &Prediction) -> [String; 3] {
    let before = if prediction.starts_word { "" } else { "…" };
    [rank.to_string(), format!("{:.4}", prediction.score), format!("{before}{}", prediction.text)]
}

#[derive(Serialize)]
struct JsonFillMask<'a> {
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

#[derive(Serialize)]
struct JsonPrediction<'a> {
    text: &'a str,
    score: f32,
    token_id: u32,
    starts_word: bool,
}

impl<'a> JsonFillMask<'a> {
    fn new(name: &'a str, model: &'a str, masks: &'a [Mask]) -> Self {
        let masks = masks.iter().map(|mask| JsonMask {
            offsets: mask.offsets,
            predictions: mask.predictions.iter().map(JsonPrediction::from).collect(),
        });
        Self { document: name, model, masks: masks.collect() }
    }
}

impl<'a> From<&'a Prediction> for JsonPrediction<'a> {
    fn from(prediction: &'a Prediction) -> Self {
        Self {
            text: &prediction.text,
            score: prediction.score,
            token_id: prediction.token_id,
            starts_word: prediction.starts_word,
        }
    }
}
