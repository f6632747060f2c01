//! Who runs what, where and beside what else changes no answer: alone, in a batch, from many threads, on any number of
//! threads.

#![allow(clippy::unwrap_used, reason = "the helpers of a test may stop it")]

use std::sync::{Arc, Mutex};
use std::thread;

use cajal::{
    Cancel, Control, Document, ErrorCode, FillMask, FillMaskAnswer, FillMaskOptions, Model, ModelOptions, Ner,
    NerAnswer, NerOptions, PerplexityOptions, Precision,
};

const THREADS: [usize; 3] = [1, 2, 4];

fn model(name: &str, threads: usize) -> Model {
    model_at(Precision::F32, name, threads)
}

fn model_at(precision: Precision, name: &str, threads: usize) -> Model {
    Model::embedded(
        name,
        &ModelOptions {
            threads: Some(threads),
            run_threads: Some(threads),
            precision: Some(precision),
            ..ModelOptions::default()
        },
    )
    .unwrap()
}

/// 64 notes of one word to a few windows.
fn notes() -> Vec<Document> {
    let sentences = [
        "Varón de 67 años con carcinoma ductal infiltrante, en tratamiento con paracetamol 1 g cada 8 horas. ",
        "Se normalizan calcio, magnesio y PTH.\n",
        "Niveles de TSH y T4 normales; albúmina 3,2 g/dl y ferritina baja, sin fiebre posterior. ",
        "Alta. ",
    ];
    let note = |number: usize| (0..1 + number * 7 % 31).map(|n| sentences[(number + n * n) % 4]).collect::<String>();
    (0..64).map(|number| Document::new(note(number))).collect()
}

/// All that an answer says, scores to the bit.
fn bits(answer: &NerAnswer) -> Vec<(String, u32, usize, usize)> {
    let all = answer.entities.iter();
    all.map(|e| (e.label.to_string(), e.score.to_bits(), e.offsets.utf8.start, e.offsets.utf8.end)).collect()
}

/// Asserts that all 64 notes have the entities that they have alone on one thread, in a batch and from 8 threads.
fn assert_same_entities_at(precision: Precision) {
    let (notes, options) = (notes(), NerOptions::default());
    let ner = |threads| Ner::new([model_at(precision, "pharmaconer", threads)]).unwrap();
    let one = ner(1);
    let alone: Vec<_> = notes.iter().map(|note| bits(&one.run(note, &options, &Control::new()).unwrap())).collect();
    assert!(alone.iter().flatten().count() > 64);
    for threads in THREADS {
        let ner = ner(threads);
        let batch = ner.run_batch(&notes, &options, &Control::new()).unwrap();
        let batch: Vec<_> = batch.into_iter().map(|answer| bits(&answer.unwrap())).collect();
        assert_eq!(batch, alone, "{threads} threads");
        thread::scope(|scope| {
            for start in 0..8 {
                let (notes, options, alone, ner) = (&notes, &options, &alone, &ner);
                scope.spawn(move || {
                    for index in start * 8..start * 8 + 8 {
                        let answer = ner.run(&notes[index], options, &Control::new()).unwrap();
                        assert_eq!(bits(&answer), alone[index], "{threads} threads");
                    }
                });
            }
        });
    }
}

#[test]
fn entities_are_the_same_alone_in_a_batch_of_64_and_from_8_threads_to_the_bit() {
    assert_same_entities_at(Precision::F32);
}

#[test]
fn entities_on_8_bits_are_the_same_alone_in_a_batch_of_64_and_from_8_threads_to_the_bit() {
    assert_same_entities_at(Precision::Int8);
}

#[test]
fn a_run_of_a_small_model_has_one_thread_unless_it_is_given_more() {
    let info = |threads, run_threads| {
        let options = ModelOptions { threads: Some(threads), run_threads, ..ModelOptions::default() };
        Model::embedded("pharmaconer", &options).map(|model| (model.info().threads, model.info().run_threads))
    };
    assert_eq!(info(3, None).unwrap(), (3, 1));
    assert_eq!(info(3, Some(2)).unwrap(), (3, 2));
    for wrong in [0, 4] {
        assert_eq!(info(3, Some(wrong)).unwrap_err().code(), ErrorCode::InvalidOption);
    }
}

#[test]
fn masks_and_perplexities_are_the_same_on_any_number_of_threads_to_the_bit() {
    let masked = |note: Document| Document::new(format!("{}Ingresa por <mask> y <mask>.", note.text()));
    let notes: Vec<Document> = notes().into_iter().take(16).map(masked).collect();
    let options = FillMaskOptions::default();
    let bits = |answer: &FillMaskAnswer| -> Vec<(String, u32)> {
        let all = answer.masks.iter().flat_map(|mask| &mask.predictions);
        all.map(|prediction| (prediction.text.clone(), prediction.score.to_bits())).collect()
    };
    let mut seen = Vec::new();
    for threads in THREADS {
        let runner = FillMask::new(model("fill-mask", threads)).unwrap();
        let batch = runner.run_batch(&notes, &options, &Control::new()).unwrap();
        let batch: Vec<_> = batch.into_iter().map(|answer| bits(&answer.unwrap())).collect();
        let alone: Vec<_> =
            notes.iter().map(|note| bits(&runner.run(note, &options, &Control::new()).unwrap())).collect();
        assert_eq!(batch, alone, "{threads} threads");
        let window = PerplexityOptions { window_tokens: Some(64) };
        let perplexity = runner.perplexity(&notes[3], &window, &Control::new()).unwrap();
        seen.push((alone, perplexity.log_likelihood.to_bits()));
    }
    assert!(seen.iter().all(|one| *one == seen[0]));
}

#[test]
fn a_document_that_fails_fails_alone_on_any_number_of_threads() {
    for threads in THREADS {
        let runner = FillMask::new(model("fill-mask", threads)).unwrap();
        let texts = ["La <mask> es alta.", "Sin nada que llenar.", "Toma <mask> a diario.", "Ni [MASK] ni nada."];
        let documents: Vec<Document> = texts.iter().cycle().take(40).map(|text| Document::new(*text)).collect();
        let answers = runner.run_batch(&documents, &FillMaskOptions::default(), &Control::new()).unwrap();
        for (index, answer) in answers.iter().enumerate() {
            let code = answer.as_ref().err().map(cajal::Error::code);
            let expected = [None, Some(ErrorCode::MaskMissing), None, Some(ErrorCode::MaskForeign)][index % 4];
            assert_eq!(code, expected, "{threads} threads, document {index}");
        }
    }
}

#[test]
fn a_cancelled_batch_keeps_what_was_done_and_fails_the_rest_on_any_number_of_threads() {
    for threads in THREADS {
        let ner = Ner::new([model("pharmaconer", threads)]).unwrap();
        let (notes, options, cancel) = (notes(), NerOptions::default(), Cancel::new());
        let stop = cancel.clone();
        let control = Control::new().with_cancel(cancel).with_progress(move |progress| {
            if progress.bytes_done * 3 > progress.bytes_total {
                stop.cancel();
            }
        });
        let answers = ner.run_batch(&notes, &options, &control).unwrap();
        let failed = answers.iter().filter_map(|answer| answer.as_ref().err());
        assert!(failed.clone().all(|error| error.code() == ErrorCode::Cancelled));
        assert!((1..notes.len()).contains(&failed.count()), "{threads} threads");
        for (note, answer) in notes.iter().zip(&answers) {
            if let Ok(answer) = answer {
                assert_eq!(bits(answer), bits(&ner.run(note, &options, &Control::new()).unwrap()));
            }
        }
    }
}

#[test]
fn progress_comes_on_the_callers_thread_and_never_falls_on_any_number_of_threads() {
    for threads in THREADS {
        let ner = Ner::new([model("pharmaconer", threads)]).unwrap();
        let (seen, caller) = (Arc::new(Mutex::new(Vec::new())), thread::current().id());
        let sink = Arc::clone(&seen);
        let control = Control::new().with_progress(move |progress| {
            assert_eq!(thread::current().id(), caller);
            sink.lock().unwrap().push(progress.bytes_done);
        });
        let notes = notes();
        ner.run_batch(&notes, &NerOptions::default(), &control).unwrap();
        let seen = seen.lock().unwrap();
        assert!(seen.is_sorted());
        assert_eq!(seen.last().copied(), Some(notes.iter().map(|note| note.text().len()).sum()));
    }
}
