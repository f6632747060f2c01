//! `cajal fill-mask`: what could stand at the masks of documents.

mod interactive;
mod json;
mod parity;
mod table;

use std::ffi::OsString;
use std::io;
use std::num::NonZeroUsize;

use cajal::{
    AfterMask, Control, Document, Error, FillMask, FillMaskAnswer, FillMaskOptions, ParityFillMask,
    ParityFillMaskOptions,
};
use clap::{Args, ValueEnum};

use self::json::{Context, JsonFillMask};
use self::parity::ParityJob;
use crate::arguments::{self, CommonArguments, Format, TimeArguments};
use crate::batch::{self, Done, Job};
use crate::exit::{Outcome, Stop};
use crate::input::{self, Source};
use crate::models::{self, EMBEDDED_FILL_MASK};
use crate::output::Output;

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

    /// Score this word, or words, instead of the vocabulary; may be repeated
    #[arg(short, long = "target", value_name = "WORD", conflicts_with = "joint", allow_hyphen_values = true, value_parser = input::any_text)]
    targets: Vec<String>,

    /// Fill all masks of a text together, and rank whole fillings
    #[arg(short, long)]
    joint: bool,

    /// Partial fillings that --joint keeps on the way, 1 to 1024
    #[arg(long, value_name = "N", default_value = "16", requires = "joint", value_parser = arguments::positive)]
    beam_width: NonZeroUsize,

    /// How text that stands against a mask, like the stop in <mask>., is read
    #[arg(long, value_enum, default_value_t = Reading::Tokenizer)]
    after_mask: Reading,

    /// Show the text with each candidate put in
    #[arg(long)]
    filled: bool,

    /// Answer what transformers' pipeline answers, its faults included
    #[arg(long, conflicts_with_all = ["joint", "after_mask", "filled", "interactive"])]
    parity: bool,

    /// Answer line by line as texts are typed, until the input ends
    #[arg(short, long, conflicts_with_all = ["texts", "files"])]
    interactive: bool,

    #[command(flatten)]
    time: TimeArguments,

    #[command(flatten)]
    common: CommonArguments,
}

/// How the text after a mask is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Reading {
    /// As transformers reads it: with the space that some tokenizers put before every text
    Tokenizer,
    /// As it is written
    Text,
}

const MORE: &str = "\
Examples:
  cajal fill-mask 'El único antecedente personal a reseñar era la <mask> arterial.'
  cajal fill-mask --top-k 10 --format json 'Dolor <mask> en la <mask> derecha.'
  cajal fill-mask --target neumonía --target 'fractura de cadera' 'Diagnosticado de <mask>.'
  cajal fill-mask --joint 'El <mask> presenta <mask> aguda.'
  cajal fill-mask --model ./bsc-bio-es --file informe.txt
  cajal fill-mask --interactive

The mask is <mask> for RoBERTa and XLM-RoBERTa models, [MASK] for BERT models: see cajal info. A text may
hold several; each has candidates of its own, with the others masked. A text may be of any length.

A target is scored whole, however many tokens it has: as many masks are put in, its tokens are scored from
left to right, and the score is their geometric mean, so that words of different lengths compare. Where a
mask stands against letters (quimio<mask>), the whole word is scored. --joint fills all masks together: the
score of a filling is the product of its words' scores, each with the words before it in place.

--parity is for those who compare: the pipeline of transformers, to the digit. There <s> in a text is a control
token, a target is cut to its first token, and a text too long for the model is an error.

Texts are arguments, files are given with --file; files come after texts. Files must be UTF-8. They are
read byte for byte: offsets refer to the file as it is.

Text output:
  Scores are softmax over the whole vocabulary. A candidate that continues the word before the mask has …
  in front. Start and end of a mask count Unicode code points from 0. Targets that could not be scored are
  listed below the others with the reason.

JSON output, one object per document and line (shown here on several lines):
  {\"document\": \"text 1\",                         - for standard input, the path for files
   \"model\": \"fill-mask\",                         as given
   \"masks\": [                                    in order of the text
     {\"utf8\": {\"start\": 49, \"end\": 55},          bytes: C, C++, Rust, Go
      \"utf16\": {\"start\": 47, \"end\": 53},         UTF-16 units: Java, C#, JavaScript
      \"codepoint\": {\"start\": 47, \"end\": 53},     code points: Python
      \"predictions\": [                           best first
        {\"text\": \"hipertensión\",                 without a leading space
         \"score\": 0.6601, \"log_score\": -0.4153,  the natural logarithm, for very small ones
         \"token_ids\": [1806],                    several for a target of several tokens
         \"starts_word\": true,                    false where it continues the word before the mask
         \"filled\": {\"text\": …,                   with --filled: the text with it put in
                    \"insertions\": [{…}]}}],       where it stands there, in the three units
      \"targets\": [                               with --target, in the order given
        {\"target\": \"neumonía\", \"status\": …,      scored, duplicate, unknown, empty or too_long
         \"prediction\": 0}]}],                    its place among the predictions, or null
   \"fillings\": [                                with --joint, best first
     {\"score\": 0.2, \"log_score\": -1.6,
      \"predictions\": [{…}],                     one for each mask
      \"filled\": {…}}]}                          with --filled
  With --parity each prediction has the pipeline's own fields, \"score\", \"token\", \"token_str\" and \"sequence\".
  Fields may be added; these stay.

Exit codes: 0 done, 1 some documents failed, 2 wrong command line, 3 no model or runtime, 4 no output.";

/// Runs the verb.
pub fn run(arguments: &FillMaskArguments) -> Result<Outcome, Stop> {
    // No file's name holds a mask, so this is meant as a file.
    if let Some(file) = arguments.texts.iter().find(|text| *text != "-" && input::exists(text.as_ref())) {
        return Err(Stop::Usage(format!("{file} is a file; give it with --file {file}")));
    }
    if arguments.interactive {
        return interactive::run(&arguments.job(true)?, &arguments.time);
    }
    let sources = input::or_stdin(arguments.sources())?;
    let (output, time, several) = (&mut Output::new(), &arguments.time, sources.len() > 1);
    if arguments.parity {
        return batch::run(sources, &mut arguments.parity_job(several)?, output, time);
    }
    batch::run(sources, &mut arguments.job(several)?, output, time)
}

impl FillMaskArguments {
    fn sources(&self) -> Vec<Source> {
        input::texts(&self.texts).chain(self.files.iter().map(|path| input::file(path))).collect()
    }

    fn job(&self, headings: bool) -> Result<FillMaskJob, Stop> {
        let model = models::load(&self.model, &self.common.load.model_options())?;
        let fill_mask = FillMask::new(model)?;
        let model = self.model.to_string_lossy().into_owned();
        let show = Show { format: self.common.format, headings, filled: self.filled };
        Ok(FillMaskJob { fill_mask, model, options: self.options(), show })
    }

    fn parity_job(&self, headings: bool) -> Result<ParityJob, Stop> {
        let model = models::load(&self.model, &self.common.load.model_options())?;
        Ok(ParityJob {
            fill_mask: ParityFillMask::new(model)?,
            model: self.model.to_string_lossy().into_owned(),
            options: ParityFillMaskOptions { top_k: self.top_k.get(), targets: self.targets() },
            format: self.common.format,
            headings,
        })
    }

    fn targets(&self) -> Option<Vec<String>> {
        (!self.targets.is_empty()).then(|| self.targets.clone())
    }

    fn options(&self) -> FillMaskOptions {
        FillMaskOptions {
            top_k: self.top_k.get(),
            targets: self.targets(),
            beam_width: self.joint.then_some(self.beam_width.get()),
            after_mask: match self.after_mask {
                Reading::Tokenizer => AfterMask::Tokenizer,
                Reading::Text => AfterMask::Text,
            },
        }
    }
}

struct FillMaskJob {
    fill_mask: FillMask,
    model: String,
    options: FillMaskOptions,
    show: Show,
}

/// What is shown of an answer, and how.
#[derive(Clone, Copy)]
struct Show {
    format: Format,
    headings: bool,
    filled: bool,
}

impl Job for FillMaskJob {
    type Answer = FillMaskAnswer;

    fn run(&self, document: &Document, control: &Control) -> Result<FillMaskAnswer, Error> {
        self.fill_mask.run(document, &self.options, control)
    }

    fn write(&mut self, output: &mut Output, done: Done<FillMaskAnswer>) -> io::Result<()> {
        self.show(output, &done.name, &done.answer)
    }
}

impl FillMaskJob {
    fn show(&self, output: &mut Output, name: &str, answer: &FillMaskAnswer) -> io::Result<()> {
        let targets = self.options.targets.as_deref().unwrap_or_default();
        match self.show.format {
            Format::Json => {
                let context = Context { document: name, model: &self.model, targets, filled: self.show.filled };
                output.json(&JsonFillMask::new(context, answer))
            }
            Format::Text => table::write(output, self.show.headings.then_some(name), answer, targets, self.show),
        }
    }
}
