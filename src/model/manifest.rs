//! `cajal.json`: what a compiled folder is, and the size and hash of each of its files.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::Precision;
use super::files::ModelFiles;
use crate::error::{Error, ErrorCode, Result};

/// The name of the file. A folder that has it is compiled.
pub(super) const FILE: &str = "cajal.json";

/// The newest format that is read, and the one that is written.
const FORMAT: u32 = 1;

/// How the files of a compiled folder are compared with its manifest.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Verify {
    /// That each is there and has its size: next to no time.
    #[default]
    Sizes,
    /// That each has its SHA-256 hash: every file is read whole. Folders that are not compiled are refused.
    Strict,
}

impl Verify {
    /// The name in options: `sizes`, `strict`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sizes => "sizes",
            Self::Strict => "strict",
        }
    }

    /// The check of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Sizes, Self::Strict].into_iter().find(|known| known.name() == name)
    }
}

/// What stands in the file. Fields may be added without a new format; readers skip what they do not know.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Manifest {
    pub(super) format: u32,
    /// Versions of what wrote the folder, for people.
    pub(super) library: String,
    pub(super) runtime: String,
    /// The name of the folder it was compiled from.
    pub(super) source: String,
    pub(super) precision: String,
    /// The type of the weights that it was compiled from.
    pub(super) weights_type: String,
    pub(super) parameters: u64,
    pub(super) files: BTreeMap<String, FileEntry>,
}

/// One file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct FileEntry {
    size: u64,
    sha256: String,
}

impl FileEntry {
    /// Of a file of these bytes.
    pub(super) fn of(bytes: &[u8]) -> Self {
        let sha256 = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        Self { size: bytes.len() as u64, sha256 }
    }
}

/// The only thing that every format says in the same place.
#[derive(Deserialize)]
struct Versioned {
    format: u32,
}

impl Manifest {
    pub(super) fn new(runtime: String, source: String, precision: Precision) -> Self {
        Self {
            format: FORMAT,
            library: env!("CARGO_PKG_VERSION").to_owned(),
            runtime,
            source,
            precision: precision.name().to_owned(),
            weights_type: String::new(),
            parameters: 0,
            files: BTreeMap::new(),
        }
    }

    /// The manifest among a model's files, its files checked; `None` where the folder is not compiled.
    pub(super) fn load(files: &ModelFiles, verify: Verify) -> Result<Option<Self>> {
        let Some(bytes) = files.open(FILE)? else {
            return if verify == Verify::Strict { Err(not_compiled(files)) } else { Ok(None) };
        };
        let path = files.path_of(FILE);
        let unreadable = |cause: serde_json::Error| {
            let message =
                format!("{path} cannot be read as the manifest of a compiled folder: {cause}; compile it again");
            Error::new(ErrorCode::ConfigInvalid, message).with_source(cause)
        };
        let Versioned { format } = serde_json::from_slice(&bytes).map_err(unreadable)?;
        if format > FORMAT {
            let message = format!(
                "{path} is of format {format}, and this library reads up to {FORMAT}; update it, or compile the folder \
                 with this version"
            );
            return Err(Error::new(ErrorCode::ModelUnsupported, message));
        }
        let manifest: Self = serde_json::from_slice(&bytes).map_err(unreadable)?;
        manifest.check(files, verify)?;
        Ok(Some(manifest))
    }

    /// What the folder was compiled for.
    pub(super) fn precision(&self, files: &ModelFiles) -> Result<Precision> {
        Precision::from_name(&self.precision).ok_or_else(|| {
            let message =
                format!("{} names a precision that is not known here; compile the folder again", files.path_of(FILE));
            Error::new(ErrorCode::ConfigInvalid, message)
        })
    }

    fn check(&self, files: &ModelFiles, verify: Verify) -> Result<()> {
        for (name, entry) in &self.files {
            let path = files.path_of(name);
            let invalid = |code, what: &str| {
                let message = format!("{path} {what}; compile the folder again, or copy it whole");
                Err(Error::new(code, message))
            };
            let Some(bytes) = files.open(name)? else {
                return invalid(ErrorCode::WeightsMissing, "is not there, and cajal.json names it");
            };
            if bytes.len() as u64 != entry.size {
                return invalid(ErrorCode::WeightsInvalid, "has another size than cajal.json says");
            }
            if verify == Verify::Strict && FileEntry::of(&bytes) != *entry {
                return invalid(ErrorCode::WeightsInvalid, "has another SHA-256 hash than cajal.json says");
            }
            bytes.release_pages();
        }
        Ok(())
    }
}

fn not_compiled(files: &ModelFiles) -> Error {
    let message = format!(
        "{} has no {FILE}, so there are no hashes to verify; compile it first, or leave verify out",
        files.source()
    );
    Error::new(ErrorCode::InvalidOption, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_are_those_of_the_standard() {
        // FIPS 180-2, appendix B.1.
        let expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(FileEntry::of(b"abc"), FileEntry { size: 3, sha256: expected.to_owned() });
    }

    #[test]
    fn every_check_is_found_by_its_name() {
        assert!(
            [Verify::Sizes, Verify::Strict].into_iter().all(|check| Verify::from_name(check.name()) == Some(check))
        );
        assert_eq!(Verify::from_name("none"), None);
    }
}
