//! `cajal deidentify`: what is replaced, where it goes, and what stays out of it.

use std::fs;
use std::path::Path;

use crate::{cajal, ended, folder, given, json, one_json, run, stdout_of};

/// An invented patient in the layout that the embedded model knows.
const NOTE: &str = "Datos del paciente.\r\nNombre: Ernesto.\r\nApellidos: Rivera Bueno.\r\nEdad: 54 años.\r\n\
    Datos asistenciales.\r\nApellidos: RIVERA  BUENO.\r\n";

/// The note with these in place of its name, its surnames, its age and its surnames again.
fn note_with([name, surnames, age, again]: [&str; 4]) -> String {
    format!(
        "Datos del paciente.\r\nNombre: {name}.\r\nApellidos: {surnames}.\r\nEdad: {age}.\r\n\
         Datos asistenciales.\r\nApellidos: {again}.\r\n"
    )
}

fn argument(path: &Path) -> &str {
    path.to_str().expect("the test's path is UTF-8")
}

#[test]
fn labels_stand_in_the_text_and_nothing_else_changes() {
    let name = "[NOMBRE_SUJETO_ASISTENCIA]";
    let expected = note_with([name, name, "[EDAD_SUJETO_ASISTENCIA]", name]);
    assert_eq!(run(["deidentify", "--text", NOTE]), expected);
    assert_eq!(stdout_of(given(cajal(["deidentify"]), b"Sin fiebre.\n")), "Sin fiebre.\n");
}

#[test]
fn masks_keep_the_length_unless_told_one() {
    let same = note_with(["███████", "████████████", "███████", "█████████████"]);
    assert_eq!(run(["deidentify", "--mode", "mask", "--text", NOTE]), same);
    let fixed = run(["deidentify", "--mode", "mask", "--mask-length", "3", "--text", NOTE]);
    assert_eq!(fixed, note_with(["███"; 4]));
}

#[test]
fn one_name_has_one_pseudonym_and_the_map_is_apart() {
    let folder = folder("deidentify_map");
    let (file, map) = (folder.join("uno.txt"), folder.join("mapa.jsonl"));
    fs::write(&file, NOTE).expect("the test's file can be written");
    let arguments = ["deidentify", "--mode", "pseudonym", "--map", argument(&map), argument(&file)];
    let name = |number| format!("[NOMBRE_SUJETO_ASISTENCIA_{number}]");
    let expected = note_with([&name(1), &name(2), "[EDAD_SUJETO_ASISTENCIA_1]", &name(2)]);
    assert_eq!(run(arguments), expected);
    let pseudonyms = &one_json(&fs::read_to_string(&map).expect("the map was written"))["pseudonyms"];
    assert_eq!((&pseudonyms[1]["tag"], &pseudonyms[1]["count"]), (&name(2).into(), &2.into()));
    assert_eq!(pseudonyms[1]["spellings"], serde_json::json!(["Rivera Bueno", "RIVERA  BUENO"]));
    let (code, _, stderr) = ended(arguments);
    assert_eq!(code, 2);
    assert!(stderr.contains("mapa.jsonl exists"), "{stderr}");
}

#[test]
#[cfg(unix)]
fn only_its_owner_may_read_a_map() {
    use std::os::unix::fs::PermissionsExt as _;
    let map = folder("deidentify_private").join("mapa.jsonl");
    fs::write(&map, "").expect("the test's file can be written");
    fs::set_permissions(&map, fs::Permissions::from_mode(0o644)).expect("the test's file is ours");
    run(["deidentify", "--mode", "pseudonym", "--map", argument(&map), "--force", "--text", NOTE]);
    assert_eq!(fs::metadata(&map).expect("the map is there").permissions().mode() & 0o777, 0o600);
}

#[test]
fn several_documents_go_to_a_folder_and_never_onto_themselves() {
    let folder = folder("deidentify_folder");
    let paths = [folder.join("uno.txt"), folder.join("dos.txt")];
    paths.iter().for_each(|path| fs::write(path, NOTE).expect("the test's file can be written"));
    let files = paths.each_ref().map(|path| argument(path));
    let out = folder.join("nuevos");
    run(["deidentify", "--out", argument(&out), files[0], files[1]]);
    let new = fs::read_to_string(out.join("dos.txt")).expect("the text was written");
    assert!(new.contains("[EDAD_SUJETO_ASISTENCIA]") && !new.contains("Rivera"), "{new}");
    let (code, _, stderr) = ended(["deidentify", "--force", "--out", argument(&folder), files[0], files[1]]);
    assert_eq!((code, fs::read_to_string(&paths[0]).ok().as_deref()), (2, Some(NOTE)));
    assert!(stderr.contains("is one of the documents"), "{stderr}");
    assert_eq!(ended(["deidentify", files[0], files[1]]).0, 2);
    assert_eq!(json(&run(["deidentify", "--format", "json", files[0], files[1]])).len(), 2);
}

#[test]
fn the_segments_are_the_whole_of_both_texts() {
    let answer = one_json(&run(["deidentify", "--format", "json", "--text", NOTE]));
    let text = answer["text"].as_str().expect("a text");
    let segments = answer["segments"].as_array().expect("segments");
    let piece = |text: &str, side: &serde_json::Value| {
        let at =
            |border: &str| side["utf8"][border].as_u64().and_then(|at| usize::try_from(at).ok()).expect("a position");
        text[at("start")..at("end")].to_owned()
    };
    let both: (String, String) = segments.iter().map(|s| (piece(NOTE, &s["from"]), piece(text, &s["to"]))).unzip();
    assert_eq!(both, (NOTE.to_owned(), text.to_owned()));
    let labels: Vec<_> = segments.iter().filter_map(|segment| segment["label"].as_str()).collect();
    assert_eq!((labels.len(), &answer["replaced"]), (4, &4.into()));
    assert_eq!(labels[2], "EDAD_SUJETO_ASISTENCIA");
}

#[test]
fn a_map_without_pseudonyms_and_a_length_without_a_mask_are_refused() {
    let endless = ["--mode", "mask", "--mask-length", "10000000000000"];
    for wrong in [&["--map", "x"][..], &["--mode", "mask", "--map", "x"], &["--mask-length", "3"], &endless] {
        let (code, stdout, stderr) = ended(["deidentify", "--text", NOTE].iter().chain(wrong));
        assert_eq!((code, stdout.as_str()), (2, ""), "{wrong:?}");
        assert!(!stderr.contains("Rivera") && !Path::new("x").exists(), "{stderr}");
    }
}

#[test]
fn a_document_that_fails_leaves_no_text_behind() {
    let (code, stdout, stderr) = ended(["deidentify", "--timeout-ms", "0", "--text", NOTE]);
    assert_eq!((code, stdout.as_str()), (1, ""));
    assert!(!stderr.contains("Rivera"), "{stderr}");
}
