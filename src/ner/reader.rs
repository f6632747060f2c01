//! Words into the windows that a model runs, as the text is read.

use std::collections::VecDeque;

use crate::error::Result;
use crate::text::Span;
use crate::tokenizer::{Encoded, Tokenizer, WordEncoder};
use crate::window::{Limits, Planner, Window};

/// One window: what goes into the model, and which words its rows are.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Work {
    /// Token ids with the special ones around.
    pub(super) ids: Vec<u32>,
    /// For each word that this window decides, the position of its first token in `ids`.
    pub(super) rows: Vec<usize>,
    /// For each of them, its bytes in the text.
    pub(super) spans: Vec<Span>,
}

/// Reads the words of one text for one tokenizer. Keeps the words of no more than a few windows at a time.
pub(super) struct Reader<'a> {
    tokenizer: &'a Tokenizer,
    encoder: WordEncoder<'a>,
    planner: Planner,
    pending: Pending,
    /// Words with more tokens than a window holds.
    pub(super) shortened_words: usize,
}

impl<'a> Reader<'a> {
    pub(super) fn new(tokenizer: &'a Tokenizer, limits: Limits) -> Self {
        Self {
            tokenizer,
            encoder: tokenizer.word_encoder(limits.window_tokens()),
            planner: Planner::new(limits),
            pending: Pending::default(),
            shortened_words: 0,
        }
    }

    /// Reads the next word, which stands at `span` of the text.
    ///
    /// A word without tokens is one that the tokenizer normalizes away, such as a zero-width space in BERT: the model never
    /// saw it, so it gets no label, and neither is in an entity nor ends one.
    pub(super) fn push(&mut self, word: &str, span: Span, ends_sentence: bool) -> Result<()> {
        let start = self.pending.next_id();
        if self.encoder.encode(word, &mut self.pending.ids)? == Encoded::Shortened {
            self.shortened_words += 1;
        }
        match self.pending.next_id() - start {
            0 if ends_sentence => self.planner.end_sentence(),
            0 => {}
            tokens => {
                self.pending.words.push_back((span, start));
                self.planner.push(tokens, ends_sentence);
            }
        }
        Ok(())
    }

    /// Ends the text: all windows are ready after it.
    pub(super) fn finish(&mut self) {
        self.planner.finish();
    }

    /// The next window that is complete. Windows come in order, and together decide every word with tokens once.
    pub(super) fn pop(&mut self) -> Option<Work> {
        let window = self.planner.pop()?;
        let work = self.pending.work(&window, self.tokenizer);
        // Starts of windows only grow.
        self.pending.forget_before(window.words.start);
        Some(work)
    }
}

/// Words with tokens that were read and may still be needed by a window.
#[derive(Default)]
struct Pending {
    /// The document's index of the first word kept.
    first_word: usize,
    /// Where each word stands in the text, and where its tokens start in `ids`, counted from the first token of the text.
    words: VecDeque<(Span, usize)>,
    /// The first token kept, counted from the first token of the text.
    first_id: usize,
    ids: Vec<u32>,
}

impl Pending {
    fn next_id(&self) -> usize {
        self.first_id + self.ids.len()
    }

    fn word(&self, word: usize) -> Option<(Span, usize)> {
        word.checked_sub(self.first_word).and_then(|index| self.words.get(index)).copied()
    }

    /// Where the tokens of a word start; those of the word after the last start at the end.
    fn start(&self, word: usize) -> usize {
        self.word(word).map_or_else(|| self.next_id(), |(_, start)| start)
    }

    fn work(&self, window: &Window, tokenizer: &Tokenizer) -> Work {
        let (start, end) = (self.start(window.words.start), self.start(window.words.end));
        let text = self.ids.get(start - self.first_id..end - self.first_id).unwrap_or_default();
        let (mut rows, mut spans) = (Vec::new(), Vec::new());
        for (span, first) in window.owned.clone().filter_map(|word| self.word(word)) {
            // The special token in front is position 0.
            rows.push(1 + first - start);
            spans.push(span);
        }
        Work { ids: tokenizer.with_special(text), rows, spans }
    }

    fn forget_before(&mut self, word: usize) {
        let id = self.start(word);
        let words = word.saturating_sub(self.first_word).min(self.words.len());
        self.words.drain(..words);
        self.ids.drain(..id - self.first_id);
        self.first_word += words;
        self.first_id = id;
    }
}
