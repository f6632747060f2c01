//! `cajal deidentify`: documents with their personal data masked or replaced.

mod map;

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};

use cajal::deidentify::{Deidentified, Replacement, deidentify};
use cajal::{Control, Document, Error, Ner, NerOptions};
use clap::{Args, ValueEnum};

use self::map::Map;
use crate::arguments::{Format, LoadArguments, RecognitionArguments, TimeArguments};
use crate::batch::{self, Done, Job};
use crate::exit::{self, Outcome, Stop};
use crate::input::{InputArguments, Source};
use crate::models::{self, EMBEDDED_DEIDENTIFY};
use crate::output::Output;
use crate::target::{self, Existing, Inputs, Targets};

/// Masks or replaces the personal data of Spanish clinical text. Some is missed: have the result read.
#[derive(Debug, Args)]
#[command(after_long_help = MORE)]
pub struct DeidentifyArguments {
    #[command(flatten)]
    input: InputArguments,

    /// A model folder, or an embedded model's name; may be repeated [default: meddocan]
    #[arg(short, long = "model", value_name = "DIR|NAME")]
    models: Vec<OsString>,

    /// What stands in place of personal data
    #[arg(long, value_enum, default_value_t = Mode::Label)]
    mode: Mode,

    /// Characters of every mask, 0 to 255 [default: as many as were masked]
    #[arg(long, value_name = "N")]
    mask_length: Option<u8>,

    /// Write what the pseudonyms stand for to this file, which undoes them; only its owner may read it
    #[arg(long, value_name = "FILE")]
    map: Option<PathBuf>,

    #[command(flatten)]
    recognition: RecognitionArguments,

    /// How results are written
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,

    /// The folder for the new texts, NAME.txt for each document [default: standard output]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,

    /// Replace files that exist; a document itself is never replaced
    #[arg(long)]
    force: bool,

    #[command(flatten)]
    time: TimeArguments,

    #[command(flatten)]
    load: LoadArguments,
}

/// What stands in place of personal data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Mode {
    /// █ for every character
    Mask,
    /// The label: [FECHAS]
    Label,
    /// A numbered label: [FECHAS_1], the same wherever the same text stands in a document
    Pseudonym,
}

const MORE: &str = "\
Examples:
  cajal deidentify informe.txt
  cajal deidentify --mode mask --out enmascarados informes/*.txt
  cajal deidentify --mode pseudonym --map mapa.jsonl --out nuevos informes/*.txt
  cajal deidentify --format json --text 'Paciente: Ana Gil, de 54 años.'

What it can and cannot do:
  A model finds the personal data, and a model misses things. On the development part of the MEDDOCAN corpus,
  250 case reports of one layout with invented data, the embedded model leaves at least one letter or digit of
  2.1 % of the 5801 annotated items, in 68 of the documents. Expect worse on text of another kind. The result is
  not anonymous: what is left may still tell who it is about. Have it read before it is shared. Names of files
  are kept as they are.

Modes:
  label      [NOMBRE_SUJETO_ASISTENCIA] in place of every item
  mask       one █ for each character but line breaks, so that positions in code points stay; --mask-length 4
             writes four for every item and hides how long it was
  pseudonym  [NOMBRE_SUJETO_ASISTENCIA_1]: the same text with the same label has the same number within a
             document, whatever its case, accents (not ñ), punctuation and spaces. Only in an address or a number
             (with @, or without spaces but with a digit, /, _ or a dot between words of two letters or more) does
             punctuation count. Other ways to write a name (without a surname, say) have numbers of their own.
             --map holds what the numbers stand for: whoever has it can undo the work. It has one JSON object per
             document and line:
             {\"document\": \"informe.txt\", \"pseudonyms\": [{\"tag\": \"[NOMBRE_1]\", \"label\": \"NOMBRE\",
              \"spellings\": [\"José Pérez\", \"JOSE  PEREZ\"], \"count\": 2}]}
             It is written with the first text, not before, and has a whole line for every text written, also
             when the run is stopped. It is never one of the documents or of the new texts.
  Items that overlap are replaced as one, under the label of the longest.

Text output is the new text, byte for byte. Several documents need --out or --format json.

JSON output, one object per document and line (shown here on several lines):
  {\"document\": \"informe.txt\",                      as given; - for standard input, \"text N\" for texts
   \"text\": \"Paciente: [NOMBRE_SUJETO_ASISTENCIA], …\",
   \"replaced\": 2,                                 stretches replaced
   \"segments\": [                                  all of both texts, in order
     {\"label\": null,                              null: kept
      \"from\": {\"utf8\": {\"start\": 0, \"end\": 10},   in the document: bytes
               \"utf16\": {\"start\": 0, \"end\": 10},  UTF-16 units
               \"codepoint\": {\"start\": 0, \"end\": 10}},
      \"to\": {as from}}]}                          in the new text
  Fields may be added; these stay.

Exit codes: 0 done, 1 some documents failed, 2 wrong command line, 3 no model or runtime, 4 no output.";

/// Runs the verb.
pub fn run(arguments: &DeidentifyArguments) -> Result<Outcome, Stop> {
    let sources = arguments.input.sources()?;
    let mut job = arguments.job(&sources)?;
    batch::run(sources, &mut job, &mut Output::new(), &arguments.time)
}

impl DeidentifyArguments {
    fn job(&self, sources: &[Source]) -> Result<DeidentifyJob, Stop> {
        let replacement = self.replacement()?;
        let place = self.place(sources)?;
        let map = self.map.as_ref().map(|file| self.map(file, sources, &place)).transpose()?;
        let options = self.load.model_options();
        let names = models::named_or(&self.models, &EMBEDDED_DEIDENTIFY);
        let loaded = names.iter().map(|name| models::load(name, &options)).collect::<Result<Vec<_>, _>>()?;
        let ner = Ner::new(loaded)?;
        Ok(DeidentifyJob { ner, options: self.recognition.options(), replacement, place, map })
    }

    fn replacement(&self) -> Result<Replacement, Stop> {
        if self.map.is_some() && self.mode != Mode::Pseudonym {
            return Err(Stop::Usage("--map is for --mode pseudonym; nothing else can be undone".to_owned()));
        }
        match (self.mode, self.mask_length) {
            (Mode::Mask, None) => Ok(Replacement::Mask),
            (Mode::Mask, Some(length)) => Ok(Replacement::FixedMask(length)),
            (_, Some(_)) => Err(Stop::Usage("--mask-length is for --mode mask".to_owned())),
            (Mode::Pseudonym, None) => Ok(Replacement::Pseudonym),
            (Mode::Label, None) => Ok(Replacement::Label),
        }
    }

    /// The map, once its place is known to be none of the documents and none of the new texts.
    fn map(&self, file: &Path, sources: &[Source], place: &Place) -> Result<Map, Stop> {
        if place.holds(file) {
            let message =
                format!("{} would hold a new text and the map that undoes it; keep them apart", file.display());
            return Err(Stop::Usage(message));
        }
        Map::new(file, &Inputs::of(sources), Existing::from_force(self.force))
    }

    fn place(&self, sources: &[Source]) -> Result<Place, Stop> {
        match (self.format, &self.out) {
            (Format::Json, Some(_)) => Err(Stop::Usage("--out is for text; json goes to standard output".to_owned())),
            (Format::Json, None) => Ok(Place::JsonLines),
            (Format::Text, Some(folder)) => {
                Targets::new(folder, "txt", sources, Existing::from_force(self.force)).map(Place::Files)
            }
            (Format::Text, None) if sources.len() == 1 => Ok(Place::StandardOutput),
            (Format::Text, None) => {
                Err(Stop::Usage("several documents need a folder (--out) or --format json".to_owned()))
            }
        }
    }
}

/// Where new texts go.
enum Place {
    StandardOutput,
    Files(Targets),
    JsonLines,
}

impl Place {
    /// Whether a new text goes to this file.
    fn holds(&self, file: &Path) -> bool {
        match self {
            Self::Files(targets) => targets.hold(file),
            Self::StandardOutput | Self::JsonLines => target::is_stdout(file),
        }
    }
}

struct DeidentifyJob {
    ner: Ner,
    options: NerOptions,
    replacement: Replacement,
    place: Place,
    map: Option<Map>,
}

/// A new text, and how many words were judged by their start alone.
struct Answer {
    new: Deidentified,
    shortened_words: usize,
}

impl Job for DeidentifyJob {
    type Answer = Answer;

    fn run(&self, document: &Document, control: &Control) -> Result<Answer, Error> {
        let answer = self.ner.run(document, &self.options, control)?;
        let new = deidentify(document, &answer.entities, self.replacement);
        Ok(Answer { new, shortened_words: answer.shortened_words })
    }

    fn write(&mut self, output: &mut Output, done: Done<Answer>) -> io::Result<()> {
        exit::report_shortened(&done.name, done.answer.shortened_words);
        let new = &done.answer.new;
        // The map first: a text whose tags nobody can resolve any more would be the worse half to have alone.
        if let Some(map) = &mut self.map {
            map.add(&(new.map_to_json(&done.name) + "\n"))?;
        }
        match &self.place {
            Place::StandardOutput => output.raw(new.document.text()),
            Place::Files(targets) => targets.write(done.index, new.document.text()),
            Place::JsonLines => output.raw(&(new.to_json(&done.name) + "\n")),
        }
    }
}
