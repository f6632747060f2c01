//! The rules of the house that no lint knows: the order of the rooms, where `unsafe` may stand, sizes, and what no file
//! may hold. Each test lists every offence it finds.

#![allow(clippy::unwrap_used, reason = "the helpers of a test may stop it")]

use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{TokenStream, TokenTree};

/// The rooms of `src/` from the bottom up. A room may name only itself and rooms of the rows above its own.
const ROOMS: &[&[&str]] = &[
    &["error"],
    &["control"],
    &["text"],
    &["label"],
    &["tokenizer"],
    &["window"],
    &["decode"],
    &["runtime"],
    &["model"],
    &["classify", "fill_mask", "ner"],
    &["annotation"],
    &["export"],
    &["deidentify", "evaluate"],
    &["ffi"],
    &["jni"],
];

/// Rooms that compute on plain values only.
const PURE: &[&str] = &["text", "label", "window", "decode", "annotation", "export", "deidentify", "evaluate"];

/// What a pure room may not name: files, foreign code and the runtime.
const IMPURE: &[&str] = &["fs", "path", "env", "process", "net", "ptr", "ort", "libc", "libloading", "memmap2"];

/// Rooms that may hold `unsafe`.
const UNSAFE: &[&str] = &["ffi", "jni", "runtime"];

const MAX_LINES: usize = 400;

/// Folders that hold no source of ours; in a work tree `.git` is a file.
const SKIPPED: &[&str] = &[".git", ".cache", "target", "build"];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every file under `folder`, relative to the root of the repository, sorted.
fn files(folder: &str) -> Vec<PathBuf> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap();
            if SKIPPED.contains(&name) {
                continue;
            }
            if path.is_dir() {
                walk(&path, found);
            } else {
                found.push(path);
            }
        }
    }
    let mut found = Vec::new();
    walk(&root().join(folder), &mut found);
    found.sort();
    found.iter().map(|path| path.strip_prefix(root()).unwrap().to_path_buf()).collect()
}

fn has_extension(path: &Path, extensions: &[&str]) -> bool {
    path.extension().is_some_and(|extension| extensions.iter().any(|wanted| extension == *wanted))
}

/// The Rust files under `folder`, each with its tokens: comments are gone and a string is one token.
fn rust_files(folder: &str) -> Vec<(PathBuf, Vec<String>)> {
    let rust = files(folder).into_iter().filter(|path| has_extension(path, &["rs"]));
    rust.map(|path| {
        let source = fs::read_to_string(root().join(&path)).unwrap();
        let mut tokens = Vec::new();
        flatten(source.parse().unwrap(), &mut tokens);
        (path, tokens)
    })
    .collect()
}

fn flatten(stream: TokenStream, tokens: &mut Vec<String>) {
    for tree in stream {
        if let TokenTree::Group(group) = tree {
            tokens.push("{".to_owned());
            flatten(group.stream(), tokens);
            tokens.push("}".to_owned());
        } else {
            tokens.push(tree.to_string());
        }
    }
}

/// The room a file of `src/` belongs to: `ner` for `src/ner.rs`, `ffi` for all of `src/ffi/`.
fn room(path: &Path) -> String {
    Path::new(path.components().nth(1).unwrap().as_os_str()).file_stem().unwrap().to_str().unwrap().to_owned()
}

fn rank(room: &str) -> Option<usize> {
    ROOMS.iter().position(|row| row.contains(&room))
}

/// The first names after `crate::`: `a` and `b` in `crate::{a::X, b}`.
fn named_rooms(tokens: &[String]) -> Vec<String> {
    let mut named = Vec::new();
    for start in 0..tokens.len() {
        if tokens[start] != "crate" || tokens.get(start + 1).is_none_or(|token| token != ":") {
            continue;
        }
        let rest = &tokens[start + 3..];
        if rest[0] != "{" {
            named.push(rest[0].clone());
            continue;
        }
        let mut depth = 0;
        for (index, token) in rest.iter().enumerate() {
            match token.as_str() {
                "{" => depth += 1,
                "}" => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                break;
            }
            if depth == 1 && (index == 0 || token == ",") && rest[index + 1] != "}" {
                named.push(rest[index + 1].clone());
            }
        }
    }
    named
}

/// Whether `super::` is repeated up to the root of the crate and a room is named from there.
fn climbs_to_a_room(path: &Path, tokens: &[String]) -> bool {
    let depth = path.components().count() - 1 - usize::from(path.ends_with("mod.rs"));
    let climb: Vec<&str> = ["super", ":", ":"].repeat(depth);
    tokens
        .windows(climb.len() + 1)
        .any(|window| window[..climb.len()] == climb[..] && rank(&window[climb.len()]).is_some())
}

fn assert_none(offences: &[String], rule: &str) {
    assert!(offences.is_empty(), "{rule}:\n  {}", offences.join("\n  "));
}

#[test]
fn names_after_crate_are_found_in_paths_and_in_groups() {
    let mut tokens = Vec::new();
    flatten(
        "use crate::{text::{Span, Word}, label}; fn f(x: crate::ner::Ner) {} // crate::ffi".parse().unwrap(),
        &mut tokens,
    );
    assert_eq!(named_rooms(&tokens), ["text", "label", "ner"]);
}

#[test]
fn every_room_names_only_rooms_below_it() {
    let mut offences = Vec::new();
    for (path, tokens) in rust_files("src") {
        let here = room(&path);
        // The root lists the rooms, the command line is a crate of its own, and a tests.rs may look up.
        if here == "lib" || here == "bin" || path.ends_with("tests.rs") {
            continue;
        }
        let Some(own) = rank(&here) else {
            offences.push(format!("{}: the room `{here}` has no place in the order", path.display()));
            continue;
        };
        for named in named_rooms(&tokens) {
            let allowed = named == here || rank(&named).is_some_and(|rank| rank < own);
            if !allowed {
                offences.push(format!("{} names crate::{named}", path.display()));
            }
        }
        if climbs_to_a_room(&path, &tokens) {
            offences.push(format!("{} climbs to another room with super; name it through crate", path.display()));
        }
    }
    assert_none(&offences, "a room names only itself and rooms below it, through its full path");
}

#[test]
fn the_pure_middle_names_no_file_no_pointer_and_no_runtime() {
    let mut offences = Vec::new();
    for (path, tokens) in rust_files("src").into_iter().filter(|(path, _)| PURE.contains(&room(path).as_str())) {
        for (index, token) in tokens.iter().enumerate() {
            let pointer = token == "*" && tokens.get(index + 1).is_some_and(|next| next == "const" || next == "mut");
            let member = tokens.get(index + 1).is_some_and(|next| next == ":");
            if pointer || (member && IMPURE.contains(&token.as_str())) {
                offences.push(format!("{} names {token}{}", path.display(), tokens[index + 1]));
            }
        }
    }
    assert_none(&offences, "the pure rooms compute on plain values");
}

#[test]
fn unsafe_stands_only_at_the_borders() {
    let mut offences = Vec::new();
    for (path, tokens) in rust_files("src") {
        let border = UNSAFE.contains(&room(&path).as_str());
        if !border && tokens.iter().any(|token| token == "unsafe" || token == "unsafe_code") {
            offences.push(path.display().to_string());
        }
    }
    assert_none(&offences, "`unsafe` belongs in the C ABI, the Java interface and the runtime");
}

#[test]
fn no_file_is_longer_than_a_reader_can_hold() {
    let mut offences = Vec::new();
    for folder in ["src", "bindings", "examples", "scripts"] {
        let sources = ["rs", "c", "h", "cpp", "hpp", "cs", "sh", "py"];
        for path in files(folder).iter().filter(|path| has_extension(path, &sources)) {
            let source = fs::read_to_string(root().join(path)).unwrap();
            let lines = source.split("#[cfg(test)]\nmod tests {").next().unwrap().lines().count();
            if lines > MAX_LINES && !path.ends_with("tests.rs") {
                offences.push(format!("{}: {lines} lines", path.display()));
            }
        }
    }
    assert_none(&offences, "a file has at most 400 lines without its tests");
}

#[test]
fn nothing_is_left_unfinished_and_no_test_sleeps() {
    let banned = ["todo", "unimplemented", "dbg", "sleep", "sleep_ms"];
    let mut offences = Vec::new();
    for (path, tokens) in ["src", "tests", "examples"].iter().flat_map(|folder| rust_files(folder)) {
        for pair in tokens.windows(2).filter(|pair| pair[1] == "!" || pair[1] == "{") {
            if banned.contains(&pair[0].as_str()) {
                offences.push(format!("{} calls {}", path.display(), pair[0]));
            }
        }
    }
    assert_none(&offences, "no placeholder and no sleeping");
}

#[test]
fn no_text_file_names_a_place_on_somebodys_machine() {
    // Put together here, so that this file does not offend against its own rule.
    let places: Vec<String> = ["home", "root", "Users", "work"].iter().map(|name| format!("/{name}/")).collect();
    let mut offences = Vec::new();
    for path in files("") {
        // Binary files are none of this rule's business.
        let Ok(source) = fs::read_to_string(root().join(&path)) else { continue };
        for place in places.iter().filter(|place| source.contains(place.as_str())) {
            offences.push(format!("{} holds {place}", path.display()));
        }
    }
    assert_none(&offences, "paths are relative to the repository");
}
