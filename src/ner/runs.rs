//! Windows into runs of the model, as the text is read.
//!
//! A run reads all weights of the model, so several short windows in one run take less time than each in its own. Windows of
//! one text share runs, and of one text alone: which do depends on nothing but the text, and so does every answer.

use std::collections::VecDeque;

use super::reader::{Reader, Work};
use crate::error::Result;
use crate::model::Model;
use crate::text::Span;
use crate::window::Limits;

/// Reads the words of one text for one model. Keeps the words of no more than a run and a few windows at a time.
pub(super) struct Runs<'a> {
    reader: Reader<'a>,
    /// See [`Model::tokens_of_a_run`].
    most_tokens: usize,
    /// The windows of the next run.
    open: Vec<Work>,
    /// Tokens of the longest of them.
    longest: usize,
    ready: VecDeque<Vec<Work>>,
}

impl<'a> Runs<'a> {
    pub(super) fn new(model: &'a Model, limits: Limits) -> Self {
        Self {
            reader: Reader::new(model.tokenizer(), limits),
            most_tokens: model.tokens_of_a_run().unwrap_or(0),
            open: Vec::new(),
            longest: 0,
            ready: VecDeque::new(),
        }
    }

    /// Reads the next word: see [`Reader::push`].
    pub(super) fn push(&mut self, word: &str, span: Span, ends_sentence: bool) -> Result<()> {
        self.reader.push(word, span, ends_sentence)?;
        self.take_windows();
        Ok(())
    }

    /// Ends the text: all runs are ready after it.
    pub(super) fn finish(&mut self) {
        self.reader.finish();
        self.take_windows();
        self.close();
    }

    /// The windows of the next run that is complete: one at least. Windows come in order.
    pub(super) fn pop(&mut self) -> Option<Vec<Work>> {
        self.ready.pop_front()
    }

    /// Words with more tokens than a window holds.
    pub(super) fn shortened_words(&self) -> usize {
        self.reader.shortened_words
    }

    fn take_windows(&mut self) {
        while let Some(window) = self.reader.pop() {
            let longest = self.longest.max(window.ids.len());
            if (self.open.len() + 1) * longest > self.most_tokens {
                self.close();
            }
            self.longest = self.longest.max(window.ids.len());
            self.open.push(window);
        }
    }

    fn close(&mut self) {
        self.longest = 0;
        let run = std::mem::take(&mut self.open);
        self.ready.extend(Some(run).filter(|run| !run.is_empty()));
    }
}
