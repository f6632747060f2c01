//! Files that results are written to. None is replaced unless the caller says so, and never a file that is read.

use std::collections::HashSet;
use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::exit::Stop;
use crate::input::Source;

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

/// One file for each document.
pub struct Targets {
    files: Vec<PathBuf>,
    existing: Existing,
}

impl Targets {
    /// `FOLDER/NAME.EXTENSION` for each source; the folder is made if it is missing.
    ///
    /// # Errors
    /// When two documents would share a file, when a file is one of the sources, or exists and may not be replaced.
    pub fn new(folder: &Path, extension: &str, sources: &[Source], existing: Existing) -> Result<Self, Stop> {
        let file = |source: &Source| {
            let mut name = source.stem();
            name.push(".");
            name.push(extension);
            folder.join(name)
        };
        let files: Vec<PathBuf> = sources.iter().map(file).collect();
        let mut seen = HashSet::new();
        if let Some(twice) = files.iter().find(|file| !seen.insert(*file)) {
            let message = format!("two documents would be written to {}; give them different names", twice.display());
            return Err(Stop::Usage(message));
        }
        files.iter().try_for_each(|file| check(file, sources, existing))?;
        std::fs::create_dir_all(folder).map_err(|error| named(folder, error))?;
        Ok(Self { files, existing })
    }

    /// Writes the file of the document at this place among the sources.
    pub fn write(&self, index: usize, contents: &str) -> io::Result<()> {
        self.files.get(index).map_or(Ok(()), |file| write(file, contents, self.existing))
    }
}

/// Whether a file may be written.
///
/// # Errors
/// When it is one of the sources, or exists and may not be replaced.
pub fn check(file: &Path, sources: &[Source], existing: Existing) -> Result<(), Stop> {
    // What does not exist has no canonical path and is no source.
    let Ok(canonical) = file.canonicalize() else { return Ok(()) };
    let is_source =
        |source: &Source| source.path().and_then(|path| path.canonicalize().ok()).as_ref() == Some(&canonical);
    if sources.iter().any(is_source) {
        return Err(Stop::Usage(format!("{} is one of the documents; write elsewhere", file.display())));
    }
    match existing {
        Existing::Replace => Ok(()),
        Existing::Refuse => Err(Stop::Usage(format!("{} exists; --force replaces it", file.display()))),
    }
}

/// Writes a whole file. One that came to be there since [`check`] is not replaced either.
pub fn write(file: &Path, contents: &str, existing: Existing) -> io::Result<()> {
    options(existing)
        .open(file)
        .and_then(|mut open| open.write_all(contents.as_bytes()))
        .map_err(|error| named(file, error))
}

/// An empty file that only its owner may read.
pub fn create_private(file: &Path, existing: Existing) -> io::Result<File> {
    let mut options = options(existing);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, OWNER_ONLY);
    let open = options.open(file).map_err(|error| named(file, error))?;
    #[cfg(unix)]
    open.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(OWNER_ONLY))?;
    Ok(open)
}

#[cfg(unix)]
const OWNER_ONLY: u32 = 0o600;

fn options(existing: Existing) -> OpenOptions {
    let mut options = OpenOptions::new();
    match existing {
        Existing::Refuse => options.write(true).create_new(true),
        Existing::Replace => options.write(true).create(true).truncate(true),
    };
    options
}

fn named(path: &Path, error: io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}
