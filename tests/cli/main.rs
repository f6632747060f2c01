//! The command line, run as a user runs it. Expected entities, scores and offsets come from transformers and Python.

// Clippy takes the helpers of tests for code that may not panic.
#![allow(clippy::expect_used)]

mod compile;
mod deidentify;
mod evaluate;
mod export;
mod fill_mask;
mod info;
mod input;
mod ner;
mod output;
mod parity;
mod score;
mod targets;
mod usage;

use std::ffi::OsStr;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

/// The published example of the model that the embedded PharmaCoNER model stands for.
const PUBLISHED: &str = "Por el hallazgo de múltiples fracturas por estrés, se procedió a estudio en nuestras consultas, \
    realizándose análisis con función renal, calcio sérico y urinario, calcio iónico, magnesio y PTH, que fueron normales.";

/// `cajal` with these arguments, colours and all else as in a script.
fn cajal<A: AsRef<OsStr>>(arguments: impl IntoIterator<Item = A>) -> Command {
    assert!(
        std::env::var_os("CAJAL_ONNXRUNTIME").is_some(),
        "CAJAL_ONNXRUNTIME is not set: scripts/setup.sh fetches ONNX Runtime and sets it"
    );
    let mut command = Command::new(env!("CARGO_BIN_EXE_cajal"));
    command.args(arguments).stdin(Stdio::null());
    command
}

/// What `command` did, given `stdin`.
fn given(mut command: Command, stdin: &[u8]) -> Output {
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("cajal starts");
    child.stdin.take().expect("stdin is a pipe").write_all(stdin).expect("cajal reads its stdin");
    child.wait_with_output().expect("cajal ends")
}

/// The stdout of a run that did everything and said nothing on stderr.
fn stdout_of(output: Output) -> String {
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{}: {stderr}", output.status);
    assert_eq!(stderr, "");
    String::from_utf8(output.stdout).expect("stdout is UTF-8")
}

/// The stdout of a whole successful run.
fn run<A: AsRef<OsStr>>(arguments: impl IntoIterator<Item = A>) -> String {
    stdout_of(cajal(arguments).output().expect("cajal runs"))
}

/// The exit code, stdout and stderr of a run.
fn ended<A: AsRef<OsStr>>(arguments: impl IntoIterator<Item = A>) -> (i32, String, String) {
    parts(cajal(arguments).output().expect("cajal runs"))
}

/// The exit code, stdout and stderr of an output.
fn parts(output: Output) -> (i32, String, String) {
    let text = |bytes| String::from_utf8(bytes).expect("output is UTF-8");
    (output.status.code().expect("cajal was not killed"), text(output.stdout), text(output.stderr))
}

/// The JSON objects of an output, one a line.
fn json(stdout: &str) -> Vec<Value> {
    stdout.lines().map(|line| serde_json::from_str(line).expect("each line is JSON")).collect()
}

/// The one JSON object of an output.
fn one_json(stdout: &str) -> Value {
    let mut objects = json(stdout);
    assert_eq!(objects.len(), 1, "{stdout}");
    objects.remove(0)
}

/// Text, label and span of each entity of a JSON document, in this unit.
fn entities(document: &Value, unit: &str) -> Vec<(String, String, u64, u64)> {
    let entities = document["entities"].as_array().expect("entities are a list");
    let string = |value: &Value| value.as_str().expect("a string").to_owned();
    let number = |value: &Value| value.as_u64().expect("a whole number");
    entities
        .iter()
        .map(|e| (string(&e["text"]), string(&e["label"]), number(&e[unit]["start"]), number(&e[unit]["end"])))
        .collect()
}

/// Owns what `entities` gives, for comparison.
fn entity(text: &str, label: &str, start: u64, end: u64) -> (String, String, u64, u64) {
    (text.to_owned(), label.to_owned(), start, end)
}

/// An empty folder for one test.
fn folder(test: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("cli").join(test);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("the test's folder can be made");
    folder
}
