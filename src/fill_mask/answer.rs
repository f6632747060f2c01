//! What a fill-mask call answers.

use std::cmp::Ordering;

use super::filled::{Filled, Insertion, fill};
use crate::text::{Document, Offsets};

/// The masks of one document with their candidates.
#[derive(Debug, Clone, PartialEq)]
pub struct FillMaskAnswer {
    document: Document,
    /// In order of the text.
    pub masks: Vec<Mask>,
    /// Whole fillings, best first; empty unless [`beam_width`](super::FillMaskOptions::beam_width) asks for them.
    pub fillings: Vec<Filling>,
}

/// The candidates for one mask.
#[derive(Debug, Clone, PartialEq)]
pub struct Mask {
    /// Where the mask token stands in the document.
    pub offsets: Offsets,
    /// Best first; equals in order of token ids. Each is scored with the other masks of the text still masked.
    pub predictions: Vec<Prediction>,
    /// What became of each target, in the order given; empty without targets.
    pub targets: Vec<Target>,
}

/// One candidate for a mask: a token of the vocabulary, or a target.
#[derive(Debug, Clone, PartialEq)]
pub struct Prediction {
    /// Its ids in the model's vocabulary: one, or as many as a target has tokens.
    pub token_ids: Vec<u32>,
    /// The text as a person reads it, without a leading space. A target is as it was given, without spaces around it.
    pub text: String,
    /// Whether it starts a word, so that a space belongs before it. If not, it continues the word before it.
    pub starts_word: bool,
    /// From 0 to 1. A token's is its softmax over the whole vocabulary; a target's is the geometric mean over its
    /// tokens: see [`Target`].
    pub score: f32,
    /// The natural logarithm of the score, for those too small for `score`.
    pub log_score: f64,
}

/// What became of one target at one mask.
///
/// A target is a word, or several, and is scored whole. With `n` tokens it gets `n` masks, and its tokens are scored from
/// left to right: each with the tokens before it in place and itself and those after it masked. Its score is the
/// geometric mean of these `n` softmax scores, so one of a single token has the score that the vocabulary's list gives
/// it. The order within the word is that of Kauf and Ivanova (2023, "A Better Way to Do Masked Language Model Scoring"):
/// Salazar et al. (2020, "Masked Language Model Scoring") mask one token at a time, and the rest of a rare word then gives
/// it away. With the shipped model and words of one to four or more tokens in equal parts, this mean found the right one
/// of twenty in 63 % of cases; the sum of logarithms, which favours short words, in 50 %; masking one token at a time in
/// 42 % (mean) and 50 % (sum): `scripts/measure_targets.py`.
///
/// Where the mask stands against letters, as in `quimio<mask>`, the word that is scored is the whole one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Target {
    /// Whether it was scored, and if not, why.
    pub status: TargetStatus,
    /// Its place among the mask's predictions; a duplicate's is that of the earlier one.
    pub prediction: Option<usize>,
}

/// Whether a target was scored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum TargetStatus {
    /// It was.
    Scored,
    /// It has the tokens of an earlier target, whose prediction counts for both.
    Duplicate,
    /// It holds characters that the vocabulary lacks: the model cannot tell it from other words.
    Unknown,
    /// It is empty, or only spaces.
    Empty,
    /// It has more tokens than fit in the model beside the text.
    TooLong,
}

/// One way to fill all masks of a text at once.
///
/// Masks are filled from left to right: each word is scored with the words before it in place and the masks after it
/// still masked. The score is the product of these softmax scores, an estimate of the joint probability.
#[derive(Debug, Clone, PartialEq)]
pub struct Filling {
    /// One for each mask, in order of the text, each with its own factor of the score.
    pub predictions: Vec<Prediction>,
    /// The product of the predictions' scores.
    pub score: f32,
    /// Its natural logarithm.
    pub log_score: f64,
}

impl Prediction {
    pub(super) fn new(token_ids: Vec<u32>, text: String, starts_word: bool, log_score: f64) -> Self {
        Self { token_ids, text, starts_word, score: log_score.exp() as f32, log_score }
    }

    /// The better first; equals in order of token ids.
    pub(super) fn rank(&self, other: &Self) -> Ordering {
        other.log_score.total_cmp(&self.log_score).then_with(|| self.token_ids.cmp(&other.token_ids))
    }
}

impl FillMaskAnswer {
    pub(crate) fn of(document: Document, masks: Vec<Mask>, fillings: Vec<Filling>) -> Self {
        Self { document, masks, fillings }
    }

    /// The document that was asked about.
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// The document's own text with a prediction in place of its mask; other masks stay. `None` if there is no such
    /// mask or prediction.
    ///
    /// Nothing else of the text changes, except that spaces are left out between the word before the mask and a
    /// prediction that continues it.
    pub fn filled(&self, mask: usize, prediction: usize) -> Option<Filled> {
        let mask = self.masks.get(mask)?;
        let prediction = mask.predictions.get(prediction)?;
        Some(fill(self.document.text(), &[Insertion::new(mask.offsets.utf8, prediction)]))
    }

    /// The document's own text with a whole filling in place of its masks; `None` if there is no such filling.
    pub fn filled_together(&self, filling: usize) -> Option<Filled> {
        let filling = self.fillings.get(filling)?;
        let insertions = self.masks.iter().zip(&filling.predictions);
        let insertions: Vec<_> = insertions.map(|(mask, word)| Insertion::new(mask.offsets.utf8, word)).collect();
        Some(fill(self.document.text(), &insertions))
    }
}
