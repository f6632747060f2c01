//! Text that goes on from what stands before it.

use tokenizers::pre_tokenizers::metaspace::PrependScheme;
use tokenizers::pre_tokenizers::sequence::Sequence;
use tokenizers::{Model, OffsetType, PreTokenizer, PreTokenizerWrapper};

use super::{CHUNK_BYTES, Tokenizer, chunk_end};
use crate::control::Control;
use crate::error::Result;

impl Tokenizer {
    /// The tokens of text that goes on from what stands before it: as [`encode_text`](Self::encode_text), but without
    /// the space that many tokenizers put before every text they are given.
    ///
    /// # Errors
    /// Those of [`encode_text`](Self::encode_text).
    pub(crate) fn encode_continuing(&self, mut text: &str, control: &Control) -> Result<Vec<u32>> {
        let Some(rule) = &self.continuing else { return self.encode_text(text, control) };
        let mut ids = Vec::new();
        while !text.is_empty() {
            control.check()?;
            let end = if text.len() > CHUNK_BYTES { chunk_end(text, CHUNK_BYTES) } else { text.len() };
            let (chunk, rest) = text.split_at(end);
            ids.extend(self.encode_with(rule, chunk).map_err(|source| self.failed(source))?);
            text = rest;
        }
        Ok(ids)
    }

    /// What the crate's `encode` does, with another pre-tokenizer.
    fn encode_with(&self, rule: &PreTokenizerWrapper, text: &str) -> tokenizers::Result<Vec<u32>> {
        let backend = &self.backend;
        let mut pieces = backend.get_added_vocabulary().extract_and_normalize(backend.get_normalizer(), text);
        rule.pre_tokenize(&mut pieces)?;
        backend.get_model().tokenize_in_pretokenized(&mut pieces, None)?;
        Ok(pieces.into_encoding(None, 0, OffsetType::None)?.get_ids().to_vec())
    }
}

/// The rule that cuts text into words without the space it puts first; `None` where it puts none.
pub(super) fn without_first_space(rule: &PreTokenizerWrapper) -> Option<PreTokenizerWrapper> {
    match rule {
        PreTokenizerWrapper::ByteLevel(rule) if rule.add_prefix_space => {
            let mut rule = *rule;
            rule.add_prefix_space = false;
            Some(rule.into())
        }
        PreTokenizerWrapper::Metaspace(rule) if rule.prepend_scheme != PrependScheme::Never => {
            let mut rule = rule.clone();
            rule.prepend_scheme = PrependScheme::Never;
            Some(rule.into())
        }
        PreTokenizerWrapper::Sequence(rules) => {
            let rules = rules.as_ref();
            let changed: Vec<_> = rules.iter().map(without_first_space).collect();
            changed.iter().any(Option::is_some).then(|| {
                let rules =
                    changed.into_iter().zip(rules).map(|(changed, rule)| changed.unwrap_or_else(|| rule.clone()));
                Sequence::new(rules.collect()).into()
            })
        }
        _ => None,
    }
}
