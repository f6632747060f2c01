//! Tags and scores for the words of a text, window by window as the text is read.

use std::collections::VecDeque;

use crate::control::{Control, Progress};
use crate::error::Result;
use crate::label::Tag;
use crate::model::{Model, largest, softmax};
use crate::text::{Span, words};
use crate::tokenizer::{Encoded, Tokenizer, WordEncoder};
use crate::window::{Limits, Planner, Window};

/// How many words are read between two looks at cancellation while no window is complete.
const WORDS_PER_CHECK: usize = 4096;

/// Which of the models that read the same text is at work.
#[derive(Debug, Clone, Copy)]
pub(super) struct Turn {
    pub(super) index: usize,
    pub(super) models: usize,
    /// Bytes of the text.
    pub(super) bytes: usize,
}

impl Turn {
    fn progress(self, bytes: usize) -> Progress {
        Progress { bytes_done: self.index * self.bytes + bytes, bytes_total: self.models * self.bytes }
    }
}

/// Runs one model over the words of one text. Holds the words of no more than a few windows at a time.
pub(super) struct Tagger<'a> {
    model: &'a Model,
    control: &'a Control,
    limits: Limits,
    planner: Planner,
    pending: Pending,
    turn: Turn,
    pub(super) words: usize,
    pub(super) windows: usize,
    pub(super) shortened_words: usize,
}

impl<'a> Tagger<'a> {
    pub(super) fn new(model: &'a Model, limits: Limits, control: &'a Control, turn: Turn) -> Self {
        Self {
            model,
            control,
            turn,
            limits,
            planner: Planner::new(limits),
            pending: Pending::default(),
            words: 0,
            windows: 0,
            shortened_words: 0,
        }
    }

    /// Gives the span, tag and score of every word that has tokens to `sink`, in order.
    pub(super) fn run(&mut self, text: &str, mut sink: impl FnMut(Span, Tag, f32)) -> Result<()> {
        let mut encoder = self.model.tokenizer().word_encoder(self.limits.window_tokens());
        for word in words(text) {
            if self.words.is_multiple_of(WORDS_PER_CHECK) {
                self.control.check()?;
            }
            match self.read(text.get(word.span.start..word.span.end).unwrap_or_default(), word.span, &mut encoder)? {
                0 if word.ends_sentence => self.planner.end_sentence(),
                0 => {}
                tokens => self.planner.push(tokens, word.ends_sentence),
            }
            self.run_ready(&mut sink)?;
        }
        self.planner.finish();
        self.run_ready(&mut sink)
    }

    /// Encodes a word; returns how many tokens it has. None is one that the tokenizer normalizes away, such as a zero-width
    /// space in BERT: the model never saw it, so it has no label, and neither is in an entity nor ends one.
    fn read(&mut self, word: &str, span: Span, encoder: &mut WordEncoder<'_>) -> Result<usize> {
        self.words += 1;
        let start = self.pending.next_id();
        if encoder.encode(word, &mut self.pending.ids)? == Encoded::Shortened {
            self.shortened_words += 1;
        }
        let tokens = self.pending.next_id() - start;
        if tokens > 0 {
            self.pending.spans.push_back(span);
            self.pending.starts.push_back(start);
        }
        Ok(tokens)
    }

    fn run_ready(&mut self, sink: &mut impl FnMut(Span, Tag, f32)) -> Result<()> {
        while let Some(window) = self.planner.pop() {
            self.run_window(&window, sink)?;
            self.windows += 1;
            self.report(&window);
            // Starts of windows only grow.
            self.pending.forget_before(window.words.start);
        }
        Ok(())
    }

    fn report(&self, window: &Window) {
        let done = self.pending.span(window.owned.end.saturating_sub(1)).end;
        self.control.report(self.turn.progress(done));
    }

    fn run_window(&mut self, window: &Window, sink: &mut impl FnMut(Span, Tag, f32)) -> Result<()> {
        let (ids, firsts) = self.pending.window(window, self.model.tokenizer());
        let logits = self.model.logits(&ids, &firsts, self.control)?;
        for (word, row) in window.owned.clone().zip(logits.rows()) {
            let (id, score) = largest(&softmax(row)).unwrap_or_default();
            sink(self.pending.span(word), self.model.labels().tag(id), score);
        }
        Ok(())
    }
}

/// Words with tokens that were read and may still be needed by a window.
#[derive(Default)]
struct Pending {
    /// The document's index of the first word kept.
    first_word: usize,
    spans: VecDeque<Span>,
    /// Where each word's tokens start in `ids`, counted from the first token of the document.
    starts: VecDeque<usize>,
    /// The first token kept, counted from the first token of the document.
    first_id: usize,
    ids: Vec<u32>,
}

impl Pending {
    fn next_id(&self) -> usize {
        self.first_id + self.ids.len()
    }

    fn span(&self, word: usize) -> Span {
        word.checked_sub(self.first_word).and_then(|index| self.spans.get(index)).copied().unwrap_or_default()
    }

    /// Where the tokens of a word start; those of the word after the last start at the end.
    fn start(&self, word: usize) -> usize {
        word.checked_sub(self.first_word)
            .and_then(|index| self.starts.get(index))
            .copied()
            .unwrap_or_else(|| self.next_id())
    }

    /// The window's token ids between the special ones, and the row of each owned word's first token.
    fn window(&self, window: &Window, tokenizer: &Tokenizer) -> (Vec<u32>, Vec<usize>) {
        let (start, end) = (self.start(window.words.start), self.start(window.words.end));
        let text = self.ids.get(start - self.first_id..end - self.first_id).unwrap_or_default();
        let rows = window.owned.clone().map(|word| 1 + self.start(word) - start);
        (tokenizer.with_special(text), rows.collect())
    }

    fn forget_before(&mut self, word: usize) {
        let id = self.start(word);
        let words = word.saturating_sub(self.first_word).min(self.spans.len());
        self.spans.drain(..words);
        self.starts.drain(..words);
        self.ids.drain(..id - self.first_id);
        self.first_word += words;
        self.first_id = id;
    }
}
