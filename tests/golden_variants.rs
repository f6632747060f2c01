//! One small model in every form that a checkpoint may come in gives the logits that transformers gives.

#![allow(clippy::unwrap_used, reason = "the helpers of a test may stop it")]

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use cajal::model::{CompileOptions, compile};
use cajal::{Classifier, Control, Document, ErrorCode, Model, ModelOptions, Precision};
use safetensors::Dtype;
use serde::Deserialize;
use serde_json::{Value, json};
use support::golden;
use support::random_checkpoint::{Spec, Tensor, write_position_ids, write_safetensors};
use tempfile::TempDir;

/// Small enough to tell the two forms of GELU apart, and rounded weights from whole ones.
const TOLERANCE: f32 = 2e-5;

#[derive(Deserialize)]
struct Golden {
    checkpoints: Vec<Case>,
}

/// One model: some rows of logits of three sequences, for each kind of weights and configuration.
#[derive(Deserialize)]
struct Case {
    checkpoint: Spec,
    ids: Vec<Vec<u32>>,
    at: Vec<Vec<usize>>,
    logits: ByType,
    configs: Vec<Reconfigured>,
    classifiers: Vec<Classified>,
}

#[derive(Deserialize)]
struct ByType {
    f32: Vec<Vec<f32>>,
    f16: Vec<Vec<f32>>,
    bf16: Vec<Vec<f32>>,
}

/// The same weights under other fields of config.json.
#[derive(Deserialize)]
struct Reconfigured {
    fields: serde_json::Map<String, Value>,
    logits: Vec<Vec<f32>>,
}

/// What transformers' pipeline answers to some of the texts: every label and its score, best first.
#[derive(Deserialize)]
struct Classified {
    fields: serde_json::Map<String, Value>,
    answers: BTreeMap<usize, Vec<(String, f32)>>,
}

fn cases() -> Vec<Case> {
    golden::read::<Golden>(&golden::checked_in().join("variants.json")).checkpoints
}

fn case(name: &str) -> Case {
    cases().into_iter().find(|case| case.checkpoint.name == name).unwrap()
}

impl Case {
    /// A folder with all but the weights.
    fn frame(&self) -> TempDir {
        let folder = tempfile::tempdir().unwrap();
        self.checkpoint.write_frame(folder.path());
        folder
    }

    /// Writes the tensors as model.safetensors in a folder of their own, loads it and compares.
    fn check_tensors(&self, tensors: &[Tensor], dtype: Dtype, theirs: &[Vec<f32>]) {
        let folder = self.frame();
        write_safetensors(&folder.path().join("model.safetensors"), tensors, dtype);
        self.check(&golden::load(folder.path()), theirs);
    }

    fn check(&self, model: &Model, theirs: &[Vec<f32>]) {
        for ((ids, at), theirs) in self.ids.iter().zip(&self.at).zip(theirs) {
            let rows = if self.checkpoint.head == "seq" { &[0][..] } else { at };
            let logits = model.logits(ids, rows, &Control::new()).unwrap();
            let ours: Vec<f32> = logits.rows().flatten().copied().collect();
            assert_eq!(ours.len(), theirs.len());
            for (ours, theirs) in ours.iter().zip(theirs) {
                assert!((ours - theirs).abs() <= TOLERANCE, "{}: {ours} {theirs}", self.checkpoint.name);
            }
        }
    }

    /// Changes fields of config.json.
    fn reconfigure(&self, folder: &Path, fields: &serde_json::Map<String, Value>) {
        let mut config = self.checkpoint.config();
        config.as_object_mut().unwrap().extend(fields.clone());
        fs::write(folder.join("config.json"), config.to_string()).unwrap();
    }

    /// The checkpoint of a classifier, cut to its first labels.
    fn tensors_of_labels(&self, labels: usize) -> Vec<Tensor> {
        let mut tensors = self.checkpoint.tensors();
        for tensor in tensors.iter_mut().filter(|tensor| tensor.shape[0] == self.checkpoint.labels().len()) {
            tensor.shape[0] = labels;
            tensor.values.truncate(tensor.shape.iter().product());
        }
        tensors
    }

    fn is_masked_lm(&self) -> bool {
        self.checkpoint.head == "mlm"
    }

    /// Where the masked-LM head's own tensors start.
    fn head_name(&self) -> &'static str {
        if self.checkpoint.is_bert() { "cls.predictions" } else { "lm_head" }
    }
}

fn renamed(tensors: Vec<Tensor>, rename: impl Fn(&str) -> String) -> Vec<Tensor> {
    tensors.into_iter().map(|tensor| Tensor { name: rename(&tensor.name), ..tensor }).collect()
}

fn copy_of(tensors: &[Tensor], name: &str, new_name: &str) -> Tensor {
    let tensor = tensors.iter().find(|tensor| tensor.name == name).unwrap();
    Tensor { name: new_name.to_owned(), ..tensor.clone() }
}

fn copy_files(name: &str, folder: &Path) {
    for file in fs::read_dir(golden::root().join("tests/data/variants").join(name)).unwrap() {
        let path = file.unwrap().path();
        fs::copy(&path, folder.join(path.file_name().unwrap())).unwrap();
    }
}

/// The export of that name as the hub has it: in a folder `onnx` beside the files of the model.
fn frame_of_onnx_folder(case: &Case, name: &str) -> TempDir {
    let folder = case.frame();
    let inner = folder.path().join("onnx");
    fs::create_dir(&inner).unwrap();
    copy_files(name, &inner);
    folder
}

fn bytes_in(folder: &Path) -> u64 {
    fs::read_dir(folder).unwrap().map(|file| file.unwrap().metadata().unwrap().len()).sum()
}

/// The checked-in weights of that name, loaded with the configuration and tokenizer of `case`.
fn load_checked_in(case: &Case, name: &str) -> Model {
    let folder = case.frame();
    copy_files(name, folder.path());
    golden::load(folder.path())
}

#[test]
fn whole_safetensors_agree() {
    for case in cases() {
        case.check_tensors(&case.checkpoint.tensors(), Dtype::F32, &case.logits.f32);
    }
}

#[test]
fn half_precision_safetensors_agree_with_the_rounded_weights() {
    for case in cases() {
        case.check_tensors(&case.checkpoint.tensors(), Dtype::F16, &case.logits.f16);
        case.check_tensors(&case.checkpoint.tensors(), Dtype::BF16, &case.logits.bf16);
    }
}

#[test]
fn sharded_safetensors_agree() {
    for case in cases() {
        let folder = case.frame();
        let mut map = serde_json::Map::new();
        for (number, shard) in case.checkpoint.tensors().chunks(7).enumerate() {
            let file = format!("model-{number:05}.safetensors");
            write_safetensors(&folder.path().join(&file), shard, Dtype::F32);
            map.extend(shard.iter().map(|tensor| (tensor.name.clone(), json!(file))));
        }
        let index = json!({"metadata": {"total_size": 0}, "weight_map": map});
        fs::write(folder.path().join("model.safetensors.index.json"), index.to_string()).unwrap();
        case.check(&golden::load(folder.path()), &case.logits.f32);
    }
}

#[test]
fn layer_norms_named_gamma_and_beta_agree() {
    for case in cases().into_iter().filter(|case| case.checkpoint.is_bert()) {
        let tensors = renamed(case.checkpoint.tensors(), |name| {
            name.replace("LayerNorm.weight", "LayerNorm.gamma").replace("LayerNorm.bias", "LayerNorm.beta")
        });
        assert!(tensors.iter().any(|tensor| tensor.name.ends_with("gamma")));
        case.check_tensors(&tensors, Dtype::F32, &case.logits.f32);
    }
}

#[test]
fn a_decoder_stored_beside_the_table_it_is_tied_to_agrees() {
    for case in cases().into_iter().filter(Case::is_masked_lm) {
        let mut tensors = case.checkpoint.tensors();
        let (prefix, head) = (case.checkpoint.prefix(), case.head_name());
        let table = format!("{prefix}.embeddings.word_embeddings.weight");
        tensors.push(copy_of(&tensors, &table, &format!("{head}.decoder.weight")));
        tensors.push(copy_of(&tensors, &format!("{head}.bias"), &format!("{head}.decoder.bias")));
        case.check_tensors(&tensors, Dtype::F32, &case.logits.f32);
    }
}

#[test]
fn tensors_that_the_head_does_not_use_change_nothing() {
    for case in cases().into_iter().filter(|case| case.checkpoint.head != "seq") {
        let (prefix, width) = (case.checkpoint.prefix(), case.checkpoint.hidden);
        let mut tensors = case.checkpoint.tensors();
        for (name, shape) in [("weight", vec![width, width]), ("bias", vec![width])] {
            tensors.push(case.checkpoint.tensor(&format!("{prefix}.pooler.dense.{name}"), &shape));
        }
        tensors.push(case.checkpoint.tensor("cls.seq_relationship.weight", &[2, width]));
        case.check_tensors(&tensors, Dtype::F32, &case.logits.f32);
    }
}

#[test]
fn names_of_a_model_that_was_wrapped_to_be_trained_in_parallel_agree() {
    for case in cases() {
        let tensors = renamed(case.checkpoint.tensors(), |name| format!("module.{name}"));
        case.check_tensors(&tensors, Dtype::F32, &case.logits.f32);
    }
}

#[test]
fn a_table_of_position_numbers_in_the_file_changes_nothing() {
    for case in cases() {
        let folder = case.frame();
        write_position_ids(&folder.path().join("model.safetensors"), &case.checkpoint);
        case.check(&golden::load(folder.path()), &case.logits.f32);
    }
}

#[test]
fn fields_of_the_configuration_mean_what_they_mean_to_transformers() {
    for case in cases().into_iter().filter(Case::is_masked_lm) {
        assert_eq!(case.configs.len(), 6);
        for reconfigured in &case.configs {
            let folder = case.frame();
            case.reconfigure(folder.path(), &reconfigured.fields);
            let mut tensors = case.checkpoint.tensors();
            if reconfigured.fields.contains_key("tie_word_embeddings") {
                let (head, shape) = (case.head_name(), [case.checkpoint.vocab, case.checkpoint.hidden]);
                tensors.push(case.checkpoint.tensor(&format!("{head}.decoder.weight"), &shape));
                tensors.push(case.checkpoint.tensor(&format!("{head}.decoder.bias"), &[case.checkpoint.vocab]));
            }
            write_safetensors(&folder.path().join("model.safetensors"), &tensors, Dtype::F32);
            case.check(&golden::load(folder.path()), &reconfigured.logits);
        }
    }
}

#[test]
fn classifiers_score_labels_as_transformers_does_for_every_kind_of_problem() {
    let texts = golden::texts("");
    for case in cases().into_iter().filter(|case| case.checkpoint.head == "seq") {
        assert_eq!(case.classifiers.len(), 4);
        for classified in &case.classifiers {
            let folder = case.frame();
            case.reconfigure(folder.path(), &classified.fields);
            let tensors = case.tensors_of_labels(classified.answers.values().next().unwrap().len());
            write_safetensors(&folder.path().join("model.safetensors"), &tensors, Dtype::F32);
            let classifier = Classifier::new(golden::load(folder.path())).unwrap();
            for (index, theirs) in &classified.answers {
                let ours = classifier.run(&Document::new(texts[*index].as_str()), &Control::new()).unwrap();
                assert_eq!(ours.len(), theirs.len());
                for (ours, (label, score)) in ours.iter().zip(theirs) {
                    assert_eq!(&ours.label, label, "{} {index}", case.checkpoint.name);
                    assert!((ours.score - score).abs() <= TOLERANCE, "{index}: {} {score}", ours.score);
                }
            }
        }
    }
}

#[test]
fn a_bert_of_2019_saved_in_the_layout_of_torch_before_1_6_agrees() {
    let case = case("tiny-bert-mlm");
    let model = load_checked_in(&case, "old-bert");
    assert_eq!(model.info().format, "pytorch");
    case.check(&model, &case.logits.f32);
}

#[test]
fn a_half_precision_file_saved_by_torch_agrees() {
    let case = case("tiny-roberta-ner");
    let model = load_checked_in(&case, "roberta-f16");
    assert_eq!(model.info().weights_type, "f16");
    case.check(&model, &case.logits.f16);
}

#[test]
fn an_onnx_export_agrees() {
    let case = case("tiny-roberta-ner");
    let model = load_checked_in(&case, "onnx-inside");
    assert_eq!(model.info().format, "onnx");
    case.check(&model, &case.logits.f32);
}

#[test]
fn an_onnx_export_with_its_weights_in_a_file_beside_it_agrees() {
    let case = case("tiny-bert-mlm");
    let model = load_checked_in(&case, "onnx-external");
    assert_eq!(model.info().format, "onnx");
    case.check(&model, &case.logits.f32);
}

#[test]
fn an_onnx_export_in_the_folder_that_the_hub_has_for_it_agrees() {
    for (case, name) in [("tiny-roberta-ner", "onnx-inside"), ("tiny-bert-mlm", "onnx-external")] {
        let case = self::case(case);
        let folder = frame_of_onnx_folder(&case, name);
        let model = golden::load(folder.path());
        assert_eq!(model.info().format, "onnx");
        assert_eq!(model.info().source, folder.path().display().to_string());
        assert_eq!(model.info().weights_bytes, bytes_in(&folder.path().join("onnx")));
        case.check(&model, &case.logits.f32);
    }
}

#[test]
fn an_onnx_export_in_the_folder_itself_comes_before_one_in_a_folder_of_its_own() {
    let case = case("tiny-roberta-ner");
    let folder = frame_of_onnx_folder(&case, "onnx-inside");
    fs::write(folder.path().join("onnx/model.onnx"), b"damaged").unwrap();
    copy_files("onnx-inside", folder.path());
    case.check(&golden::load(folder.path()), &case.logits.f32);
}

#[test]
fn weights_come_before_an_onnx_export_in_a_folder_of_its_own() {
    let case = case("tiny-roberta-ner");
    let folder = frame_of_onnx_folder(&case, "onnx-inside");
    write_safetensors(&folder.path().join("model.safetensors"), &case.checkpoint.tensors(), Dtype::F32);
    assert_eq!(golden::load(folder.path()).info().format, "safetensors");
}

#[test]
fn an_onnx_export_in_a_folder_of_its_own_is_neither_compiled_nor_run_in_another_precision() {
    let folder = frame_of_onnx_folder(&case("tiny-roberta-ner"), "onnx-inside");
    let options = CompileOptions { precision: Precision::F32, threads: None, runtime_path: None };
    let out = folder.path().join("compiled");
    let compiled = compile(folder.path(), &out, &options);
    let int8 = ModelOptions { precision: Some(Precision::Int8), ..ModelOptions::default() };
    for error in [compiled.err(), Model::load(folder.path(), &int8).err()] {
        let error = error.unwrap();
        assert_eq!(error.code(), ErrorCode::InvalidOption, "{error}");
        assert!(error.message().contains("ONNX export"), "{error}");
    }
}
