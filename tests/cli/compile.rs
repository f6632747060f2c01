//! `cajal compile`, and the precisions that other verbs run in.

use std::fs;

use crate::{ended, one_json, run};

const TEXT: &str = "Se normalizan calcio, magnesio y PTH.";

#[test]
fn a_compiled_folder_gives_the_entities_that_its_source_gives() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("int8");
    let (source, out) = ("models/clinical-es-mini-pharmaconer", out.to_str().unwrap());
    assert_eq!(run(["compile", "--model", source, "--precision", "int8", "--out", out]), "");
    let entities = |arguments: &[&str]| {
        let mut all = vec!["ner", "--format", "json", "--text", TEXT, "--model"];
        all.extend(arguments);
        let answer = one_json(&run(all));
        let entities = answer["entities"].as_array().unwrap().iter();
        entities.map(|entity| (entity["text"].to_string(), entity["score"].to_string())).collect::<Vec<_>>()
    };
    let compiled = entities(&[out, "--verify", "strict"]);
    assert_eq!(compiled.len(), 3);
    assert_eq!(compiled, entities(&[source, "--precision", "int8"]));
    assert_ne!(compiled, entities(&[source]));
    let (code, _, stderr) = ended(["compile", "--model", source, "--precision", "int8", "--out", out]);
    assert_eq!(code, 4);
    assert!(stderr.contains("is not empty"), "{stderr}");
    let (code, _, stderr) = ended(["ner", "--model", out, "--precision", "f32", "--text", TEXT]);
    assert_eq!(code, 2);
    assert!(stderr.contains("was compiled for int8"), "{stderr}");
    fs::remove_file(folder.path().join("int8/config.json")).unwrap();
    let (code, _, stderr) = ended(["ner", "--model", out, "--text", TEXT]);
    assert_eq!(code, 3);
    assert!(stderr.contains("config.json is not there"), "{stderr}");
}

#[test]
fn a_precision_that_is_none_is_a_wrong_command_line() {
    let (code, _, stderr) = ended(["ner", "--precision", "int4", "--text", TEXT]);
    assert_eq!(code, 2);
    assert!(stderr.contains("f32, f16, int8, bf16 or auto"), "{stderr}");
}

#[test]
fn compiling_shows_how_it_is_done() {
    let help = run(["compile", "--help"]);
    for part in ["Examples:", "Exit codes:", "--model", "--precision", "--out", "cajal.json"] {
        assert!(help.contains(part), "{part}");
    }
}
