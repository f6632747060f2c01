//! The command line as it was typed: read, or refused without a word of a document.

use clap::Parser;
use clap::error::{ContextKind, ContextValue, Error, ErrorKind};

/// Reads the arguments. Where they are help, a version or wrong, the process ends.
pub fn parse<P: Parser>() -> P {
    P::try_parse().unwrap_or_else(|error| without_text(error).exit())
}

/// The error without what was typed. That may be a text whose option or quotes were forgotten; what would be right remains.
fn without_text(mut error: Error) -> Error {
    let hidden = || ContextValue::String("…".to_owned());
    match error.kind() {
        ErrorKind::UnknownArgument if !is_option(&error) => {
            error.insert(ContextKind::InvalidArg, hidden());
            // It says how to give it as a value, and repeats it.
            error.insert(ContextKind::Suggested, ContextValue::None);
            error.insert(ContextKind::TrailingArg, ContextValue::None);
        }
        ErrorKind::InvalidSubcommand => {
            error.insert(ContextKind::InvalidSubcommand, hidden());
            error.insert(ContextKind::Suggested, ContextValue::None);
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation | ErrorKind::TooManyValues => {
            // An empty one stands for one that is missing.
            let given = error.get(ContextKind::InvalidValue).filter(|value| !value.to_string().is_empty());
            if given.is_some() {
                error.insert(ContextKind::InvalidValue, hidden());
            }
        }
        _ => {}
    }
    error
}

/// Whether the unknown argument looks like an option that was mistyped: `--formt`.
fn is_option(error: &Error) -> bool {
    let Some(ContextValue::String(argument)) = error.get(ContextKind::InvalidArg) else { return false };
    argument.starts_with('-') && argument.chars().all(|c| c == '-' || c.is_ascii_lowercase())
}
