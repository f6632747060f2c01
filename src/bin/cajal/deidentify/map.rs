//! What pseudonyms stand for, in a file of its own.

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::exit::Stop;
use crate::target::{self, Access, Existing, Inputs};

/// The file that undoes the work: a line for each text, in place before the text is.
pub struct Map {
    file: PathBuf,
    existing: Existing,
    open: Option<File>,
}

impl Map {
    /// A map that is to be written. Whatever lies in its place stays there until the first text is done: it may be the
    /// only key to texts that were shared.
    ///
    /// # Errors
    /// When the file may not or cannot be written.
    pub fn new(file: &Path, inputs: &Inputs, existing: Existing) -> Result<Self, Stop> {
        inputs.check(file, existing)?;
        target::probe(file)?;
        Ok(Self { file: file.to_path_buf(), existing, open: None })
    }

    /// Adds a line, whole or not at all.
    pub fn add(&mut self, line: &str) -> io::Result<()> {
        match &mut self.open {
            Some(open) => append(open, line),
            None => {
                self.open = Some(target::put(&self.file, line, self.existing, Access::Owner)?);
                Ok(())
            }
        }
    }
}

fn append(open: &mut File, line: &str) -> io::Result<()> {
    let before = open.metadata()?.len();
    let added = open.write_all(line.as_bytes()).and_then(|()| match open.sync_data() {
        // A pipe or a terminal has nothing to be on the disk.
        Err(error) if error.kind() == io::ErrorKind::InvalidInput => Ok(()),
        synced => synced,
    });
    if added.is_err() {
        // A part of a line is worth nothing. What has no length cannot lose any.
        open.set_len(before).unwrap_or_default();
    }
    added
}
