//! transformers' aggregation: tokens into words, words into entities, and entities of overlapping windows into one list.
//!
//! Each function does what the method of the same purpose does in `TokenClassificationPipeline` (transformers 5.23), in
//! the same order of comparisons; the faults are theirs.

use std::sync::Arc;

use super::pieces::Piece;
use super::{Aggregation, ParityEntity};
use crate::error::Result;
use crate::model::largest;
use crate::text::Span;

/// An entity before its offsets are put into all units.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Found {
    pub(super) label: Arc<str>,
    pub(super) score: f32,
    pub(super) word: String,
    pub(super) index: Option<usize>,
    pub(super) span: Span,
}

/// Aggregates the tokens of one window.
pub(super) struct Aggregator<'a> {
    /// `id2label` as it is written.
    pub(super) names: &'a [String],
    pub(super) ignored: &'a [String],
    /// Joins pieces into text.
    pub(super) join: &'a dyn Fn(Vec<String>) -> Result<String>,
}

/// A token or word with its label.
struct Labelled {
    label: usize,
    score: f32,
    word: String,
    index: usize,
    span: Span,
}

impl Aggregator<'_> {
    pub(super) fn aggregate(&self, pieces: Vec<Piece>, aggregation: Aggregation) -> Result<Vec<Found>> {
        let mut found = match aggregation {
            Aggregation::None => pieces.into_iter().map(|piece| self.token(label_token(piece))).collect(),
            Aggregation::Simple => self.group(pieces.into_iter().map(label_token).collect())?,
            Aggregation::First => self.group(self.words(&pieces, first)?)?,
            Aggregation::Average => self.group(self.words(&pieces, average)?)?,
            Aggregation::Max => self.group(self.words(&pieces, surest)?)?,
        };
        found.retain(|entity| !self.ignored.iter().any(|label| **label == *entity.label));
        Ok(found)
    }

    fn token(&self, token: Labelled) -> Found {
        let label = self.name(token.label).into();
        Found { label, score: token.score, word: token.word, index: Some(token.index), span: token.span }
    }

    /// Words, each labelled by `decide` from its tokens' scores. The first token opens one whatever it is.
    fn words(&self, pieces: &[Piece], decide: fn(&[Piece]) -> (usize, f32)) -> Result<Vec<Labelled>> {
        let words = pieces.chunk_by(|_, next| next.is_subword);
        words
            .filter_map(|word| Some((word, word.first()?, word.last()?)))
            .map(|(word, first, last)| {
                let (label, score) = decide(word);
                let text = (self.join)(word.iter().map(|piece| piece.word.clone()).collect())?;
                let span = Span { start: first.span.start, end: last.span.end };
                Ok(Labelled { label, score, word: text, index: first.index, span })
            })
            .collect()
    }

    /// Neighbours with the same tag, `O` too, unless the second is a `B`.
    fn group(&self, labelled: Vec<Labelled>) -> Result<Vec<Found>> {
        let joins = |before: &Labelled, next: &Labelled| {
            let ((_, before), (begins, tag)) = (tag_of(self.name(before.label)), tag_of(self.name(next.label)));
            tag == before && !begins
        };
        labelled
            .chunk_by(joins)
            .filter_map(|group| Some((group, group.first()?, group.last()?)))
            .map(|(group, first, last)| {
                let name = self.name(first.label);
                let label = name.split_once('-').map_or(name, |(_, label)| label);
                let sum: f64 = group.iter().map(|one| f64::from(one.score)).sum();
                Ok(Found {
                    label: label.into(),
                    score: (sum / group.len() as f64) as f32,
                    word: (self.join)(group.iter().map(|one| one.word.clone()).collect())?,
                    index: None,
                    span: Span { start: first.span.start, end: last.span.end },
                })
            })
            .collect()
    }

    fn name(&self, label: usize) -> &str {
        self.names.get(label).map_or("", String::as_str)
    }
}

fn label_token(piece: Piece) -> Labelled {
    let (label, score) = best(&piece.scores);
    Labelled { label, score, word: piece.word, index: piece.index, span: piece.span }
}

/// Whether a label begins an entity, and its tag: `B-X` is `X` and begins one; what has no prefix is a tag by itself.
fn tag_of(name: &str) -> (bool, &str) {
    match (name.strip_prefix("B-"), name.strip_prefix("I-")) {
        (Some(tag), _) => (true, tag),
        (None, Some(tag)) => (false, tag),
        (None, None) => (false, name),
    }
}

fn best(scores: &[f32]) -> (usize, f32) {
    largest(scores).unwrap_or_default()
}

fn first(word: &[Piece]) -> (usize, f32) {
    word.first().map(|piece| best(&piece.scores)).unwrap_or_default()
}

/// The token with the highest maximum; the first of equals.
fn surest(word: &[Piece]) -> (usize, f32) {
    let tokens = word.iter().map(|piece| best(&piece.scores));
    tokens.reduce(|surest, next| if next.1 > surest.1 { next } else { surest }).unwrap_or_default()
}

fn average(word: &[Piece]) -> (usize, f32) {
    let mut mean = vec![0.0; word.first().map_or(0, |piece| piece.scores.len())];
    for piece in word {
        mean.iter_mut().zip(&piece.scores).for_each(|(sum, score)| *sum += score);
    }
    mean.iter_mut().for_each(|sum| *sum /= word.len() as f32);
    best(&mean)
}

/// One list out of those of several windows: of two that overlap the longer stays, whatever their labels; of two as long
/// the surer. An empty first entity comes twice, as with transformers.
pub(super) fn resolve_overlaps(mut entities: Vec<ParityEntity>) -> Vec<ParityEntity> {
    entities.sort_by_key(|entity| span_of(entity).start);
    let Some(mut kept) = entities.first().cloned() else { return entities };
    let mut resolved = Vec::with_capacity(entities.len());
    for entity in entities {
        if !(span_of(&kept).start..span_of(&kept).end).contains(&span_of(&entity).start) {
            resolved.push(std::mem::replace(&mut kept, entity));
        } else if outweighs(&entity, &kept) {
            kept = entity;
        }
    }
    resolved.push(kept);
    resolved
}

fn outweighs(entity: &ParityEntity, kept: &ParityEntity) -> bool {
    let length = |entity: &ParityEntity| span_of(entity).end.saturating_sub(span_of(entity).start);
    length(entity) > length(kept) || (length(entity) == length(kept) && entity.score > kept.score)
}

/// In code points, in which transformers compares lengths.
fn span_of(entity: &ParityEntity) -> Span {
    entity.offsets.codepoint
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Offsets;

    const NAMES: [&str; 6] = ["O", "B-X", "I-X", "B-Y", "I-Y", "PLAIN-Z"];

    fn piece(word: &str, scores: &[f32], is_subword: bool, start: usize) -> Piece {
        let span = Span { start, end: start + word.len() };
        Piece { word: word.to_owned(), scores: scores.to_vec(), span, index: start + 1, is_subword }
    }

    /// Pieces of one character each, in words as the spaces say: `B-X+I-X O` is a word of two pieces and a word of one.
    fn pieces(words: &str) -> Vec<Piece> {
        let mut pieces = Vec::new();
        for word in words.split(' ') {
            for (index, name) in word.split('+').enumerate() {
                let label = NAMES.iter().position(|known| *known == name).unwrap();
                let scores: Vec<f32> = (0..NAMES.len()).map(|id| if id == label { 0.8 } else { 0.04 }).collect();
                pieces.push(piece("x", &scores, index > 0, pieces.len()));
            }
        }
        pieces
    }

    /// Entities as (label, start, end).
    fn aggregate(pieces: Vec<Piece>, aggregation: Aggregation, ignored: &[&str]) -> Vec<(String, usize, usize)> {
        let names = NAMES.map(str::to_owned);
        let ignored: Vec<String> = ignored.iter().map(|label| label.to_string()).collect();
        let aggregator = Aggregator { names: &names, ignored: &ignored, join: &|pieces| Ok(pieces.concat()) };
        let found = aggregator.aggregate(pieces, aggregation).unwrap();
        found.into_iter().map(|found| (found.label.to_string(), found.span.start, found.span.end)).collect()
    }

    fn entity(label: &str, start: usize, end: usize) -> (String, usize, usize) {
        (label.to_owned(), start, end)
    }

    #[test]
    fn without_aggregation_tokens_keep_their_label_as_written() {
        let found = aggregate(pieces("B-X+I-X O PLAIN-Z"), Aggregation::None, &["O"]);
        assert_eq!(found, [entity("B-X", 0, 1), entity("I-X", 1, 2), entity("PLAIN-Z", 3, 4)]);
    }

    #[test]
    fn simple_groups_tokens_and_every_begin_opens_an_entity() {
        let found = aggregate(pieces("B-X+I-X+B-X I-X I-Y I-Y B-Y"), Aggregation::Simple, &["O"]);
        assert_eq!(found, [entity("X", 0, 2), entity("X", 2, 4), entity("Y", 4, 6), entity("Y", 6, 7)]);
    }

    #[test]
    fn a_label_is_cut_behind_its_first_hyphen_whatever_stands_before_it() {
        assert_eq!(aggregate(pieces("PLAIN-Z PLAIN-Z"), Aggregation::Simple, &["O"]), [entity("Z", 0, 2)]);
    }

    #[test]
    fn ignored_labels_are_dropped_after_grouping() {
        assert_eq!(aggregate(pieces("O O B-X"), Aggregation::Simple, &[]), [entity("O", 0, 2), entity("X", 2, 3)]);
        assert_eq!(aggregate(pieces("O O B-X"), Aggregation::Simple, &["X"]), [entity("O", 0, 2)]);
        assert_eq!(aggregate(pieces("O O B-X"), Aggregation::Simple, &["B-X", "O"]), [entity("X", 2, 3)]);
    }

    #[test]
    fn the_strategies_decide_a_word_by_its_first_its_surest_and_its_mean_token() {
        let word = || {
            vec![
                piece("a", &[0.1, 0.5, 0.1, 0.3, 0.0, 0.0], false, 0),
                piece("b", &[0.6, 0.0, 0.0, 0.4, 0.0, 0.0], true, 1),
                piece("c", &[0.1, 0.1, 0.1, 0.5, 0.1, 0.1], true, 2),
            ]
        };
        assert_eq!(aggregate(word(), Aggregation::First, &[]), [entity("X", 0, 3)]);
        assert_eq!(aggregate(word(), Aggregation::Max, &[]), [entity("O", 0, 3)]);
        assert_eq!(aggregate(word(), Aggregation::Average, &[]), [entity("Y", 0, 3)]);
    }

    #[test]
    fn a_first_token_that_continues_a_word_opens_one() {
        let found = aggregate(pieces("B-X I-X").into_iter().rev().collect(), Aggregation::First, &[]);
        assert_eq!(found.len(), 2);
        let mut first = pieces("B-X O");
        first[0].is_subword = true;
        assert_eq!(aggregate(first, Aggregation::First, &["O"]), [entity("X", 0, 1)]);
    }

    fn placed(start: usize, end: usize, score: f32) -> ParityEntity {
        let offsets = Offsets { codepoint: Span { start, end }, ..Offsets::default() };
        ParityEntity { label: "X".into(), score, word: String::new(), index: None, offsets }
    }

    #[test]
    fn of_overlapping_entities_the_longer_stays_and_of_equals_the_surer() {
        let found = resolve_overlaps(vec![placed(0, 3, 0.9), placed(1, 5, 0.1), placed(4, 8, 0.2), placed(8, 9, 0.3)]);
        assert_eq!(found, [placed(4, 8, 0.2), placed(8, 9, 0.3)]);
    }

    #[test]
    fn an_empty_first_entity_comes_twice() {
        let found = resolve_overlaps(vec![placed(5, 9, 0.9), placed(2, 2, 0.5)]);
        assert_eq!(found, [placed(2, 2, 0.5), placed(2, 2, 0.5), placed(5, 9, 0.9)]);
        assert_eq!(resolve_overlaps(Vec::new()), []);
    }
}
