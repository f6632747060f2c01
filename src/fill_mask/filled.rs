//! The caller's own text with words in place of masks.

use super::answer::Prediction;
use crate::text::{Offsets, Span, offsets_of};

/// A text with words put in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filled {
    /// The text.
    pub text: String,
    /// Where the words stand in it, in order.
    pub insertions: Vec<Offsets>,
}

/// A word and the mask, in bytes of the text, that it replaces.
pub(super) struct Insertion<'a> {
    mask: Span,
    word: &'a str,
    starts_word: bool,
}

impl<'a> Insertion<'a> {
    pub(super) fn new(mask: Span, prediction: &'a Prediction) -> Self {
        Self { mask, word: &prediction.text, starts_word: prediction.starts_word }
    }
}

/// Puts the words into the text; they are in its order.
pub(super) fn fill(text: &str, insertions: &[Insertion<'_>]) -> Filled {
    let mut filled = String::with_capacity(text.len());
    let mut spans = Vec::with_capacity(insertions.len());
    let mut done = 0;
    for insertion in insertions {
        filled.push_str(text.get(done..insertion.mask.start).unwrap_or_default());
        if !insertion.starts_word {
            filled.truncate(filled.trim_end_matches([' ', '\t', '\u{a0}']).len());
        }
        let start = filled.len();
        filled.push_str(insertion.word);
        spans.push(Span { start, end: filled.len() });
        done = insertion.mask.end;
    }
    filled.push_str(text.get(done..).unwrap_or_default());
    let insertions = offsets_of(&filled, &spans);
    Filled { text: filled, insertions }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(text: &str, words: &[(&str, bool)]) -> Filled {
        let masks = text.match_indices("<mask>").map(|(start, mask)| Span { start, end: start + mask.len() });
        let insertions: Vec<Insertion<'_>> =
            masks.zip(words).map(|(mask, &(word, starts_word))| Insertion { mask, word, starts_word }).collect();
        fill(text, &insertions)
    }

    #[test]
    fn all_but_the_mask_stays_as_it_was_typed() {
        let filled = filled("\u{feff}Dolor  \t<mask>,\r\nfin <s>", &[("torácico", true)]);
        assert_eq!(filled.text, "\u{feff}Dolor  \ttorácico,\r\nfin <s>");
    }

    #[test]
    fn the_insertion_has_its_place_in_every_unit() {
        let filled = filled("Ñu 😀 <mask>.", &[("añejo", true)]);
        assert_eq!(filled.text, "Ñu 😀 añejo.");
        let place = filled.insertions[0];
        assert_eq!(place.codepoint, Span { start: 5, end: 10 });
        assert_eq!(place.utf16, Span { start: 6, end: 11 });
        assert_eq!(place.utf8, Span { start: 9, end: 15 });
    }

    #[test]
    fn what_continues_a_word_stands_against_it() {
        let filled = filled("Con hiper <mask> y dolor<mask>.", &[("tensión", false), ("ido", false)]);
        assert_eq!(filled.text, "Con hipertensión y dolorido.");
        assert_eq!(filled.insertions[0].codepoint, Span { start: 9, end: 16 });
    }

    #[test]
    fn line_breaks_before_a_mask_stay() {
        assert_eq!(filled("Juicio:\n <mask>", &[(",", false)]).text, "Juicio:\n,");
    }

    #[test]
    fn two_masks_may_make_one_word() {
        assert_eq!(filled("<mask> <mask>!", &[("Hiper", true), ("tensión", false)]).text, "Hipertensión!");
    }
}
