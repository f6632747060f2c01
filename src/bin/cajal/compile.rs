//! `cajal compile`: a model's folder in the layout that loads fastest.

use std::io;
use std::num::NonZeroUsize;
use std::path::PathBuf;

use cajal::model::{CompileOptions, compile};
use cajal::{ErrorCode, Precision};
use clap::Args;

use crate::arguments::{positive, precision};
use crate::exit::{Outcome, Stop};

/// Writes a model to a folder that loads faster and into less memory.
#[derive(Debug, Args)]
#[command(after_long_help = MORE)]
pub struct CompileArguments {
    /// The model's folder
    #[arg(short, long = "model", value_name = "DIR")]
    model: PathBuf,

    /// What the new folder computes with
    #[arg(long, value_name = "f32|int8", value_parser = precision)]
    precision: Precision,

    /// The folder to write; it must not exist, or be empty
    #[arg(short, long, value_name = "DIR")]
    out: PathBuf,

    /// Threads [default: the processors that this process may use]
    #[arg(long, value_name = "N", value_parser = positive)]
    threads: Option<NonZeroUsize>,

    /// The ONNX Runtime library to load; only this file is tried
    #[arg(long, value_name = "FILE")]
    runtime: Option<PathBuf>,
}

const MORE: &str = "\
Examples:
  cajal compile --model ./bsc-bio-ehr-es-pharmaconer --precision int8 --out ./pharmaconer-int8
  cajal ner --model ./pharmaconer-int8 informe.txt

The new folder holds model.safetensors, config.json, the tokenizer's files and cajal.json: versions, the source's name,
the precision, and the size and SHA-256 hash of every file. It is loaded like any other; --verify strict compares the
hashes. It appears whole or not at all: until then it is .NAME.PID.part beside its place. If the command is killed, that
stays, and the next compilation to the same NAME removes it (not on Windows).

Exit codes: 0 done, 2 wrong command line, 3 no model or runtime, 4 the folder could not be written.";

/// Runs the verb.
pub fn run(arguments: &CompileArguments) -> Result<Outcome, Stop> {
    let runtime_path =
        arguments.runtime.as_ref().map(|path| std::path::absolute(path).unwrap_or_else(|_| path.clone()));
    let threads = arguments.threads.map(NonZeroUsize::get);
    let options = CompileOptions { precision: arguments.precision, threads, runtime_path };
    match compile(&arguments.model, &arguments.out, &options) {
        Err(error) if error.code() == ErrorCode::Io => Err(io::Error::other(error).into()),
        // Said here: elsewhere an embedded model would do.
        Err(error) if error.code() == ErrorCode::ModelNotFound => Err(Stop::Setup(error.to_string())),
        done => Ok(done.map(|()| Outcome::Complete)?),
    }
}
