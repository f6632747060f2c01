//! Windows change nothing where the model does not see them: a checkpoint whose attention, feed-forward and position parts are
//! zero knows a word's first token and nothing else, so that its label for a word by itself is its label for the word anywhere.

#![allow(clippy::unwrap_used, reason = "the helpers of a test may stop it")]

mod support;

use std::collections::{HashMap, HashSet};
use std::sync::{LazyLock, Mutex};

use cajal::{Control, Document, Model, ModelOptions, Ner, NerOptions};
use proptest::prelude::*;
use safetensors::Dtype;
use support::random_checkpoint::{Spec, write_safetensors};

/// Words with their spelling in the text; each is one word to the library.
const WORDS: [&str; 20] = [
    "fiebre",
    "Paciente",
    "calcio",
    "T3",
    "paracetamol",
    "😀",
    "disnea",
    ",",
    ".",
    ".",
    "(",
    "/",
    "años",
    "neumonía",
    "CA19",
    "漢字",
    "\u{301}",
    "e\u{301}",
    "adalimumab",
    "hipercolesterolemia",
];
/// Mostly the first, so that sentences are longer than windows.
const GAPS: [&str; 4] = [" ", "  ", "\n", "\r\n\t"];

/// Prefix-less labels: which words are one entity follows from the labels of words by themselves.
fn ner() -> &'static Ner {
    static NER: LazyLock<Ner> = LazyLock::new(|| {
        let spec = Spec {
            name: "windowless".to_owned(),
            family: "roberta".to_owned(),
            head: "ner-plain".to_owned(),
            tokenizer: "roberta".to_owned(),
            vocab: 16_000,
            hidden: 16,
            layers: 1,
            heads: 2,
            intermediate: 16,
            positions: 514,
            seed: 3,
        };
        let mut tensors = spec.tensors();
        let silent = |name: &str| name.contains("position_embeddings") || name.contains("output.dense");
        tensors.iter_mut().filter(|tensor| silent(&tensor.name)).for_each(|tensor| tensor.values.fill(0.0));
        let folder = tempfile::tempdir().unwrap();
        spec.write_frame(folder.path());
        write_safetensors(&folder.path().join("model.safetensors"), &tensors, Dtype::F32);
        Ner::new([Model::load(folder.path(), &ModelOptions::default()).unwrap()]).unwrap()
    });
    &NER
}

/// Label, score, start and end in bytes.
type Found = (String, f32, usize, usize);

fn find(text: &str, options: &NerOptions) -> Vec<Found> {
    let document = Document::new(text);
    let entities = ner().run(&document, options, &Control::new()).unwrap().entities;
    let utf16: Vec<u16> = text.encode_utf16().collect();
    let found = entities.into_iter().map(|entity| {
        let offsets = entity.offsets;
        let covered = &text[offsets.utf8.start..offsets.utf8.end];
        let units = &utf16[offsets.utf16.start..offsets.utf16.end];
        assert_eq!(String::from_utf16(units).unwrap(), covered);
        let points = offsets.codepoint;
        assert_eq!(text.chars().skip(points.start).take(points.end - points.start).collect::<String>(), covered);
        (entity.label.to_string(), entity.score, offsets.utf8.start, offsets.utf8.end)
    });
    found.collect()
}

/// Label and score of a word by itself.
fn label_of(word: &'static str) -> Option<(String, f32)> {
    type Labels = HashMap<&'static str, Option<(String, f32)>>;
    static LABELS: LazyLock<Mutex<Labels>> = LazyLock::new(Mutex::default);
    let find = || find(word, &NerOptions::default()).pop().map(|(label, score, ..)| (label, score));
    LABELS.lock().unwrap().entry(word).or_insert_with(find).clone()
}

/// The text, and what is found in it word by word: neighbours of one label are one entity with the mean of their scores.
fn naive(parts: &[(usize, usize)]) -> (String, Vec<Found>) {
    let (mut text, mut found) = (String::new(), Vec::<(Found, Vec<f32>)>::new());
    let mut before = None;
    for (word, gap) in parts {
        let word = WORDS[*word];
        let (start, end) = (text.len(), text.len() + word.len());
        let label = label_of(word);
        match (&label, found.last_mut()) {
            (Some((label, score)), Some((open, scores))) if before.as_ref() == Some(label) => {
                open.3 = end;
                scores.push(*score);
            }
            (Some((label, score)), _) => found.push(((label.clone(), 0.0, start, end), vec![*score])),
            (None, _) => {}
        }
        before = label.map(|(label, _)| label);
        text += word;
        text += GAPS[*gap];
    }
    let mean = |scores: &[f32]| scores.iter().sum::<f32>() / scores.len() as f32;
    let found = found.into_iter().map(|((label, _, start, end), scores)| (label, mean(&scores), start, end));
    (text, found.collect())
}

fn without_scores(found: &[Found]) -> Vec<(&str, usize, usize)> {
    found.iter().map(|(label, _, start, end)| (label.as_str(), *start, *end)).collect()
}

#[test]
fn the_words_have_several_labels_and_none() {
    let labels: HashSet<Option<String>> = WORDS.iter().map(|word| label_of(word).map(|(label, _)| label)).collect();
    assert!(labels.len() > 2 && labels.contains(&None), "{labels:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_windows_find_what_the_words_have_by_themselves(
        parts in prop::collection::vec((0..WORDS.len(), prop_oneof![40 => Just(0), 1 => 1..GAPS.len()]), 0..150),
        // The longest word has fewer tokens than the smallest window.
        (window, overlap) in (16usize..80).prop_flat_map(|window| (Just(window), 0..=window / 2)),
    ) {
        let (text, expected) = naive(&parts);
        let options =
            NerOptions { window_tokens: Some(window), overlap_tokens: Some(overlap), ..NerOptions::default() };
        let found = find(&text, &options);
        prop_assert_eq!(without_scores(&found), without_scores(&expected));
        for (one, other) in found.iter().zip(&expected) {
            prop_assert!((one.1 - other.1).abs() < 1e-4, "{} {}", one.1, other.1);
        }
    }
}
