//! Where results may be written, and that what is there whole stays so until it is replaced whole.

use std::fs;
use std::path::{Path, PathBuf};

use crate::{cajal, ended, folder, parts, run};

/// An invented note with personal data.
const NOTE: &str = "Datos del paciente.\nNombre: Ernesto.\nApellidos: Rivera Bueno.\nEdad: 54 años.\n";

const OLD: &str = "what was there\n";

fn write(path: &Path, contents: impl AsRef<[u8]>) -> String {
    fs::write(path, contents).expect("the test's file can be written");
    path.to_str().expect("the test's path is UTF-8").to_owned()
}

fn read(path: impl AsRef<Path>) -> String {
    fs::read_to_string(path).expect("the file is there")
}

/// The names in a folder, in order.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("the folder is there");
    let mut names: Vec<_> =
        entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// Two notes, and an empty folder beside them for new texts.
fn notes(test: &str) -> (PathBuf, [String; 2], String) {
    let folder = folder(test);
    let out = folder.join("nuevos");
    fs::create_dir(&out).expect("the test's folder can be made");
    let notes = [write(&folder.join("nota.txt"), NOTE), write(&folder.join("dos.txt"), NOTE)];
    let out = out.to_str().expect("the test's path is UTF-8").to_owned();
    (folder, notes, out)
}

fn pseudonyms<'a>(map: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    [&["deidentify", "--mode", "pseudonym", "--map", map][..], more].concat()
}

/// The exit code and the message of a refused or failed run, which names no person.
fn told(arguments: impl IntoIterator<Item = impl AsRef<std::ffi::OsStr>>) -> (i32, String) {
    let (code, stdout, stderr) = ended(arguments);
    assert_eq!(stdout, "");
    assert!(!stderr.contains("Rivera"), "{stderr}");
    (code, stderr)
}

#[test]
fn a_map_is_never_a_new_text_whatever_its_path_is_called() {
    let (folder, [one, two], out) = notes("target_map_text");
    for map in [format!("{out}/nota.txt"), format!("{out}/../nuevos/./dos.txt")] {
        let (code, stderr) = told(pseudonyms(&map, &["--out", &out, "--force", &one, &two]));
        assert_eq!((code, names(Path::new(&out))), (2, Vec::new()), "{stderr}");
        assert!(stderr.contains("keep them apart"), "{stderr}");
    }
    let fresh = folder.join("otra");
    let (fresh, map) = (fresh.to_str().expect("UTF-8"), fresh.join("nota.txt"));
    assert_eq!(told(pseudonyms(map.to_str().expect("UTF-8"), &["--out", fresh, &one])).0, 2);
}

#[test]
#[cfg(unix)]
fn a_map_is_not_a_linked_text_or_standard_output() {
    let (folder, [one, _], out) = notes("target_map_links");
    let linked = write(&folder.join("mapa.jsonl"), OLD);
    fs::hard_link(&linked, Path::new(&out).join("nota.txt")).expect("links are known here");
    let (code, stderr) = told(pseudonyms(&linked, &["--out", &out, "--force", &one]));
    assert_eq!((code, read(&linked).as_str()), (2, OLD), "{stderr}");
    let stdout = folder.join("salida.txt");
    let open = fs::File::create(&stdout).expect("the test's file can be made");
    let mut both = cajal(pseudonyms(stdout.to_str().expect("UTF-8"), &["--force", &one]));
    assert_eq!(both.stdout(open).output().expect("cajal runs").status.code(), Some(2));
    assert_eq!(read(&stdout), "");
}

#[test]
#[cfg(unix)]
fn a_document_is_not_written_to_by_any_of_its_names() {
    let (folder, [one, _], out) = notes("target_linked_source");
    let hard = Path::new(&out).join("nota.txt");
    fs::hard_link(&one, &hard).expect("links are known here");
    let soft = folder.join("pagina.html");
    std::os::unix::fs::symlink(&one, &soft).expect("links are known here");
    let soft = soft.to_str().expect("UTF-8");
    for arguments in [
        vec!["deidentify", "--out", &out, "--force", &one],
        vec!["ner", "--format", "html", "--out", soft, "--force", &one],
        pseudonyms(soft, &["--force", &one]),
    ] {
        let (code, stderr) = told(&arguments);
        assert_eq!((code, read(&one).as_str()), (2, NOTE), "{arguments:?}");
        assert!(stderr.contains("is one of the documents"), "{stderr}");
    }
    let mut redirected = cajal(["ner", "--format", "html", "--force", "--out", &one]);
    redirected.stdin(fs::File::open(&one).expect("the note is there"));
    let (code, _, stderr) = parts(redirected.output().expect("cajal runs"));
    assert_eq!((code, read(&one).as_str()), (2, NOTE), "{stderr}");
}

#[test]
fn a_map_stays_until_the_first_new_text_is_there() {
    let (folder, [one, _], _) = notes("target_map_kept");
    let latin1 = write(&folder.join("latin1.txt"), b"Nombre: Mu\xf1oz");
    let map = write(&folder.join("mapa.jsonl"), OLD);
    let fresh = folder.join("nuevo.jsonl");
    let fresh = fresh.to_str().expect("UTF-8");
    for (code, wrong) in [(2, &["--label", "NADA", &one][..]), (1, &[&latin1]), (3, &["-m", "no-such-model", &one])] {
        assert_eq!(told(pseudonyms(&map, &[&["--force"], wrong].concat())).0, code);
        assert_eq!(read(&map), OLD, "{wrong:?}");
        assert_eq!(told(pseudonyms(fresh, wrong)).0, code);
        assert!(!Path::new(fresh).exists(), "{wrong:?}");
    }
    run(pseudonyms(fresh, &[&one]));
    run(pseudonyms(&map, &["--force", &one]));
    assert_eq!(read(&map), read(fresh));
    assert_eq!(names(&folder), ["dos.txt", "latin1.txt", "mapa.jsonl", "nota.txt", "nuevo.jsonl", "nuevos"]);
}

#[test]
fn a_run_that_is_killed_leaves_a_whole_line_of_the_map_for_each_text() {
    use std::io::BufRead as _;
    let (folder, [one, two], _) = notes("target_map_killed");
    let map = write(&folder.join("mapa.jsonl"), OLD);
    let mut command = cajal(pseudonyms(&map, &["--force", "--format", "json", &one, &two, "-"]));
    command.stdin(std::process::Stdio::piped()).stdout(std::process::Stdio::piped());
    let mut child = command.spawn().expect("cajal starts");
    let mut texts = std::io::BufReader::new(child.stdout.take().expect("stdout is a pipe")).lines();
    // The third document never comes to its end.
    for _ in 0..2 {
        texts.next().expect("a new text").expect("stdout can be read");
    }
    child.kill().and_then(|()| child.wait()).expect("cajal is ours to kill");
    assert_eq!(crate::json(&read(&map)).len(), 2);
    assert_eq!(names(&folder), ["dos.txt", "mapa.jsonl", "nota.txt", "nuevos"]);
}

#[test]
fn the_page_of_errors_replaces_neither_gold_nor_predictions() {
    let folder = folder("target_errors");
    let (gold, found) = (folder.join("gold"), folder.join("found"));
    [&gold, &found].iter().for_each(|folder| fs::create_dir(folder).expect("the test's folder can be made"));
    let brat =
        [write(&gold.join("uno.txt"), "PTH"), write(&gold.join("uno.ann"), ""), write(&found.join("uno.ann"), "")];
    let conll = write(&folder.join("gold.conll"), "PTH\tB-X\n");
    let against = |gold: &Path, file: &str| {
        let predictions = ["--predictions".as_ref(), found.as_path(), gold];
        let errors = ["evaluate", "--force", "--errors", file].map(Path::new);
        told(errors.iter().copied().chain(predictions))
    };
    for (file, gold) in brat.iter().map(|file| (file, gold.as_path())).chain([(&conll, Path::new(&conll))]) {
        let before = read(file);
        let (code, stderr) = against(gold, file);
        assert_eq!((code, read(file)), (2, before), "{stderr}");
        assert!(stderr.contains("annotations that are read"), "{stderr}");
    }
}

#[test]
fn what_cannot_be_written_is_not_computed() {
    let (folder, [one, _], out) = notes("target_nowhere");
    let nowhere = folder.join("no/hay/x.html");
    let nowhere = nowhere.to_str().expect("UTF-8");
    let gold = ["evaluate", "--gold", "no-such-gold", "-m", "no-such-model", "--errors"];
    let page = ["ner", "--format", "html", "-m", "no-such-model", &one, "--out"];
    let map = ["deidentify", "--mode", "pseudonym", "-m", "no-such-model", &one, "--map"];
    for arguments in [&gold[..], &page, &map] {
        let (code, stderr) = told(arguments.iter().chain(&[nowhere]));
        assert_eq!(code, 4, "{stderr}");
        assert!(stderr.contains("x.html"), "{stderr}");
        let (code, stderr) = told(arguments.iter().chain(&[out.as_str(), "--force"]));
        assert_eq!(code, 2, "{stderr}");
        assert!(stderr.contains("is a folder"), "{stderr}");
    }
}

/// A run in which no file may grow beyond a few hundred bytes, as on a disk that is full.
#[cfg(unix)]
fn on_a_full_disk(arguments: &[&str]) -> (i32, String) {
    let mut command = std::process::Command::new("sh");
    command.args(["-c", "trap '' XFSZ; ulimit -f 1; exec \"$0\" \"$@\"", env!("CARGO_BIN_EXE_cajal")]).args(arguments);
    let (code, _, stderr) = parts(command.output().expect("cajal runs"));
    (code, stderr)
}

#[test]
#[cfg(unix)]
fn a_file_that_does_not_fit_leaves_what_was_there_and_no_part_of_itself() {
    let (folder, [one, _], out) = notes("target_full");
    let long = write(&folder.join("larga.txt"), NOTE.repeat(200));
    let page = folder.join("pagina.html");
    let page = page.to_str().expect("UTF-8");
    let html = ["ner", "-m", "pharmaconer", "--format", "html", "--out", page, &one];
    let text = ["deidentify", "--out", &out, &long];
    for (arguments, file) in [(&html[..], Path::new(page)), (&text, &Path::new(&out).join("larga.txt"))] {
        let (code, stderr) = on_a_full_disk(arguments);
        assert_eq!((code, file.exists()), (4, false), "{stderr}");
        write(file, OLD);
        let (code, stderr) = on_a_full_disk(&[arguments, &["--force"]].concat());
        assert_eq!((code, read(file).as_str()), (4, OLD), "{stderr}");
        fs::remove_file(file).expect("the test's file can be removed");
        run(arguments);
        assert!(file.exists());
    }
    assert_eq!(names(Path::new(&out)), ["larga.txt"]);
    assert_eq!(names(&folder), ["dos.txt", "larga.txt", "nota.txt", "nuevos", "pagina.html"]);
}

#[test]
#[cfg(unix)]
fn a_new_file_has_the_usual_mode_and_a_replaced_one_keeps_its_own() {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
    let (folder, [one, _], out) = notes("target_modes");
    let mode = |path: &Path| fs::metadata(path).expect("the file is there").mode() & 0o777;
    let new = Path::new(&out).join("nota.txt");
    run(["deidentify", "--out", &out, &one]);
    assert_eq!(mode(&new), mode(Path::new(&one)));
    fs::set_permissions(&new, fs::Permissions::from_mode(0o640)).expect("the file is ours");
    let link = folder.join("enlace");
    fs::create_dir(&link).expect("the test's folder can be made");
    std::os::unix::fs::symlink(&new, link.join("nota.txt")).expect("links are known here");
    run(["deidentify", "--mode", "mask", "--out", link.to_str().expect("UTF-8"), "--force", &one]);
    assert!(link.join("nota.txt").is_symlink());
    assert_eq!((mode(&new), read(&new).contains('█')), (0o640, true));
}

#[test]
#[cfg(unix)]
fn a_pipe_is_written_to_and_keeps_its_mode() {
    use std::os::unix::fs::{FileTypeExt as _, MetadataExt as _};
    let (folder, [one, _], _) = notes("target_pipe");
    let pipe = folder.join("tubo");
    let made = std::process::Command::new("mkfifo").args(["-m", "644"]).arg(&pipe).status().expect("mkfifo runs");
    assert!(made.success());
    let reader = std::thread::spawn({
        let pipe = pipe.clone();
        move || read(pipe)
    });
    run(pseudonyms(pipe.to_str().expect("UTF-8"), &["--force", &one]));
    assert_eq!(crate::one_json(&reader.join().expect("the reader ends"))["document"], one.as_str());
    let metadata = fs::metadata(&pipe).expect("the pipe is there");
    assert!(metadata.file_type().is_fifo());
    assert_eq!(metadata.mode() & 0o777, 0o644);
}
