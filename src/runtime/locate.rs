//! Where an ONNX Runtime library may lie.

use std::ffi::{CStr, c_void};
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use super::RuntimeSource;
use crate::error::{Error, ErrorCode, Result};

const VARIABLE: &str = "CAJAL_ONNXRUNTIME";

/// Names in a folder, best first: the version this library is tested with, then what a package may have installed.
const NAMES: [&str; 3] = ["libonnxruntime.so.1.28.0", "libonnxruntime.so.1", "libonnxruntime.so"];

/// The library to load and how it was found.
///
/// Never a bare name that the system's search path would resolve: hosts then get whatever library lies about
/// (onnxruntime issues 27888, 25030 and 9260).
pub(super) fn find(given: Option<&Path>) -> Result<(PathBuf, RuntimeSource)> {
    if let Some(path) = given {
        return Ok((resolve(path)?, RuntimeSource::Given));
    }
    let folders = folders_beside();
    if let Some(path) = folders.iter().find_map(|folder| library_in(folder)) {
        return Ok((path, RuntimeSource::Beside));
    }
    match std::env::var_os(VARIABLE).filter(|value| !value.is_empty()) {
        Some(value) => Ok((resolve(Path::new(&value))?, RuntimeSource::Environment)),
        None => Err(not_found(&folders)),
    }
}

/// The library file that `path` names, itself or in a folder.
pub(super) fn resolve(path: &Path) -> Result<PathBuf> {
    if !path.is_absolute() {
        return Err(Error::new(
            ErrorCode::RuntimeNotFound,
            format!("the path of ONNX Runtime must be absolute, not {}", path.display()),
        ));
    }
    let found = if path.is_dir() { library_in(path) } else { Some(path.to_path_buf()).filter(|path| path.is_file()) };
    found.ok_or_else(|| {
        Error::new(
            ErrorCode::RuntimeNotFound,
            format!(
                "no ONNX Runtime library at {}; name the file libonnxruntime.so.1.28.0 or its folder",
                path.display()
            ),
        )
    })
}

fn library_in(folder: &Path) -> Option<PathBuf> {
    NAMES.iter().map(|name| folder.join(name)).find(|path| path.is_file())
}

/// The folder of the file that holds this code, and the `lib` folder next to it (for an executable in `bin`).
fn folders_beside() -> Vec<PathBuf> {
    let Some(folder) = own_file().and_then(|file| file.parent().map(Path::to_path_buf)) else {
        return Vec::new();
    };
    let library_folder = folder.parent().map(|prefix| prefix.join("lib"));
    std::iter::once(folder).chain(library_folder).collect()
}

/// The shared library or executable that this code was linked into.
fn own_file() -> Option<PathBuf> {
    let mut info = libc::Dl_info {
        dli_fname: std::ptr::null(),
        dli_fbase: std::ptr::null_mut(),
        dli_sname: std::ptr::null(),
        dli_saddr: std::ptr::null_mut(),
    };
    let address = own_file as fn() -> Option<PathBuf> as *const c_void;
    // SAFETY: `info` is a valid place to write to; dladdr only looks the address up.
    let found = unsafe { libc::dladdr(address, &mut info) } != 0;
    if !found || info.dli_fname.is_null() {
        return None;
    }
    // SAFETY: dladdr succeeded, so dli_fname is a NUL-terminated string that lives as long as the object is loaded.
    let name = unsafe { CStr::from_ptr(info.dli_fname) };
    let path = Path::new(std::ffi::OsStr::from_bytes(name.to_bytes()));
    // A main program's name, and that of a library found through a relative LD_LIBRARY_PATH, are relative to where the
    // program was started, which is not known any more; the kernel knows better.
    if path.is_absolute() { path.canonicalize().ok() } else { mapped_file(address as usize) }
}

/// The file that is mapped at an address.
fn mapped_file(address: usize) -> Option<PathBuf> {
    let maps = std::fs::read_to_string("/proc/self/maps").ok()?;
    maps.lines().find(|line| covers(line, address)).and_then(path_of_mapping).map(PathBuf::from)
}

fn covers(mapping: &str, address: usize) -> bool {
    let number = |hex| usize::from_str_radix(hex, 16).ok();
    let ends = mapping.split(' ').next().and_then(|range| range.split_once('-'));
    ends.and_then(|(start, end)| Some(number(start)?..number(end)?)).is_some_and(|range| range.contains(&address))
}

/// The path stands last and may hold spaces; before it there is none with a slash.
fn path_of_mapping(mapping: &str) -> Option<&str> {
    mapping.find('/').map(|start| &mapping[start..])
}

fn not_found(folders: &[PathBuf]) -> Error {
    let places: Vec<_> = folders.iter().map(|folder| folder.display().to_string()).collect();
    Error::new(
        ErrorCode::RuntimeNotFound,
        format!(
            "no ONNX Runtime library found: looked for {} in {} and at {VARIABLE}, which is not set; give its path, \
             put it there, or set {VARIABLE} to its absolute path",
            NAMES.join(", "),
            places.join(", "),
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const MAPPING: &str =
        "7f00a000-7f00c000 r-xp 00001000 fe:01 1234                       /opt/two words/libcajal.so.1";

    #[test]
    fn a_mapping_covers_its_first_address_and_not_its_end() {
        assert!(covers(MAPPING, 0x7f00_a000) && covers(MAPPING, 0x7f00_bfff));
        assert!(!covers(MAPPING, 0x7f00_c000) && !covers(MAPPING, 0x7f00_9fff));
    }

    #[test]
    fn the_path_of_a_mapping_may_hold_spaces() {
        assert_eq!(path_of_mapping(MAPPING), Some("/opt/two words/libcajal.so.1"));
        assert_eq!(path_of_mapping("7ffc0000-7ffc2000 r-xp 00000000 00:00 0 [vdso]"), None);
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn the_file_of_this_code_is_this_program() {
        let address = own_file as fn() -> Option<PathBuf> as usize;
        assert_eq!(mapped_file(address), std::env::current_exe().ok());
        assert_eq!(own_file(), std::env::current_exe().ok());
    }
}
