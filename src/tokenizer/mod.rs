//! Text into token ids and back, as the model's own tokenizer does it.
//!
//! The work is the `tokenizers` crate's; this room finds and checks the files, and fixes what would go wrong in silence:
//! truncation and padding written in `tokenizer.json`, special tokens spelled out in a text, and the crate's caches, which
//! would keep text of documents after the call.

mod backend;
mod charsmap;
mod config;
mod continuing;
mod files;
mod models;
mod pieces;
mod pipeline;
mod rules;
mod special;
mod words;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::OnceLock;

use crate::control::Control;
use crate::error::{Error, ErrorCode, Result};
use backend::Backend;
use pieces::Pieces;
use special::Special;

pub(crate) use files::TokenizerFiles;
pub(crate) use pipeline::{Pipeline, SpecialTokens, Token};
pub(crate) use special::MaskToken;
pub(crate) use words::{Encoded, WordEncoder};

/// A family of models: it decides which files count and what they leave unsaid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Family {
    /// Byte-level BPE.
    Roberta,
    /// SentencePiece.
    XlmRoberta,
    /// WordPiece.
    Bert,
}

/// A model's tokenizer.
///
/// Thread safety: immutable; every method may be called from any thread at once.
pub(crate) struct Tokenizer {
    backend: Backend,
    special: Special,
    pieces: Pieces,
    /// The file that the vocabulary came from, as messages name it.
    file: String,
    /// The largest id of a token.
    largest_id: u32,
    /// Bytes of the longest token.
    longest_token_bytes: usize,
    rules: pipeline::Rules,
    /// `model_max_length`.
    longest_input: Option<usize>,
    /// `clean_up_tokenization_spaces`.
    cleans_up: bool,
    /// Made by the first call that needs it.
    pipeline: OnceLock<Pipeline>,
    /// The rule for text that goes on, where it is another than the backend's.
    continuing: Option<tokenizers::PreTokenizerWrapper>,
}

/// Longest run of text that the crate is given at once: it keeps some hundred bytes of notes for every byte.
const CHUNK_BYTES: usize = 1 << 16;

impl Tokenizer {
    /// Loads a model's tokenizer: `tokenizer.json` if it is there, else `vocab.json` and `merges.txt`, else `vocab.txt`.
    ///
    /// # Errors
    /// [`ErrorCode::TokenizerMissing`] if there are none; [`ErrorCode::TokenizerInvalid`] if one is damaged, contradicts
    /// another, or lacks a special token.
    pub(crate) fn load(files: &TokenizerFiles, family: Family) -> Result<Self> {
        // Beside the rules that are known for it, others may panic in the crate, at a text if not before.
        let loaded = catch_unwind(AssertUnwindSafe(|| {
            let tokenizer = Self::assemble(files, family)?;
            tokenizer.encode("Niño, 3 años.").map(|_| tokenizer)
        }));
        loaded.unwrap_or_else(|payload| {
            // It may panic again when it is dropped.
            std::mem::forget(payload);
            let file = files.path_of("tokenizer.json");
            let message =
                format!("{file}: one of its rules is none that can run; download the tokenizer's files again");
            Err(Error::new(ErrorCode::TokenizerInvalid, message))
        })
    }

    fn assemble(files: &TokenizerFiles, family: Family) -> Result<Self> {
        let settings = config::Settings::read(files)?;
        let (mut parts, file) = backend::read(files, &settings, family)?;
        let names = special::names(&settings, family);
        parts.add_tokens(&settings, &names, &file)?;
        let (mut backend, rules) = parts.assemble(&file)?;
        let special = special::find(&mut backend, &names, &file)?;
        let vocabulary = backend.get_vocab(true);
        Ok(Self {
            pieces: Pieces::of(&backend),
            largest_id: vocabulary.values().copied().max().unwrap_or(0),
            continuing: backend.get_pre_tokenizer().and_then(continuing::without_first_space),
            longest_token_bytes: vocabulary.keys().map(String::len).max().unwrap_or(1).max(1),
            backend,
            special,
            file,
            rules,
            longest_input: settings.config.as_ref().and_then(config::TokenizerConfig::longest_input),
            cleans_up: settings.config.as_ref().is_some_and(config::TokenizerConfig::cleans_up),
            pipeline: OnceLock::new(),
        })
    }

    /// Checks every id against a model that has `rows` word embeddings.
    ///
    /// # Errors
    /// [`ErrorCode::TokenizerInvalid`] if there is an id beyond them.
    pub(crate) fn check_vocabulary(&self, rows: usize) -> Result<()> {
        if (self.largest_id as usize) < rows {
            return Ok(());
        }
        let message = format!(
            "{}: it has token ids up to {}, but the model has only {rows} word embeddings; the tokenizer files and the \
             weights are not of the same model",
            self.file, self.largest_id
        );
        Err(Error::new(ErrorCode::TokenizerInvalid, message))
    }

    /// The token that stands for a masked word, where the tokenizer has one.
    pub(crate) fn mask(&self) -> Option<&MaskToken> {
        self.special.mask.as_ref()
    }

    /// `ids` between the two special tokens that the model expects around a text.
    pub(crate) fn with_special(&self, ids: &[u32]) -> Vec<u32> {
        [&[self.special.cls], ids, &[self.special.sep]].concat()
    }

    /// An encoder for the words of one document, none of which gets more than `max_tokens`.
    pub(crate) fn word_encoder(&self, max_tokens: usize) -> WordEncoder<'_> {
        WordEncoder::new(self, max_tokens)
    }

    /// The tokens of running text, without special ones around; text that spells a special token is text.
    ///
    /// Exactly transformers' tokens, but for a stretch of 64 KiB without a space between two other characters: it is
    /// encoded in pieces, as if a space stood between them where the tokenizer puts one before every text.
    ///
    /// # Errors
    /// [`ErrorCode::TokenizerInvalid`] if a rule of the tokenizer fails on the text; those of a stopped call.
    pub(crate) fn encode_text(&self, text: &str, control: &Control) -> Result<Vec<u32>> {
        self.encode_chunks(text, CHUNK_BYTES, control)
    }

    /// A token as a person reads it, and whether it starts a word; `None` if there is no such id.
    pub(crate) fn token_text(&self, id: u32) -> Option<(String, bool)> {
        if let Some(token) = self.backend.get_added_vocabulary().get_added_tokens_decoder().get(&id) {
            return Some((token.content.clone(), true));
        }
        Some(self.pieces.read(&self.backend.id_to_token(id)?))
    }

    /// The same tokenizer as transformers' pipelines use it.
    pub(crate) fn pipeline(&self) -> &Pipeline {
        self.pipeline.get_or_init(|| Pipeline::new(self))
    }

    /// Whether `id` is a control token (`<s>`, `[PAD]`): never a word of a text.
    pub(crate) fn is_special(&self, id: u32) -> bool {
        let added = self.backend.get_added_vocabulary().get_added_tokens_decoder();
        added.get(&id).is_some_and(|token| token.special)
    }

    /// Whether `id` stands for what the vocabulary does not have.
    pub(crate) fn is_unknown(&self, id: u32) -> bool {
        id == self.special.unk
    }

    fn encode_chunks(&self, mut text: &str, chunk_bytes: usize, control: &Control) -> Result<Vec<u32>> {
        let mut ids = Vec::new();
        while text.len() > chunk_bytes {
            control.check()?;
            let (chunk, rest) = text.split_at(chunk_end(text, chunk_bytes));
            ids.extend(self.encode(chunk)?);
            text = rest;
        }
        ids.extend(self.encode(text)?);
        Ok(ids)
    }

    fn encode(&self, text: &str) -> Result<Vec<u32>> {
        if text.is_empty() {
            // The crate would put its prefix space here, and transformers does not.
            return Ok(Vec::new());
        }
        let encoding = self.backend.encode_fast(text, false).map_err(|source| self.failed(source))?;
        Ok(encoding.get_ids().to_vec())
    }

    fn failed(&self, source: tokenizers::Error) -> Error {
        let message = format!("{}: a rule of the tokenizer failed on a text", self.file);
        Error::new(ErrorCode::TokenizerInvalid, message).with_source(source)
    }
}

/// Where to cut `text`, at `most` bytes or before: at the last space that stands between two characters that are none, for
/// no tokenizer joins tokens across it. Without such a space, at a character.
fn chunk_end(text: &str, most: usize) -> usize {
    let most = text.floor_char_boundary(most).max(text.chars().next().map_or(0, char::len_utf8));
    let is_cut = |at: usize| {
        let (before, after) = text.split_at(at);
        let next = after.chars().nth(1);
        let solid = |c: Option<char>| c.is_some_and(|c| !c.is_whitespace());
        solid(before.chars().next_back()) && solid(next)
    };
    let head = text.get(..most).unwrap_or(text);
    head.rmatch_indices(' ').map(|(at, _)| at).find(|at| is_cut(*at)).unwrap_or(most)
}

#[cfg(test)]
pub(crate) mod tests;
