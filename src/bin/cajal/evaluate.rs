//! `cajal evaluate`: how well a model, or annotations on disk, agree with gold annotations.

mod files;
mod gold;
mod labels;
mod scores;

use std::ffi::OsString;
use std::path::PathBuf;

use cajal::evaluate::{Case, EvaluateOptions, Evaluation, Metric, evaluate};
use cajal::{Annotation, Ner, NerOptions};
use clap::{Args, ValueEnum};

use self::gold::Gold;
use crate::arguments::{LoadArguments, RecognitionArguments, TimeArguments};
use crate::exit::{Outcome, Stop};
use crate::models;
use crate::output::Output;
use crate::progress::Bar;
use crate::target::{self, Existing, Inputs};

/// Scores a model against annotated documents: precision, recall and F1.
#[derive(Debug, Args)]
#[command(after_long_help = MORE)]
pub struct EvaluateArguments {
    /// Gold: folders of NAME.txt and NAME.ann (brat), or CoNLL files
    #[arg(value_name = "GOLD", required_unless_present = "gold")]
    positional: Vec<PathBuf>,

    /// Gold, like the arguments; may be repeated
    #[arg(long, value_name = "DIR|FILE")]
    gold: Vec<PathBuf>,

    /// The model to score: a folder, or an embedded model's name
    #[arg(short, long, value_name = "DIR|NAME", required_unless_present = "predictions")]
    model: Option<OsString>,

    /// Score the brat files NAME.ann of this folder instead of a model
    #[arg(long, value_name = "DIR", conflicts_with = "model")]
    predictions: Option<PathBuf>,

    /// When two annotations are the same
    #[arg(long, value_name = "METRIC", default_value = "strict")]
    metric: Metric,

    #[command(flatten)]
    recognition: RecognitionArguments,

    /// How scores are written
    #[arg(long, value_enum, default_value_t = ScoreFormat::Text)]
    format: ScoreFormat,

    /// Write every false positive and false negative to this file, as a page for a browser
    #[arg(long, value_name = "FILE")]
    errors: Option<PathBuf>,

    /// Replace the file of --errors if it exists
    #[arg(long, requires = "errors")]
    force: bool,

    /// Resamples of the documents for the confidence interval, to 65535; 0 for none
    #[arg(long, value_name = "N", default_value = "1000")]
    resamples: u16,

    /// Where the random numbers of the resamples start
    #[arg(long, value_name = "N", default_value = "1")]
    seed: u64,

    #[command(flatten)]
    time: TimeArguments,

    #[command(flatten)]
    load: LoadArguments,
}

/// How scores are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ScoreFormat {
    /// Tables for people
    Text,
    /// One JSON object
    Json,
    /// A page for a browser, with every false positive and false negative
    Html,
}

const MORE: &str = "\
Examples:
  cajal evaluate --model pharmaconer --gold pharmaconer/dev
  cajal evaluate --model ./mi-modelo --gold test.conll --metric seqeval --format json
  cajal evaluate --predictions anotados --gold meddocan/dev --metric meddocan
  cajal evaluate --model cantemist --errors errores.html --gold cantemist/dev1 --gold cantemist/dev2

Gold:
  A folder has NAME.txt and NAME.ann for every document. Offsets of brat count code points of the text as it
  is, line ends included. Only lines that start with T count; annotations may be in fragments (0 5;16 23).
  Other files of the folder are passed over, and stderr says how many.
  A CoNLL file has a word in the first column and its tag in the last (IOB2 or BIOES with - or _, or the model's
  labels as they stand, all of one kind), an empty line after each sentence. Its text is made of its words with
  a space between them, so predictions on disk cannot be scored against it. The columns of cajal ner --format
  conll are understood, with their documents; comments are # and a space. Anything else is refused with its line.
  With --label only that label counts, in the gold and in what is found.

Metrics (an annotation counts once per document):
  strict       same label, start and end
  spans        same start and end, whatever the label
  seqeval      what seqeval counts in its default mode on the words that the model sees: same label, first and
               last word within a sentence. Of annotations that share a word one can be tagged; left_out counts
               the others.
  pharmaconer  the task's script: as strict. without_unclear leaves the label UNCLEAR out on both sides, as the
               task's text says.
  cantemist    the task's script: same start and end among annotations with the label MORFOLOGIA_NEOPLASIA
  meddocan     the task's script, subtrack 1: as strict; spans is subtrack 2 strict, merged_spans subtrack 2
               with spans merged where no letter and no digit lies between them

Scores:
  An annotation in fragments is missed by every entity in one piece. Precision, recall and F1 are 0 where they
  would divide by nothing. macro is the mean over the labels of both sides. The interval holds 95 % of the
  micro scores of resamples: as many documents as there are, drawn with replacement.

JSON output, one object on one line (shown here on several):
  {\"metric\": \"strict\", \"only_labels\": null, \"documents\": 250,     the list of --label, or null
   \"micro\": {\"precision\": 0.8, \"recall\": 0.5, \"f1\": 0.6154, \"right\": 4, \"spurious\": 1, \"missed\": 4,
             \"found\": 5, \"support\": 8},           support counts the gold
   \"macro\": {\"precision\": 0.8, \"recall\": 0.5, \"f1\": 0.6154},
   \"labels\": {\"PROTEINAS\": {as micro}},
   \"variants\": {\"without_unclear\": {as micro}},   empty where a metric has none
   \"interval\": {\"level\": 0.95, \"resamples\": 1000, \"seed\": 1, \"precision\": {\"low\": 0.7, \"high\": 0.9},
                \"recall\": {as precision}, \"f1\": {as precision}},  null with one document or no resamples
   \"left_out\": {\"gold\": 0, \"found\": 0}}
  Fields may be added; these stay.

Exit codes: 0 done, 1 a document or its gold could not be used (nothing is scored), 2 wrong command line,
3 no model or runtime, 4 no output.";

/// Runs the verb.
pub fn run(arguments: &EvaluateArguments) -> Result<Outcome, Stop> {
    let existing = Existing::from_force(arguments.force);
    if let Some(file) = &arguments.errors {
        Inputs::new(arguments.files().iter().map(PathBuf::as_path)).check(file, existing)?;
        target::probe(file)?;
    }
    let scored = arguments.load_model()?;
    let known = scored.as_ref().map_or(&[][..], |(_, labels)| labels);
    let mut golds = gold::read(arguments.positional.iter().chain(&arguments.gold), known)?;
    if let Some(folder) = &arguments.predictions {
        gold::read_predictions(folder, &mut golds)?;
    }
    labels::check(arguments.recognition.options().labels.as_deref(), &golds, known)?;
    if let Some((ner, _)) = &scored {
        arguments.recognise(ner, &mut golds)?;
    }
    let cases: Vec<Case> = golds.into_iter().map(|gold| gold.case).collect();
    let evaluation = evaluate(&cases, &arguments.options()).map_err(|error| Stop::Failed(error.to_string()))?;
    if let Some(file) = &arguments.errors {
        target::write(file, &arguments.page(&evaluation, &cases), existing)?;
    }
    let mut output = Output::new();
    match arguments.format {
        ScoreFormat::Text => scores::write(&mut output, &evaluation)?,
        ScoreFormat::Json => output.raw(&(evaluation.to_json() + "\n"))?,
        ScoreFormat::Html => output.raw(&arguments.page(&evaluation, &cases))?,
    }
    output.flush()?;
    Ok(Outcome::Complete)
}

impl EvaluateArguments {
    fn options(&self) -> EvaluateOptions {
        let labels = self.recognition.options().labels;
        EvaluateOptions { metric: self.metric, labels, resamples: self.resamples, seed: self.seed }
    }

    /// The files of gold and predictions.
    fn files(&self) -> Vec<PathBuf> {
        let given = self.positional.iter().chain(&self.gold).chain(&self.predictions);
        let files = given.flat_map(|path| match path.read_dir() {
            Ok(entries) => entries.flatten().map(|entry| entry.path()).filter(|file| files::is_brat(file)).collect(),
            Err(_) => vec![path.clone()],
        });
        files.collect()
    }

    fn page(&self, evaluation: &Evaluation, cases: &[Case]) -> String {
        let model = self.model.as_ref().map(|model| model.to_string_lossy().into_owned());
        let folder = self.predictions.as_ref().map(|folder| folder.display().to_string());
        let title = format!("Evaluation of {}", model.or(folder).unwrap_or_default());
        evaluation.to_html(&title, cases)
    }

    /// The model to score and its labels, which say what is a tag in CoNLL: it is loaded before the gold.
    fn load_model(&self) -> Result<Option<(Ner, Vec<String>)>, Stop> {
        let Some(model) = &self.model else { return Ok(None) };
        let model = models::load(model, &self.load.model_options())?;
        let labels = model.info().labels.clone();
        Ok(Some((Ner::new([model])?, labels)))
    }

    /// Lets the model find entities in every document.
    fn recognise(&self, ner: &Ner, golds: &mut [Gold]) -> Result<(), Stop> {
        // Labels are chosen when scores are, on both sides: the gold may have some that the model does not know.
        let options = NerOptions { labels: None, ..self.recognition.options() };
        let bar = Bar::new(golds.len());
        for Gold { case, .. } in golds {
            let control = bar.begin(&case.name, self.time.control());
            let answer = ner.run(&case.document, &options, &control).map_err(|error| {
                let message = format!("{}: {error}", case.name);
                if crate::exit::is_usage(error.code()) { Stop::Usage(error.to_string()) } else { Stop::Failed(message) }
            })?;
            case.found = answer.entities.iter().map(Annotation::from).collect();
            bar.advance();
        }
        Ok(())
    }
}
