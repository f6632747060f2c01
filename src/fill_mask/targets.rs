//! Targets: words that the caller asks about, scored whole.

use std::collections::{BTreeMap, HashMap};

use super::answer::{Prediction, Target, TargetStatus};
use super::masks::MaskedText;
use super::reader::{GapPlace, Reader};
use super::run::Run;
use super::window::{Fill, FillAt, Gap, Passage, Window};
use crate::error::Result;
use crate::text::is_joining;

/// Longest word that is looked at, with the letters around its mask; a window holds no longer one.
const MAX_WORD_BYTES: usize = 1 << 16;

/// Scores the targets of a call at any mask.
pub(super) struct Targets<'a> {
    pub(super) words: &'a [String],
    pub(super) reader: Reader<'a>,
    pub(super) masked: &'a MaskedText<'a>,
    pub(super) passage: &'a Passage,
}

/// A mask within its word: the letters that stand against it, and the text without them.
struct Place<'a> {
    /// Letters before the mask.
    prefix: &'a str,
    /// Letters after it.
    suffix: &'a str,
    /// What stands before the word, up to the mask before or the start of the text.
    left: &'a str,
    is_first: bool,
    before: Gap,
    after: Gap,
}

impl Targets<'_> {
    /// The predictions for a mask, best first, and what became of each target.
    pub(super) fn score(&self, mask: usize, run: &Run) -> Result<(Vec<Prediction>, Vec<Target>)> {
        let place = self.place(mask)?;
        let encoded: Vec<Encoded> =
            self.words.iter().map(|word| self.encode(word.trim(), &place)).collect::<Result<_>>()?;
        let mut distinct = Distinct::default();
        let targets: Vec<Target> = encoded.into_iter().map(|encoded| distinct.add(encoded)).collect();
        let scores = self.scores(mask, &place, &distinct.tokens, run)?;
        Ok(self.rank(targets, distinct.tokens, &scores, &place))
    }

    /// The word that the mask is a part of.
    fn place(&self, mask: usize) -> Result<Place<'_>> {
        let segment = |index: usize| self.masked.segments().get(index).copied().unwrap_or_default();
        let (left, right) = (segment(mask), segment(mask + 1));
        let (rest_left, rest_right) = (left.trim_end_matches(is_joining), right.trim_start_matches(is_joining));
        let read = |segment: &str, index: usize| {
            self.reader.read_gap(segment, GapPlace::of(index, self.masked.segments().len() - 1))
        };
        let kept = |index: usize| self.passage.gap(index).cloned();
        let before = if rest_left == left { kept(mask) } else { None };
        let after = if rest_right == right { kept(mask + 1) } else { None };
        Ok(Place {
            prefix: left.get(rest_left.len()..).unwrap_or_default(),
            suffix: right.get(..right.len() - rest_right.len()).unwrap_or_default(),
            left: rest_left,
            is_first: mask == 0,
            before: before.map_or_else(|| read(rest_left, mask), Ok)?,
            after: after.map_or_else(|| read(rest_right, mask + 1), Ok)?,
        })
    }

    /// The tokens of a target as it would stand in the text.
    fn encode(&self, target: &str, place: &Place<'_>) -> Result<Encoded> {
        if target.is_empty() {
            return Ok(Encoded::Not(TargetStatus::Empty));
        }
        if place.prefix.len() + target.len() + place.suffix.len() > MAX_WORD_BYTES {
            return Ok(Encoded::Not(TargetStatus::TooLong));
        }
        let word = [place.prefix, target, place.suffix].concat();
        let Reader { tokenizer, control, .. } = self.reader;
        let tokens = if place.is_first && place.left.is_empty() {
            tokenizer.encode_text(&word, control)?
        } else if place.left.ends_with(|c: char| !c.is_whitespace()) {
            tokenizer.encode_continuing(&word, control)?
        } else {
            let mut tokens = Vec::new();
            // One more than fits, so that a longer word is seen to be too long.
            tokenizer.word_encoder(self.reader.window_tokens + 1).encode(&word, &mut tokens)?;
            tokens
        };
        Ok(match tokens {
            tokens if tokens.len() > self.reader.window_tokens => Encoded::Not(TargetStatus::TooLong),
            tokens if tokens.is_empty() || tokens.iter().any(|id| tokenizer.is_unknown(*id)) => {
                Encoded::Not(TargetStatus::Unknown)
            }
            tokens => Encoded::Tokens(tokens),
        })
    }

    /// For each word the sum of its tokens' log scores, from left to right; words with the same tokens before a mask
    /// share its window.
    fn scores(&self, mask: usize, place: &Place<'_>, words: &[Vec<u32>], run: &Run) -> Result<Vec<f64>> {
        let mut scores = vec![0.0; words.len()];
        let by_length = by(words, 0..words.len(), |word| word.len());
        let mut steps: Vec<Step> = by_length.into_values().map(|words| Step { known: 0, words }).collect();
        while !steps.is_empty() {
            let windows: Vec<Window> = steps.iter().map(|step| self.window(mask, place, step, words)).collect();
            run.each(&windows, |index, row| {
                let step = &steps[index];
                for &word in &step.words {
                    scores[word] += row.log_score(step.next(&words[word]));
                }
            })?;
            steps = steps.into_iter().flat_map(|step| step.split(words)).collect();
        }
        Ok(scores)
    }

    /// The window in which the first token is guessed that is not known yet.
    fn window(&self, mask: usize, place: &Place<'_>, step: &Step, words: &[Vec<u32>]) -> Window {
        let sample = step.words.first().and_then(|&word| words.get(word)).map_or(&[][..], Vec::as_slice);
        let mut tokens = vec![self.reader.mask.id; sample.len()];
        tokens.iter_mut().zip(sample).take(step.known).for_each(|(token, known)| *token = *known);
        let at = FillAt { mask, tokens: &tokens, before: &place.before, after: &place.after };
        let fill = Fill { done: &[], at: Some(at) };
        let group = self.passage.group_of(mask);
        let shared = self.passage.window(group.clone(), &fill).map(|window| window.only(mask - group.start));
        // Where the word is too long for the window of several masks, its own has it in the middle.
        let mut window = shared.or_else(|| self.passage.window(mask..mask + 1, &fill)).unwrap_or_default();
        window.rows.iter_mut().for_each(|row| *row += step.known);
        window
    }

    /// Makes predictions of the scores and puts them in order.
    fn rank(
        &self,
        mut targets: Vec<Target>,
        tokens: Vec<Vec<u32>>,
        scores: &[f64],
        place: &Place<'_>,
    ) -> (Vec<Prediction>, Vec<Target>) {
        let first_of = |index: usize| targets.iter().position(|target| target.prediction == Some(index));
        let mut predictions: Vec<(usize, Prediction)> = tokens
            .into_iter()
            .zip(scores)
            .enumerate()
            .map(|(index, (token_ids, sum))| {
                let text = first_of(index).and_then(|index| self.words.get(index)).map_or("", |word| word.trim());
                let log_score = sum / token_ids.len() as f64;
                let starts_word = place.prefix.is_empty();
                (index, Prediction::new(token_ids, text.to_owned(), starts_word, log_score))
            })
            .collect();
        predictions.sort_by(|(_, a), (_, b)| a.rank(b));
        let places: HashMap<usize, usize> = predictions.iter().map(|(index, _)| *index).zip(0..).collect();
        for target in &mut targets {
            target.prediction = target.prediction.and_then(|index| places.get(&index).copied());
        }
        (predictions.into_iter().map(|(_, prediction)| prediction).collect(), targets)
    }
}

/// A target's tokens, or why it has none that can be scored.
enum Encoded {
    Tokens(Vec<u32>),
    Not(TargetStatus),
}

/// The distinct token sequences among the targets.
#[derive(Default)]
struct Distinct {
    tokens: Vec<Vec<u32>>,
    known: HashMap<Vec<u32>, usize>,
}

impl Distinct {
    fn add(&mut self, encoded: Encoded) -> Target {
        let tokens = match encoded {
            Encoded::Tokens(tokens) => tokens,
            Encoded::Not(status) => return Target { status, prediction: None },
        };
        if let Some(&index) = self.known.get(&tokens) {
            return Target { status: TargetStatus::Duplicate, prediction: Some(index) };
        }
        let index = self.tokens.len();
        self.known.insert(tokens.clone(), index);
        self.tokens.push(tokens);
        Target { status: TargetStatus::Scored, prediction: Some(index) }
    }
}

/// Words of one length that have their first tokens in common, which are in place.
struct Step {
    known: usize,
    words: Vec<usize>,
}

impl Step {
    /// The token of a word that is guessed now.
    fn next(&self, word: &[u32]) -> u32 {
        word.get(self.known).copied().unwrap_or_default()
    }

    /// The steps that follow, if the words go on.
    fn split(self, words: &[Vec<u32>]) -> Vec<Self> {
        let goes_on = |word: &usize| words[*word].len() > self.known + 1;
        let longer = self.words.iter().copied().filter(goes_on);
        let groups = by(words, longer, |word| self.next(word));
        groups.into_values().map(|words| Self { known: self.known + 1, words }).collect()
    }
}

/// The indices of words grouped by a key, in order of the key.
fn by<K: Ord>(
    words: &[Vec<u32>],
    indices: impl IntoIterator<Item = usize>,
    key: impl Fn(&Vec<u32>) -> K,
) -> BTreeMap<K, Vec<usize>> {
    let mut groups: BTreeMap<K, Vec<usize>> = BTreeMap::new();
    for index in indices {
        groups.entry(key(&words[index])).or_default().push(index);
    }
    groups
}
