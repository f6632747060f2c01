//! What is written, where, and what happens when it cannot be.

use std::fs::{self, File};

use crate::{cajal, ended, folder, parts, run};

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    for arguments in [&["ner", "--text", "PTH"][..], &["fill-mask", "la <mask> arterial"], &["info"]] {
        let (reader, writer) = std::io::pipe().expect("a pipe opens");
        drop(reader);
        let output = cajal(arguments).stdout(writer).output().expect("cajal runs");
        let (code, _, stderr) = parts(output);
        assert_eq!((code, stderr.as_str()), (0, ""), "{arguments:?}");
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_exits_with_4() {
    let full = File::options().write(true).open("/dev/full").expect("/dev/full opens");
    let output = cajal(["info"]).stdout(full).output().expect("cajal runs");
    let (code, _, stderr) = parts(output);
    assert_eq!(code, 4);
    assert!(stderr.starts_with("cajal: ") && stderr.contains("written"), "{stderr}");
}

#[test]
fn characters_that_steer_a_terminal_are_escaped() {
    let text = "Biopsia de mama: carcinoma \u{1b} ductal infiltrante.";
    let stdout = run(["ner", "--model", "cantemist", "--text", text]);
    assert!(stdout.ends_with("  carcinoma \\u{1b} ductal infiltrante\n"), "{stdout:?}");
}

#[test]
fn an_entity_over_two_lines_is_one_row() {
    let stdout = run(["ner", "--model", "cantemist", "--text", "Biopsia: carcinoma\r\nductal infiltrante de mama."]);
    assert_eq!(stdout.lines().count(), 2, "{stdout}");
    assert!(stdout.ends_with("  carcinoma\\r\\nductal infiltrante\n"), "{stdout:?}");
}

#[test]
fn the_name_of_a_document_is_escaped_like_its_text() {
    let folder = folder("output_name");
    fs::write(folder.join("a\u{1b}[31m.txt"), "fiebre").expect("the test's file can be written");
    let arguments = ["ner", "--model", "pharmaconer", "a\u{1b}[31m.txt", "--text", "fiebre"];
    let output = cajal(arguments).current_dir(&folder).output().expect("cajal runs");
    let (code, stdout, stderr) = parts(output);
    assert_eq!((code, stderr.as_str()), (0, ""));
    assert_eq!(stdout, "text 1\nno entities\n\na\\u{1b}[31m.txt\nno entities\n");
}

#[test]
fn no_text_of_a_document_reaches_stderr() {
    let marked = "Marcador sin nada que rellenar";
    for arguments in [
        vec!["fill-mask", marked],
        vec!["fill-mask", "--timeout-ms", "0", "Marcador <mask>."],
        vec!["ner", "-m", "pharmaconer", "--timeout-ms", "0", marked],
    ] {
        let (code, stdout, stderr) = ended(&arguments);
        assert_eq!((code, stdout.as_str()), (1, ""), "{arguments:?}");
        assert!(stderr.starts_with("cajal: text 1: ") && !stderr.contains("Marcador"), "{stderr}");
    }
}

#[test]
fn nor_does_one_that_was_given_where_something_else_belongs() {
    for arguments in [
        &["Marcador con paracetamol"][..],
        &["Marcador"],
        &["ner", "--Marcador con paracetamol"],
        &["ner", "-Marcador"],
        &["ner", "--marcador=Marcador"],
        &["ner", "--threshold", "Marcador 0.5", "nota.txt"],
        &["ner", "--format", "Marcador", "nota.txt"],
        &["ner", "--provider", "Marcador", "nota.txt"],
        &["info", "Marcador"],
        &["compile", "--json=Marcador"],
        &["deidentify", "--mode", "Marcador"],
        &["fill-mask", "-k", "Marcador"],
    ] {
        let (code, stdout, stderr) = ended(arguments);
        assert_eq!((code, stdout.as_str()), (2, ""), "{arguments:?}");
        assert!(!stderr.contains("Marcador") && stderr.contains("error: "), "{arguments:?}: {stderr}");
    }
    let (_, _, stderr) = ended(["ner", "--formt", "json"]);
    assert!(stderr.contains("'--formt'") && stderr.contains("'--format'"), "{stderr}");
    let (_, _, stderr) = ended(["ner", "--format", "jsn"]);
    assert!(stderr.contains("--format") && stderr.contains("'json'"), "{stderr}");
}

#[test]
fn a_text_may_begin_with_a_dash_or_be_one() {
    let text = "- Se pauta paracetamol.";
    assert!(run(["ner", "--model", "pharmaconer", "--text", text]).ends_with("  paracetamol\n"));
    assert_eq!(run(["ner", "--model", "pharmaconer", "--text", "-"]), "no entities\n");
    assert!(run(["fill-mask", "--target", "-itis", "Gastr<mask>."]).contains("-itis"));
    // It was forgotten: what follows is not what was to be read.
    for forgotten in [&["ner", "--text", "--model", "pharmaconer"][..], &["fill-mask", "--target", "--top-k", "3"]] {
        let (code, _, stderr) = ended(forgotten);
        assert!(code == 2 && stderr.contains("the text is missing"), "{stderr}");
    }
}
