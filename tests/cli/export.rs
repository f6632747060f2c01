//! `cajal ner --format brat|conll|html`: files, and what is never overwritten.

use std::fs;
use std::path::{Path, PathBuf};

use crate::{ended, folder, run};

const TEXT: &str = "Dolor 😀 intenso;\r\nparacetamol y PTH.";

/// A folder with `uno.txt`, and its path.
fn document(test: &str) -> (PathBuf, String) {
    let folder = folder(test);
    let path = folder.join("uno.txt");
    fs::write(&path, TEXT).expect("the test's file can be written");
    (folder, path.into_os_string().into_string().expect("the test's path is UTF-8"))
}

fn argument(path: &Path) -> &str {
    path.to_str().expect("the test's path is UTF-8")
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).expect("the file was written")
}

#[test]
fn brat_writes_a_file_for_each_document_in_code_points_of_the_file_as_it_is() {
    let (folder, one) = document("export_brat");
    let two = folder.join("dos.txt");
    fs::write(&two, "Sin fiebre.").expect("the test's file can be written");
    let out = folder.join("nuevo/ann");
    let arguments = ["ner", "-m", "pharmaconer", "--format", "brat", "--out", argument(&out), &one, argument(&two)];
    assert_eq!(run(arguments), "");
    assert_eq!(read(&out.join("uno.ann")), "T1\tNORMALIZABLES 18 29\tparacetamol\nT2\tPROTEINAS 32 35\tPTH\n");
    assert_eq!(read(&out.join("dos.ann")), "");
}

#[test]
fn brat_of_one_document_goes_to_standard_output_without_a_folder() {
    let stdout = run(["ner", "-m", "pharmaconer", "--format", "brat", "--text", "Calcio y PTH."]);
    assert!(stdout.ends_with("\tPROTEINAS 9 12\tPTH\n"), "{stdout}");
}

#[test]
fn an_annotation_file_that_exists_is_replaced_only_by_force() {
    let (folder, one) = document("export_force");
    let gold = folder.join("uno.ann");
    fs::write(&gold, "T1\tGOLD 0 5\tDolor\n").expect("the test's file can be written");
    let arguments = ["ner", "-m", "pharmaconer", "--format", "brat", "--out", argument(&folder), &one];
    let (code, stdout, stderr) = ended(arguments);
    assert_eq!((code, stdout.as_str()), (2, ""));
    assert!(stderr.contains("uno.ann exists; --force"), "{stderr}");
    assert_eq!(read(&gold), "T1\tGOLD 0 5\tDolor\n");
    run(arguments.iter().chain(&["--force"]));
    assert!(read(&gold).contains("NORMALIZABLES"));
}

#[test]
fn two_documents_of_one_name_are_refused_before_anything_is_written() {
    let (folder, one) = document("export_twice");
    let other = folder.join("otra");
    fs::create_dir(&other).expect("the test's folder can be made");
    fs::copy(&one, other.join("uno.txt")).expect("the test's file can be copied");
    let out = folder.join("ann");
    let second = other.join("uno.txt");
    let (code, _, stderr) =
        ended(["ner", "--format", "brat", "--out", argument(&out), one.as_str(), argument(&second)]);
    assert_eq!(code, 2);
    assert!(stderr.contains("two documents"), "{stderr}");
    assert!(!out.exists());
}

#[test]
fn a_page_never_replaces_a_document() {
    let (_, one) = document("export_self");
    let (code, _, stderr) = ended(["ner", "--format", "html", "--force", "--out", &one, &one]);
    assert_eq!(code, 2);
    assert!(stderr.contains("is one of the documents"), "{stderr}");
    assert_eq!(read(Path::new(&one)), TEXT);
}

#[test]
fn conll_has_a_word_a_line_with_its_document_offsets_and_tag() {
    let (_, one) = document("export_conll");
    let stdout = run(["ner", "-m", "pharmaconer", "--format", "conll", &one, "--text", "PTH"]);
    let rows: Vec<Vec<&str>> = stdout.lines().map(|line| line.split('\t').collect()).collect();
    assert_eq!(rows[..2], [vec!["PTH", "text%201", "0_3", "B-PROTEINAS"], vec![""]]);
    let name = one.replace('%', "%25").replace(' ', "%20");
    assert_eq!(rows[3], ["😀", &name, "6_7", "O"]);
    assert_eq!(rows[5][2..], ["15_16", "O"]);
    assert_eq!(rows[6], [""], "the line break ends the sentence");
    assert_eq!(rows[7], ["paracetamol", &name, "18_29", "B-NORMALIZABLES"]);
    assert_eq!(rows[9], ["PTH", &name, "32_35", "B-PROTEINAS"]);
}

#[test]
fn conll_files_are_named_like_their_documents() {
    let (folder, one) = document("export_conll_files");
    assert_eq!(run(["ner", "-m", "pharmaconer", "--format", "conll", "--out", argument(&folder), &one]), "");
    assert_eq!(read(&folder.join("uno.conll")).lines().count(), 10);
}

#[test]
fn html_is_one_page_for_all_documents() {
    let (folder, one) = document("export_html");
    let page = folder.join("pagina.html");
    assert_eq!(run(["ner", "--format", "html", "--out", argument(&page), &one, "--text", "Carcinoma & PTH."]), "");
    let html = read(&page);
    assert_eq!(html.matches("<section class=\"document\">").count(), 2);
    assert!(html.contains(">paracetamol</mark>") && html.contains("Carcinoma</mark> &amp; "), "{html}");
    assert_eq!(run(["ner", "--format", "html", "-m", "pharmaconer", "--text", "PTH"]).matches("<html").count(), 1);
}

#[test]
fn the_page_names_the_documents_that_failed_and_why() {
    let (folder, one) = document("export_failed");
    let latin1 = folder.join("<latin1>.txt");
    fs::write(&latin1, b"Marcador y a\xf1os").expect("the test's file can be written");
    let (code, html, _) =
        ended(["ner", "-m", "pharmaconer", "--format", "html", argument(&latin1), &one, "no-hay.txt"]);
    assert_eq!((code, html.matches("<section class=\"document\">").count()), (1, 1));
    assert_eq!(html.matches("<section class=\"failed\">").count(), 2);
    assert!(html.contains("&lt;latin1&gt;.txt</h2>\n<p>Not analysed (invalid_utf8): not UTF-8 at byte 12;"), "{html}");
    assert!(html.contains("<h2>no-hay.txt</h2>\n<p>Not analysed (io): no such file;"), "{html}");
    assert!(!html.contains("Marcador"), "{html}");
}

#[test]
fn formats_without_a_place_for_it_tell_on_stderr_of_words_longer_than_a_window() {
    let word = "Marcador".repeat(250);
    let told = "cajal: text 1: words longer than a window, labelled by their start: 1\n";
    for format in ["brat", "conll", "html"] {
        let (code, _, stderr) = ended(["ner", "-m", "pharmaconer", "--format", format, "--text", &word]);
        assert_eq!((code, stderr.as_str()), (0, told), "{format}");
    }
    assert_eq!(ended(["deidentify", "--text", &word]).2, told);
    assert_eq!(ended(["ner", "-m", "pharmaconer", "--format", "json", "--text", &word]).2, "");
}
