//! The models inside a tokenizer: vocabulary and rules, without chance and without a memory.

use serde::Deserialize;
use serde_json::value::RawValue;
use tokenizers::models::bpe::{BPE, Vocab};
use tokenizers::models::unigram::Unigram;
use tokenizers::models::wordpiece::WordPiece;
use tokenizers::{Model, ModelWrapper};

use super::config::damaged;
use crate::error::{Error, ErrorCode, Result};

/// The `model` of a `tokenizer.json`, whose special tokens are `special`.
pub(super) fn read_model(json: &RawValue, special: &[&str]) -> tokenizers::Result<ModelWrapper> {
    #[derive(Deserialize)]
    struct Kind {
        r#type: Option<String>,
    }
    let kind: Kind = serde_json::from_str(json.get())?;
    Ok(match kind.r#type.as_deref() {
        Some("BPE") => serde_json::from_str::<BpeJson>(json.get())?.build()?.into(),
        Some("WordPiece") => serde_json::from_str::<WordPiece>(json.get())?.into(),
        Some("Unigram") => read_unigram(json, special)?.into(),
        other => return Err(format!("a model of type {other:?} is not supported").into()),
    })
}

/// A BPE model as it is written, without the dropout: an answer must not depend on chance.
#[derive(Default, Deserialize)]
#[serde(default)]
struct BpeJson {
    vocab: Vocab,
    merges: Merges,
    unk_token: Option<String>,
    continuing_subword_prefix: Option<String>,
    end_of_word_suffix: Option<String>,
    fuse_unk: bool,
    byte_fallback: bool,
    ignore_merges: bool,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Merges {
    Pairs(Vec<(String, String)>),
    Lines(Vec<String>),
}

impl Default for Merges {
    fn default() -> Self {
        Self::Pairs(Vec::new())
    }
}

impl Merges {
    fn into_pairs(self) -> tokenizers::Result<Vec<(String, String)>> {
        match self {
            Self::Pairs(pairs) => Ok(pairs),
            Self::Lines(lines) => pairs_of(lines.iter().map(String::as_str)),
        }
    }
}

impl BpeJson {
    fn build(self) -> tokenizers::Result<BPE> {
        let merges = self.merges.into_pairs()?;
        let prefix = self.continuing_subword_prefix.unwrap_or_default();
        check_merges(&self.vocab, &merges, &prefix)?;
        // No cache: it would keep words of the documents for as long as a thread lives.
        let mut builder = BPE::builder().vocab_and_merges(self.vocab, merges).cache_capacity(0);
        builder = builder.fuse_unk(self.fuse_unk).byte_fallback(self.byte_fallback).ignore_merges(self.ignore_merges);
        if !prefix.is_empty() {
            builder = builder.continuing_subword_prefix(prefix);
        }
        if let Some(suffix) = self.end_of_word_suffix.filter(|suffix| !suffix.is_empty()) {
            builder = builder.end_of_word_suffix(suffix);
        }
        if let Some(unknown) = self.unk_token {
            builder = builder.unk_token(unknown);
        }
        builder.build()
    }
}

/// The crate's own check comes after it has copied the pieces, and it panics on some merges that are not of this vocabulary.
fn check_merges(vocab: &Vocab, merges: &[(String, String)], prefix: &str) -> tokenizers::Result<()> {
    let mut merged = String::new();
    for (number, (left, right)) in merges.iter().enumerate() {
        merged.clear();
        merged.push_str(left);
        merged.push_str(right.strip_prefix(prefix).unwrap_or_default());
        let known = [left, right, &merged].iter().all(|piece| vocab.contains_key(piece.as_str()));
        if !known || !right.starts_with(prefix) {
            return Err(format!("merge {} is not of this vocabulary", number + 1).into());
        }
    }
    Ok(())
}

/// A SentencePiece vocabulary has the special tokens among its pieces, so that `<s>` in a text would become one. Their
/// pieces are renamed with a space, which no text that reaches the model holds.
fn read_unigram(json: &RawValue, special: &[&str]) -> tokenizers::Result<Unigram> {
    #[derive(Deserialize)]
    struct UnigramJson {
        vocab: Vec<(String, f64)>,
        unk_id: Option<usize>,
        #[serde(default)]
        byte_fallback: bool,
    }
    let mut model: UnigramJson = serde_json::from_str(json.get())?;
    for (piece, _) in model.vocab.iter_mut().filter(|(piece, _)| special.contains(&piece.as_str())) {
        piece.insert(0, ' ');
    }
    Unigram::from(model.vocab, Some(model.unk_id.ok_or("unk_id is missing")?), model.byte_fallback)
}

/// What is unknown must have a token, or encoding a text could fail.
pub(super) fn check_unknown(model: &ModelWrapper, file: &str) -> Result<()> {
    let token = match model {
        ModelWrapper::BPE(model) => model.unk_token.as_deref(),
        ModelWrapper::WordPiece(model) => Some(model.unk_token.as_str()),
        ModelWrapper::WordLevel(_) | ModelWrapper::Unigram(_) => None,
    };
    match token {
        Some(token) if model.token_to_id(token).is_none() => {
            let message = format!("{file}: the vocabulary lacks {token:?}, its own token for what is unknown");
            Err(Error::new(ErrorCode::TokenizerInvalid, message))
        }
        _ => Ok(()),
    }
}

/// The model of `vocab.json` and `merges.txt`, which has after an optional version line two pieces a line. An error names
/// the file of the two that is at fault.
pub(super) fn bpe(vocab: &[u8], merges: &[u8], files: [&str; 2]) -> Result<ModelWrapper> {
    let [vocab_file, merges_file] = files;
    let vocab: Vocab = serde_json::from_slice(vocab).map_err(|source| damaged(vocab_file, source))?;
    let merges = std::str::from_utf8(merges).map_err(|source| damaged(merges_file, source))?;
    let lines = merges.lines().filter(|line| !line.is_empty() && !line.starts_with("#version"));
    let merges = Merges::Pairs(pairs_of(lines).map_err(|source| damaged(merges_file, source))?);
    let model = BpeJson { vocab, merges, ..BpeJson::default() };
    Ok(model.build().map_err(|source| damaged(merges_file, source))?.into())
}

/// The model of `vocab.txt`.
pub(super) fn word_piece(vocab: &[u8]) -> tokenizers::Result<ModelWrapper> {
    Ok(WordPiece::builder().vocab(WordPiece::read_bytes(vocab)?).build()?.into())
}

fn pairs_of<'a>(lines: impl Iterator<Item = &'a str>) -> tokenizers::Result<Vec<(String, String)>> {
    let pair = |(number, line): (usize, &str)| match line.split_once(' ') {
        Some((left, right)) if !right.contains(' ') => Ok((left.to_owned(), right.to_owned())),
        _ => Err(format!("merge {} is not two pieces", number + 1).into()),
    };
    lines.enumerate().map(pair).collect()
}
