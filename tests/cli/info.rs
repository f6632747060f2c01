//! `cajal info`: versions, runtime, models.

use serde_json::json;

use crate::{cajal, one_json, run, stdout_of};

#[test]
fn it_reports_the_version_the_runtime_and_every_embedded_model() {
    let info = one_json(&run(["info", "--format", "json"]));
    assert_eq!(info["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(info["runtime"]["source"], "environment");
    assert_eq!(info["runtime"]["version"], "1.28.0");
    let names: Vec<_> = info["models"].as_array().expect("models").iter().map(|model| model["name"].clone()).collect();
    assert_eq!(names, ["fill-mask", "pharmaconer", "cantemist", "meddocan"]);
}

#[test]
fn it_reports_the_facts_of_a_model() {
    let info = one_json(&run(["info", "--model", "pharmaconer", "--threads", "1", "--format", "json"]));
    let model = &info["models"][0];
    assert_eq!((&model["family"], &model["task"]), (&json!("roberta"), &json!("token-classification")));
    assert_eq!((&model["layers"], &model["hidden_size"]), (&json!(6), &json!(256)));
    assert_eq!((&model["vocabulary"], &model["max_tokens"]), (&json!(16_000), &json!(512)));
    assert_eq!((&model["threads"], &model["mask_token"]), (&json!(1), &json!(null)));
    assert_eq!((&model["provider"], &model["provider_asked"]), (&json!("cpu"), &json!("cpu")));
    assert_eq!(model["nodes"], json!([{ "provider": "CPUExecutionProvider", "count": 116 }]));
    let labels = model["labels"].as_array().expect("labels are a list");
    assert!(labels.contains(&json!("PROTEINAS")) && labels.contains(&json!("NORMALIZABLES")), "{model}");
}

#[test]
fn the_text_format_names_the_mask_of_a_fill_mask_model() {
    let stdout = run(["info", "--model", "fill-mask"]);
    assert!(stdout.starts_with(&format!("cajal {}\n", env!("CARGO_PKG_VERSION"))), "{stdout}");
    assert!(stdout.lines().any(|line| line.split_whitespace().eq(["mask", "<mask>"])), "{stdout}");
    assert!(stdout.lines().any(|line| line.split_whitespace().eq(["ONNX", "Runtime", "1.28.0"])), "{stdout}");
}

#[test]
fn a_runtime_may_be_given_by_a_relative_path() {
    let path = std::path::PathBuf::from(std::env::var_os("CAJAL_ONNXRUNTIME").expect("CAJAL_ONNXRUNTIME is set"));
    let path = path.canonicalize().expect("CAJAL_ONNXRUNTIME exists");
    let (folder, name) = (path.parent().expect("it lies in a folder"), path.file_name().expect("it has a name"));
    let mut command = cajal(["info", "--model", "fill-mask", "--format", "json", "--runtime"]);
    command.arg(name).current_dir(folder).env_remove("CAJAL_ONNXRUNTIME");
    let info = one_json(&stdout_of(command.output().expect("cajal runs")));
    assert_eq!((&info["runtime"]["source"], info["runtime"]["path"].as_str()), (&json!("given"), path.to_str()));
}
