//! Fill-mask through the public API: targets, joint fillings, long texts, stopping.
//!
//! Expected scores are worked out here from raw logits, one combination at a time.

#![allow(clippy::unwrap_used, reason = "the helpers of a test may stop it")]

#[path = "../support/mod.rs"]
mod support;

mod joint;
mod long;
mod perplexity;
mod targets;

use std::fs;
use std::sync::LazyLock;

use cajal::{Control, Document, FillMask, FillMaskAnswer, FillMaskOptions, Model, ModelOptions};
use support::random_checkpoint::Spec;

/// Ids 0 to 4 are the special tokens; a word has the id of its place.
const WORDS: [&str; 15] =
    ["dolor", "fiebre", "tos", "agudo", "leve", "de", "en", "el", "##es", "##ido", "##oso", "pecho", "pie", ",", "."];

const CLS: u32 = 2;
const SEP: u32 = 3;
const MASK: u32 = 4;

fn id(word: &str) -> u32 {
    5 + WORDS.iter().position(|known| *known == word).unwrap() as u32
}

/// A BERT of random weights with twenty tokens, small enough to try all combinations.
static TINY: LazyLock<FillMask> = LazyLock::new(|| {
    let spec = Spec {
        name: "twenty-words".to_owned(),
        family: "bert".to_owned(),
        head: "mlm".to_owned(),
        tokenizer: "bert-tiny".to_owned(),
        vocab: 5 + WORDS.len(),
        hidden: 32,
        layers: 2,
        heads: 4,
        intermediate: 64,
        positions: 24,
        seed: 7,
    };
    let folder = tempfile::tempdir().unwrap();
    spec.write(folder.path());
    let special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];
    fs::write(folder.path().join("vocab.txt"), [&special[..], &WORDS[..]].concat().join("\n")).unwrap();
    FillMask::new(Model::load(folder.path(), &ModelOptions::default()).unwrap()).unwrap()
});

/// The model of this repository.
static SHIPPED: LazyLock<FillMask> =
    LazyLock::new(|| FillMask::new(Model::embedded("fill-mask", &ModelOptions::default()).unwrap()).unwrap());

fn run(runner: &FillMask, text: &str, options: &FillMaskOptions) -> FillMaskAnswer {
    runner.run(&Document::new(text), options, &Control::new()).unwrap()
}

fn targets(words: &[&str]) -> FillMaskOptions {
    FillMaskOptions {
        targets: Some(words.iter().map(|word| (*word).to_owned()).collect()),
        ..FillMaskOptions::default()
    }
}

/// The log of the softmax of the tiny model at position `row` of these ids, without special ones, for every token.
fn log_softmax(ids: &[u32], row: usize) -> Vec<f64> {
    let ids = [&[CLS], ids, &[SEP]].concat();
    let logits = TINY.model().logits(&ids, &[row + 1], &Control::new()).unwrap();
    let row: Vec<f64> = logits.rows().next().unwrap().iter().map(|logit| f64::from(*logit)).collect();
    let sum = row.iter().map(|logit| logit.exp()).sum::<f64>().ln();
    row.iter().map(|logit| logit - sum).collect()
}

fn assert_close(ours: f64, expected: f64) {
    assert!((ours - expected).abs() < 1e-5, "{ours} {expected}");
}

#[test]
fn predictions_are_words_to_read_with_scores_over_the_whole_vocabulary() {
    let options = FillMaskOptions { top_k: 20, ..FillMaskOptions::default() };
    let answer = run(&TINY, "el [MASK] en el pecho", &options);
    let predictions = &answer.masks[0].predictions;
    // The five special tokens are no words.
    assert_eq!(predictions.len(), WORDS.len());
    let expected = log_softmax(&[id("el"), MASK, id("en"), id("el"), id("pecho")], 1);
    for prediction in predictions {
        let [token] = prediction.token_ids[..] else { panic!("one token each") };
        let piece = WORDS[token as usize - 5];
        assert_eq!(
            (prediction.starts_word, prediction.text.as_str()),
            (!piece.starts_with('#'), piece.trim_matches('#'))
        );
        assert_close(prediction.log_score, expected[token as usize]);
        assert_close(f64::from(prediction.score), expected[token as usize].exp());
    }
    assert!(predictions.windows(2).all(|pair| pair[0].score >= pair[1].score));
}

#[test]
fn the_filled_text_is_the_callers_own_with_the_word_put_in() {
    let text = "  El único antecedente\u{a0}personal a reseñar era la <mask> arterial (<s>, 😀).\r\n";
    let answer = run(&SHIPPED, text, &FillMaskOptions::default());
    let best = &answer.masks[0].predictions[0];
    assert!(best.starts_word);
    let filled = answer.filled(0, 0).unwrap();
    assert_eq!(filled.text, text.replace("<mask>", &best.text));
    let place = filled.insertions[0].utf8;
    assert_eq!(&filled.text[place.start..place.end], best.text);
    assert_eq!(answer.filled(1, 0), None);
    assert_eq!(answer.filled(0, 5), None);
}
