//! The C ABI as a whole: the sources, the header, the checked-in list of symbols and the library that was built agree.

// clippy.toml allows this in tests, but not in their helper functions.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use object::{Object, ObjectSymbol};

const HEADER: &str = include_str!("../include/cajal.h");
const SYMBOLS: &str = include_str!("abi/symbols.txt");
const MANIFEST: &str = include_str!("../Cargo.toml");

/// The source of one export: its name and its body.
struct Export {
    name: String,
    body: String,
}

/// The exports in `src/ffi`, without the tests.
fn exports() -> Vec<Export> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/ffi");
    let files = fs::read_dir(folder).unwrap().map(|entry| fs::read_to_string(entry.unwrap().path()).unwrap());
    files.flat_map(|source| exports_in(source.split("#[cfg(test)]\nmod tests").next().unwrap())).collect()
}

fn exports_in(source: &str) -> Vec<Export> {
    let pieces = source.split("#[unsafe(no_mangle)]\n").skip(1);
    pieces
        .map(|piece| {
            let piece = piece.split("\n}\n").next().unwrap();
            let (signature, body) = piece.split_once("{\n").unwrap();
            let name = signature.split_once("fn ").unwrap().1.split('(').next().unwrap();
            Export { name: name.to_owned(), body: body.to_owned() }
        })
        .collect()
}

fn export_names() -> BTreeSet<String> {
    exports().into_iter().map(|export| export.name).collect()
}

fn listed_names() -> BTreeSet<String> {
    SYMBOLS.lines().map(str::to_owned).collect()
}

/// The functions that the header declares, each with the comment above it.
fn declarations() -> Vec<(String, String)> {
    let functions = HEADER.split_once("extern \"C\" {").unwrap().1.split_once("#ifdef __cplusplus").unwrap().0;
    let blocks = functions.split("/**\n").skip(1);
    blocks
        .map(|block| {
            let (comment, declaration) = block.split_once("*/\n").unwrap();
            let before = declaration.split_once('(').unwrap().0;
            let name = before.rsplit([' ', '*']).next().unwrap();
            (name.to_owned(), comment.to_owned())
        })
        .collect()
}

/// The C library that cargo built next to this test.
fn library() -> PathBuf {
    let test = std::env::current_exe().unwrap();
    test.ancestors().map(|folder| folder.join("libcajal.so")).find(|file| file.is_file()).unwrap()
}

#[test]
fn every_export_is_on_the_list_and_in_the_header() {
    let declared: BTreeSet<String> = declarations().into_iter().map(|(name, _)| name).collect();
    assert_eq!(export_names(), listed_names());
    assert_eq!(declared, listed_names());
}

#[test]
fn every_export_starts_with_a_guard_and_has_one() {
    for Export { name, body } in exports() {
        assert!(body.trim_start().starts_with("guard(") || body.trim_start().starts_with("guard_or("), "{name}");
        assert_eq!(body.matches("guard").count(), 1, "{name}");
    }
}

#[test]
fn every_export_is_at_most_a_dozen_lines() {
    for Export { name, body } in exports() {
        assert!(body.lines().count() <= 12, "{name}");
    }
}

#[test]
#[cfg(target_os = "linux")]
fn the_library_exports_the_list_and_nothing_else() {
    let bytes = fs::read(library()).unwrap();
    let elf = object::File::parse(&*bytes).unwrap();
    let defined = elf.dynamic_symbols().filter(|symbol| symbol.is_definition());
    let names = defined.map(|symbol| symbol.name().unwrap().to_owned());
    // With the feature `jni`, Java's methods besides: src/jni compares them with the Java classes.
    let names: BTreeSet<String> =
        names.filter(|name| !(cfg!(feature = "jni") && name.starts_with("Java_org_cajal_Native_"))).collect();
    assert_eq!(names, listed_names());
}

#[test]
#[cfg(target_os = "linux")]
fn the_library_carries_the_abi_number_in_its_soname() {
    let bytes = fs::read(library()).unwrap();
    let soname = format!("libcajal.so.{}\0", manifest_value("abi-version"));
    assert!(bytes.windows(soname.len()).any(|window| window == soname.as_bytes()));
}

#[test]
fn every_function_of_the_header_says_what_a_caller_must_know() {
    for (name, comment) in declarations() {
        for line in ["Ownership: ", "Thread safety: ", "Errors: ", "Since: "] {
            assert!(comment.contains(line), "{name} lacks {line}");
        }
    }
}

#[test]
fn every_macro_and_type_of_the_header_has_the_prefix() {
    let defined = HEADER.lines().filter_map(|line| line.strip_prefix("#define "));
    assert!(defined.into_iter().all(|name| name.starts_with("CAJAL_")));
    let types = HEADER.lines().filter_map(|line| line.strip_prefix("typedef struct "));
    assert!(types.into_iter().all(|name| name.starts_with("cajal_")));
}

#[test]
fn the_version_macros_are_those_of_the_manifest() {
    let version = manifest_value("version");
    let parts: Vec<&str> = version.split('.').collect();
    for (name, value) in ["MAJOR", "MINOR", "PATCH"].iter().zip(parts) {
        assert!(HEADER.contains(&format!("#define CAJAL_VERSION_{name} {value}\n")), "{name}");
    }
    assert!(HEADER.contains(&format!("#define CAJAL_VERSION \"{version}\"\n")));
    assert!(HEADER.contains(&format!("#define CAJAL_ABI_VERSION {}\n", manifest_value("abi-version"))));
}

fn manifest_value(key: &str) -> String {
    let line = MANIFEST.lines().find_map(|line| line.strip_prefix(&format!("{key} = "))).unwrap();
    line.trim_matches('"').to_owned()
}
