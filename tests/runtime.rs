//! Finding and loading ONNX Runtime. One process holds one runtime, so everything that fails stands before the load
//! that succeeds, in one test.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "the helpers of a test may stop it")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use cajal::{ErrorCode, RuntimeSource, runtime};
use tempfile::TempDir;

const NAME: &str = "libonnxruntime.so.1.28.0";

/// The pinned library, which the build's settings name.
fn pinned() -> PathBuf {
    let path =
        std::env::var_os("CAJAL_ONNXRUNTIME").unwrap_or_else(|| panic!("run scripts/setup.sh and use cargo test"));
    PathBuf::from(path)
}

fn refused(path: &Path, code: ErrorCode, words: &[&str]) {
    let error = runtime::load(Some(path)).err().unwrap_or_else(|| panic!("{} was loaded", path.display()));
    assert_eq!(error.code(), code, "{error}");
    for word in words {
        assert!(error.message().contains(word), "the message should name {word:?}: {error}");
    }
    assert!(runtime::info().is_none(), "a refused library must not be in use");
}

/// A shared library made of a line of C.
fn compile(folder: &Path, name: &str, source: &str) -> PathBuf {
    let (code, library) = (folder.join(format!("{name}.c")), folder.join(format!("{name}.so")));
    fs::write(&code, source).unwrap();
    let done = Command::new("cc").args(["-shared", "-fPIC", "-o"]).arg(&library).arg(&code).status().unwrap();
    assert!(done.success());
    library
}

fn refuses_what_is_not_there(folder: &Path) {
    refused(Path::new(NAME), ErrorCode::RuntimeNotFound, &["absolute"]);
    refused(&folder.join("nowhere.so"), ErrorCode::RuntimeNotFound, &["nowhere.so", NAME]);
    refused(folder, ErrorCode::RuntimeNotFound, &[NAME]);
}

fn refuses_what_is_damaged(folder: &Path) {
    let whole = fs::read(pinned()).unwrap();
    let damaged = folder.join("damaged.so");
    for length in [0, 3, 63, 64, 4096, whole.len() / 2, whole.len() - 4096, whole.len() - 1] {
        fs::write(&damaged, &whole[..length]).unwrap();
        refused(&damaged, ErrorCode::RuntimeInvalid, &["damaged.so", NAME]);
    }
    // Byte 18 of an ELF file names the processor; 8 is MIPS.
    let mut foreign = whole[..1 << 20].to_vec();
    foreign[18] = 8;
    fs::write(&damaged, foreign).unwrap();
    refused(&damaged, ErrorCode::RuntimeInvalid, &["processor"]);
    fs::write(
        &damaged,
        "not a library at all, but long enough to hold the header of one, if one only looks at lengths",
    )
    .unwrap();
    refused(&damaged, ErrorCode::RuntimeInvalid, &["ELF"]);
}

fn refuses_what_is_another_library(folder: &Path) {
    let other = compile(folder, "other", "int answer(void) { return 42; }");
    refused(&other, ErrorCode::RuntimeInvalid, &["OrtGetApiBase"]);
    let empty = compile(folder, "empty", "void *OrtGetApiBase(void) { return 0; }");
    refused(&empty, ErrorCode::RuntimeInvalid, &["empty.so"]);
    let old = compile(
        folder,
        "old",
        "static const void *api(unsigned v) { (void)v; return 0; } static const char *version(void) { return \"1.10.0\"; }
         static const struct { const void *(*a)(unsigned); const char *(*v)(void); } base = { api, version };
         const void *OrtGetApiBase(void) { return &base; }",
    );
    refused(&old, ErrorCode::RuntimeTooOld, &["1.10.0", "1.28.0"]);
}

#[test]
fn every_unfit_library_is_refused_and_the_right_one_can_still_be_loaded() {
    let folder = TempDir::new().unwrap();
    assert!(runtime::info().is_none());
    refuses_what_is_not_there(folder.path());
    refuses_what_is_damaged(folder.path());
    refuses_what_is_another_library(folder.path());

    let info = runtime::load(None).unwrap();
    assert_eq!((info.version.as_str(), info.source), ("1.28.0", RuntimeSource::Environment));
    assert_eq!(info.path, pinned());
    assert_eq!(runtime::info(), Some(info.clone()));
    assert_eq!(runtime::load(Some(&pinned())).unwrap(), info, "the same library again is no fault");

    let copy = folder.path().join(NAME);
    fs::copy(pinned(), &copy).unwrap();
    let error = runtime::load(Some(&copy)).unwrap_err();
    assert_eq!(error.code(), ErrorCode::InvalidArgument);
    assert!(error.message().contains("already loaded"), "{error}");
}
