//! Where text comes from: files, arguments, standard input; and what happens to bad ones.

use std::fs;
use std::path::Path;

use serde_json::json;

use crate::{cajal, ended, entities, entity, folder, given, one_json, parts, run, stdout_of};

const NER: [&str; 5] = ["ner", "--model", "pharmaconer", "--format", "json"];

/// Writes a file for a test and gives its path as an argument.
fn file(folder: &Path, name: &str, bytes: &[u8]) -> String {
    let path = folder.join(name);
    fs::write(&path, bytes).expect("the test's file can be written");
    path.into_os_string().into_string().expect("the test's path is UTF-8")
}

/// `cajal ner` over these further arguments.
fn ner(arguments: &[&str]) -> Vec<serde_json::Value> {
    crate::json(&run(NER.iter().chain(arguments)))
}

#[test]
fn standard_input_is_read_without_arguments_and_for_a_dash() {
    for arguments in [&NER[..], &[&NER[..], &["-"]].concat()] {
        let document = one_json(&stdout_of(given(cajal(arguments), "Calcio y PTH.".as_bytes())));
        assert_eq!(document["document"], "-");
        assert_eq!(entities(&document, "utf8").last(), Some(&entity("PTH", "PROTEINAS", 9, 12)));
    }
}

#[test]
fn files_and_texts_keep_their_order() {
    let folder = folder("input_order");
    let (first, second) = (file(&folder, "b.txt", b"PTH"), file(&folder, "a.txt", b"calcio"));
    let documents = ner(&[&first, &second, "Dolor y magnesio.", "--text", "fiebre"]);
    let names: Vec<_> = documents.iter().map(|document| document["document"].as_str().expect("a name")).collect();
    assert_eq!(names, ["text 1", &first, &second, "text 4"]);
}

#[test]
fn crlf_and_tabs_are_counted_as_they_stand() {
    let folder = folder("input_crlf");
    let path = file(&folder, "crlf.txt", b"Tratamiento:\r\nmetformina\r\n\tparacetamol 1 g\r\n");
    let documents = ner(&[&path]);
    let expected = [entity("metformina", "NORMALIZABLES", 14, 24), entity("paracetamol", "NORMALIZABLES", 27, 38)];
    assert_eq!(entities(&documents[0], "utf8"), expected);
    assert_eq!(documents[0]["document"], json!(path));
}

#[test]
fn a_byte_order_mark_and_a_nul_are_counted_as_they_stand() {
    let folder = folder("input_bom");
    let path = file(&folder, "bom.txt", "\u{feff}Dolor\0 intenso; paracetamol".as_bytes());
    let documents = ner(&[&path]);
    assert_eq!(entities(&documents[0], "utf8"), [entity("paracetamol", "NORMALIZABLES", 19, 30)]);
    assert_eq!(entities(&documents[0], "codepoint"), [entity("paracetamol", "NORMALIZABLES", 17, 28)]);
}

#[test]
fn one_bad_file_does_not_stop_the_others() {
    let folder = folder("input_bad");
    let good = file(&folder, "bueno.txt", b"calcio");
    let latin1 = file(&folder, "latin1.txt", b"Marcador y a\xf1os");
    let last = file(&folder, "ultimo.txt", b"PTH");
    let (code, stdout, stderr) = ended(NER.iter().chain(&[good.as_str(), &latin1, "no-existe.txt", &last]));
    assert_eq!(code, 1);
    let names: Vec<_> = crate::json(&stdout).into_iter().map(|document| document["document"].clone()).collect();
    assert_eq!(names, [json!(good), json!(last)]);
    let messages: Vec<_> = stderr.lines().collect();
    assert_eq!(messages.len(), 2, "{stderr}");
    assert!(messages[0].contains("latin1.txt") && messages[0].contains("byte 12"), "{stderr}");
    assert!(messages[1].contains("no-existe.txt"), "{stderr}");
    assert!(!stderr.contains("Marcador"), "{stderr}");
}

#[test]
fn standard_input_that_is_not_utf8_is_an_error_by_position() {
    let (code, stdout, stderr) = parts(given(cajal(NER), b"Marcador\xff"));
    assert_eq!((code, stdout.as_str()), (1, ""));
    assert!(
        stderr.starts_with("cajal: standard input: ") && stderr.contains("byte 8") && !stderr.contains("Marcador"),
        "{stderr}"
    );
}

#[test]
fn a_folder_is_no_document() {
    let folder = folder("input_folder");
    let (code, stdout, stderr) = ended(NER.iter().copied().chain(folder.to_str()));
    assert_eq!((code, stdout.as_str()), (1, ""));
    assert!(stderr.contains("input_folder") && stderr.contains("folder"), "{stderr}");
}

#[test]
fn a_mistyped_file_name_is_not_analysed_as_a_text() {
    for name in ["informe.txt", "paracetamol", "mi informe.txt", "/datos/mi informe", "./mi paracetamol", ""] {
        let (code, stdout, stderr) = ended(NER.iter().copied().chain([name]));
        assert_eq!((code, stdout.as_str()), (1, ""), "{name}");
        assert!(stderr.contains("--text"), "{stderr}");
    }
}

#[test]
fn an_argument_that_may_be_a_text_is_not_shown_in_the_message() {
    let (.., stderr) = ended(NER.iter().copied().chain(["Marcador toma paracetamol 1.5"]));
    assert!(stderr.contains("document 1") && !stderr.contains("Marcador"), "{stderr}");
}

#[test]
fn a_file_whose_name_looks_like_a_text_is_a_file() {
    let folder = folder("input_spaces");
    file(&folder, "Paciente con calcio", b"PTH");
    let output = cajal(NER.iter().chain(&["Paciente con calcio"])).current_dir(&folder).output().expect("cajal runs");
    let document = one_json(&stdout_of(output));
    assert_eq!(document["document"], "Paciente con calcio");
    assert_eq!(entities(&document, "utf8"), [entity("PTH", "PROTEINAS", 0, 3)]);
}

#[test]
#[cfg(target_os = "linux")]
fn names_that_are_not_utf8_stay_apart_in_results_and_keep_their_bytes_on_the_disk() {
    use std::ffi::{OsStr, OsString};
    use std::os::unix::ffi::OsStrExt as _;
    let folder = folder("input_names");
    let names = [OsStr::from_bytes(b"mi \xf1ota.txt"), OsStr::from_bytes(b"mi \xf2ota.txt")];
    names.iter().for_each(|name| fs::write(folder.join(name), "PTH").expect("the test's file can be written"));
    let here = |arguments: &[&str]| {
        let arguments = arguments.iter().map(OsString::from).chain(names.map(OsString::from));
        stdout_of(cajal(arguments).current_dir(&folder).output().expect("cajal runs"))
    };
    let shown = [json!(r"mi \xf1ota.txt"), json!(r"mi \xf2ota.txt")];
    let documents = |lines: &str| crate::json(lines).iter().map(|line| line["document"].clone()).collect::<Vec<_>>();
    assert_eq!(documents(&here(&NER)), shown);
    here(&["deidentify", "--mode", "pseudonym", "--map", "mapa.jsonl", "--out", "nuevos"]);
    assert_eq!(documents(&fs::read_to_string(folder.join("mapa.jsonl")).expect("the map is there")), shown);
    assert!(names.iter().all(|name| folder.join("nuevos").join(name).is_file()));
}
