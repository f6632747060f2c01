//! Pseudo-perplexity, against transformers and against itself.

use std::collections::HashMap;
use std::time::Duration;

use cajal::{Control, Document, ErrorCode, FillMask, Model, ModelOptions, PerplexityOptions};
use serde::Deserialize;

use super::support::golden;
use super::support::random_checkpoint::Spec;
use super::{MASK, SHIPPED, TINY, assert_close, id, log_softmax};

#[derive(Deserialize)]
struct Golden {
    models: Vec<Described>,
    texts: Vec<Text>,
}

#[derive(Deserialize)]
struct Described {
    name: String,
    /// None for the shipped model.
    checkpoint: Option<Spec>,
}

#[derive(Deserialize)]
struct Text {
    model: String,
    text: String,
    window_tokens: Option<usize>,
    tokens: usize,
    log_likelihood: f64,
}

fn open(described: &Described) -> FillMask {
    let Some(spec) = &described.checkpoint else { return SHIPPED.clone() };
    let folder = tempfile::tempdir().unwrap();
    spec.write(folder.path());
    FillMask::new(Model::load(folder.path(), &ModelOptions::default()).unwrap()).unwrap()
}

#[test]
fn perplexities_are_those_that_transformers_gives() {
    let golden: Golden = golden::read(&golden::checked_in().join("perplexity.json"));
    let models: HashMap<&str, FillMask> =
        golden.models.iter().map(|described| (described.name.as_str(), open(described))).collect();
    assert!(golden.texts.len() > 60 && models.len() == 4);
    for text in &golden.texts {
        let options = PerplexityOptions { window_tokens: text.window_tokens };
        let document = Document::new(text.text.as_str());
        let ours = models[text.model.as_str()].perplexity(&document, &options, &Control::new()).unwrap();
        assert_eq!(ours.tokens, text.tokens, "{}: {}", text.model, text.text);
        let mean = (ours.log_likelihood - text.log_likelihood).abs() / text.tokens as f64;
        assert!(mean < 1e-5, "{}: {} {}: {}", text.model, ours.log_likelihood, text.log_likelihood, text.text);
        let expected = (-text.log_likelihood / text.tokens as f64).exp();
        assert!((ours.value() / expected - 1.0).abs() < 1e-5, "{} {expected}", ours.value());
    }
}

#[test]
fn each_token_is_masked_alone() {
    let ours =
        TINY.perplexity(&Document::new("el dolor de pie"), &PerplexityOptions::default(), &Control::new()).unwrap();
    let ids = [id("el"), id("dolor"), id("de"), id("pie")];
    let expected: f64 = (0..4)
        .map(|place| {
            let mut masked = ids;
            masked[place] = MASK;
            log_softmax(&masked, place)[ids[place] as usize]
        })
        .sum();
    assert_eq!(ours.tokens, 4);
    assert_close(ours.log_likelihood, expected);
    assert_close(ours.value(), (-expected / 4.0).exp());
}

#[test]
fn a_text_of_its_kind_is_more_expected_than_its_words_shuffled() {
    let value = |text: &str| {
        SHIPPED.perplexity(&Document::new(text), &PerplexityOptions::default(), &Control::new()).unwrap().value()
    };
    let (written, shuffled) = (
        value("El paciente ingresa por dolor torácico de dos horas de evolución."),
        value("evolución dolor dos El de por horas torácico paciente de ingresa."),
    );
    assert!(written * 5.0 < shuffled, "{written} {shuffled}");
}

#[test]
fn special_tokens_spelled_in_a_text_are_text() {
    let tokens = |text: &str| {
        SHIPPED.perplexity(&Document::new(text), &PerplexityOptions::default(), &Control::new()).unwrap().tokens
    };
    assert!(tokens("dolor <mask>") > tokens("dolor") + 1);
}

#[test]
fn what_has_no_tokens_or_no_time_is_an_error() {
    let code = |text: &str, window_tokens: Option<usize>, control: &Control| {
        let options = PerplexityOptions { window_tokens };
        TINY.perplexity(&Document::new(text), &options, control).unwrap_err().code()
    };
    assert_eq!(code("", None, &Control::new()), ErrorCode::InvalidArgument);
    assert_eq!(code(" \n\u{200b}", None, &Control::new()), ErrorCode::InvalidArgument);
    assert_eq!(code("tos", Some(0), &Control::new()), ErrorCode::InvalidOption);
    assert_eq!(code("tos", Some(23), &Control::new()), ErrorCode::InvalidOption);
    assert_eq!(code("tos", None, &Control::new().with_timeout(Duration::ZERO)), ErrorCode::DeadlineExceeded);
}
