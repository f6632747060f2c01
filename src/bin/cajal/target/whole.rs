//! Files that appear whole or not at all.

use std::fs::{File, Metadata, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::{Builder, NamedTempFile};

use super::{Existing, named};
use crate::input;

/// Who may read a new file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Who could read the file that it replaces; else whoever the system lets by default.
    Usual,
    /// Its owner.
    Owner,
}

/// Finds out whether a file could be written, before the work whose result it is to hold.
pub fn probe(file: &Path) -> io::Result<()> {
    let draft = there(file).and_then(|there| match there {
        Some(there) if !there.is_file() => Ok(()),
        there => draft(&place(file), there.as_ref(), Access::Owner)?.close(),
    });
    draft.map_err(|error| named(file, error))
}

/// Writes a file beside its place and gives it its name when it is whole and on the disk. What is there and no regular
/// file (a device, a pipe) is written to as it is. One that came to be there since it was checked is not replaced
/// either. The file stays open, for more.
pub fn put(file: &Path, contents: &str, existing: Existing, access: Access) -> io::Result<File> {
    let put = || match there(file)? {
        Some(_) if existing == Existing::Refuse => Err(io::ErrorKind::AlreadyExists.into()),
        Some(there) if !there.is_file() => {
            let mut open = OpenOptions::new().write(true).open(file)?;
            open.write_all(contents.as_bytes()).map(|()| open)
        }
        there => {
            let place = place(file);
            let mut draft = draft(&place, there.as_ref(), access)?;
            draft.as_file_mut().write_all(contents.as_bytes())?;
            draft.as_file().sync_all()?;
            publish(draft, &place, existing)
        }
    };
    put().map_err(|error| named(file, error))
}

fn there(file: &Path) -> io::Result<Option<Metadata>> {
    match file.metadata() {
        Ok(metadata) => Ok(Some(metadata)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Where the file lies: a link to it stays a link.
fn place(file: &Path) -> PathBuf {
    file.canonicalize().unwrap_or_else(|_| file.to_path_buf())
}

/// An empty file beside `place`, gone when it is dropped.
fn draft(place: &Path, there: Option<&Metadata>, access: Access) -> io::Result<NamedTempFile> {
    if there.is_some() {
        // A rename asks the folder alone; a file that may not be written is not to be replaced either.
        OpenOptions::new().write(true).open(place)?;
    }
    let folder = place.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."));
    // Not named after the file, whose name may be as long as names can be.
    let draft = Builder::new().prefix(".cajal.").suffix(".part").make_in(folder, |path| create(path, access))?;
    if let (Some(there), Access::Usual) = (there, access) {
        draft.as_file().set_permissions(there.permissions())?;
    }
    Ok(draft)
}

#[cfg_attr(not(unix), allow(unused_variables, reason = "access is by folder there"))]
fn create(path: &Path, access: Access) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    if access == Access::Owner {
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    }
    options.open(path)
}

fn publish(draft: NamedTempFile, place: &Path, existing: Existing) -> io::Result<File> {
    let published = match existing {
        Existing::Replace => draft.persist(place),
        Existing::Refuse => draft.persist_noclobber(place).or_else(|failed| match input::exists(place) {
            true => Err(failed),
            // A file system that knows neither links nor a rename that replaces nothing.
            false => failed.file.persist(place),
        }),
    };
    published.map_err(|failed| failed.error)
}
