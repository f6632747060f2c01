//! Files that results are written to. None is replaced unless the caller says so, and never a file that is read.

mod identity;
mod whole;

use std::collections::HashSet;
use std::io;
use std::path::{Path, PathBuf};

use self::identity::Identity;
pub use self::whole::{Access, probe, put};
use crate::exit::Stop;
use crate::input::{self, Source};

/// What happens to a file that is there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Existing {
    /// It stays, and nothing is begun.
    Refuse,
    /// It is replaced.
    Replace,
}

impl Existing {
    /// As `--force` says.
    pub fn from_force(force: bool) -> Self {
        if force { Self::Replace } else { Self::Refuse }
    }
}

/// The files that a run reads, which it never writes.
pub struct Inputs(HashSet<Identity>);

impl Inputs {
    /// These files. What is no regular file, a terminal say, may be read and written.
    pub fn new<'a>(paths: impl IntoIterator<Item = &'a Path>) -> Self {
        Self(paths.into_iter().filter(|path| path.is_file()).map(Identity::of).collect())
    }

    /// The files of documents; that of a redirected standard input, too.
    pub fn of(sources: &[Source]) -> Self {
        let mut inputs = Self::new(sources.iter().filter_map(Source::path));
        if sources.contains(&Source::Stdin) {
            inputs.0.extend(identity::stdin_file());
        }
        inputs
    }

    /// Whether a file may be written.
    ///
    /// # Errors
    /// When it is one of these, a folder, or exists and may not be replaced.
    pub fn check(&self, file: &Path, existing: Existing) -> Result<(), Stop> {
        if !input::exists(file) {
            return Ok(());
        }
        let refused = |why: &str| Err(Stop::Usage(format!("{} {why}", file.display())));
        if self.0.contains(&Identity::of(file)) {
            return refused("is one of the documents or annotations that are read; write elsewhere");
        }
        if file.is_dir() {
            return refused("is a folder; name a file");
        }
        match existing {
            Existing::Replace => Ok(()),
            Existing::Refuse => refused("exists; --force replaces it"),
        }
    }
}

/// One file for each document.
pub struct Targets {
    files: Vec<PathBuf>,
    existing: Existing,
}

impl Targets {
    /// `FOLDER/NAME.EXTENSION` for each source; the folder is made if it is missing.
    ///
    /// # Errors
    /// When two documents would share a file, when a file is one of the sources, or exists and may not be replaced, and
    /// when nothing can be written to the folder.
    pub fn new(folder: &Path, extension: &str, sources: &[Source], existing: Existing) -> Result<Self, Stop> {
        let file = |source: &Source| {
            let mut name = source.stem();
            name.push(".");
            name.push(extension);
            folder.join(name)
        };
        let files: Vec<PathBuf> = sources.iter().map(file).collect();
        let mut seen = HashSet::new();
        if let Some(twice) = files.iter().find(|file| !seen.insert(Identity::of(file))) {
            let message = format!("two documents would be written to {}; give them different names", twice.display());
            return Err(Stop::Usage(message));
        }
        let inputs = Inputs::of(sources);
        files.iter().try_for_each(|file| inputs.check(file, existing))?;
        std::fs::create_dir_all(folder).map_err(|error| named(folder, error))?;
        files.first().map_or(Ok(()), |file| probe(file))?;
        Ok(Self { files, existing })
    }

    /// Whether one of the files is this one.
    pub fn hold(&self, file: &Path) -> bool {
        let identity = Identity::of(file);
        self.files.iter().any(|file| Identity::of(file) == identity)
    }

    /// Writes the file of the document at this place among the sources.
    pub fn write(&self, index: usize, contents: &str) -> io::Result<()> {
        self.files.get(index).map_or(Ok(()), |file| write(file, contents, self.existing))
    }
}

/// Writes a whole file, as [`put`] does.
pub fn write(file: &Path, contents: &str, existing: Existing) -> io::Result<()> {
    put(file, contents, existing, Access::Usual).map(drop)
}

/// Whether a path leads to where standard output goes.
pub fn is_stdout(file: &Path) -> bool {
    identity::stdout() == Some(Identity::of(file))
}

fn named(path: &Path, error: io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}
