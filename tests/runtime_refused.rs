//! Files that are no ONNX Runtime for this machine are refused with a code of their own, and nothing is loaded.
//!
//! No test here loads a good library: a process holds one for good. See `runtime_retry.rs`.

// Helpers of tests stop a test as its assertions do.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use cajal::{ErrorCode, runtime};

/// The library that `scripts/setup.sh` fetched.
fn pinned() -> PathBuf {
    PathBuf::from(std::env::var_os("CAJAL_ONNXRUNTIME").expect("run scripts/setup.sh first: it fetches ONNX Runtime"))
}

/// A file of that name and content in a folder of this test run.
fn file(name: &str, content: &[u8]) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&path, content).unwrap();
    path
}

/// A shared library made of `source`.
fn library(name: &str, source: &str) -> PathBuf {
    let source = file(&format!("{name}.c"), source.as_bytes());
    let library = source.with_extension("so");
    let built = Command::new("cc").args(["-shared", "-fPIC", "-o"]).arg(&library).arg(&source).status().unwrap();
    assert!(built.success());
    library
}

fn refusal(path: &Path) -> (ErrorCode, String) {
    let error = runtime::load(Some(path)).unwrap_err();
    assert_eq!(runtime::info(), None);
    (error.code(), error.message().to_owned())
}

#[test]
fn a_missing_file_and_an_empty_folder_are_not_found() {
    let (code, message) = refusal(Path::new("/nowhere/libonnxruntime.so"));
    assert_eq!(code, ErrorCode::RuntimeNotFound);
    assert!(message.contains("/nowhere/libonnxruntime.so"), "{message}");
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("no-runtime");
    fs::create_dir_all(&folder).unwrap();
    assert_eq!(refusal(&folder).0, ErrorCode::RuntimeNotFound);
}

#[test]
fn a_relative_path_is_refused_because_the_system_would_search_for_it() {
    let (code, message) = refusal(Path::new("libonnxruntime.so"));
    assert_eq!(code, ErrorCode::RuntimeNotFound);
    assert!(message.contains("absolute"), "{message}");
}

#[test]
fn a_truncated_library_is_invalid_and_does_not_kill_the_process() {
    let whole = fs::read(pinned()).unwrap();
    for (index, kept) in [0, 10, 100, 4096, whole.len() / 2, whole.len() - 4096, whole.len() - 1].iter().enumerate() {
        let path = file(&format!("truncated-{index}.so"), &whole[..*kept]);
        assert_eq!(refusal(&path).0, ErrorCode::RuntimeInvalid, "{kept} bytes");
        fs::remove_file(path).unwrap();
    }
}

#[test]
fn a_library_for_another_processor_is_invalid() {
    let mut bytes = fs::read(pinned()).unwrap();
    bytes[18] = if bytes[18] == 62 { 183 } else { 62 }; // e_machine: x86-64 and AArch64
    let path = file("other-machine.so", &bytes);
    let (code, message) = refusal(&path);
    assert_eq!(code, ErrorCode::RuntimeInvalid);
    assert!(message.contains("processor"), "{message}");
    fs::remove_file(path).unwrap();
}

#[test]
fn a_text_file_is_invalid() {
    assert_eq!(
        refusal(&file("text.so", b"not a library, though it is longer than an ELF header is\n\n\n\n\n")).0,
        ErrorCode::RuntimeInvalid
    );
}

#[test]
fn a_library_that_is_something_else_is_invalid() {
    let (code, message) = refusal(&library("other", "int answer(void) { return 42; }"));
    assert_eq!(code, ErrorCode::RuntimeInvalid);
    assert!(message.contains("OrtGetApiBase"), "{message}");
}

#[test]
fn a_library_without_the_needed_api_is_too_old_and_named_with_its_version() {
    let source = r#"
        struct base { const void *(*get_api)(unsigned); const char *(*version)(void); };
        static const void *get_api(unsigned version) { (void)version; return 0; }
        static const char *version(void) { return "1.16.3"; }
        static const struct base base = { get_api, version };
        const struct base *OrtGetApiBase(void) { return &base; }
    "#;
    let (code, message) = refusal(&library("old", source));
    assert_eq!(code, ErrorCode::RuntimeTooOld);
    assert!(message.contains("1.16.3"), "{message}");
}

#[test]
fn a_library_that_needs_what_is_not_there_is_invalid() {
    let path = library(
        "unresolved",
        "int cajal_no_such_function(void); int OrtGetApiBase(void) { return cajal_no_such_function(); }",
    );
    assert_eq!(refusal(&path).0, ErrorCode::RuntimeInvalid);
}
