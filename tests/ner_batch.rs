//! Many documents in one call, and several models over one text: each answer is what it would be alone.

#![allow(clippy::unwrap_used, reason = "the helpers of a test may stop it")]

use std::sync::{Arc, Mutex};

use cajal::{Cancel, Control, Document, Entity, ErrorCode, Model, ModelOptions, Ner, NerOptions, Progress};

const NAMES: [&str; 3] = ["pharmaconer", "cantemist", "meddocan"];

fn model(name: &str) -> Model {
    Model::embedded(name, &ModelOptions { threads: Some(1), ..ModelOptions::default() }).unwrap()
}

fn ner(names: &[&str]) -> Ner {
    Ner::new(names.iter().map(|name| model(name))).unwrap()
}

/// Short and long, with and without entities, and empty.
fn documents() -> Vec<Document> {
    let case =
        "Varón de 67 años, D. Ramón Gil Ruiz, con carcinoma ductal infiltrante. Se normalizan calcio, magnesio y PTH. ";
    let texts = [
        case.to_owned(),
        String::new(),
        "Sin hallazgos.\n".to_owned(),
        case.repeat(12),
        "fiebre ".repeat(700),
        case.to_owned(),
    ];
    texts.into_iter().map(Document::new).collect()
}

/// All that an answer says of entities, scores to the bit.
fn bits(entities: &[Entity]) -> Vec<(String, u32, usize, usize)> {
    let all = entities.iter();
    all.map(|e| (e.label.to_string(), e.score.to_bits(), e.offsets.utf8.start, e.offsets.utf8.end)).collect()
}

#[test]
fn a_batch_gives_every_document_its_own_answer_in_order() {
    let (ner, documents, options) = (ner(&["pharmaconer"]), documents(), NerOptions::default());
    let batch = ner.run_batch(&documents, &options, &Control::new()).unwrap();
    assert_eq!(batch.len(), documents.len());
    for (document, answer) in documents.iter().zip(batch) {
        let (alone, answer) = (ner.run(document, &options, &Control::new()).unwrap(), answer.unwrap());
        assert_eq!(bits(&answer.entities), bits(&alone.entities));
        assert_eq!(answer, alone);
    }
}

#[test]
fn several_models_find_what_each_finds_alone() {
    let (options, control) = (NerOptions::default(), Control::new());
    let together = ner(&NAMES);
    for document in documents() {
        let answer = together.run(&document, &options, &control).unwrap();
        let mut windows = 0;
        for (index, name) in NAMES.iter().enumerate() {
            let alone = ner(&[name]).run(&document, &options, &control).unwrap();
            let own: Vec<Entity> = answer.entities.iter().filter(|entity| entity.model == index).cloned().collect();
            assert_eq!(bits(&own), bits(&alone.entities), "{name}");
            assert_eq!(answer.words, alone.words);
            windows += alone.windows;
        }
        assert_eq!(answer.windows, windows);
        let order = |entity: &Entity| (entity.offsets.utf8.start, entity.offsets.utf8.end, entity.model);
        assert!(answer.entities.is_sorted_by_key(order));
    }
}

#[test]
fn progress_counts_the_whole_batch_and_never_falls() {
    let (ner, documents) = (ner(&NAMES[..2]), documents());
    let seen = Arc::new(Mutex::new(Vec::<Progress>::new()));
    let sink = Arc::clone(&seen);
    let control = Control::new().with_progress(move |progress| sink.lock().unwrap().push(progress));
    ner.run_batch(&documents, &NerOptions::default(), &control).unwrap();
    let seen = seen.lock().unwrap();
    let bytes: usize = documents.iter().map(|document| document.text().len()).sum();
    assert!(seen.iter().all(|progress| progress.bytes_total == 2 * bytes));
    assert!(seen.is_sorted_by_key(|progress| progress.bytes_done));
    assert_eq!(seen.last().unwrap().bytes_done, 2 * bytes);
}

#[test]
fn documents_done_before_a_cancellation_keep_their_answers() {
    let (ner, documents, cancel) = (ner(&["pharmaconer"]), documents(), Cancel::new());
    let (first, stop) = (documents[0].text().len(), cancel.clone());
    let control = Control::new().with_cancel(cancel).with_progress(move |progress| {
        // Within the fourth document, whose windows are many.
        if progress.bytes_done > 2 * first {
            stop.cancel();
        }
    });
    let batch = ner.run_batch(&documents, &NerOptions::default(), &control).unwrap();
    let codes: Vec<Option<ErrorCode>> =
        batch.into_iter().map(|answer| answer.err().map(|error| error.code())).collect();
    let cancelled = Some(ErrorCode::Cancelled);
    assert_eq!(codes, [None, None, None, cancelled, cancelled, cancelled]);
}

#[test]
fn options_that_fit_no_document_fail_the_call() {
    let wrong = [
        NerOptions { window_tokens: Some(0), ..NerOptions::default() },
        NerOptions { labels: Some(Vec::new()), ..NerOptions::default() },
        NerOptions { labels: Some(vec!["FECHAS".to_owned()]), ..NerOptions::default() },
    ];
    for options in wrong {
        let error = ner(&["pharmaconer"]).run_batch(&documents(), &options, &Control::new()).unwrap_err();
        assert_eq!(error.code(), ErrorCode::InvalidOption, "{options:?}");
    }
    assert!(ner(&["pharmaconer"]).run_batch(&[], &NerOptions::default(), &Control::new()).unwrap().is_empty());
}
