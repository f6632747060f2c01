//! Where documents come from: files, arguments, standard input.

use std::ffi::{OsStr, OsString};
use std::io::{self, IsTerminal, Read};
use std::path::{Path, PathBuf};

use cajal::{Document, Error, ErrorCode};
use clap::Args;

use crate::exit::{self, Stop};

/// One document to come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// All of standard input.
    Stdin,
    /// A file.
    File(PathBuf),
    /// A text of the command line, by its number among the documents.
    Text { number: usize, text: String },
    /// An argument that is no file and not clearly a text.
    Unclear { name: String },
}

impl Source {
    /// How results call the document.
    pub fn name(&self) -> String {
        match self {
            Self::Stdin => "-".to_owned(),
            Self::File(path) => spelled(path),
            Self::Text { number, .. } => format!("text {number}"),
            Self::Unclear { name } => name.clone(),
        }
    }

    /// How messages call the document.
    pub fn title(&self) -> String {
        match self {
            Self::Stdin => "standard input".to_owned(),
            _ => self.name(),
        }
    }

    /// The start of the name of a file about the document: that of its own file without the extension.
    pub fn stem(&self) -> OsString {
        match self {
            Self::Stdin => "stdin".into(),
            Self::File(path) => path.file_stem().unwrap_or(path.as_os_str()).to_owned(),
            Self::Text { number, .. } => format!("text-{number}").into(),
            Self::Unclear { name } => name.into(),
        }
    }

    /// The file it is read from, if any.
    pub fn path(&self) -> Option<&Path> {
        match self {
            Self::File(path) => Some(path),
            _ => None,
        }
    }

    /// Reads the document, byte for byte: no newline is translated, no byte order mark removed.
    pub fn read(self) -> Result<Document, Error> {
        match self {
            Self::Stdin => read_stdin(),
            Self::File(path) => read_file(&path),
            Self::Text { text, .. } => Ok(Document::new(text)),
            Self::Unclear { .. } => {
                Err(Error::new(ErrorCode::Io, "no such file; if it is a text, give it with --text"))
            }
        }
    }
}

/// A path as text. Bytes that are not UTF-8 are written `\xf1`: two files must not have one name in results.
fn spelled(path: &Path) -> String {
    let mut name = String::new();
    for chunk in path.as_os_str().as_encoded_bytes().utf8_chunks() {
        name.push_str(chunk.valid());
        name.extend(chunk.invalid().escape_ascii().map(char::from));
    }
    name
}

/// Which documents a verb works on.
#[derive(Debug, Args)]
pub struct InputArguments {
    /// Files to read, or texts; with none, and for -, standard input
    #[arg(value_name = "FILE|TEXT")]
    inputs: Vec<OsString>,

    /// A text to analyse, whatever it looks like; may be repeated
    #[arg(long = "text", value_name = "TEXT", allow_hyphen_values = true, value_parser = any_text)]
    texts: Vec<String>,
}

impl InputArguments {
    /// The documents: texts first, then what may be either.
    ///
    /// # Errors
    /// When standard input is named more than once.
    pub fn sources(&self) -> Result<Vec<Source>, Stop> {
        let texts = self.texts.iter().zip(1..).map(|(text, number)| Source::Text { number, text: text.clone() });
        let first = self.texts.len() + 1;
        let positional = self.inputs.iter().zip(first..).map(|(input, number)| file_or_text(input, number));
        or_stdin(texts.chain(positional).collect())
    }
}

/// The value of an option that takes any text: all but the name of an option, before which the text was forgotten.
pub fn any_text(value: &str) -> Result<String, String> {
    let name = value.strip_prefix("--").filter(|name| name.starts_with(|c: char| c.is_ascii_lowercase()));
    match name {
        Some(name) if name.chars().all(|c| c == '-' || c.is_ascii_lowercase()) => {
            Err("the text is missing; this is an option".to_owned())
        }
        _ => Ok(value.to_owned()),
    }
}

/// The document of an argument that stands for a file: `-` is standard input.
pub fn file(argument: &OsStr) -> Source {
    if argument == "-" { Source::Stdin } else { Source::File(PathBuf::from(argument)) }
}

/// The documents of arguments that stand for texts: `-` is standard input.
pub fn texts(arguments: &[String]) -> impl Iterator<Item = Source> {
    arguments.iter().enumerate().map(|(index, text)| match text.as_str() {
        "-" => Source::Stdin,
        _ => Source::Text { number: index + 1, text: text.clone() },
    })
}

/// The document of an argument that may be a file or a text, the `number`th document.
///
/// What exists is a file. What does not, holds white space and does not look like a file name, is a text. A file name
/// mistyped must not be analysed as if it were a note, so what is between the two is refused when it is read.
pub fn file_or_text(argument: &OsString, number: usize) -> Source {
    let path = Path::new(argument);
    if argument == "-" || exists(path) {
        return file(argument);
    }
    match argument.to_str() {
        Some(word) if !word.is_empty() && !word.contains(char::is_whitespace) => {
            Source::Unclear { name: word.to_owned() }
        }
        Some(text) if !text.is_empty() && !looks_like_a_path(text) => Source::Text { number, text: text.to_owned() },
        // It may be a text after all, and no text of a document belongs in a message.
        _ => Source::Unclear { name: format!("document {number}") },
    }
}

/// Whether a path leads to something.
pub fn exists(path: &Path) -> bool {
    match path.symlink_metadata() {
        Ok(_) => true,
        // What may not be looked at is there: reading it will say why it fails.
        Err(error) => error.kind() == io::ErrorKind::PermissionDenied,
    }
}

/// Whether a text starts as a path does (`/`, `./`, `../`, `~/`) or ends as a file name does (`.txt`).
fn looks_like_a_path(text: &str) -> bool {
    const LONGEST_EXTENSION: usize = 5;
    let starts = ["/", "./", "../", "~/"].iter().any(|start| text.starts_with(start));
    let ends = text.rsplit_once('.').is_some_and(|(_, extension)| {
        (1..=LONGEST_EXTENSION).contains(&extension.len()) && extension.chars().all(|c| c.is_ascii_alphanumeric())
    });
    starts || ends
}

/// The sources, or standard input when there are none.
///
/// # Errors
/// When standard input is named more than once: only the first reader would find anything in it.
pub fn or_stdin(mut sources: Vec<Source>) -> Result<Vec<Source>, Stop> {
    if sources.is_empty() {
        sources.push(Source::Stdin);
    }
    match sources.iter().filter(|source| **source == Source::Stdin).count() {
        0 | 1 => Ok(sources),
        _ => Err(Stop::Usage("standard input (-) can be given only once".to_owned())),
    }
}

fn read_stdin() -> Result<Document, Error> {
    if io::stdin().is_terminal() {
        exit::report("reading standard input; end it with Ctrl-D");
    }
    let mut bytes = Vec::new();
    io::stdin().lock().read_to_end(&mut bytes).map_err(|error| Error::io("cannot be read", error))?;
    decode(bytes)
}

/// The document in a file, byte for byte.
pub fn read_file(path: &Path) -> Result<Document, Error> {
    if path.is_dir() {
        return Err(Error::new(ErrorCode::Io, "this is a folder; name the files in it"));
    }
    decode(std::fs::read(path).map_err(|error| Error::io("cannot be read", error))?)
}

fn decode(bytes: Vec<u8>) -> Result<Document, Error> {
    if let Some(name) = utf16(&bytes) {
        let message = format!("this is {name} and not UTF-8; convert it with: iconv -f {name} -t UTF-8");
        return Err(Error::new(ErrorCode::InvalidUtf8, message));
    }
    String::from_utf8(bytes).map(Document::new).map_err(|error| {
        let position = error.utf8_error().valid_up_to();
        Error::new(
            ErrorCode::InvalidUtf8,
            format!("not UTF-8 at byte {position}; convert it, for example with: iconv -f WINDOWS-1252 -t UTF-8"),
        )
    })
}

/// The UTF-16 that the bytes are, as iconv names it: by a byte order mark or, where there is none, by the NULs that make up most
/// of every second byte in text of Latin letters. Such bytes may well be UTF-8 with NULs in it, in which nothing would be found.
fn utf16(bytes: &[u8]) -> Option<&'static str> {
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return Some("UTF-16");
    }
    let (pairs, _) = bytes.as_chunks::<2>();
    let most_are_nul = |place: usize| 2 * pairs.iter().filter(|pair| pair[place] == 0).count() > pairs.len();
    match [most_are_nul(0), most_are_nul(1)] {
        [true, false] => Some("UTF-16BE"),
        [false, true] => Some("UTF-16LE"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn utf16_is_known_with_a_mark_and_without() {
        let text = "Se pauta ibuprofeno; niño.\r\n";
        let bytes = |of: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(of).collect::<Vec<u8>>();
        assert_eq!(utf16(&bytes(u16::to_le_bytes)), Some("UTF-16LE"));
        assert_eq!(utf16(&bytes(u16::to_be_bytes)), Some("UTF-16BE"));
        assert_eq!(utf16(&[&[0xFF, 0xFE], &*bytes(u16::to_le_bytes)].concat()), Some("UTF-16"));
        for other in ["", "a", "a\0", text, "\u{feff}tos", "calcio\0\0\0\0\0\0\0\0\0 y PTH"] {
            assert_eq!(utf16(other.as_bytes()).is_some(), other == "a\0", "{other:?}");
        }
    }

    fn read_as(argument: &str) -> Source {
        file_or_text(&OsString::from(argument), 3)
    }

    #[test]
    fn a_dash_is_standard_input() {
        assert_eq!(read_as("-"), Source::Stdin);
    }

    #[test]
    fn what_exists_is_a_file() {
        assert_eq!(read_as("Cargo.toml"), Source::File(PathBuf::from("Cargo.toml")));
    }

    #[test]
    fn one_word_is_a_file_name_even_where_there_is_no_such_file() {
        assert_eq!(read_as("informe"), Source::Unclear { name: "informe".to_owned() });
    }

    #[test]
    fn words_are_a_text() {
        for text in ["Calcio y PTH.", "Alta\n", "Dosis de 1.5 mg", "S.\tdoe", &"fiebre ".repeat(5_000)] {
            assert_eq!(read_as(text), Source::Text { number: 3, text: text.to_owned() });
        }
    }

    #[test]
    fn words_that_could_be_a_mistyped_file_are_neither_and_are_not_shown() {
        for text in ["informe 2024.txt", "/datos/mi informe", "./mi informe", "~/mi informe", "Dosis de 1.5"] {
            assert_eq!(read_as(text), Source::Unclear { name: "document 3".to_owned() });
        }
    }

    #[test]
    fn standard_input_can_be_named_once() {
        assert!(matches!(or_stdin(Vec::new()).as_deref(), Ok([Source::Stdin])));
        assert!(or_stdin(vec![Source::Stdin]).is_ok());
        assert!(or_stdin(vec![Source::Stdin, Source::Stdin]).is_err());
    }

    #[test]
    fn bytes_that_are_not_utf8_are_named_by_position() {
        let error = decode(b"fiebre y a\xf1os".to_vec()).unwrap_err();
        assert_eq!(error.code(), ErrorCode::InvalidUtf8);
        assert!(error.message().contains("byte 10;"), "{error}");
    }
}
