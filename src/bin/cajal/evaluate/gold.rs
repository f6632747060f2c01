//! Annotated documents on disk.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use cajal::evaluate::Case;
use cajal::export::{brat, conll};
use cajal::{Annotation, Document, Error};

use super::files::{Files, has_extension};
use crate::exit::{self, Stop};
use crate::input;

/// An annotated document.
pub struct Gold {
    /// The document and its gold annotations; nothing is found yet.
    pub case: Case,
    /// Its text; `None` if it is one of a CoNLL file.
    file: Option<PathBuf>,
}

/// All documents of these folders and files. The `known` labels are tags of CoNLL without a prefix, too.
pub fn read<'a>(paths: impl Iterator<Item = &'a PathBuf>, known: &[String]) -> Result<Vec<Gold>, Stop> {
    let mut golds = Vec::new();
    for path in paths {
        golds.extend(if path.is_dir() { read_folder(path)? } else { read_conll(path, known)? });
    }
    Ok(golds)
}

fn read_folder(folder: &Path) -> Result<Vec<Gold>, Stop> {
    let Files { texts, annotations, .. } = Files::of(folder)?;
    if texts.is_empty() {
        let message = format!("{}: no .txt file; a gold folder has NAME.txt and NAME.ann", folder.display());
        return Err(Stop::Failed(message));
    }
    let texts_alone = texts.iter().filter(|(stem, _)| !annotations.contains_key(*stem));
    let annotations_alone = annotations.iter().filter(|(stem, _)| !texts.contains_key(*stem));
    if let Some((_, alone)) = texts_alone.chain(annotations_alone).next() {
        return Err(Stop::Failed(format!("{}: of .txt and .ann one is missing", alone.display())));
    }
    let mut mismatches = Mismatches::default();
    let golds = texts.into_iter().zip(annotations.into_values()).map(|((stem, text), annotations)| {
        let document = read_file(&text)?;
        let gold = read_brat(&annotations, &document, &mut mismatches)?;
        let name = stem.to_string_lossy().into_owned();
        let case = Case { name, document, sentences: None, gold, found: Vec::new() };
        Ok(Gold { case, file: Some(text) })
    });
    let golds = golds.collect::<Result<_, Stop>>()?;
    mismatches.report();
    Ok(golds)
}

fn read_conll(path: &Path, known: &[String]) -> Result<Vec<Gold>, Stop> {
    if ["txt", "ann"].into_iter().any(|extension| has_extension(path, extension)) {
        let message = "gold is a folder of NAME.txt and NAME.ann, or a CoNLL file (of another extension, say .conll)";
        return Err(Stop::Usage(format!("{}: {message}", path.display())));
    }
    let file = read_file(path)?;
    let documents = conll::read(file.text(), known).map_err(|error| failed(path, &error))?;
    if documents.is_empty() {
        return Err(Stop::Failed(format!(
            "{}: no words; a CoNLL file has a word and its tag on each line",
            path.display()
        )));
    }
    let case = |document: conll::ConllDocument| Case {
        name: document.name,
        document: document.document,
        sentences: Some(document.sentences),
        gold: document.annotations,
        found: Vec::new(),
    };
    Ok(documents.into_iter().map(|document| Gold { case: case(document), file: None }).collect())
}

/// Reads `NAME.ann` of this folder for every document, and nothing else may be there.
pub fn read_predictions(folder: &Path, golds: &mut [Gold]) -> Result<(), Stop> {
    check_names(golds)?;
    let mut stray = Files::of(folder)?.annotations;
    let mut mismatches = Mismatches::default();
    for Gold { case, file } in golds {
        let stem = file.as_deref().and_then(Path::file_stem).unwrap_or_default();
        let Some(path) = stray.remove(stem) else {
            let missing = folder.join(stem);
            let message =
                format!("{}.ann: missing; a document without annotations has an empty file", missing.display());
            return Err(Stop::Failed(message));
        };
        case.found = read_brat(&path, &case.document, &mut mismatches)?;
    }
    if let Some(path) = stray.values().next() {
        return Err(Stop::Failed(format!("{}: no such document in the gold", path.display())));
    }
    mismatches.report();
    Ok(())
}

/// Refuses gold that one folder of predictions cannot name.
fn check_names(golds: &[Gold]) -> Result<(), Stop> {
    let mut files = BTreeMap::<&OsStr, &Path>::new();
    for gold in golds {
        let Some((file, stem)) = gold.file.as_deref().and_then(|file| Some((file, file.file_stem()?))) else {
            return Err(Stop::Usage("--predictions needs brat gold: the text of CoNLL gold is made anew".to_owned()));
        };
        if let Some(other) = files.insert(stem, file) {
            let (one, other) = (other.display(), file.display());
            let message =
                format!("{one} and {other} share a name, and --predictions has one file for it; score each alone");
            return Err(Stop::Usage(message));
        }
    }
    Ok(())
}

fn read_file(path: &Path) -> Result<Document, Stop> {
    input::read_file(path).map_err(|error| failed(path, &error))
}

fn read_brat(path: &Path, document: &Document, mismatches: &mut Mismatches) -> Result<Vec<Annotation>, Stop> {
    let ann = read_file(path)?;
    let file = brat::read(document, ann.text()).map_err(|error| failed(path, &error))?;
    mismatches.add(path, &file.mismatches);
    Ok(file.annotations)
}

fn failed(path: &Path, error: &Error) -> Stop {
    Stop::Failed(format!("{}: {error}", path.display()))
}

/// Annotations whose text is not the document's: perhaps a fault of the gold, perhaps of its line ends.
#[derive(Default)]
struct Mismatches {
    first: Option<(PathBuf, usize)>,
    lines: usize,
}

impl Mismatches {
    fn add(&mut self, path: &Path, lines: &[usize]) {
        self.lines += lines.len();
        let first = lines.first().map(|line| (path.to_path_buf(), *line));
        self.first = self.first.take().or(first);
    }

    fn report(&self) {
        if let Some((path, line)) = &self.first {
            let many = self.lines;
            exit::report(&format!(
                "{}: line {line}: its text is not that of the document there ({many} such lines in all); offsets count",
                path.display()
            ));
        }
    }
}
