//! Which words the model reads together, and which window decides each word.

use std::collections::VecDeque;
use std::ops::Range;

use crate::error::{Error, ErrorCode, Result};

/// How many tokens a window holds, the special ones not counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Limits {
    window_tokens: usize,
    overlap_tokens: usize,
}

impl Limits {
    /// Windows of at most `window_tokens`; those that a long sentence is cut into share at most `overlap_tokens`.
    ///
    /// # Errors
    /// [`ErrorCode::InvalidOption`] if the window holds no token or the overlap is more than half of it.
    pub(crate) fn new(window_tokens: usize, overlap_tokens: usize) -> Result<Self> {
        if window_tokens == 0 {
            return Err(Error::new(ErrorCode::InvalidOption, "window_tokens is 0; it must be 1 or more"));
        }
        if overlap_tokens > window_tokens / 2 {
            let half = window_tokens / 2;
            let message = format!(
                "overlap_tokens is {overlap_tokens}; with window_tokens {window_tokens} it must be {half} or less"
            );
            return Err(Error::new(ErrorCode::InvalidOption, message));
        }
        Ok(Self { window_tokens, overlap_tokens })
    }

    /// Tokens that a window holds.
    pub(crate) fn window_tokens(self) -> usize {
        self.window_tokens
    }
}

/// Words that run together, as indices into the document's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Window {
    /// All of its words.
    pub(crate) words: Range<usize>,
    /// The words that it decides: those that stand no less central here than in the neighbouring window. The owned words
    /// of all windows, in order, are the words of the document.
    pub(crate) owned: Range<usize>,
}

/// Plans windows while words arrive, and keeps no more than three windows of word sizes.
///
/// Whole sentences are packed while they fit. A sentence that is longer than a window gets windows of its own, cut between
/// words, each of which starts with the last words of the one before it, up to the overlap; sentences that still fit after
/// its end are packed with it. A word is in two windows at most. Windows come out in order, and their starts only grow.
///
/// A word with more tokens than a window holds counts as a full window: the caller must cut its tokens to that.
#[derive(Debug)]
pub(crate) struct Planner {
    limits: Limits,
    sizes: Sizes,
    open: Range<usize>,
    /// Tokens of the open window's words.
    open_tokens: usize,
    /// First word of the open window that the window before does not have.
    fresh: usize,
    /// First word of the sentence that is being read.
    sentence: usize,
    /// The last closed window; its owned words end where the next one, once closed, takes over.
    closed: Option<Window>,
    ready: VecDeque<Window>,
}

impl Planner {
    pub(crate) fn new(limits: Limits) -> Self {
        Self {
            limits,
            sizes: Sizes::default(),
            open: 0..0,
            open_tokens: 0,
            fresh: 0,
            sentence: 0,
            closed: None,
            ready: VecDeque::new(),
        }
    }

    /// Reads the next word: how many tokens it has, and whether it is the last of its sentence.
    pub(crate) fn push(&mut self, tokens: usize, ends_sentence: bool) {
        let tokens = tokens.clamp(1, self.limits.window_tokens);
        self.sizes.push(tokens);
        self.open.end += 1;
        self.open_tokens += tokens;
        if self.is_over_full() && self.sentence > self.open.start {
            self.close_before_sentence();
        }
        if self.is_over_full() {
            self.cut_before_last_word();
        }
        if ends_sentence {
            self.end_sentence();
        }
    }

    /// Ends a sentence after the last word that was read.
    pub(crate) fn end_sentence(&mut self) {
        self.sentence = self.open.end;
    }

    /// Ends the document: all windows are ready after it.
    pub(crate) fn finish(&mut self) {
        if !self.open.is_empty() {
            self.close(self.open.clone());
        }
        self.ready.extend(self.closed.take());
    }

    /// The next window that is complete.
    pub(crate) fn pop(&mut self) -> Option<Window> {
        self.ready.pop_front()
    }

    fn is_over_full(&self) -> bool {
        self.open_tokens > self.limits.window_tokens
    }

    /// Leaves the sentence that does not fit to the next window.
    fn close_before_sentence(&mut self) {
        self.close(self.open.start..self.sentence);
        self.reopen(self.sentence, self.sentence);
    }

    /// Cuts a sentence that is longer than a window before its last word, which starts the next window after the overlap.
    fn cut_before_last_word(&mut self) {
        let last = self.open.end - 1;
        let cut = self.open.start..last;
        let start = self.overlap_start(last);
        self.close(cut);
        self.reopen(start, last);
    }

    /// Where the overlap before word `last` starts: no more tokens than wanted, no more than leave room for `last`, and no
    /// word that already is in two windows.
    fn overlap_start(&self, last: usize) -> usize {
        let room = self.limits.window_tokens - self.sizes.get(last);
        let mut budget = room.min(self.limits.overlap_tokens);
        let mut start = last;
        while start > self.fresh && self.sizes.get(start - 1) <= budget {
            start -= 1;
            budget -= self.sizes.get(start);
        }
        start
    }

    fn reopen(&mut self, start: usize, fresh: usize) {
        self.open.start = start;
        self.open_tokens = self.sizes.sum(self.open.clone());
        self.fresh = fresh;
    }

    /// Closes a window: now the one before it knows which words it owns.
    fn close(&mut self, words: Range<usize>) {
        let mut owned_start = words.start;
        if let Some(mut before) = self.closed.take() {
            owned_start = self.takeover(&before.words, &words);
            before.owned.end = owned_start;
            self.ready.push_back(before);
        }
        self.sizes.forget_before(words.start);
        self.closed = Some(Window { owned: owned_start..words.end, words });
    }

    /// The first word of `after` that stands more central there than in `before`.
    ///
    /// From there on all do: towards the right, the distance to `before`'s right edge falls while that to `after`'s left
    /// edge grows, and `after`'s right edge is always farther than `before`'s.
    fn takeover(&self, before: &Range<usize>, after: &Range<usize>) -> usize {
        let before_tokens = self.sizes.sum(before.clone());
        let after_tokens = self.sizes.sum(after.clone());
        let mut left_of_before = self.sizes.sum(before.start..after.start);
        let mut left_of_after = 0;
        for word in after.start..before.end {
            let size = self.sizes.get(word);
            let in_before = left_of_before.min(before_tokens - left_of_before - size);
            let in_after = left_of_after.min(after_tokens - left_of_after - size);
            if in_after > in_before {
                return word;
            }
            left_of_before += size;
            left_of_after += size;
        }
        before.end
    }
}

/// Token counts of the words from `first` on.
#[derive(Debug, Default)]
struct Sizes {
    first: usize,
    tokens: VecDeque<usize>,
}

impl Sizes {
    fn push(&mut self, tokens: usize) {
        self.tokens.push_back(tokens);
    }

    fn get(&self, word: usize) -> usize {
        word.checked_sub(self.first).and_then(|index| self.tokens.get(index)).copied().unwrap_or(0)
    }

    fn sum(&self, words: Range<usize>) -> usize {
        words.map(|word| self.get(word)).sum()
    }

    fn forget_before(&mut self, word: usize) {
        self.tokens.drain(..word.saturating_sub(self.first).min(self.tokens.len()));
        self.first = word;
    }
}

#[cfg(test)]
mod tests;
