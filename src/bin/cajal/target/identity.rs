//! Which paths lead to one file, whatever their spelling and whatever links they take.

#[cfg(unix)]
use std::fs::{File, Metadata};
#[cfg(unix)]
use std::io;
#[cfg(unix)]
use std::os::{fd::AsFd, unix::fs::MetadataExt};
use std::path::{Path, PathBuf};

/// What is the same for all paths of one file.
#[derive(Debug, PartialEq, Eq, Hash)]
pub enum Identity {
    /// A file that is there: hard links share it, too.
    #[cfg(unix)]
    Inode { device: u64, inode: u64 },
    /// The path without links, as far as it exists.
    Path(PathBuf),
}

impl Identity {
    /// Of a file, there or not.
    pub fn of(path: &Path) -> Self {
        #[cfg(unix)]
        if let Ok(metadata) = path.metadata() {
            return Self::of_metadata(&metadata);
        }
        Self::Path(without_links(path))
    }

    #[cfg(unix)]
    fn of_metadata(metadata: &Metadata) -> Self {
        Self::Inode { device: metadata.dev(), inode: metadata.ino() }
    }
}

fn without_links(path: &Path) -> PathBuf {
    let beside = || Some(path.parent()?.canonicalize().ok()?.join(path.file_name()?));
    let whole = path.canonicalize().ok().or_else(beside);
    whole.or_else(|| std::path::absolute(path).ok()).unwrap_or_else(|| path.to_path_buf())
}

/// The regular file that standard input is redirected from, if any.
#[cfg(unix)]
pub fn stdin_file() -> Option<Identity> {
    let metadata = metadata_of(io::stdin())?;
    metadata.is_file().then(|| Identity::of_metadata(&metadata))
}

/// Where standard output goes.
#[cfg(unix)]
pub fn stdout() -> Option<Identity> {
    metadata_of(io::stdout()).map(|metadata| Identity::of_metadata(&metadata))
}

#[cfg(unix)]
fn metadata_of(stream: impl AsFd) -> Option<Metadata> {
    File::from(stream.as_fd().try_clone_to_owned().ok()?).metadata().ok()
}

/// Not known on this system.
#[cfg(not(unix))]
pub fn stdin_file() -> Option<Identity> {
    None
}

/// Not known on this system.
#[cfg(not(unix))]
pub fn stdout() -> Option<Identity> {
    None
}
