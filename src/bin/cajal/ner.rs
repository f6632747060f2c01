//! `cajal ner`: the entities of documents.

mod parity;
mod writer;

use std::ffi::OsString;
use std::io;

use cajal::{Control, Document, Error, Model, Ner, NerAnswer, NerOptions, ParityNer, ParityOptions};
use clap::Args;

use self::parity::{ParityArguments, ParityJob};
use self::writer::{ResultArguments, Writer};
use crate::arguments::{LoadArguments, RecognitionArguments, TimeArguments};
use crate::batch::{self, Done, Job};
use crate::exit::{Outcome, Stop};
use crate::input::InputArguments;
use crate::models::{self, EMBEDDED_NER};
use crate::output::Output;

/// Finds the entities of Spanish clinical text: drugs, proteins, tumours, personal data.
#[derive(Debug, Args)]
#[command(after_long_help = MORE)]
pub struct NerArguments {
    #[command(flatten)]
    input: InputArguments,

    /// A model folder, or an embedded model's name; may be repeated [default: pharmaconer, cantemist, meddocan]
    #[arg(short, long = "model", value_name = "DIR|NAME")]
    models: Vec<OsString>,

    #[command(flatten)]
    recognition: RecognitionArguments,

    #[command(flatten)]
    parity: ParityArguments,

    #[command(flatten)]
    result: ResultArguments,

    #[command(flatten)]
    time: TimeArguments,

    #[command(flatten)]
    load: LoadArguments,
}

const MORE: &str = "\
Examples:
  cajal ner informe.txt
  cajal ner --model pharmaconer --label PROTEINAS informes/*.txt
  cajal ner --model ./bsc-bio-ehr-es-pharmaconer --threshold 0.8 informe.txt
  cajal ner 'Calcio iónico, magnesio y PTH normales.'
  iconv -f WINDOWS-1252 -t UTF-8 informe.txt | cajal ner --format json
  cajal ner --model pharmaconer --format brat --out anotados informes/*.txt
  cajal ner --format html --out informes.html informes/*.txt
  cajal ner --model pharmaconer --aggregation simple --stride 128 informe.txt

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

brat output (standoff, https://brat.nlplab.org):
  One file NAME.ann for NAME.txt in the folder of --out; a single document goes to standard output without
  --out. T1<tab>LABEL START END<tab>TEXT in code points; line ends and tabs within an entity are spaces.
  A file that exists is left alone and the command refused, unless --force says otherwise. Files of all formats
  appear whole or not at all; a command killed in the middle of one may leave its part beside it as .cajal.*.part.

CoNLL output:
  IOB2, one word per line, an empty line after each sentence, columns separated by tabs: word, document,
  START_END in code points, tag; with several models a column of tags for each, in their order.
  Readers for seqeval take the first and the last column. White space in names and labels is written as %20.
  Files NAME.conll with --out.

HTML output:
  One page for all documents: entities highlighted, filters by label, model and score; first those that failed,
  and why. It needs no network.
  To standard output, or to the file of --out. Like every output it holds the text of the documents.

Comparison with transformers:
  --aggregation none, simple, first, average or max answers what transformers' token-classification
  pipeline answers, to compare: text format, or one JSON object per document and line:
  {\"document\": \"informe.txt\", \"aggregation\": \"simple\", \"stride\": null,
   \"answers\": [{\"model\": \"pharmaconer\", \"entities\": [
     {\"label\": \"PROTEINAS\", \"score\": 0.9973, \"word\": \" PTH\", \"utf8\", \"utf16\", \"codepoint\"}],
    \"windows\": 1, \"unread\": null}]}
  word is what the pipeline calls so; with none there is an \"index\" too. unread is null, or the end of the
  document, in the three units, that the pipeline cuts off in silence where it has no stride.

Exit codes: 0 done, 1 some documents failed, 2 wrong command line, 3 no model or runtime, 4 no output.";

/// Runs the verb.
pub fn run(arguments: &NerArguments) -> Result<Outcome, Stop> {
    let sources = arguments.input.sources()?;
    if let Some(options) = arguments.parity.options(arguments.recognition.options().window_tokens) {
        let mut job = arguments.parity_job(options, sources.len() > 1)?;
        return batch::run(sources, &mut job, &mut Output::new(), &arguments.time);
    }
    // Before models are loaded: what cannot be written need not be found.
    let writer = Writer::new(&arguments.result, &sources)?;
    let mut job = arguments.job(writer)?;
    batch::run(sources, &mut job, &mut Output::new(), &arguments.time)
}

impl NerArguments {
    /// The models, each by the name given.
    fn load(&self) -> Result<(Vec<String>, Vec<Model>), Stop> {
        let names = models::named_or(&self.models, &EMBEDDED_NER);
        let options = self.load.model_options();
        let loaded = names.iter().map(|name| models::load(name, &options)).collect::<Result<Vec<_>, _>>()?;
        Ok((names.iter().map(|name| name.to_string_lossy().into_owned()).collect(), loaded))
    }

    fn job(&self, writer: Writer) -> Result<NerJob, Stop> {
        let (models, loaded) = self.load()?;
        Ok(NerJob { ner: Ner::new(loaded)?, models, options: self.recognition.options(), writer })
    }

    fn parity_job(&self, options: ParityOptions, headings: bool) -> Result<ParityJob, Stop> {
        let format = self.result.text_or_json("--aggregation")?;
        let (names, loaded) = self.load()?;
        let pipelines = loaded.into_iter().map(ParityNer::new).collect::<Result<Vec<_>, _>>()?;
        Ok(ParityJob { models: names.into_iter().zip(pipelines).collect(), options, format, headings })
    }
}

struct NerJob {
    ner: Ner,
    models: Vec<String>,
    options: NerOptions,
    writer: Writer,
}

impl Job for NerJob {
    type Answer = NerAnswer;

    fn run(&self, document: &Document, control: &Control) -> Result<NerAnswer, Error> {
        self.ner.run(document, &self.options, control)
    }

    fn write(&mut self, output: &mut Output, done: Done<NerAnswer>) -> io::Result<()> {
        self.writer.write(output, &self.models, done)
    }

    fn failed(&mut self, name: String, error: Error) {
        self.writer.failed(name, error);
    }

    fn finish(&mut self, output: &mut Output) -> io::Result<()> {
        self.writer.finish(output, &self.models)
    }
}
