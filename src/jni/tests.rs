//! The room as a whole: every native method is guarded and declared in Java.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::ner::{put_entities, take_entities};
use super::pack::Pack;
use crate::error::ErrorCode;
use crate::ffi::ner::fingerprint;
use crate::ner::{Entity, NerAnswer};
use crate::text::{Document, Offsets, Span};

const JAVA: &str = include_str!("../../bindings/java/src/main/java/org/cajal/Native.java");
const PREFIX: &str = "Java_org_cajal_Native_";

/// The native methods of this room: names and bodies.
fn exports() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/jni");
    let sources = fs::read_dir(folder).unwrap().map(|entry| fs::read_to_string(entry.unwrap().path()).unwrap());
    let pieces: Vec<String> = sources
        .flat_map(|source| source.split("#[unsafe(no_mangle)]\n").skip(1).map(str::to_owned).collect::<Vec<_>>())
        .collect();
    pieces.iter().filter(|piece| piece.contains(PREFIX)).map(|piece| named(piece)).collect()
}

fn named(piece: &str) -> (String, String) {
    let (signature, body) = piece.split("\n}\n").next().unwrap().split_once("{\n").unwrap();
    let name = signature.split_once(PREFIX).unwrap().1;
    (name.split(['<', '(']).next().unwrap().to_owned(), body.trim().to_owned())
}

#[test]
fn every_native_method_runs_inside_a_guard() {
    for (name, body) in exports() {
        let guards = ["answer(env, ", "guarded(|| ", "discard(guarded(|| "];
        assert!(guards.iter().any(|guard| body.starts_with(guard)), "{name}");
    }
}

#[test]
fn java_declares_the_native_methods_that_there_are() {
    let declared: BTreeSet<String> = JAVA
        .lines()
        .filter_map(|line| line.trim().strip_prefix("static native ")?.split_once('('))
        .map(|(before, _)| before.rsplit(' ').next().unwrap().to_owned())
        .collect();
    let exported: BTreeSet<String> = exports().into_iter().map(|(name, _)| name).collect();
    assert_eq!(exported, declared);
}

#[test]
fn both_sides_have_the_same_interface_version() {
    let java = JAVA.lines().find_map(|line| line.trim().strip_prefix("static final int INTERFACE = ")).unwrap();
    let rust = include_str!("setup.rs").lines().find_map(|line| line.strip_prefix("const INTERFACE: i32 = ")).unwrap();
    assert_eq!(java, rust);
}

#[test]
fn a_packed_result_is_read_as_it_was_and_a_damaged_one_is_refused() {
    let document = Document::new("Niño: PTH y calcio");
    let spans = |start, end| Span { start, end };
    let offsets = Offsets { utf8: spans(7, 10), utf16: spans(6, 9), codepoint: spans(6, 9) };
    let entity = |label: &str, model| Entity { label: label.into(), score: 0.25, offsets, model };
    let entities = vec![entity("PROTEINAS", 0), entity("NORMALIZABLES", 1), entity("PROTEINAS", 1)];
    let answer = NerAnswer { entities, words: 6, windows: 2, shortened_words: 1 };
    let models = ["uno".to_owned(), "dos".to_owned()];
    let mut pack = Pack::success();
    put_entities(&mut pack, &document, &models, &answer);
    // Java reads the status and keeps the rest.
    let bytes = &pack.into_bytes()[4..];
    let read = take_entities(bytes).unwrap();
    assert_eq!((read.fingerprint, &read.models[..], &read.answer), (fingerprint(&document), &models[..], &answer));
    for length in 0..bytes.len() {
        assert_eq!(take_entities(&bytes[..length]).err().map(|error| error.code()), Some(ErrorCode::Internal));
    }
}
