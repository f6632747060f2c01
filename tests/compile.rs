//! Compiled folders: they answer as their sources do, and damage is told.

#![allow(clippy::unwrap_used, reason = "the helpers of a test may stop it")]

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use cajal::model::{CompileOptions, compile};
use cajal::{Control, ErrorCode, Model, ModelOptions, Precision, Verify};
use support::random_checkpoint::{Spec, write_safetensors};
use tempfile::TempDir;

fn spec(family: &str, head: &str, tokenizer: &str) -> Spec {
    Spec {
        name: format!("{family}-{head}"),
        family: family.to_owned(),
        head: head.to_owned(),
        tokenizer: tokenizer.to_owned(),
        vocab: if tokenizer == "roberta" { 16_000 } else { 3_002 },
        hidden: 64,
        layers: 2,
        heads: 2,
        intermediate: 128,
        positions: 66,
        seed: 0,
    }
}

fn options(precision: Precision) -> CompileOptions {
    CompileOptions { precision, threads: Some(2), runtime_path: None }
}

fn load(folder: &Path, precision: Option<Precision>) -> cajal::Result<Model> {
    Model::load(folder, &ModelOptions { threads: Some(1), precision, ..ModelOptions::default() })
}

fn strict() -> ModelOptions {
    ModelOptions { threads: Some(1), verify: Verify::Strict, ..ModelOptions::default() }
}

fn bits(model: &Model) -> Vec<u32> {
    let ids: Vec<u32> = (10..50).collect();
    let rows = if model.info().task == cajal::Task::SequenceClassification { vec![0] } else { vec![0, 5, 39] };
    let logits = model.logits(&ids, &rows, &Control::new()).unwrap();
    logits.rows().flatten().map(|logit| logit.to_bits()).collect()
}

/// A source, and a place for the compiled folder.
fn source(spec: &Spec) -> (TempDir, PathBuf, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let (source, out) = (folder.path().join("source"), folder.path().join("compiled"));
    fs::create_dir(&source).unwrap();
    spec.write(&source);
    (folder, source, out)
}

/// A model compiled for int8.
fn compiled() -> (TempDir, PathBuf) {
    let (folder, source, out) = source(&spec("roberta", "ner", "roberta"));
    compile(source, &out, &options(Precision::Int8)).unwrap();
    (folder, out)
}

#[test]
fn a_compiled_folder_answers_as_its_source_does_to_the_bit() {
    let families = [("roberta", "mlm", "roberta"), ("xlm-roberta", "ner", "xlmr"), ("bert", "seq", "bert-cased")];
    for (family, head, tokenizer) in families {
        for precision in [Precision::F32, Precision::Int8] {
            let (_folder, source, out) = source(&spec(family, head, tokenizer));
            compile(&source, &out, &options(precision)).unwrap();
            let (from_source, compiled) = (load(&source, Some(precision)).unwrap(), load(&out, None).unwrap());
            assert_eq!(bits(&compiled), bits(&from_source), "{family} {head} {}", precision.name());
            assert_eq!(compiled.info().precision, precision.name());
            assert_eq!(compiled.info().format, "compiled");
            assert_eq!(compiled.info().weights_type, "f32");
            assert_eq!(compiled.info().parameters, from_source.info().parameters);
            assert!(Model::load(&out, &strict()).is_ok());
            // Nothing but the folder asked for stays.
            assert_eq!(fs::read_dir(_folder.path()).unwrap().count(), 2);
        }
    }
}

#[test]
fn half_precision_weights_are_compiled_too() {
    let spec = spec("roberta", "ner", "roberta");
    let (_folder, source, out) = source(&spec);
    write_safetensors(&source.join("model.safetensors"), &spec.tensors(), safetensors::Dtype::F16);
    compile(&source, &out, &options(Precision::Int8)).unwrap();
    assert_eq!(bits(&load(&out, None).unwrap()), bits(&load(&source, Some(Precision::Int8)).unwrap()));
    assert_eq!(load(&out, None).unwrap().info().weights_type, "f16");
}

#[test]
fn stored_8_bit_weights_are_compiled_as_they_are() {
    let folder = tempfile::tempdir().unwrap();
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("models/clinical-es-mini-pharmaconer");
    let out = folder.path().join("out");
    compile(&source, &out, &options(Precision::Int8)).unwrap();
    assert_eq!(bits(&load(&out, None).unwrap()), bits(&load(&source, Some(Precision::Int8)).unwrap()));
}

#[test]
fn the_manifest_names_source_precision_versions_and_every_file() {
    let (_folder, out) = compiled();
    let text = fs::read_to_string(out.join("cajal.json")).unwrap();
    let manifest: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(manifest["format"], 1);
    assert_eq!(manifest["source"], "source");
    assert_eq!(manifest["precision"], "int8");
    assert_eq!(manifest["library"], env!("CARGO_PKG_VERSION"));
    assert_eq!(manifest["runtime"], cajal::runtime::info().unwrap().version.as_str());
    let files = manifest["files"].as_object().unwrap();
    let mut names: Vec<String> =
        fs::read_dir(&out).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.retain(|name| name != "cajal.json");
    assert_eq!(files.len(), names.len());
    for name in names {
        assert_eq!(files[&name]["size"], fs::metadata(out.join(&name)).unwrap().len());
        assert_eq!(files[&name]["sha256"].as_str().unwrap().len(), 64);
    }
}

#[test]
fn a_compiled_folder_runs_in_no_other_precision_than_its_own() {
    let (_folder, out) = compiled();
    let error = load(&out, Some(Precision::F32)).err().unwrap();
    assert_eq!(error.code(), ErrorCode::InvalidOption);
    assert!(error.message().contains("compiled for int8"), "{error}");
    assert_eq!(load(&out, Some(Precision::Auto)).unwrap().info().precision, "int8");
}

#[test]
fn a_missing_file_is_named() {
    let (_folder, out) = compiled();
    fs::remove_file(out.join("tokenizer.json")).unwrap();
    let error = load(&out, None).err().unwrap();
    assert_eq!(error.code(), ErrorCode::WeightsMissing);
    assert!(error.message().contains("tokenizer.json is not there"), "{error}");
}

#[test]
fn a_file_of_another_size_is_refused_and_one_of_another_hash_where_that_is_asked_for() {
    let (_folder, out) = compiled();
    let weights = out.join("model.safetensors");
    let mut bytes = fs::read(&weights).unwrap();
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    fs::write(&weights, &bytes).unwrap();
    assert!(load(&out, None).is_ok());
    let error = Model::load(&out, &strict()).err().unwrap();
    assert_eq!(error.code(), ErrorCode::WeightsInvalid);
    assert!(error.message().contains("model.safetensors has another SHA-256 hash"), "{error}");
    bytes.pop();
    fs::write(&weights, &bytes).unwrap();
    let error = load(&out, None).err().unwrap();
    assert_eq!(error.code(), ErrorCode::WeightsInvalid);
    assert!(error.message().contains("model.safetensors has another size"), "{error}");
}

#[test]
fn a_damaged_manifest_and_one_of_a_newer_format_are_refused() {
    let (_folder, out) = compiled();
    let manifest = out.join("cajal.json");
    let text = fs::read_to_string(&manifest).unwrap();
    for (damaged, code, hint) in [
        (text[..text.len() / 2].to_owned(), ErrorCode::ConfigInvalid, "compile it again"),
        (text.replace("\"format\": 1", "\"format\": 2"), ErrorCode::ModelUnsupported, "update it"),
        (text.replace("\"int8\"", "\"int4\""), ErrorCode::ConfigInvalid, "compile the folder again"),
        (text.replace("\"config.json\"", "\"../config.json\""), ErrorCode::WeightsInvalid, "not a plain file name"),
    ] {
        fs::write(&manifest, damaged).unwrap();
        let error = load(&out, None).err().unwrap();
        assert_eq!(error.code(), code, "{error}");
        assert!(error.message().contains(hint), "{error}");
    }
}

#[test]
fn hashes_cannot_be_verified_where_there_are_none() {
    let (_folder, source, _) = source(&spec("roberta", "ner", "roberta"));
    let error = Model::load(&source, &strict()).err().unwrap();
    assert_eq!(error.code(), ErrorCode::InvalidOption);
    assert!(error.message().contains("compile it first"), "{error}");
}

#[test]
fn what_cannot_be_compiled_is_told_and_leaves_nothing_behind() {
    let (folder, source, out) = source(&spec("roberta", "ner", "roberta"));
    let refused = |source: &Path, out: &Path, precision, code, hint: &str| {
        let error = compile(source, out, &options(precision)).err().unwrap();
        assert_eq!(error.code(), code, "{error}");
        assert!(error.message().contains(hint), "{error}");
    };
    refused(&source, &source, Precision::Int8, ErrorCode::Io, "is not empty");
    refused(&source, &out, Precision::Auto, ErrorCode::InvalidOption, "f32 or int8");
    refused(&folder.path().join("none"), &out, Precision::Int8, ErrorCode::ModelNotFound, "no folder");
    fs::write(source.join("tokenizer.json"), "{").unwrap();
    refused(&source, &out, Precision::Int8, ErrorCode::TokenizerInvalid, "tokenizer.json");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    let (_folder, out) = compiled();
    refused(&out, &folder.path().join("again"), Precision::Int8, ErrorCode::InvalidOption, "compiled already");
}

#[test]
fn an_empty_folder_is_filled() {
    let (_folder, source, out) = source(&spec("roberta", "ner", "roberta"));
    fs::create_dir(&out).unwrap();
    compile(&source, &out, &options(Precision::F32)).unwrap();
    assert!(load(&out, None).is_ok());
}
