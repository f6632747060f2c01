//! `cajal score`: how expected documents are to a model.

use std::ffi::OsString;
use std::io;
use std::num::NonZeroUsize;

use cajal::{Control, Document, Error, FillMask, Perplexity, PerplexityOptions};
use clap::Args;
use serde::Serialize;

use crate::arguments::{self, CommonArguments, Format, TimeArguments};
use crate::batch::{self, Done, Job};
use crate::exit::{Outcome, Stop};
use crate::input::InputArguments;
use crate::models::{self, EMBEDDED_FILL_MASK};
use crate::output::{Column, Output};

/// Tells the pseudo-perplexity of Spanish clinical text: how well a model guesses its words.
#[derive(Debug, Args)]
#[command(after_long_help = MORE)]
pub struct ScoreArguments {
    #[command(flatten)]
    input: InputArguments,

    /// A model folder, or an embedded model's name [default: fill-mask]
    #[arg(short, long, value_name = "DIR|NAME", default_value = EMBEDDED_FILL_MASK, hide_default_value = true)]
    model: OsString,

    /// Tokens that each one is guessed from [default: as many as the model takes]
    #[arg(long, value_name = "N", value_parser = arguments::positive)]
    window_tokens: Option<NonZeroUsize>,

    #[command(flatten)]
    time: TimeArguments,

    #[command(flatten)]
    common: CommonArguments,
}

const MORE: &str = "\
Examples:
  cajal score informe.txt
  cajal score --text 'Dolor torácico de dos horas de evolución.'
  cajal score --model ./bsc-bio-es --window-tokens 128 --format json informes/*.txt

Each token is masked by itself, and the model guesses it from the text around. The pseudo-perplexity is
exp of the mean over all tokens of -log of the softmax of the right one: 1 for a text that the model guesses
for sure, the size of the vocabulary for one about which it knows nothing. Only values of models with the
same vocabulary compare. It takes a run's window for every token: a text of 500 tokens takes 500 times
as long as one mask in it, and --window-tokens makes it shorter.

Text output is a line for each document, and one over all tokens of all documents where there are several.

JSON output, one object per document and line (shown here on several lines):
  {\"document\": \"informe.txt\",       as given; - for standard input, \"text N\" for texts
   \"model\": \"fill-mask\",            as given
   \"perplexity\": 6.63,
   \"tokens\": 412,                   of the model's own tokenizer
   \"log_likelihood\": -779.3}        perplexity is exp(-log_likelihood / tokens)
  Fields may be added; these stay.

Exit codes: 0 done, 1 some documents failed, 2 wrong command line, 3 no model or runtime, 4 no output.";

/// Runs the verb.
pub fn run(arguments: &ScoreArguments) -> Result<Outcome, Stop> {
    let sources = arguments.input.sources()?;
    let mut job = arguments.job()?;
    batch::run(sources, &mut job, &mut Output::new(), &arguments.time)
}

impl ScoreArguments {
    fn job(&self) -> Result<ScoreJob, Stop> {
        let fill_mask = FillMask::new(models::load(&self.model, &self.common.load.model_options())?)?;
        let options = PerplexityOptions { window_tokens: self.window_tokens.map(NonZeroUsize::get) };
        let model = self.model.to_string_lossy().into_owned();
        Ok(ScoreJob { fill_mask, model, options, format: self.common.format, done: Vec::new() })
    }
}

struct ScoreJob {
    fill_mask: FillMask,
    model: String,
    options: PerplexityOptions,
    format: Format,
    /// What the table at the end will show.
    done: Vec<(String, Perplexity)>,
}

impl Job for ScoreJob {
    type Answer = Perplexity;

    fn run(&self, document: &Document, control: &Control) -> Result<Perplexity, Error> {
        self.fill_mask.perplexity(document, &self.options, control)
    }

    fn write(&mut self, output: &mut Output, done: Done<Perplexity>) -> io::Result<()> {
        match self.format {
            Format::Json => output.json(&JsonScore {
                document: &done.name,
                model: &self.model,
                perplexity: done.answer.value(),
                tokens: done.answer.tokens,
                log_likelihood: done.answer.log_likelihood,
            }),
            Format::Text => {
                self.done.push((done.name, done.answer));
                Ok(())
            }
        }
    }

    fn finish(&mut self, output: &mut Output) -> io::Result<()> {
        if self.done.is_empty() {
            return Ok(());
        }
        let mut rows: Vec<_> = self.done.iter().map(|(name, perplexity)| row(name, perplexity)).collect();
        if self.done.len() > 1 {
            rows.push(row("all", &over_all(&self.done)));
        }
        output.table(&COLUMNS, &rows)
    }
}

const COLUMNS: [Column; 3] = [Column::numbers("perplexity"), Column::numbers("tokens"), Column::words("document")];

fn row(name: &str, perplexity: &Perplexity) -> [String; 3] {
    [format!("{:.3}", perplexity.value()), perplexity.tokens.to_string(), name.to_owned()]
}

/// Every token counts the same, whichever document it is in.
fn over_all(done: &[(String, Perplexity)]) -> Perplexity {
    let tokens = done.iter().map(|(_, perplexity)| perplexity.tokens).sum();
    let log_likelihood = done.iter().map(|(_, perplexity)| perplexity.log_likelihood).sum();
    Perplexity { tokens, log_likelihood }
}

#[derive(Serialize)]
struct JsonScore<'a> {
    document: &'a str,
    model: &'a str,
    perplexity: f64,
    tokens: usize,
    log_likelihood: f64,
}
