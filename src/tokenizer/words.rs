//! Words one at a time, as the models for named entities were trained.

use std::collections::HashMap;

use super::Tokenizer;
use super::pieces::Pieces;
use crate::error::Result;

/// Words that an encoder remembers, and how long they may be. Text has few distinct words, and the crate takes microseconds
/// for each.
const REMEMBERED_WORDS: usize = 1 << 15;
const REMEMBERED_BYTES: usize = 64;

/// Encodes the words of one document and remembers them, for no longer than that: text of a document outlives no call.
pub(crate) struct WordEncoder<'a> {
    tokenizer: &'a Tokenizer,
    max_tokens: usize,
    known: HashMap<Box<str>, Box<[u32]>>,
    scratch: String,
}

/// What became of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Encoded {
    /// All of it was encoded.
    Whole,
    /// It has more tokens than wanted, or is too long to encode whole: only its first tokens were given.
    Shortened,
}

impl<'a> WordEncoder<'a> {
    pub(super) fn new(tokenizer: &'a Tokenizer, max_tokens: usize) -> Self {
        Self { tokenizer, max_tokens: max_tokens.max(1), known: HashMap::new(), scratch: String::new() }
    }

    /// Appends the tokens of `word` to `ids`, as with a space before the word. A word that is normalized away has none (a
    /// control character in BERT).
    ///
    /// A word with more bytes than the longest token has, times the tokens wanted, is encoded up to there only: that gives
    /// as many tokens as wanted, whatever follows, unless normalization shrinks the text.
    ///
    /// # Errors
    /// Those of [`Tokenizer::encode_text`].
    pub(crate) fn encode(&mut self, word: &str, ids: &mut Vec<u32>) -> Result<Encoded> {
        if let Some(known) = self.known.get(word) {
            return Ok(self.append(known, ids));
        }
        let most = self.max_tokens.saturating_mul(self.tokenizer.longest_token_bytes);
        let head = word.get(..word.floor_char_boundary(most)).unwrap_or(word);
        let tokens = self.encode_head(head)?;
        let mut encoded = self.append(&tokens, ids);
        if head.len() < word.len() {
            encoded = Encoded::Shortened;
        } else if word.len() <= REMEMBERED_BYTES && self.known.len() < REMEMBERED_WORDS {
            self.known.insert(word.into(), tokens.into());
        }
        Ok(encoded)
    }

    fn encode_head(&mut self, head: &str) -> Result<Vec<u32>> {
        if self.tokenizer.pieces != Pieces::ByteLevel {
            return self.tokenizer.encode(head);
        }
        self.scratch.clear();
        self.scratch.push(' ');
        self.scratch.push_str(head);
        self.tokenizer.encode(&self.scratch)
    }

    fn append(&self, tokens: &[u32], ids: &mut Vec<u32>) -> Encoded {
        ids.extend(tokens.iter().take(self.max_tokens));
        if tokens.len() > self.max_tokens { Encoded::Shortened } else { Encoded::Whole }
    }
}
