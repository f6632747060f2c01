//! Logits and answers agree with transformers in float32, on 200 texts and on sequences as long as the models take.
//!
//! The figures of each model are printed: `cargo test --test golden_logits -- --nocapture`.

#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "the helpers of a test print and may stop it")]

mod support;

use cajal::{Classifier, Control, Document, FillMask, FillMaskOptions, Model, Ner, NerOptions, Offsets, Task};
use support::golden::{self, LogitFile, Row, TokenFile, Tokens, VocabularyRow};

/// The largest difference of a logit from transformers' that counts as agreement.
const TOLERANCE: f32 = 2e-4;

/// The same for scores, which lie between 0 and 1.
const SCORE_TOLERANCE: f32 = 1e-4;

#[test]
fn a_random_roberta_masked_lm_agrees_with_transformers() {
    check("roberta-mlm");
}

#[test]
fn a_random_roberta_token_classifier_agrees_with_transformers() {
    check("roberta-ner");
}

#[test]
fn a_random_roberta_sequence_classifier_agrees_with_transformers() {
    check("roberta-seq");
}

#[test]
fn a_random_xlm_roberta_masked_lm_agrees_with_transformers() {
    check("xlmr-mlm");
}

#[test]
fn a_random_xlm_roberta_token_classifier_agrees_with_transformers() {
    check("xlmr-ner");
}

#[test]
fn a_random_bert_masked_lm_agrees_with_transformers() {
    check("bert-mlm");
}

#[test]
fn a_random_bert_token_classifier_agrees_with_transformers() {
    check("bert-ner");
}

#[test]
fn a_random_bert_sequence_classifier_agrees_with_transformers() {
    check("bert-seq");
}

#[test]
fn the_shipped_fill_mask_model_agrees_with_transformers() {
    check("clinical-es-mini");
}

#[test]
fn the_shipped_pharmaconer_model_agrees_with_transformers() {
    check("clinical-es-mini-pharmaconer");
}

#[test]
fn the_shipped_cantemist_model_agrees_with_transformers() {
    check("clinical-es-mini-cantemist");
}

#[test]
fn the_shipped_meddocan_model_agrees_with_transformers() {
    check("clinical-es-mini-meddocan");
}

/// Compares everything that the golden file of a model holds, and prints how far off it is.
fn check(name: &str) {
    let file = golden::logits(name);
    let tokens = golden::tokens(file.tokenizer());
    let texts = golden::texts(&tokens.mask_token);
    assert_eq!((file.sentences.len(), tokens.sentences.len(), texts.len()), (200, 200, 200));
    let model = file.open();
    let mut comparison = Comparison::new(name, &model, &file, &tokens);
    for (row, tokens) in file.sentences.iter().zip(&tokens.sentences) {
        comparison.compare_sentence(row, tokens);
    }
    comparison.compare_ids(&file.long, &file.long.ids);
    comparison.finish();
    check_answers(&model, &file, &texts);
}

/// Differences found so far between one model here and in transformers.
struct Comparison<'a> {
    name: &'a str,
    model: &'a Model,
    file: &'a LogitFile,
    mask_id: u32,
    logits: usize,
    largest: f32,
    argmaxes: usize,
    wrong_argmaxes: usize,
}

impl<'a> Comparison<'a> {
    fn new(name: &'a str, model: &'a Model, file: &'a LogitFile, tokens: &TokenFile) -> Self {
        let mask_id = tokens.mask_id;
        Self { name, model, file, mask_id, logits: 0, largest: 0.0, argmaxes: 0, wrong_argmaxes: 0 }
    }

    fn compare_sentence(&mut self, row: &Row, tokens: &Tokens) {
        match self.model.info().task {
            Task::TokenClassification => self.compare_ids(row, &tokens.ids),
            Task::SequenceClassification => self.compare_ids(row, &tokens.masked),
            Task::FillMask => {
                let mut ids = tokens.masked.clone();
                row.at.iter().for_each(|&at| ids[at] = self.mask_id);
                self.compare_ids(row, &ids);
            }
        }
    }

    fn compare_ids(&mut self, row: &Row, ids: &[u32]) {
        let rows: Vec<usize> = match self.model.info().task {
            Task::FillMask => row.at.clone(),
            Task::TokenClassification => (0..ids.len()).collect(),
            Task::SequenceClassification => vec![0],
        };
        let logits = self.model.logits(ids, &rows, &Control::new()).unwrap();
        let ours: Vec<&[f32]> = logits.rows().collect();
        assert_eq!(ours.len(), row.argmax.len());
        for (ours, &best) in ours.iter().zip(&row.argmax).filter(|(_, best)| **best >= 0) {
            self.argmaxes += 1;
            self.wrong_argmaxes += usize::from(argmax(ours) != best as usize);
        }
        if !row.logits.is_empty() {
            assert_eq!(row.logits.len(), ours.len() * logits.columns());
            ours.concat().iter().zip(&row.logits).for_each(|(ours, theirs)| self.compare(*ours, *theirs));
        }
        row.full.iter().zip(&ours).for_each(|(theirs, ours)| self.compare_vocabulary(ours, theirs));
    }

    fn compare_vocabulary(&mut self, ours: &[f32], theirs: &VocabularyRow) {
        theirs.top.iter().for_each(|&(id, logit)| self.compare(ours[id], logit));
        self.file.fixed_ids.iter().zip(&theirs.fixed).for_each(|(&id, &logit)| self.compare(ours[id], logit));
        // What is left of the row: a wrong logit among the others shows in the sum.
        let logsumexp = ours.iter().map(|&logit| f64::from(logit).exp()).sum::<f64>().ln();
        self.compare(logsumexp as f32, theirs.logsumexp as f32);
    }

    fn compare(&mut self, ours: f32, theirs: f32) {
        self.logits += 1;
        // Not f32::max: it would drop a NaN.
        let difference = (ours - theirs).abs();
        if difference.is_nan() || difference > self.largest {
            self.largest = difference;
        }
    }

    fn finish(&self) {
        println!(
            "{}: largest difference {:.2e} of {} logits; {} of {} argmaxes differ",
            self.name, self.largest, self.logits, self.wrong_argmaxes, self.argmaxes
        );
        assert!(self.logits > 500 && self.argmaxes >= 200);
        assert!(self.largest <= TOLERANCE, "{}: {}", self.name, self.largest);
        assert_eq!(self.wrong_argmaxes, 0, "{}", self.name);
    }
}

fn argmax(row: &[f32]) -> usize {
    (0..row.len()).reduce(|best, next| if row[next] > row[best] { next } else { best }).unwrap()
}

/// Compares the answers to the texts themselves: tokens, logits, decoding and offsets all at once.
fn check_answers(model: &Model, file: &LogitFile, texts: &[String]) {
    let mut compared = 0;
    for (index, (row, text)) in file.sentences.iter().zip(texts).enumerate() {
        compared += match model.info().task {
            Task::TokenClassification => check_entities(model, row, text, index),
            Task::FillMask => check_predictions(model, row, text, index),
            Task::SequenceClassification => check_labels(model, row, text, index),
        };
    }
    assert!(compared >= 15, "only {compared} answers compared");
}

fn check_entities(model: &Model, row: &Row, text: &str, index: usize) -> usize {
    let ner = Ner::new([model.clone()]).unwrap();
    // transformers read every text in one window.
    let options = NerOptions { window_tokens: Some(model.info().max_tokens - 2), ..NerOptions::default() };
    let answer = ner.run(&Document::new(text), &options, &Control::new()).unwrap();
    let ours: Vec<(String, usize, usize)> = answer
        .entities
        .iter()
        .map(|entity| (entity.label.to_string(), entity.offsets.codepoint.start, entity.offsets.codepoint.end))
        .collect();
    let theirs: Vec<(String, usize, usize)> = row.entities.iter().map(|(l, s, e, _)| (l.clone(), *s, *e)).collect();
    assert_eq!(ours, theirs, "text {index}");
    for (ours, (.., theirs)) in answer.entities.iter().zip(&row.entities) {
        check_units(text, ours.offsets);
        assert!((ours.score - theirs).abs() <= SCORE_TOLERANCE, "text {index}: {} {theirs}", ours.score);
    }
    theirs.len()
}

fn check_predictions(model: &Model, row: &Row, text: &str, index: usize) -> usize {
    if row.predictions.is_empty() {
        return 0;
    }
    let fill_mask = FillMask::new(model.clone()).unwrap();
    // All of them, so that what is missing is what nobody can read: control tokens, parts of characters.
    let options = FillMaskOptions { top_k: model.info().vocabulary, ..FillMaskOptions::default() };
    let masks = fill_mask.run(&Document::new(text), &options, &Control::new()).unwrap().masks;
    assert_eq!(masks.len(), row.predictions.len(), "text {index}");
    let spans: Vec<usize> = text.match_indices(fill_mask.mask_token()).map(|(start, _)| start).collect();
    assert_eq!(masks.iter().map(|mask| mask.offsets.utf8.start).collect::<Vec<_>>(), spans, "text {index}");
    for (mask, theirs) in masks.iter().zip(&row.predictions) {
        check_units(text, mask.offsets);
        let ours: Vec<u32> = mask.predictions.iter().map(|prediction| prediction.token_ids[0]).collect();
        let left_out = |id: &u32| !ours.contains(id);
        assert!(ours.len() > model.info().vocabulary * 4 / 5, "text {index}: {}", ours.len());
        assert!(theirs.iter().any(|(id, _)| !left_out(id)), "text {index}: {theirs:?}");
        let theirs: Vec<&(u32, f32)> = theirs.iter().filter(|(id, _)| !left_out(id)).collect();
        assert_eq!(ours[..theirs.len()], theirs.iter().map(|(id, _)| *id).collect::<Vec<_>>(), "text {index}");
        for (ours, (_, theirs)) in mask.predictions.iter().zip(theirs) {
            assert!((ours.score - theirs).abs() <= SCORE_TOLERANCE, "text {index}: {} {theirs}", ours.score);
        }
    }
    masks.len()
}

/// All three units name the same characters.
fn check_units(text: &str, offsets: Offsets) {
    for (codepoint, utf8, utf16) in [
        (offsets.codepoint.start, offsets.utf8.start, offsets.utf16.start),
        (offsets.codepoint.end, offsets.utf8.end, offsets.utf16.end),
    ] {
        let before: String = text.chars().take(codepoint).collect();
        assert_eq!((before.len(), before.encode_utf16().count()), (utf8, utf16));
    }
}

/// Labels are those of the golden logits: their softmax, best first.
fn check_labels(model: &Model, row: &Row, text: &str, index: usize) -> usize {
    // For a classifier a mask token in the text is text; the golden ids have a mask there.
    if text.contains("<mask>") || text.contains("[MASK]") {
        return 0;
    }
    let classifier = Classifier::new(model.clone()).unwrap();
    let ours = classifier.run(&Document::new(text), &Control::new()).unwrap();
    let sum: f32 = row.logits.iter().map(|logit| logit.exp()).sum();
    let mut theirs: Vec<(&str, f32)> =
        ["alta", "ingreso", "derivación"].into_iter().zip(row.logits.iter().map(|logit| logit.exp() / sum)).collect();
    theirs.sort_by(|a, b| b.1.total_cmp(&a.1));
    assert_eq!(ours.len(), theirs.len());
    for (ours, (label, score)) in ours.iter().zip(theirs) {
        assert_eq!(ours.label, label, "text {index}");
        assert!((ours.score - score).abs() <= SCORE_TOLERANCE, "text {index}: {} {score}", ours.score);
    }
    ours.len()
}
