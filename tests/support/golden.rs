//! Reading the golden files of tests/data/golden.

use std::fs;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;

/// The folder of the golden files: `CAJAL_GOLDEN` for a set made with other arguments (see scripts/check_parity.sh).
pub fn folder() -> PathBuf {
    std::env::var_os("CAJAL_GOLDEN").map_or_else(checked_in, PathBuf::from)
}

/// The folder of the golden files in the repository.
pub fn checked_in() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/golden")
}

/// One golden file.
pub fn read<T: DeserializeOwned>(path: &Path) -> T {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
