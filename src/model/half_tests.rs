//! Graphs of 16-bit floats, on the processor's own provider.
//!
//! It has few operators for them: for the others ONNX Runtime computes in 32-bit floats and rounds what comes out, or not
//! even that between two of them. So these tests show that the graph is one that loads, that its weights are the rounded
//! ones, and that no number in it is too large; how far CUDA's own operators round, only a GPU can show (tests/cuda.rs).

#![allow(clippy::unwrap_used, reason = "the helpers of a test may stop it")]

#[allow(dead_code, clippy::panic, reason = "the integration tests use the rest of it")]
#[path = "../../tests/support/random_checkpoint.rs"]
mod random_checkpoint;

use std::fs;
use std::path::Path;

use serde::Deserialize;

use self::random_checkpoint::Spec;
use super::*;
use crate::runtime::{Arithmetic, Provider};

/// With 11 significant bits a number between 2 and 4, as the largest of these logits are, is rounded by 2⁻¹⁰ at most. Some
/// ten roundings follow one another in a layer and a head.
const TOLERANCE: f32 = 10.0 / 1024.0;

/// An eighth of what is allowed for bfloat16 on the same models of six layers (tests/openvino.rs): it has 3 significant bits
/// fewer.
#[cfg(feature = "embedded-models")]
const TOLERANCE_OF_SIX_LAYERS: f32 = 0.2 / 8.0;

#[derive(Deserialize)]
struct Golden {
    checkpoints: Vec<Case>,
}

/// One model with logits of three sequences, as PyTorch computes them in 32-bit floats.
#[derive(Deserialize)]
struct Case {
    checkpoint: Spec,
    ids: Vec<Vec<u32>>,
    at: Vec<Vec<usize>>,
    logits: ByType,
}

/// From weights as they are, and from weights rounded to 16 bits.
#[derive(Deserialize)]
struct ByType {
    f32: Vec<Vec<f32>>,
    f16: Vec<Vec<f32>>,
}

fn cases() -> Vec<Case> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/golden/variants.json");
    serde_json::from_str::<Golden>(&fs::read_to_string(path).unwrap()).unwrap().checkpoints
}

/// A model on the processor in a precision that a caller would not get there.
fn load_files(files: &ModelFiles, precision: Precision) -> Result<Model> {
    let options = ModelOptions { threads: Some(1), precision: Some(precision), ..ModelOptions::default() };
    Model::placed(files, &options, |_| Placement::find(&Provider::Cpu, Arithmetic::F32))
}

fn load(folder: &Path, precision: Precision) -> Result<Model> {
    load_files(&ModelFiles::Folder(folder.to_path_buf()), precision)
}

/// The largest and the mean distance between a model's logits and those of the golden file. All sequences share a run
/// where they can.
fn distance(model: &Model, case: &Case, golden: &[Vec<f32>]) -> [f32; 2] {
    let rows = |at| if case.checkpoint.head == "seq" { &[0][..] } else { at };
    let inputs = case.ids.iter().zip(&case.at).map(|(ids, at)| Input { ids, rows: rows(at) });
    let logits = model.logits_of_windows(&inputs.collect::<Vec<_>>(), &Control::new()).unwrap();
    let (ours, theirs): (Vec<f32>, _) = (logits.rows().flatten().copied().collect(), golden.concat());
    assert_eq!(ours.len(), theirs.len());
    let distances: Vec<f32> = ours.iter().zip(&theirs).map(|(ours, theirs)| (ours - theirs).abs()).collect();
    let sum: f32 = distances.iter().sum();
    [distances.iter().copied().fold(0.0, f32::max), sum / distances.len() as f32]
}

#[test]
fn every_family_and_head_gives_the_logits_of_its_weights_rounded_to_16_bits() {
    let cases = cases();
    assert_eq!(cases.len(), 6);
    for case in cases {
        let folder = tempfile::tempdir().unwrap();
        case.checkpoint.write(folder.path());
        let model = load(folder.path(), Precision::F16).unwrap();
        assert_eq!(model.info().precision, "f16");
        let [largest, mean] = distance(&model, &case, &case.logits.f16);
        println!("{}: {largest:.2e} at most, {mean:.2e} in the mean", case.checkpoint.name);
        assert!(largest < TOLERANCE, "{}: {largest}", case.checkpoint.name);
        // 32-bit floats would agree to the last digit with the weights as they are.
        assert!(distance(&model, &case, &case.logits.f32)[1] > 1e-5, "{}", case.checkpoint.name);
    }
}

#[cfg(feature = "embedded-models")]
#[test]
fn the_shipped_models_give_nearly_the_logits_of_32_bit_floats() {
    for name in Model::embedded_names() {
        let [wide, narrow] = [Precision::F32, Precision::F16]
            .map(|precision| load_files(&embedded::files(name).unwrap(), precision).unwrap());
        let ids = narrow.tokenizer().with_special(&(0..200).map(|i| 100 + 37 * i % 9000).collect::<Vec<_>>());
        let rows: Vec<usize> = (0..ids.len()).step_by(9).collect();
        let [wide, narrow] = [wide, narrow].map(|model| model.logits(&ids, &rows, &Control::new()).unwrap());
        let pairs = wide.rows().flatten().zip(narrow.rows().flatten());
        // Vocabulary logits are up to 20, and rounded by as much more.
        let largest = pairs.map(|(wide, narrow)| (wide - narrow).abs() / wide.abs().max(1.0)).fold(0.0, f32::max);
        println!("{name}: {largest:.2e} at most");
        assert!(largest > 1e-4 && largest < TOLERANCE_OF_SIX_LAYERS, "{name}: {largest}");
    }
}

#[test]
fn a_weight_that_16_bits_cannot_hold_is_an_error_that_names_it() {
    let case = cases().remove(0);
    let folder = tempfile::tempdir().unwrap();
    case.checkpoint.write_frame(folder.path());
    let mut tensors = case.checkpoint.tensors();
    let name = tensors[1].name.clone();
    tensors[1].values[3] = -70_000.0;
    random_checkpoint::write_safetensors(&folder.path().join("model.safetensors"), &tensors, safetensors::Dtype::F32);
    let error = load(folder.path(), Precision::F16).map(drop).unwrap_err();
    assert_eq!(error.code(), ErrorCode::InvalidOption);
    assert!(error.message().contains(&name) && error.message().contains("65504"), "{error}");
    assert!(load(folder.path(), Precision::F32).is_ok());
}
