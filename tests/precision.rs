//! Models on 8-bit numbers: the numbers themselves, that no answer depends on what else runs, and what is refused.

#![allow(clippy::unwrap_used, reason = "the helpers of a test may stop it")]

mod support;

use std::fs;
use std::path::Path;
use std::thread;

use cajal::{
    Control, Document, Entity, ErrorCode, FillMask, FillMaskOptions, Model, ModelOptions, Ner, NerOptions, Precision,
};
use serde::Deserialize;
use support::golden;
use support::random_checkpoint::Spec;

#[derive(Deserialize)]
struct Golden {
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    checkpoint: Spec,
    texts: Vec<Text>,
}

#[derive(Deserialize)]
struct Text {
    ids: Vec<u32>,
    rows: Vec<usize>,
    /// Of a vocabulary, the first columns.
    logits: Vec<Vec<f32>>,
}

fn options(precision: Precision, threads: usize) -> ModelOptions {
    ModelOptions { threads: Some(threads), precision: Some(precision), ..ModelOptions::default() }
}

fn int8(threads: usize) -> ModelOptions {
    options(Precision::Int8, threads)
}

/// The median over all rows of a model's mean distance from the golden logits.
fn distance(model: &Model, texts: &[Text]) -> f32 {
    let mean = |(ours, theirs): (&[f32], &Vec<f32>)| {
        ours.iter().zip(theirs).map(|(ours, theirs)| (ours - theirs).abs()).sum::<f32>() / theirs.len() as f32
    };
    let mut distances = Vec::new();
    for text in texts {
        let logits = model.logits(&text.ids, &text.rows, &Control::new()).unwrap();
        distances.extend(logits.rows().zip(&text.logits).map(mean));
    }
    distances.sort_by(f32::total_cmp);
    distances[distances.len() / 2]
}

/// Whether this processor gets weights of all 8 bits.
fn has_eight_bits() -> bool {
    let auto = Model::embedded("pharmaconer", &options(Precision::Auto, 1)).unwrap();
    auto.info().precision == "int8" || cfg!(not(target_arch = "x86_64"))
}

/// A sum of floats that comes out a bit otherwise can round an input to the next number, and that shows in all logits of its
/// text; the logits of most texts must agree to the last digits, and those of 32-bit floats must not.
#[test]
fn logits_of_all_families_are_those_worked_out_from_the_definitions() {
    let golden: Golden = golden::read(&golden::checked_in().join("int8.json"));
    assert_eq!(golden.cases.len(), 6);
    for case in golden.cases {
        let folder = tempfile::tempdir().unwrap();
        case.checkpoint.write(folder.path());
        let model = Model::load(folder.path(), &int8(1)).unwrap();
        assert_eq!(model.info().precision, "int8");
        let floats = Model::load(folder.path(), &options(Precision::F32, 1)).unwrap();
        assert_eq!(floats.info().precision, "f32");
        let (bytes, bytes_of_floats) = (model.info().weights_bytes, floats.info().weights_bytes);
        let per_parameter = bytes_of_floats as f64 / floats.info().parameters as f64;
        assert!((3.0..5.0).contains(&per_parameter), "{per_parameter}");
        assert!(bytes < bytes_of_floats / 2, "{bytes} of {bytes_of_floats}");
        let (ours, of_floats) = (distance(&model, &case.texts), distance(&floats, &case.texts));
        println!("{}: {ours:.6} from the golden logits, 32-bit floats {of_floats:.6}", case.checkpoint.name);
        assert!(of_floats > 5e-3, "{}: {of_floats}", case.checkpoint.name);
        let limit = if has_eight_bits() { 1e-4 } else { 3.0 * of_floats };
        assert!(ours < limit, "{}: {ours} {of_floats}", case.checkpoint.name);
    }
}

fn notes() -> Vec<Document> {
    let case =
        "Varón de 67 años, D. Ramón Gil Ruiz, con carcinoma ductal infiltrante. Se normalizan calcio, magnesio y PTH. ";
    (0..64)
        .map(|index| Document::new(format!("{}{}", "Sin fiebre. ".repeat(index % 7), case.repeat(1 + index % 5))))
        .collect()
}

/// All that an answer says, scores to the bit.
fn bits(entities: &[Entity]) -> Vec<(String, u32, usize, usize)> {
    let all = entities.iter();
    all.map(|e| (e.label.to_string(), e.score.to_bits(), e.offsets.utf8.start, e.offsets.utf8.end)).collect()
}

#[test]
fn a_note_gets_the_same_entities_alone_in_a_batch_and_from_eight_threads() {
    let (notes, control) = (notes(), Control::new());
    let ner = |threads| Ner::new([Model::embedded("pharmaconer", &int8(threads)).unwrap()]).unwrap();
    let one = ner(1);
    let run = |ner: &Ner, note: &Document| bits(&ner.run(note, &NerOptions::default(), &control).unwrap().entities);
    let alone: Vec<_> = notes.iter().map(|note| run(&one, note)).collect();
    assert!(alone.iter().all(|entities| entities.len() >= 3));
    let batch = one.run_batch(&notes, &NerOptions::default(), &control).unwrap();
    let batch: Vec<_> = batch.into_iter().map(|answer| bits(&answer.unwrap().entities)).collect();
    assert_eq!(batch, alone);
    thread::scope(|scope| {
        for first in 0..8 {
            let (one, notes, alone, run) = (&one, &notes, &alone, &run);
            scope.spawn(move || (first..64).step_by(8).for_each(|at| assert_eq!(run(one, &notes[at]), alone[at])));
        }
    });
    let two = ner(2);
    assert!(notes.iter().zip(&alone).take(8).all(|(note, alone)| run(&two, note) == *alone));
}

#[test]
fn masks_get_the_same_words_alone_in_a_batch_and_on_two_threads() {
    let texts = [
        "El único antecedente personal a reseñar era la <mask> arterial.",
        "En el <mask> toraco-abdómino-pélvico no se encontraron hallazgos <mask> de interés.",
    ];
    let documents: Vec<Document> = (0..64).map(|index| Document::new(texts[index % 2])).collect();
    let fill_mask = |threads| FillMask::new(Model::embedded("fill-mask", &int8(threads)).unwrap()).unwrap();
    // The joint search runs many windows of one length.
    let options = FillMaskOptions { beam_width: Some(4), ..FillMaskOptions::default() };
    let one = fill_mask(1);
    let alone: Vec<_> = documents[..2].iter().map(|text| one.run(text, &options, &Control::new()).unwrap()).collect();
    let batch = one.run_batch(&documents, &options, &Control::new()).unwrap();
    assert!(batch.into_iter().enumerate().all(|(at, answer)| answer.unwrap() == alone[at % 2]));
    let two = fill_mask(2);
    assert!(
        documents[..2]
            .iter()
            .zip(&alone)
            .all(|(text, alone)| two.run(text, &options, &Control::new()).unwrap() == *alone)
    );
}

#[test]
fn a_row_has_the_same_logits_whatever_other_rows_are_asked_for() {
    let model = Model::embedded("fill-mask", &int8(1)).unwrap();
    let ids: Vec<u32> = (100..140).collect();
    let logits = |rows: &[usize]| model.logits(&ids, rows, &Control::new()).unwrap();
    let (one, many) = (logits(&[7]), logits(&[3, 7, 30]));
    assert_eq!(one.rows().next(), many.rows().nth(1));
}

#[test]
fn without_a_precision_models_compute_with_floats() {
    let model = Model::embedded("pharmaconer", &ModelOptions::default()).unwrap();
    assert_eq!(model.info().precision, "f32");
}

#[test]
fn an_export_runs_as_it_was_exported_and_refuses_another_precision() {
    // That the export is not of this checkpoint does not show where only its names are read.
    let spec = Spec {
        name: "tiny-roberta-ner".to_owned(),
        family: "roberta".to_owned(),
        head: "ner".to_owned(),
        tokenizer: "roberta".to_owned(),
        vocab: 16_000,
        hidden: 32,
        layers: 1,
        heads: 2,
        intermediate: 64,
        positions: 66,
        seed: 0,
    };
    let folder = tempfile::tempdir().unwrap();
    spec.write_frame(folder.path());
    let export = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/variants/onnx-inside/model.onnx");
    fs::copy(export, folder.path().join("model.onnx")).unwrap();
    let error = Model::load(folder.path(), &int8(1)).err().unwrap();
    assert_eq!(error.code(), ErrorCode::InvalidOption, "{error}");
    assert!(error.message().contains("ONNX export"), "{error}");
    assert_eq!(Model::load(folder.path(), &options(Precision::Auto, 1)).unwrap().info().precision, "exported");
}
