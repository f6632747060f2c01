//! Options of a fill-mask call.

use crate::error::{Error, ErrorCode, Result};
use crate::text::Document;

/// Most partial fillings that a joint search may keep: its work and memory grow with the square of it.
const MAX_BEAM_WIDTH: usize = 1024;

/// Options of a fill-mask call. `Default` gives the defaults named here.
#[derive(Debug, Clone)]
pub struct FillMaskOptions {
    /// Candidates per mask, and fillings of a joint search: from 1 to the size of the vocabulary. Default 5. Targets are
    /// all returned, however many.
    pub top_k: usize,
    /// Words to score at every mask instead of the vocabulary; default none. See [`Target`](super::Target).
    pub targets: Option<Vec<String>>,
    /// How many partial fillings a joint search over all masks keeps, from 1 to 1024; no less than `top_k` are kept, which
    /// is at most 1024 then. `None`, the default, makes no joint search. See [`Filling`](super::Filling).
    pub beam_width: Option<usize>,
    /// How text is read that stands against a mask.
    pub after_mask: AfterMask,
}

/// How the text after a mask is read when no space stands between them, as the stop in `<mask>.`
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AfterMask {
    /// As transformers reads it: a tokenizer that puts a space before every text puts one here too. Scores are then
    /// those that transformers gives.
    #[default]
    Tokenizer,
    /// As it is written, which is how the models saw it in training. The shipped model then found 37.8 % of masked words
    /// before punctuation, against 35.8 %: `scripts/measure_targets.py`.
    Text,
}

impl Default for FillMaskOptions {
    fn default() -> Self {
        Self { top_k: 5, targets: None, beam_width: None, after_mask: AfterMask::default() }
    }
}

impl FillMaskOptions {
    /// What a document counts for progress: its bytes, twice where a joint search goes through it too.
    pub(super) fn bytes_of(&self, document: &Document) -> usize {
        document.text().len() * (1 + usize::from(self.beam_width.is_some()))
    }

    /// Fails where an option is out of its range for a model with `vocabulary` tokens.
    pub(super) fn check(&self, vocabulary: usize) -> Result<()> {
        let invalid = |message: String| Err(Error::new(ErrorCode::InvalidOption, message));
        if !(1..=vocabulary).contains(&self.top_k) {
            return invalid(format!("top_k is {}; give 1 to {vocabulary}, the size of the vocabulary", self.top_k));
        }
        if self.targets.as_ref().is_some_and(Vec::is_empty) {
            return invalid("targets is an empty list; give one word or more, or leave it out".to_owned());
        }
        match self.beam_width {
            Some(width) if !(1..=MAX_BEAM_WIDTH).contains(&width) => {
                invalid(format!("beam_width is {width}; give 1 to {MAX_BEAM_WIDTH}"))
            }
            Some(_) if self.top_k > MAX_BEAM_WIDTH => {
                invalid(format!("top_k is {}; a joint search gives 1 to {MAX_BEAM_WIDTH}", self.top_k))
            }
            Some(_) if self.targets.is_some() => {
                invalid("targets and beam_width exclude each other; a joint search is over the vocabulary".to_owned())
            }
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(options: FillMaskOptions) -> Option<ErrorCode> {
        options.check(2000).err().map(|error| error.code())
    }

    #[test]
    fn options_out_of_range_or_at_odds_are_refused() {
        let default = FillMaskOptions::default;
        assert_eq!(code(default()), None);
        let word = || Some(vec!["fiebre".to_owned()]);
        let bad = [
            FillMaskOptions { top_k: 0, ..default() },
            FillMaskOptions { top_k: 2001, ..default() },
            FillMaskOptions { top_k: 1025, beam_width: Some(1), ..default() },
            FillMaskOptions { targets: Some(Vec::new()), ..default() },
            FillMaskOptions { beam_width: Some(0), ..default() },
            FillMaskOptions { beam_width: Some(1025), ..default() },
            FillMaskOptions { beam_width: Some(8), targets: word(), ..default() },
        ];
        for options in bad {
            assert_eq!(code(options.clone()), Some(ErrorCode::InvalidOption), "{options:?}");
        }
    }
}
