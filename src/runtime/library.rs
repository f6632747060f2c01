//! Validating and loading the ONNX Runtime library.

use std::ffi::CStr;
use std::path::Path;

use libloading::os::unix::{Library, RTLD_LOCAL, RTLD_NOW};
use object::elf;
use object::read::elf::{FileHeader, ProgramHeader};

use super::file_map::FileMap;
use crate::error::{Error, ErrorCode, Result};

#[cfg(target_arch = "x86_64")]
const MACHINE: u16 = elf::EM_X86_64.0;
#[cfg(target_arch = "aarch64")]
const MACHINE: u16 = elf::EM_AARCH64.0;

/// From this minor version on, the official builds send telemetry unless told not to (onnxruntime PR 27379).
const FIRST_WITH_TELEMETRY: u32 = 29;

type GetApiBase = unsafe extern "system" fn() -> *const ort::sys::OrtApiBase;

/// Loads the library at `path` for good and hands its functions to `ort`. Returns its version.
pub(super) fn load(path: &Path) -> Result<String> {
    if let Some(why) = fault(path)? {
        return Err(invalid(path, why));
    }
    let base = open(path)?;
    // SAFETY: `open` returned a non-null pointer to the library's static OrtApiBase, whose library is never unloaded.
    let (version, api) = unsafe { (((*base).GetVersionString)(), ((*base).GetApi)(ort::MINOR_VERSION)) };
    if version.is_null() {
        return Err(invalid(path, "it does not say its version"));
    }
    // SAFETY: the version is a static NUL-terminated string of the library.
    let version = unsafe { CStr::from_ptr(version) }.to_string_lossy().into_owned();
    if api.is_null() {
        return Err(Error::new(
            ErrorCode::RuntimeTooOld,
            format!(
                "ONNX Runtime {version} at {} is too old; use 1.{} or newer (1.28.0 is the tested one)",
                path.display(),
                ort::MINOR_VERSION
            ),
        ));
    }
    switch_telemetry_off(&version);
    // SAFETY: GetApi returned the table of the version asked for, which is a plain struct of function pointers.
    ort::set_api(unsafe { std::ptr::read(api) });
    Ok(version)
}

/// Why a file is not an ELF library for this machine whose parts all lie inside the file; `None` if it is one.
///
/// The dynamic loader maps a truncated library and then dies of SIGBUS, which would take the host down.
pub(super) fn fault(path: &Path) -> Result<Option<&'static str>> {
    Ok(validate(FileMap::open(path)?.bytes()).err())
}

fn validate(data: &[u8]) -> std::result::Result<(), &'static str> {
    let header = elf::FileHeader64::<object::Endianness>::parse(data).map_err(|_| "it is not a 64-bit ELF library")?;
    let endian = header.endian().map_err(|_| "its byte order is unknown")?;
    if header.e_machine(endian).0 != MACHINE || header.e_type(endian) != elf::ET_DYN {
        return Err("it is not a shared library for this processor");
    }
    let truncated = "it is truncated";
    let segments = header.program_headers(endian, data).map_err(|_| truncated)?;
    let inside = |offset: u64, size: u64| offset.checked_add(size).is_some_and(|end| end <= data.len() as u64);
    if !segments.iter().all(|segment| inside(segment.p_offset(endian), segment.p_filesz(endian))) {
        return Err(truncated);
    }
    // Section headers stand last in a linked file, so they catch a cut behind the last segment.
    header.section_headers(endian, data).map_err(|_| truncated)?;
    Ok(())
}

fn open(path: &Path) -> Result<*const ort::sys::OrtApiBase> {
    // SAFETY: `validate` passed: a complete library for this machine. Its initialisers are trusted as the host's choice.
    let library = unsafe { Library::open(Some(path), RTLD_NOW | RTLD_LOCAL) }
        .map_err(|cause| invalid(path, "the system's loader refuses it").with_source(cause))?;
    // Never unloaded, whatever it is: libraries with threads and thread-locals do not survive dlclose.
    let library = std::mem::ManuallyDrop::new(library);
    // SAFETY: ONNX Runtime exports OrtGetApiBase with this signature.
    let entry = unsafe { library.get::<GetApiBase>(b"OrtGetApiBase\0") }
        .map_err(|cause| invalid(path, "it does not export OrtGetApiBase").with_source(cause))?;
    // SAFETY: the function takes nothing and returns a pointer to a static.
    let base = unsafe { entry() };
    if base.is_null() { Err(invalid(path, "it gives no API")) } else { Ok(base) }
}

/// Keeps newer official builds silent: `DisableTelemetryEvents` alone left a device id and a database on disk (1.31.1).
fn switch_telemetry_off(version: &str) {
    let minor = version.split('.').nth(1).and_then(|minor| minor.parse().ok()).unwrap_or(u32::MAX);
    if minor >= FIRST_WITH_TELEMETRY {
        // SAFETY: setenv races with getenv in other threads of the host. It is done once, only for libraries that
        // would otherwise send data, before the environment that reads it exists; hosts that cannot accept it use 1.28.0.
        unsafe { std::env::set_var("ORT_DISABLE_TELEMETRY", "1") };
    }
}

fn invalid(path: &Path, why: &str) -> Error {
    Error::new(
        ErrorCode::RuntimeInvalid,
        format!(
            "{} cannot be used as ONNX Runtime: {why}; take libonnxruntime.so.1.28.0 of this system",
            path.display()
        ),
    )
}
