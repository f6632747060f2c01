//! Annotations put on words, for formats and scores that know one tag a word.

use std::cmp::Reverse;

use super::Annotation;
use crate::text::Span;

/// What a word is to the annotation it belongs to. The number is the annotation's place in its list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// In none.
    Outside,
    /// The first word, or the first after a gap or the start of a sentence.
    First(usize),
    /// Any further word.
    Further(usize),
}

/// The words of a document with the annotation each belongs to.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Projection {
    /// Sentence by sentence, word by word.
    pub(crate) sentences: Vec<Vec<Place>>,
    /// Annotations that found no place: they hold no word, or share one with an annotation before them.
    pub(crate) left_out: usize,
}

impl Projection {
    /// Puts `annotations` on the words of `sentences`, which are in order.
    ///
    /// A word belongs to an annotation that covers any part of it. Of two annotations that share a word the one that
    /// starts first gets it, and of those the longer one; the other is left out whole.
    pub(crate) fn new(sentences: &[Vec<Span>], annotations: &[Annotation]) -> Self {
        let words: Vec<Span> = sentences.concat();
        let mut owners: Vec<Option<usize>> = vec![None; words.len()];
        let mut order: Vec<(usize, &Annotation)> = annotations.iter().enumerate().collect();
        order.sort_by_key(|(_, annotation)| (annotation.span().start, Reverse(annotation.span().end)));
        let mut left_out = 0;
        for (index, annotation) in order {
            let own: Vec<usize> = annotation.fragments.iter().flat_map(|fragment| covered(&words, *fragment)).collect();
            let is_free = own.iter().all(|word| owners.get(*word) == Some(&None));
            if own.is_empty() || !is_free {
                left_out += 1;
                continue;
            }
            for word in own {
                owners.get_mut(word).into_iter().for_each(|owner| *owner = Some(index));
            }
        }
        let mut owners = owners.into_iter();
        let sentences = sentences.iter().map(|sentence| places(owners.by_ref().take(sentence.len())));
        Self { sentences: sentences.collect(), left_out }
    }
}

/// The words that share something with `span`.
fn covered(words: &[Span], span: Span) -> std::ops::Range<usize> {
    let first = words.partition_point(|word| word.end <= span.start);
    let end = words.partition_point(|word| word.start < span.end);
    first..end.max(first)
}

fn places(owners: impl Iterator<Item = Option<usize>>) -> Vec<Place> {
    let mut before = None;
    owners
        .map(|owner| {
            let place = match owner {
                None => Place::Outside,
                Some(index) if owner == before => Place::Further(index),
                Some(index) => Place::First(index),
            };
            before = owner;
            place
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::Place::{First, Further, Outside};
    use super::*;

    /// Words of five bytes with a byte between them, in sentences of these lengths.
    fn sentences(lengths: &[usize]) -> Vec<Vec<Span>> {
        let mut start = 0;
        lengths
            .iter()
            .map(|length| {
                let first = start;
                start += length;
                (first..start).map(|word| Span { start: 6 * word, end: 6 * word + 5 }).collect()
            })
            .collect()
    }

    fn over(fragments: &[(usize, usize)]) -> Annotation {
        let fragments = fragments.iter().map(|(start, end)| Span { start: *start, end: *end }).collect();
        Annotation { label: "X".into(), fragments }
    }

    fn project(lengths: &[usize], annotations: &[Annotation]) -> (Vec<Vec<Place>>, usize) {
        let projection = Projection::new(&sentences(lengths), annotations);
        (projection.sentences, projection.left_out)
    }

    #[test]
    fn a_word_belongs_to_what_covers_any_part_of_it() {
        let (places, left_out) = project(&[4], &[over(&[(8, 15)])]);
        assert_eq!((places, left_out), (vec![vec![Outside, First(0), Further(0), Outside]], 0));
    }

    #[test]
    fn neighbours_stay_two() {
        let (places, _) = project(&[3], &[over(&[(0, 5)]), over(&[(6, 17)])]);
        assert_eq!(places, [[First(0), First(1), Further(1)]]);
    }

    #[test]
    fn of_overlapping_annotations_the_first_and_longest_stays() {
        let (places, left_out) = project(&[3], &[over(&[(0, 5)]), over(&[(6, 17)]), over(&[(0, 11)])]);
        assert_eq!((places, left_out), (vec![vec![First(2), Further(2), Outside]], 2));
    }

    #[test]
    fn a_gap_and_a_sentence_end_begin_anew() {
        let (places, _) = project(&[3, 2], &[over(&[(0, 5), (12, 29)])]);
        assert_eq!(places, [vec![First(0), Outside, First(0)], vec![First(0), Further(0)]]);
    }

    #[test]
    fn an_annotation_between_words_is_left_out() {
        assert_eq!(project(&[2], &[over(&[(5, 6)])]), (vec![vec![Outside; 2]], 1));
    }
}
