//! Tagged words into entities. Runs once over a whole document, so that no entity ends at a window's border.

use crate::label::{Part, Tag};
use crate::text::Span;

/// An entity as the tags give it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct RawEntity {
    /// Its label, an index into the model's labels.
    pub(crate) label: usize,
    /// Mean of its words' scores, summed in f32 in the words' order.
    pub(crate) score: f32,
    /// From its first word's start to its last word's end, in bytes.
    pub(crate) span: Span,
}

/// Groups words by their tags, word after word.
///
/// An entity opens at `B`, `S`, and at any other tag that cannot go on with the entity before it: after `O`, after another
/// label, after an entity that `E` or `S` has ended. It ends before the next `O` or opening tag.
#[derive(Debug, Default)]
pub(crate) struct Decoder {
    open: Option<Open>,
}

#[derive(Debug)]
struct Open {
    label: usize,
    span: Span,
    score_sum: f32,
    words: usize,
    /// Whether a tag said that no further word belongs to it.
    ended: bool,
}

impl Decoder {
    /// Reads the next word's `span`, tag and score; the entity that ended before it, if one did.
    pub(crate) fn push(&mut self, span: Span, tag: Tag, score: f32) -> Option<RawEntity> {
        let Tag::Entity { part, label } = tag else {
            return self.finish();
        };
        let ends = matches!(part, Part::End | Part::Single);
        if let (Part::Inside | Part::End, Some(open)) = (part, &mut self.open)
            && open.label == label
            && !open.ended
        {
            open.extend(span, score);
            open.ended = ends;
            return None;
        }
        let done = self.finish();
        self.open = Some(Open { label, span, score_sum: score, words: 1, ended: ends });
        done
    }

    /// Ends the text; its last entity, if that was still open.
    pub(crate) fn finish(&mut self) -> Option<RawEntity> {
        self.open.take().map(Open::close)
    }
}

impl Open {
    fn extend(&mut self, span: Span, score: f32) {
        self.span.end = span.end;
        self.score_sum += score;
        self.words += 1;
    }

    fn close(self) -> RawEntity {
        RawEntity { label: self.label, score: self.score_sum / self.words as f32, span: self.span }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::label::LabelSet;

    fn label_set(tags: &[&str]) -> LabelSet {
        LabelSet::new(&tags.iter().map(|tag| tag.to_string()).collect::<Vec<_>>())
    }

    const SCHEME: [&str; 12] = ["O", "B-X", "I-X", "E-X", "S-X", "L-X", "U-X", "B-Y", "I-Y", "E-Y", "S-Y", "PLAIN"];

    /// Word number `i` stands at bytes `10 i .. 10 i + 5`.
    fn span_of(word: usize) -> Span {
        Span { start: 10 * word, end: 10 * word + 5 }
    }

    fn decode(tags: &[Tag], scores: &[f32]) -> Vec<RawEntity> {
        let mut decoder = Decoder::default();
        let mut entities: Vec<RawEntity> =
            (0..tags.len()).filter_map(|word| decoder.push(span_of(word), tags[word], scores[word])).collect();
        entities.extend(decoder.finish());
        entities
    }

    /// Entities as (label, first word, last word).
    fn decode_text(tags: &str) -> Vec<(String, usize, usize)> {
        let set = label_set(&SCHEME);
        let ids = tags.split(' ').map(|tag| SCHEME.iter().position(|known| *known == tag).unwrap());
        let tags: Vec<Tag> = ids.map(|id| set.tag(id)).collect();
        decode(&tags, &vec![1.0; tags.len()])
            .iter()
            .map(|e| (set.names()[e.label].to_string(), e.span.start / 10, e.span.end / 10))
            .collect()
    }

    fn entity(label: &str, first: usize, last: usize) -> (String, usize, usize) {
        (label.to_owned(), first, last)
    }

    #[test]
    fn begin_and_inside_make_one_entity() {
        assert_eq!(decode_text("O B-X I-X I-X O B-Y"), [entity("X", 1, 3), entity("Y", 5, 5)]);
    }

    #[test]
    fn a_second_begin_opens_a_second_entity() {
        assert_eq!(decode_text("B-X B-X I-X"), [entity("X", 0, 0), entity("X", 1, 2)]);
    }

    #[test]
    fn inside_after_outside_opens_an_entity() {
        assert_eq!(decode_text("O I-X I-X O"), [entity("X", 1, 2)]);
        assert_eq!(decode_text("I-X"), [entity("X", 0, 0)]);
    }

    #[test]
    fn inside_of_another_label_opens_that_label() {
        assert_eq!(decode_text("B-X I-Y I-Y I-X"), [entity("X", 0, 0), entity("Y", 1, 2), entity("X", 3, 3)]);
    }

    #[test]
    fn adjacent_labels_without_prefix_join() {
        assert_eq!(
            decode_text("PLAIN PLAIN O PLAIN I-X"),
            [entity("PLAIN", 0, 1), entity("PLAIN", 3, 3), entity("X", 4, 4)]
        );
    }

    #[test]
    fn a_single_stands_alone() {
        assert_eq!(
            decode_text("S-X S-X I-X U-X"),
            [entity("X", 0, 0), entity("X", 1, 1), entity("X", 2, 2), entity("X", 3, 3)]
        );
    }

    #[test]
    fn an_end_closes_its_entity() {
        assert_eq!(decode_text("B-X I-X E-X I-X E-X"), [entity("X", 0, 2), entity("X", 3, 4)]);
        assert_eq!(decode_text("B-X L-X L-X"), [entity("X", 0, 1), entity("X", 2, 2)]);
    }

    #[test]
    fn an_end_without_a_beginning_is_an_entity() {
        assert_eq!(decode_text("O E-X O"), [entity("X", 1, 1)]);
        assert_eq!(decode_text("B-Y E-X"), [entity("Y", 0, 0), entity("X", 1, 1)]);
    }

    #[test]
    fn a_word_of_many_tokens_is_one_entity_however_its_tokens_are_tagged() {
        // `Se pauta adalimumab`: tags belong to words, so there is one B and nothing to multiply.
        assert_eq!(decode_text("O O B-X"), [entity("X", 2, 2)]);
    }

    #[test]
    fn a_span_runs_from_the_first_word_to_the_last_and_the_score_is_the_mean() {
        let set = label_set(&["O", "B-X", "I-X"]);
        let entities = decode(&[set.tag(0), set.tag(1), set.tag(2)], &[0.1, 0.5, 1.0]);
        assert_eq!(entities, [RawEntity { label: 0, score: 0.75, span: Span { start: 10, end: 25 } }]);
    }

    #[test]
    fn no_words_and_no_entities_give_nothing() {
        assert_eq!(decode(&[], &[]), []);
        assert_eq!(decode_text("O O O"), []);
    }

    /// Whether word `at` goes on with the word before it, looked up in the tags' spelling alone.
    fn joins(tags: &[&str], at: usize) -> bool {
        let split = |tag: &str| match tag.split_once('-') {
            Some((prefix, name)) => (prefix.to_owned(), name.to_owned()),
            None => ("I".to_owned(), tag.to_owned()),
        };
        if at == 0 || tags[at] == "O" || tags[at - 1] == "O" {
            return false;
        }
        let ((before, before_name), (prefix, name)) = (split(tags[at - 1]), split(tags[at]));
        before_name == name && ["I", "E", "L"].contains(&&*prefix) && ["B", "I"].contains(&&*before)
    }

    proptest! {
        #[test]
        fn entities_equal_those_of_a_rule_about_neighbours(
            ids in prop::collection::vec(0..SCHEME.len(), 0..40),
            scores in prop::collection::vec(0.0f32..1.0, 40),
        ) {
            let names: Vec<&str> = ids.iter().map(|id| SCHEME[*id]).collect();
            let mut groups: Vec<Vec<usize>> = Vec::new();
            for word in (0..names.len()).filter(|word| names[*word] != "O") {
                match groups.last_mut() {
                    Some(group) if joins(&names, word) => group.push(word),
                    _ => groups.push(vec![word]),
                }
            }
            let set = label_set(&SCHEME);
            let expected: Vec<(String, Span, f32)> = groups
                .iter()
                .map(|group| {
                    let name = names[group[0]].rsplit('-').next().unwrap().to_owned();
                    let span = Span { start: span_of(group[0]).start, end: span_of(group[group.len() - 1]).end };
                    let sum: f64 = group.iter().map(|word| f64::from(scores[*word])).sum();
                    (name, span, (sum / group.len() as f64) as f32)
                })
                .collect();
            let found = decode(&ids.iter().map(|id| set.tag(*id)).collect::<Vec<_>>(), &scores);
            prop_assert_eq!(found.len(), expected.len());
            for (entity, (name, span, score)) in found.iter().zip(&expected) {
                prop_assert_eq!(&*set.names()[entity.label], name.as_str());
                prop_assert_eq!(entity.span, *span);
                prop_assert!((entity.score - score).abs() < 1e-5);
            }
        }
    }
}
