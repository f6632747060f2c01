//! The text around masks as tokens.

use super::masks::MaskedText;
use super::options::AfterMask;
use super::window::{Gap, Passage};
use crate::control::Control;
use crate::error::Result;
use crate::tokenizer::{MaskToken, Tokenizer};

/// Bytes of text that are read at first for each token wanted; most tokens of Spanish text have fewer.
const BYTES_PER_TOKEN: usize = 16;

/// Where a gap is in its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum GapPlace {
    First,
    Between,
    Last,
}

impl GapPlace {
    /// The place of gap `index` where `last` is the last.
    pub(super) fn of(index: usize, last: usize) -> Self {
        match index {
            0 => Self::First,
            index if index == last => Self::Last,
            _ => Self::Between,
        }
    }
}

/// What reads gaps: the tokenizer and its limits.
#[derive(Clone, Copy)]
pub(super) struct Reader<'a> {
    pub(super) tokenizer: &'a Tokenizer,
    pub(super) mask: &'a MaskToken,
    pub(super) after_mask: AfterMask,
    /// Tokens that a window holds, without the special ones around them.
    pub(super) window_tokens: usize,
    /// What may stop it.
    pub(super) control: &'a Control,
}

impl Reader<'_> {
    /// The tokens between all masks of a text.
    pub(super) fn read(&self, masked: &MaskedText<'_>) -> Result<Passage> {
        let last = masked.segments().len() - 1;
        let read = |(index, segment): (usize, &&str)| {
            self.control.check()?;
            self.read_gap(segment, GapPlace::of(index, last))
        };
        let gaps = masked.segments().iter().enumerate().map(read).collect::<Result<_>>()?;
        Ok(Passage::new(gaps, self.mask.id, self.window_tokens))
    }

    /// The tokens of one segment. Mask tokens of the RoBERTa families swallow the space before them (`lstrip`).
    pub(super) fn read_gap(&self, segment: &str, place: GapPlace) -> Result<Gap> {
        let segment = if place != GapPlace::Last && self.mask.strips_left { segment.trim_end() } else { segment };
        let segment = if place != GapPlace::First && self.mask.strips_right { segment.trim_start() } else { segment };
        let start = |text: &str| match self.after_mask {
            AfterMask::Text if place != GapPlace::First => self.tokenizer.encode_continuing(text, self.control),
            _ => self.tokenizer.encode_text(text, self.control),
        };
        if segment.len() <= BYTES_PER_TOKEN * self.window_tokens {
            return start(segment).map(Gap::Whole);
        }
        let Some(first) = self.grow(|bytes| start(head(segment, bytes)), segment.len())? else {
            return start(segment).map(Gap::Whole);
        };
        let Some(mut last) =
            self.grow(|bytes| self.tokenizer.encode_continuing(tail(segment, bytes), self.control), segment.len())?
        else {
            return start(segment).map(Gap::Whole);
        };
        last.drain(..last.len() - self.window_tokens);
        Ok(Gap::Ends { first: first.into_iter().take(self.window_tokens).collect(), last })
    }

    /// Reads more and more bytes of a segment until they give a window of tokens; `None` if they are all of its `bytes`.
    fn grow(&self, read: impl Fn(usize) -> Result<Vec<u32>>, bytes: usize) -> Result<Option<Vec<u32>>> {
        let mut wanted = BYTES_PER_TOKEN * self.window_tokens;
        while wanted < bytes {
            let tokens = read(wanted)?;
            if tokens.len() >= self.window_tokens {
                return Ok(Some(tokens));
            }
            wanted = wanted.saturating_mul(2);
        }
        Ok(None)
    }
}

/// The first `bytes` of `text`, and on to where white space begins: no tokenizer joins tokens there.
fn head(text: &str, bytes: usize) -> &str {
    let (start, rest) = text.split_at(text.ceil_char_boundary(bytes.min(text.len())));
    let end = rest.find(char::is_whitespace).map_or(text.len(), |space| start.len() + space);
    text.get(..end).unwrap_or(text)
}

/// The last `bytes` of `text`, and back to where white space begins.
fn tail(text: &str, bytes: usize) -> &str {
    let from = text.floor_char_boundary(text.len().saturating_sub(bytes));
    let before = text.get(..from).unwrap_or_default();
    let word = before.trim_end_matches(|c: char| !c.is_whitespace());
    text.get(word.trim_end().len()..).unwrap_or(text)
}
