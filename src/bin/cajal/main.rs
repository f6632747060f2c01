//! The command line `cajal`: one file a verb, over the public API of the library.

mod arguments;
mod batch;
mod compile;
mod deidentify;
mod evaluate;
mod exit;
mod fill_mask;
mod info;
mod input;
mod models;
mod ner;
mod output;
mod printable;
mod progress;
mod score;
mod target;
mod usage;

use std::io::Write as _;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Finds entities and fills masks in Spanish clinical text, in this process and offline.
#[derive(Parser)]
#[command(
    name = "cajal",
    version,
    arg_required_else_help = true,
    disable_help_subcommand = true,
    after_long_help = EXAMPLES
)]
struct CommandLine {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    Ner(ner::NerArguments),
    Deidentify(deidentify::DeidentifyArguments),
    Evaluate(evaluate::EvaluateArguments),
    FillMask(fill_mask::FillMaskArguments),
    Score(score::ScoreArguments),
    Compile(compile::CompileArguments),
    Info(info::InfoArguments),
}

const EXAMPLES: &str = "\
Examples:
  cajal ner informe.txt                     entities of a file, by the embedded models
  cajal ner --text 'Calcio iónico y PTH.'   entities of a text
  cajal ner --format json *.txt             one JSON object per file, one per line
  cajal ner --format brat --out ann *.txt   a brat file per file; also conll, and html for one page
  cajal deidentify informe.txt              the text with personal data replaced by [LABEL]
  cajal evaluate --model pharmaconer gold/  precision, recall and F1 against annotated documents
  cajal fill-mask 'hipertensión <mask>.'    what could stand at the mask
  cajal fill-mask --interactive             the same for each line as it is typed
  cajal score informe.txt                   how expected the text is to the model
  cajal compile --model base --precision int8 --out base-int8
                                            a folder that loads faster and takes less memory
  cajal info                                versions, ONNX Runtime, embedded models

Each verb explains itself: cajal ner --help

Exit codes:
  0  everything was done
  1  some documents failed (each is named on stderr); the others were done
  2  the command line is wrong
  3  a model or ONNX Runtime could not be loaded
  4  the results could not be written

Environment:
  CAJAL_ONNXRUNTIME  the ONNX Runtime library, where it does not lie beside cajal
  NO_COLOR           no colours, even on a terminal";

fn main() -> ExitCode {
    // The default hook prints the panic's message, which may quote a document.
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map_or_else(String::new, |at| format!(" at {}:{}", at.file(), at.line()));
        let _ = writeln!(std::io::stderr(), "cajal: internal error{place}; please report it");
    }));
    let done = match usage::parse::<CommandLine>().verb {
        Verb::Ner(arguments) => ner::run(&arguments),
        Verb::Deidentify(arguments) => deidentify::run(&arguments),
        Verb::Evaluate(arguments) => evaluate::run(&arguments),
        Verb::FillMask(arguments) => fill_mask::run(&arguments),
        Verb::Score(arguments) => score::run(&arguments),
        Verb::Compile(arguments) => compile::run(&arguments),
        Verb::Info(arguments) => info::run(&arguments),
    };
    exit::code(done)
}
