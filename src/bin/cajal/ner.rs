//! `cajal ner`: the entities of documents.

use std::ffi::OsString;
use std::io;
use std::num::NonZeroUsize;

use cajal::{Control, Document, Entity, Error, Ner, NerAnswer, NerOptions};
use clap::Args;
use serde::Serialize;

use crate::arguments::{self, CommonArguments, Format, TimeArguments};
use crate::batch::{self, Job};
use crate::exit::{Outcome, Stop};
use crate::input::{self, Source};
use crate::models::{self, EMBEDDED_NER};
use crate::output::{Column, JsonOffsets, Output};

/// Finds the entities of Spanish clinical text: drugs, proteins, tumours, personal data.
#[derive(Debug, Args)]
#[command(after_long_help = MORE)]
pub struct NerArguments {
    /// Files to read, or texts; with none, and for -, standard input
    #[arg(value_name = "FILE|TEXT")]
    inputs: Vec<OsString>,

    /// A text to analyse, whatever it looks like; may be repeated
    #[arg(long = "text", value_name = "TEXT")]
    texts: Vec<String>,

    /// A model folder, or an embedded model's name; may be repeated [default: pharmaconer, cantemist, meddocan]
    #[arg(short, long = "model", value_name = "DIR|NAME")]
    models: Vec<OsString>,

    /// Keep only entities of this label; may be repeated
    #[arg(long = "label", value_name = "LABEL")]
    labels: Vec<String>,

    /// Keep only entities with at least this score, 0 to 1
    #[arg(long, value_name = "SCORE", default_value = "0", value_parser = arguments::score)]
    threshold: f32,

    /// Longest window in tokens [default: 200, or the model's limit if smaller]
    #[arg(long, value_name = "N", value_parser = arguments::positive)]
    window_tokens: Option<NonZeroUsize>,

    /// Tokens that windows share where a sentence is longer than a window [default: a quarter of the window]
    #[arg(long, value_name = "N")]
    overlap_tokens: Option<usize>,

    #[command(flatten)]
    time: TimeArguments,

    #[command(flatten)]
    common: CommonArguments,
}

const MORE: &str = "\
Examples:
  cajal ner informe.txt
  cajal ner --model pharmaconer --label PROTEINAS informes/*.txt
  cajal ner --model ./bsc-bio-ehr-es-pharmaconer --threshold 0.8 informe.txt
  cajal ner 'Calcio iónico, magnesio y PTH normales.'
  iconv -f WINDOWS-1252 -t UTF-8 informe.txt | cajal ner --format json

Files and texts:
  An argument that exists is a file. One that does not exist, holds a space and does not look like a
  file name (/datos/mi informe, informe 2024.txt) is a text. Any other is an error, so that a mistyped
  file name is never analysed as a note; --text takes every text. Texts of --text come first.
  Files must be UTF-8. They are read byte for byte: offsets refer to the file as it is, with its byte
  order mark and its line ends. Documents of any length are analysed whole.

Models:
  --model takes a folder (a hub checkpoint as downloaded, or an ONNX export) or the name of an embedded
  model: see cajal info. For a folder with the name of an embedded model write ./NAME. With several
  models every entity says which of them found it.

Text output:
  Start and end count Unicode code points from 0; the end is the first position after the entity.
  Control characters are written as escapes, a newline as \\n.

JSON output, one object per document and line (shown here on several lines):
  {\"document\": \"informe.txt\",                     as given; - for standard input, \"text N\" for texts
   \"models\": [\"pharmaconer\"],                     as given
   \"entities\": [                                  in order of start, then end, then model
     {\"label\": \"PROTEINAS\", \"score\": 0.9973, \"text\": \"PTH\", \"model\": \"pharmaconer\",
      \"utf8\": {\"start\": 197, \"end\": 200},         bytes: C, C++, Rust, Go
      \"utf16\": {\"start\": 189, \"end\": 192},        UTF-16 units: Java, C#, JavaScript
      \"codepoint\": {\"start\": 189, \"end\": 192}}],  code points: Python, brat
   \"words\": 39, \"windows\": 1,
   \"shortened_words\": 0}                          words longer than a window: labelled by their start
  Fields may be added; these stay.

Exit codes: 0 done, 1 some documents failed, 2 wrong command line, 3 no model or runtime, 4 no output.";

/// Runs the verb.
pub fn run(arguments: &NerArguments) -> Result<Outcome, Stop> {
    let sources = input::or_stdin(arguments.sources())?;
    let job = arguments.job(sources.len() > 1)?;
    let mut output = Output::new(arguments.common.format);
    batch::run(sources, &job, &mut output, &arguments.time)
}

impl NerArguments {
    fn sources(&self) -> Vec<Source> {
        let first = self.texts.len() + 1;
        let positional = self.inputs.iter().zip(first..).map(|(input, number)| input::file_or_text(input, number));
        input::texts(&self.texts).chain(positional).collect()
    }

    fn job(&self, headings: bool) -> Result<NerJob, Stop> {
        let names = models::named_or(&self.models, &EMBEDDED_NER);
        let options = self.common.model_options();
        let loaded = names.iter().map(|name| models::load(name, &options)).collect::<Result<Vec<_>, _>>()?;
        let models = names.iter().map(|name| name.to_string_lossy().into_owned()).collect();
        Ok(NerJob { ner: Ner::new(loaded)?, models, options: self.options(), headings })
    }

    fn options(&self) -> NerOptions {
        NerOptions {
            window_tokens: self.window_tokens.map(NonZeroUsize::get),
            overlap_tokens: self.overlap_tokens,
            threshold: self.threshold,
            labels: (!self.labels.is_empty()).then(|| self.labels.clone()),
        }
    }
}

struct NerJob {
    ner: Ner,
    models: Vec<String>,
    options: NerOptions,
    headings: bool,
}

impl Job for NerJob {
    type Answer = NerAnswer;

    fn run(&self, document: &Document, control: &Control) -> Result<NerAnswer, Error> {
        self.ner.run(document, &self.options, control)
    }

    fn write(&self, output: &mut Output, name: &str, document: &Document, answer: &NerAnswer) -> io::Result<()> {
        match output.format {
            Format::Json => output.json(&JsonNer::new(name, &self.models, document, answer)),
            Format::Text => self.write_text(output, name, document, answer),
        }
    }
}

impl NerJob {
    fn write_text(&self, output: &mut Output, name: &str, document: &Document, answer: &NerAnswer) -> io::Result<()> {
        if self.headings {
            output.section(name)?;
        }
        if answer.entities.is_empty() {
            output.line("no entities")?;
        } else {
            let rows: Vec<_> = answer.entities.iter().map(|entity| self.row(document, entity)).collect();
            output.table(&COLUMNS, &rows)?;
        }
        match answer.shortened_words {
            0 => Ok(()),
            words => output.line(&format!("words longer than a window, labelled by their start: {words}")),
        }
    }

    fn row(&self, document: &Document, entity: &Entity) -> [String; 6] {
        [
            entity.offsets.codepoint.start.to_string(),
            entity.offsets.codepoint.end.to_string(),
            format!("{:.4}", entity.score),
            entity.label.to_string(),
            model_of(&self.models, entity).to_owned(),
            text_of(document, entity).to_owned(),
        ]
    }
}

const COLUMNS: [Column; 6] = [
    Column::numbers("start"),
    Column::numbers("end"),
    Column::numbers("score"),
    Column::words("label"),
    Column::words("model"),
    Column::words("text"),
];

fn model_of<'a>(models: &'a [String], entity: &Entity) -> &'a str {
    models.get(entity.model).map_or("", String::as_str)
}

fn text_of<'a>(document: &'a Document, entity: &Entity) -> &'a str {
    let span = entity.offsets.utf8;
    document.text().get(span.start..span.end).unwrap_or("")
}

#[derive(Serialize)]
struct JsonNer<'a> {
    document: &'a str,
    models: &'a [String],
    entities: Vec<JsonEntity<'a>>,
    words: usize,
    windows: usize,
    shortened_words: usize,
}

#[derive(Serialize)]
struct JsonEntity<'a> {
    label: &'a str,
    score: f32,
    text: &'a str,
    model: &'a str,
    #[serde(flatten)]
    offsets: JsonOffsets,
}

impl<'a> JsonNer<'a> {
    fn new(name: &'a str, models: &'a [String], document: &'a Document, answer: &'a NerAnswer) -> Self {
        let entities = answer.entities.iter().map(|entity| JsonEntity {
            label: &entity.label,
            score: entity.score,
            text: text_of(document, entity),
            model: model_of(models, entity),
            offsets: entity.offsets.into(),
        });
        Self {
            document: name,
            models,
            entities: entities.collect(),
            words: answer.words,
            windows: answer.windows,
            shortened_words: answer.shortened_words,
        }
    }
}
