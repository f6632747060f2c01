//! Help, wrong command lines, and what cannot be loaded.

use std::fs;

use serde_json::Value;

use crate::{cajal, ended, folder, one_json, parts, run};

#[test]
fn without_arguments_it_teaches_and_fails() {
    let (code, stdout, stderr) = ended::<&str>([]);
    assert_eq!((code, stdout.as_str()), (2, ""));
    for verb in ["ner", "deidentify", "evaluate", "fill-mask", "score", "compile", "info"] {
        assert!(stderr.contains(verb), "{stderr}");
    }
}

#[test]
fn the_help_of_each_verb_gives_examples_and_exit_codes() {
    for verb in ["ner", "deidentify", "evaluate", "fill-mask", "score", "info"] {
        let help = run([verb, "--help"]);
        for part in ["Examples:", "JSON output", "Exit codes:", "--format", "--model"] {
            assert!(help.contains(part), "{verb} --help lacks {part}");
        }
    }
}

/// Adds the names of all fields in a JSON value.
fn collect_fields(value: &Value, fields: &mut Vec<String>) {
    match value {
        Value::Object(object) => object.iter().for_each(|(name, value)| {
            fields.push(name.clone());
            collect_fields(value, fields);
        }),
        Value::Array(values) => values.iter().for_each(|value| collect_fields(value, fields)),
        _ => (),
    }
}

#[test]
fn the_help_names_every_field_of_the_json() {
    let gold = folder("usage_fields");
    fs::write(gold.join("uno.txt"), "PTH").expect("the test's file can be written");
    fs::write(gold.join("uno.ann"), "T1\tPROTEINAS 0 3\tPTH\n").expect("the test's file can be written");
    let gold = gold.to_str().expect("the test's path is UTF-8");
    let cases: [&[&str]; 9] = [
        &["ner", "--aggregation", "none", "--format", "json", "--model", "pharmaconer", "--text", "PTH"],
        &["deidentify", "--format", "json", "--text", "Paciente de 54 años"],
        &["ner", "--format", "json", "--model", "pharmaconer", "--text", "PTH"],
        &["fill-mask", "--format", "json", "--joint", "--filled", "la <mask> arterial"],
        &["fill-mask", "--format", "json", "--target", "presión", "la <mask> arterial"],
        &["fill-mask", "--format", "json", "--parity", "la <mask> arterial"],
        &["score", "--format", "json", "--text", "PTH"],
        &["info", "--format", "json", "--model", "pharmaconer"],
        &["evaluate", "--format", "json", "--metric", "pharmaconer", "--gold", gold, "--predictions", gold],
    ];
    for arguments in cases {
        let mut fields = Vec::new();
        collect_fields(&one_json(&run(arguments)), &mut fields);
        let help = run([arguments[0], "--help"]);
        for field in fields {
            assert!(help.contains(&format!("\"{field}\"")), "{} --help lacks {field}", arguments[0]);
        }
    }
}

#[test]
fn the_version_is_that_of_the_package() {
    assert_eq!(run(["--version"]), format!("cajal {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn a_wrong_command_line_exits_with_2() {
    let wrong: [&[&str]; 24] = [
        &["evaluar"],
        &["ner", "--format", "brat", "--text", "a", "--text", "b"],
        &["ner", "--format", "json", "--out", "x", "--text", "a"],
        &["ner", "--force", "--text", "a"],
        &["evaluate", "--gold", "x"],
        &["evaluate", "--model", "pharmaconer"],
        &["evaluate", "--model", "pharmaconer", "--predictions", "x", "--gold", "y"],
        &["evaluate", "--model", "pharmaconer", "--gold", "y", "--metric", "exact"],
        &["evaluate", "--model", "pharmaconer", "--gold", "y", "--format", "brat"],
        &["ner", "--formato", "json"],
        &["ner", "--format", "xml"],
        &["ner", "--threshold", "1.5"],
        &["ner", "--threshold", "nan"],
        &["ner", "--window-tokens", "0"],
        &["ner", "--threads", "0"],
        &["ner", "-", "-"],
        &["fill-mask", "--top-k", "0"],
        &["fill-mask", "--joint", "--beam-width", "0", "el <mask>"],
        &["fill-mask", "--joint", "--beam-width", "1025", "el <mask>"],
        &["fill-mask", "--beam-width", "4", "el <mask>"],
        &["fill-mask", "--joint", "--target", "a", "el <mask>"],
        &["fill-mask", "--parity", "--joint", "el <mask>"],
        &["fill-mask", "--interactive", "el <mask>"],
        &["score", "--window-tokens", "0", "--text", "a"],
    ];
    for arguments in wrong {
        let (code, stdout, stderr) = ended(arguments);
        assert_eq!((code, stdout.as_str()), (2, ""), "{arguments:?}: {stderr}");
        assert!(!stderr.is_empty(), "{arguments:?}");
    }
}

#[test]
fn a_file_given_as_a_text_with_masks_is_a_wrong_command_line() {
    let (code, stdout, stderr) = ended(["fill-mask", "Cargo.toml"]);
    assert_eq!((code, stdout.as_str()), (2, ""));
    assert!(stderr.contains("--file Cargo.toml"), "{stderr}");
}

#[test]
fn an_overlap_as_long_as_the_window_is_a_wrong_command_line() {
    let arguments = ["ner", "-m", "pharmaconer", "--window-tokens", "32", "--overlap-tokens", "32", "--text", "PTH"];
    let (code, stdout, stderr) = ended(arguments);
    assert_eq!((code, stdout.as_str()), (2, ""), "{stderr}");
}

#[test]
fn a_label_that_no_model_gives_is_a_wrong_command_line_that_names_the_labels() {
    let (code, stdout, stderr) = ended(["ner", "-m", "pharmaconer", "--label", "PROTEINS", "--text", "PTH"]);
    assert_eq!((code, stdout.as_str()), (2, ""));
    assert!(stderr.contains("PROTEINS") && stderr.contains("PROTEINAS"), "{stderr}");
}

#[test]
fn a_missing_runtime_exits_with_3_and_names_the_file() {
    for verb in ["ner", "fill-mask", "score", "info"] {
        let mut command = cajal([verb, "--runtime", "/no/such/libonnxruntime.so"]);
        let (code, stdout, stderr) = parts(command.env_remove("CAJAL_ONNXRUNTIME").output().expect("cajal runs"));
        assert_eq!((code, stdout.as_str()), (3, ""), "{stderr}");
        assert!(stderr.starts_with("cajal: ") && stderr.contains("/no/such/libonnxruntime.so"), "{stderr}");
    }
}

#[test]
fn a_missing_model_exits_with_3_and_names_it_and_the_embedded_ones() {
    let (code, stdout, stderr) = ended(["ner", "--model", "farmaconer", "--text", "PTH"]);
    assert_eq!((code, stdout.as_str()), (3, ""));
    assert!(stderr.contains("farmaconer") && stderr.contains("pharmaconer"), "{stderr}");
}

#[test]
fn a_folder_that_is_no_model_exits_with_3_and_says_what_is_missing() {
    let empty = folder("usage_empty_model");
    let (code, stdout, stderr) =
        ended(["ner".as_ref(), "--text".as_ref(), "PTH".as_ref(), "-m".as_ref(), empty.as_os_str()]);
    assert_eq!((code, stdout.as_str()), (3, ""));
    assert!(stderr.contains("config.json"), "{stderr}");
}

#[test]
fn a_model_of_another_task_exits_with_3_and_is_named() {
    for arguments in [["ner", "-m", "fill-mask"], ["fill-mask", "-m", "meddocan"]] {
        let (code, stdout, stderr) = ended(arguments);
        assert_eq!((code, stdout.as_str()), (3, ""), "{stderr}");
        assert!(stderr.contains(arguments[2]), "{stderr}");
    }
}
