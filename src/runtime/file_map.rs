//! A file as memory: mapped read-only and privately, so that weights are read from the page cache and never copied.
#![allow(unsafe_code)]

use std::fs::{self, File};
use std::path::Path;

use memmap2::{Mmap, MmapOptions};

use crate::error::{Error, ErrorCode, Result};

/// A whole file, mapped read-only.
///
/// The bytes are the file's own, so the file must stay as it is while it is mapped: where another process overwrites
/// it, the bytes change under the reader, and where another process truncates it, reading past the new end raises
/// SIGBUS, which ends the process. No check here can rule that out. A file that is replaced by renaming another over
/// it, as downloaders and package managers do, is safe: the map keeps the old file.
///
/// Thread safety: may be read from any number of threads at once.
#[derive(Debug)]
pub(crate) struct FileMap {
    /// `None` for an empty file, which has nothing to map.
    map: Option<Mmap>,
}

impl FileMap {
    /// Maps the file at `path`. Folders, pipes and devices are refused.
    pub(crate) fn open(path: &Path) -> Result<Self> {
        let failed = |source| Error::io(format_args!("cannot read {}", path.display()), source);
        // Looked at before opening, since opening a pipe would wait for its writer.
        let metadata = fs::metadata(path).map_err(failed)?;
        if !metadata.is_file() {
            let error = Error::new(ErrorCode::Io, format!("cannot read {}: it is not a file", path.display()));
            return Err(if metadata.is_dir() { error.with_cause_code(libc::EISDIR) } else { error });
        }
        let file = File::open(path).map_err(failed)?;
        if file.metadata().map_err(failed)?.len() == 0 {
            return Ok(Self { map: None });
        }
        // SAFETY: the mapping is private and read-only, and no reference to its bytes outlives it. What cannot be
        // guaranteed, that no other process changes the file, is stated in the documentation of the type.
        let map = unsafe { MmapOptions::new().map_copy_read_only(&file) }.map_err(failed)?;
        Ok(Self { map: Some(map) })
    }

    /// The bytes of the file.
    pub(crate) fn bytes(&self) -> &[u8] {
        self.map.as_deref().unwrap_or_default()
    }

    /// Gives the pages back to the system; a later read fetches them from the file again.
    ///
    /// For use after the bytes were copied elsewhere: they count as resident memory of the process until then.
    pub(crate) fn release_pages(&self) {
        #[cfg(unix)]
        if let Some(map) = &self.map {
            // SAFETY: the pages are read-only and private, so none was ever written to; dropping them loses nothing,
            // and whoever reads them, even at this moment, gets the same bytes from the file.
            let released = unsafe { map.unchecked_advise(memmap2::UncheckedAdvice::DontNeed) };
            // Only advice: where the system declines it, the pages stay resident until the map is dropped.
            released.unwrap_or_default();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mapped_file_reads_the_same_before_and_after_its_pages_are_released() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
        let map = FileMap::open(&path).unwrap();
        let contents = fs::read(&path).unwrap();
        assert_eq!(map.bytes(), contents);
        map.release_pages();
        assert_eq!(map.bytes(), contents);
    }

    #[test]
    fn an_empty_file_has_no_bytes() {
        let path = std::env::temp_dir().join(format!("cajal-empty-{}", std::process::id()));
        File::create(&path).unwrap();
        let map = FileMap::open(&path).unwrap();
        map.release_pages();
        assert!(map.bytes().is_empty());
        fs::remove_file(&path).unwrap();
    }

    #[test]
    fn a_folder_is_not_a_file() {
        let error = FileMap::open(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap_err();
        assert_eq!((error.code(), error.cause_code()), (ErrorCode::Io, libc::EISDIR));
        assert!(error.message().contains("not a file"), "{error}");
    }
}
