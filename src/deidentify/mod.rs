//! De-identification: a copy of a document in which entities are masked or replaced.
//!
//! **A model misses things.** What it does not find stays in the text, and what is left may still tell who it is about. On
//! the development part of MEDDOCAN, whose layout and kind of data it was trained on, the embedded model leaves at least
//! one letter or digit of 2.1 % of the annotated items, and something in 68 of 250 documents
//! (`scripts/measure_deidentification.py`). Text that was de-identified is not anonymous: have it read before it is
//! shared.

mod pseudonyms;
mod ranges;
mod report;

use std::sync::Arc;

pub use self::pseudonyms::Pseudonym;
use self::pseudonyms::Pseudonyms;
use self::ranges::{Range, ranges};
use crate::ner::Entity;
use crate::text::{Document, Offsets, Span, offsets_of};

/// What stands in place of an entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Replacement {
    /// The label: `[FECHAS]`.
    #[default]
    Label,
    /// A tag for each person, place or number of the document: `[FECHAS_1]`, wherever the same text with the same label
    /// stands. Case, accents (but not ñ), punctuation and white space make no difference; only the punctuation of an
    /// address or a number does, which is a text with `@`, or one without white space but with a digit, `/`, `_` or a
    /// dot between words of two letters or more. The numbers of the tags begin anew in every document.
    /// [`Deidentified::pseudonyms`] says what they stand for.
    Pseudonym,
    /// `█` for every code point but line breaks, so that positions in code points stay as they were. How long a name
    /// was can be seen.
    Mask,
    /// This many `█`, however long the entity was.
    FixedMask(u8),
}

/// A document with its entities replaced.
#[derive(Debug, Clone)]
pub struct Deidentified {
    /// The new text.
    pub document: Document,
    /// The whole of both texts, in order: what was kept and what was replaced, and where it stood and stands.
    pub segments: Vec<Segment>,
    /// What the tags of [`Replacement::Pseudonym`] stand for, in order of the text; empty for other replacements. This
    /// undoes the de-identification: keep it apart from the text.
    pub pseudonyms: Vec<Pseudonym>,
}

/// A stretch of text that was kept whole or replaced whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// The label of what was replaced; `None` for what was kept.
    pub replaced: Option<Arc<str>>,
    /// Where it stood in the document.
    pub from: Offsets,
    /// Where it stands in the new text.
    pub to: Offsets,
}

/// A copy of `document` with `entities` replaced. Their order does not matter, nor which model found them.
///
/// Entities that overlap are replaced as one, under the label of the longest (of equals the first in the text).
pub fn deidentify(document: &Document, entities: &[Entity], replacement: Replacement) -> Deidentified {
    let mut draft = Draft { old: document.text(), new: String::new(), pieces: Vec::new() };
    let mut pseudonyms = Pseudonyms::default();
    for range in ranges(entities) {
        let text = draft.old.get(range.span.start..range.span.end).unwrap_or_default();
        let tag = match replacement {
            Replacement::Label => format!("[{}]", range.label),
            Replacement::Pseudonym => pseudonyms.tag(text, &range.label),
            Replacement::Mask => text.chars().map(mask).collect(),
            Replacement::FixedMask(length) => MASK.to_string().repeat(length.into()),
        };
        draft.keep(range.span.start);
        draft.replace(&range, &tag);
    }
    draft.keep(document.text().len());
    let segments = draft.segments();
    Deidentified { document: Document::new(draft.new), segments, pseudonyms: pseudonyms.finish() }
}

const MASK: char = '█';

fn mask(c: char) -> char {
    if matches!(c, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}') { c } else { MASK }
}

/// The new text as far as it is written.
struct Draft<'a> {
    old: &'a str,
    new: String,
    pieces: Vec<Piece>,
}

struct Piece {
    replaced: Option<Arc<str>>,
    from: Span,
    to: Span,
}

impl Draft<'_> {
    /// Copies what stands between the last replaced range and `end`.
    fn keep(&mut self, end: usize) {
        let start = self.pieces.last().map_or(0, |piece| piece.from.end);
        let text = self.old.get(start..end).unwrap_or_default();
        if !text.is_empty() {
            self.push(None, Span { start, end }, text);
        }
    }

    fn replace(&mut self, range: &Range, by: &str) {
        self.push(Some(range.label.clone()), range.span, by);
    }

    fn push(&mut self, replaced: Option<Arc<str>>, from: Span, text: &str) {
        let start = self.new.len();
        self.new.push_str(text);
        self.pieces.push(Piece { replaced, from, to: Span { start, end: self.new.len() } });
    }

    fn segments(&mut self) -> Vec<Segment> {
        let from: Vec<Span> = self.pieces.iter().map(|piece| piece.from).collect();
        let to: Vec<Span> = self.pieces.iter().map(|piece| piece.to).collect();
        let places = offsets_of(self.old, &from).into_iter().zip(offsets_of(&self.new, &to));
        let labels = self.pieces.drain(..).map(|piece| piece.replaced);
        labels.zip(places).map(|(replaced, (from, to))| Segment { replaced, from, to }).collect()
    }
}

#[cfg(test)]
mod tests;
