//! The files of a model: a folder on disk, or bytes compiled into the library.

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::ops::Deref;
use std::path::{Path, PathBuf};

use crate::error::{Error, ErrorCode, Result};
use crate::runtime::file_map::FileMap;

/// Where a model's files are.
#[derive(Debug, Clone)]
pub(crate) enum ModelFiles {
    /// A folder on disk.
    Folder(PathBuf),
    /// Files compiled into the library, each a name and its bytes, and the model's name.
    #[cfg_attr(not(feature = "embedded-models"), allow(dead_code, reason = "only models compiled in are made of it"))]
    Embedded(&'static [(&'static str, &'static [u8])], &'static str),
}

/// The bytes of one file. Not `Clone`: share it through an `Arc`.
#[derive(Debug)]
pub(crate) enum FileBytes {
    /// Mapped from disk.
    Mapped(FileMap),
    /// Compiled in.
    Static(&'static [u8]),
}

impl Deref for FileBytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Self::Mapped(map) => map.bytes(),
            Self::Static(bytes) => bytes,
        }
    }
}

impl FileBytes {
    /// Gives pages of a mapped file back to the system: see [`FileMap::release_pages`].
    pub(crate) fn release_pages(&self) {
        if let Self::Mapped(map) = self {
            map.release_pages();
        }
    }
}

impl ModelFiles {
    /// The file of that name, or `None` where the model has no such file.
    ///
    /// Names come from files too (the index of a sharded checkpoint), so a name that would lead out of the folder is
    /// refused.
    pub(crate) fn open(&self, name: &str) -> Result<Option<FileBytes>> {
        self.check_name(name)?;
        match self {
            Self::Folder(folder) => open_in(folder, name),
            Self::Embedded(files, _) => {
                Ok(files.iter().find(|(file, _)| *file == name).map(|(_, bytes)| FileBytes::Static(bytes)))
            }
        }
    }

    /// Whether the model has a file of that name.
    pub(crate) fn exists(&self, name: &str) -> bool {
        self.check_name(name).is_ok()
            && match self {
                Self::Folder(folder) => folder.join(name).is_file(),
                Self::Embedded(files, _) => files.iter().any(|(file, _)| *file == name),
            }
    }

    /// The file as messages name it: `folder/name`, or `embedded:MODEL/name`.
    pub(crate) fn path_of(&self, name: &str) -> String {
        match self {
            Self::Folder(folder) => folder.join(name).display().to_string(),
            Self::Embedded(_, model) => format!("embedded:{model}/{name}"),
        }
    }

    /// Where the files are, as messages name it: the folder, or `embedded:MODEL`.
    pub(crate) fn source(&self) -> String {
        match self {
            Self::Folder(folder) => folder.display().to_string(),
            Self::Embedded(_, model) => format!("embedded:{model}"),
        }
    }

    /// The names of all files, sorted.
    pub(crate) fn names(&self) -> Result<Vec<String>> {
        let mut names = match self {
            Self::Folder(folder) => names_in(folder)?,
            Self::Embedded(files, _) => files.iter().map(|(name, _)| (*name).to_owned()).collect(),
        };
        names.sort_unstable();
        Ok(names)
    }

    fn check_name(&self, name: &str) -> Result<()> {
        // The backslash too, so that a folder means the same on every system.
        if Path::new(name).file_name() == Some(OsStr::new(name)) && !name.contains(['\\', '\0']) {
            return Ok(());
        }
        let message = format!(
            "{}: a file of the model refers to {name:?}, which is not a plain file name; every file of a model must lie \
             in the model's own folder",
            self.source()
        );
        Err(Error::new(ErrorCode::WeightsInvalid, message))
    }
}

fn open_in(folder: &Path, name: &str) -> Result<Option<FileBytes>> {
    check_folder(folder)?;
    let path = folder.join(name);
    match path.try_exists() {
        Ok(true) => FileMap::open(&path).map(|map| Some(FileBytes::Mapped(map))),
        Ok(false) => Ok(None),
        Err(source) => Err(Error::io(format_args!("cannot read {}", path.display()), source)),
    }
}

fn check_folder(folder: &Path) -> Result<()> {
    let missing = match fs::metadata(folder) {
        Ok(metadata) if metadata.is_dir() => return Ok(()),
        Ok(_) => format!("{} is a file; give the folder of the model, which holds config.json", folder.display()),
        Err(source) if matches!(source.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            format!("there is no folder {}; give the path of a downloaded model's folder", folder.display())
        }
        Err(source) => return Err(Error::io(format_args!("cannot read the folder {}", folder.display()), source)),
    };
    Err(Error::new(ErrorCode::ModelNotFound, missing))
}

fn names_in(folder: &Path) -> Result<Vec<String>> {
    check_folder(folder)?;
    let failed = |source| Error::io(format_args!("cannot list the folder {}", folder.display()), source);
    let entries = fs::read_dir(folder).map_err(failed)?;
    entries.map(|entry| Ok(entry.map_err(failed)?.file_name().to_string_lossy().into_owned())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const EMBEDDED: ModelFiles = ModelFiles::Embedded(&[("config.json", b"{}")], "tiny");

    fn this_crate() -> ModelFiles {
        ModelFiles::Folder(PathBuf::from(env!("CARGO_MANIFEST_DIR")))
    }

    #[test]
    fn a_file_of_a_folder_and_a_compiled_in_file_read_alike() {
        assert_eq!(&*EMBEDDED.open("config.json").unwrap().unwrap(), b"{}");
        assert!(EMBEDDED.exists("config.json"));
        let manifest = this_crate().open("Cargo.toml").unwrap().unwrap();
        assert!(manifest.starts_with(b"[package]"));
        assert!(this_crate().exists("Cargo.toml"));
    }

    #[test]
    fn a_file_that_is_not_there_is_none() {
        assert!(EMBEDDED.open("vocab.txt").unwrap().is_none());
        assert!(this_crate().open("vocab.txt").unwrap().is_none());
        assert!(!this_crate().exists("vocab.txt"));
    }

    #[test]
    fn messages_name_the_folder_or_the_embedded_model() {
        assert_eq!(EMBEDDED.path_of("vocab.txt"), "embedded:tiny/vocab.txt");
        assert_eq!(ModelFiles::Folder("a/b".into()).path_of("vocab.txt"), "a/b/vocab.txt");
    }

    #[test]
    fn a_missing_folder_and_a_file_in_its_place_are_a_model_not_found() {
        for (path, hint) in
            [("no/such/folder", "no folder"), ("Cargo.toml", "is a file"), ("Cargo.toml/x", "no folder")]
        {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
            let error = ModelFiles::Folder(folder).open("config.json").unwrap_err();
            assert_eq!(error.code(), ErrorCode::ModelNotFound);
            assert!(error.message().contains(hint), "{error}");
        }
    }

    #[test]
    fn names_that_lead_out_of_the_folder_are_refused() {
        for name in ["../Cargo.toml", "src/lib.rs", "/etc/passwd", "..", ".", "", "a\\b", "a\0b"] {
            assert_eq!(this_crate().open(name).unwrap_err().code(), ErrorCode::WeightsInvalid, "{name:?}");
            assert!(!this_crate().exists(name));
        }
    }
}
