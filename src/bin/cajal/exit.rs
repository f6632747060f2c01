//! How the program ends: the reasons to stop early, and the documented exit codes.

use std::io::{self, Write};
use std::process::ExitCode;

use cajal::{Error, ErrorCode, Model};

use crate::printable::printable;

/// Why the whole run stops, as opposed to one document of it.
#[derive(Debug)]
pub enum Stop {
    /// The command line asks for something that cannot be.
    Usage(String),
    /// A model or the runtime could not be loaded.
    Setup(String),
    /// A document, or what is known about it, could not be used.
    Failed(String),
    /// The results could not be written.
    Output(io::Error),
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

impl From<Error> for Stop {
    /// A failure to load, which leaves nothing to run.
    fn from(error: Error) -> Self {
        match error.code() {
            code if is_usage(code) => Self::Usage(error.to_string()),
            ErrorCode::RuntimeNotFound => Self::Setup(format!("{error} (--runtime gives a path here)")),
            ErrorCode::ModelNotFound => {
                let embedded = Model::embedded_names().join(", ");
                Self::Setup(format!("{error}, or the name of an embedded one: {embedded}"))
            }
            _ => Self::Setup(error.to_string()),
        }
    }
}

/// Whether an error is about the options, so that every further document would meet it too.
pub fn is_usage(code: ErrorCode) -> bool {
    matches!(code, ErrorCode::InvalidOption | ErrorCode::UnknownOption)
}

/// How a run ended that came to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Every document was done.
    Complete,
    /// Some documents failed and were reported.
    SomeFailed,
}

/// Reports why the run stopped, if it did, and gives its exit code.
pub fn code(done: Result<Outcome, Stop>) -> ExitCode {
    match done {
        Ok(Outcome::Complete) => ExitCode::SUCCESS,
        Ok(Outcome::SomeFailed) => ExitCode::from(1),
        Err(Stop::Failed(message)) => fail(1, &message),
        Err(Stop::Usage(message)) => fail(2, &message),
        Err(Stop::Setup(message)) => fail(3, &message),
        // The reader of a pipe has seen enough (`| head`): not a failure of ours.
        Err(Stop::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(Stop::Output(error)) => fail(4, &format!("the results could not be written: {error}")),
    }
}

fn fail(code: u8, message: &str) -> ExitCode {
    report(message);
    ExitCode::from(code)
}

/// Writes a message to stderr, under the program's name. A closed stderr is no reason to stop.
pub fn report(message: &str) {
    let lines: Vec<String> = message.lines().map(printable).collect();
    let _ = writeln!(io::stderr(), "cajal: {}", lines.join("\n"));
}

/// What is said of words that a window cannot hold, before their number.
pub const SHORTENED: &str = "words longer than a window, labelled by their start";

/// Tells of such words where the results have no place for it.
pub fn report_shortened(name: &str, words: usize) {
    if words > 0 {
        report(&format!("{name}: {SHORTENED}: {words}"));
    }
}
