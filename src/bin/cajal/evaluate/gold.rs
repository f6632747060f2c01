//! Annotated documents on disk.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use cajal::evaluate::Case;
use cajal::export::{brat, conll};
use cajal::{Annotation, Document, Error};

use crate::exit::{self, Stop};
use crate::input;

/// An annotated document.
pub struct Gold {
    /// The document and its gold annotations; nothing is found yet.
    pub case: Case,
    /// The name of its files without the extension; `None` if it is one of a CoNLL file.
    stem: Option<OsString>,
}

/// All documents of these folders and files.
pub fn read<'a>(paths: impl Iterator<Item = &'a PathBuf>) -> Result<Vec<Gold>, Stop> {
    let mut golds = Vec::new();
    for path in paths {
        golds.extend(if path.is_dir() { read_folder(path)? } else { read_conll(path)? });
    }
    Ok(golds)
}

fn read_folder(folder: &Path) -> Result<Vec<Gold>, Stop> {
    let (texts, annotations) = (stems(folder, "txt")?, stems(folder, "ann")?);
    if texts.is_empty() {
        let message = format!("{}: no .txt file; a gold folder has NAME.txt and NAME.ann", folder.display());
        return Err(Stop::Failed(message));
    }
    if let Some(alone) = texts.symmetric_difference(&annotations).next() {
        let name = folder.join(alone);
        return Err(Stop::Failed(format!("{}: of .txt and .ann one is missing", name.display())));
    }
    let mut mismatches = Mismatches::default();
    let golds = texts.into_iter().map(|stem| {
        let document = read_file(&file(folder, &stem, "txt"))?;
        let gold = read_brat(&file(folder, &stem, "ann"), &document, &mut mismatches)?;
        let name = stem.to_string_lossy().into_owned();
        let case = Case { name, document, sentences: None, gold, found: Vec::new() };
        Ok(Gold { case, stem: Some(stem) })
    });
    let golds = golds.collect::<Result<_, Stop>>()?;
    mismatches.report();
    Ok(golds)
}

fn read_conll(path: &Path) -> Result<Vec<Gold>, Stop> {
    let file = read_file(path)?;
    let documents = conll::read(file.text()).map_err(|error| failed(path, &error))?;
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
    Ok(documents.into_iter().map(|document| Gold { case: case(document), stem: None }).collect())
}

/// Reads `NAME.ann` of this folder for every document, and nothing else may be there.
pub fn read_predictions(folder: &Path, golds: &mut [Gold]) -> Result<(), Stop> {
    let mut stray = stems(folder, "ann")?;
    let mut mismatches = Mismatches::default();
    for gold in golds {
        let Some(stem) = &gold.stem else {
            return Err(Stop::Usage("--predictions needs brat gold: the text of CoNLL gold is made anew".to_owned()));
        };
        let path = file(folder, stem, "ann");
        if !stray.remove(stem) {
            let message = format!("{}: missing; a document without annotations has an empty file", path.display());
            return Err(Stop::Failed(message));
        }
        gold.case.found = read_brat(&path, &gold.case.document, &mut mismatches)?;
    }
    if let Some(stem) = stray.first() {
        return Err(Stop::Failed(format!("{}: no such document in the gold", file(folder, stem, "ann").display())));
    }
    mismatches.report();
    Ok(())
}

/// The names of the files with this extension, without it.
fn stems(folder: &Path, extension: &str) -> Result<BTreeSet<OsString>, Stop> {
    let entries = std::fs::read_dir(folder).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    let entries = entries.map_err(|error| Stop::Failed(format!("{}: cannot be read: {error}", folder.display())))?;
    let paths =
        entries.iter().map(|entry| entry.path()).filter(|path| path.extension().is_some_and(|e| e == extension));
    Ok(paths.filter_map(|path| path.file_stem().map(OsString::from)).collect())
}

fn file(folder: &Path, stem: &OsString, extension: &str) -> PathBuf {
    let mut name = stem.clone();
    name.push(".");
    name.push(extension);
    folder.join(name)
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
