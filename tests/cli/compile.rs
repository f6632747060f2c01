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

#[test]
#[cfg(unix)]
fn what_a_killed_compilation_left_is_removed_by_the_next_one_and_nothing_else_is() {
    let folder = tempfile::tempdir().unwrap();
    let place = |name: &str| folder.path().join(name);
    let kept = [".int8.4294967295.part", ".int8.copy.part", ".otro.7.part", ".int8.7"];
    for name in kept.iter().chain(&[".int8.7.part"]) {
        fs::create_dir(place(name)).unwrap();
        fs::write(place(name).join("model.safetensors"), "").unwrap();
    }
    // The first is worked in.
    let worked_in = fs::File::open(place(kept[0])).unwrap();
    worked_in.lock().unwrap();
    let (source, out) = ("models/clinical-es-mini-pharmaconer", place("int8"));
    run(["compile", "--model", source, "--precision", "int8", "--out", out.to_str().unwrap()]);
    let mut names: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    let mut expected = [&kept[..], &["int8"]].concat();
    expected.sort_unstable();
    assert_eq!(names, expected);
}

#[test]
fn a_model_to_compile_is_a_folder_and_no_embedded_one_is_offered() {
    let (code, _, stderr) = ended(["compile", "-m", "pharmaconer", "--precision", "int8", "--out", "nowhere"]);
    assert_eq!(code, 3);
    assert!(stderr.contains("there is no folder pharmaconer") && !stderr.contains("embedded"), "{stderr}");
}
