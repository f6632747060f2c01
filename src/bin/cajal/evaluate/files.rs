//! The texts and annotations of a folder.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use crate::exit::{self, Stop};

/// Files by their names without the extension.
pub type Stems = BTreeMap<OsString, PathBuf>;

/// What a folder holds. Extensions count without case.
#[derive(Default)]
pub struct Files {
    pub texts: Stems,
    pub annotations: Stems,
    /// Names of all else but hidden entries.
    others: Vec<String>,
}

impl Files {
    /// Lists a folder, and says on stderr what is passed over.
    pub fn of(folder: &Path) -> Result<Self, Stop> {
        let entries = std::fs::read_dir(folder).and_then(Iterator::collect::<Result<Vec<_>, _>>);
        let entries =
            entries.map_err(|error| Stop::Failed(format!("{}: cannot be read: {error}", folder.display())))?;
        let mut files = Self::default();
        entries.into_iter().try_for_each(|entry| files.add(entry.path()))?;
        if let Some(first) = files.others.iter().min() {
            let many = files.others.len();
            let folder = folder.display();
            exit::report(&format!("{folder}: {first} is no .txt and no .ann and is passed over ({many} such in all)"));
        }
        Ok(files)
    }

    fn add(&mut self, path: PathBuf) -> Result<(), Stop> {
        let (Some(stem), Some(name)) = (path.file_stem(), path.file_name()) else { return Ok(()) };
        let stems = if has_extension(&path, "txt") {
            &mut self.texts
        } else if has_extension(&path, "ann") {
            &mut self.annotations
        } else {
            let name = name.to_string_lossy().into_owned();
            self.others.extend((!name.starts_with('.')).then_some(name));
            return Ok(());
        };
        match stems.insert(stem.to_owned(), path.clone()) {
            Some(other) => {
                let (one, other) = (path.display(), other.display());
                Err(Stop::Failed(format!("{one} and {other} are of one document; keep one")))
            }
            None => Ok(()),
        }
    }
}

/// Whether a file of a folder is a text or annotations.
pub fn is_brat(path: &Path) -> bool {
    has_extension(path, "txt") || has_extension(path, "ann")
}

/// Whether a name ends in this extension, whatever its case.
pub fn has_extension(path: &Path, extension: &str) -> bool {
    path.extension().is_some_and(|own| own.eq_ignore_ascii_case(extension))
}
