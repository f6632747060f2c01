//! Byte spans into all three units, in one pass over the text.

use super::{Offsets, Span};

/// The three-unit offsets of byte `spans` of `text`, in their order. The spans may overlap and need no order.
///
/// One pass over the text however many spans there are. A position beyond the text counts as its end.
pub(crate) fn offsets_of(text: &str, spans: &[Span]) -> Vec<Offsets> {
    let table = Table::new(text, spans);
    spans.iter().map(|span| table.offsets(*span)).collect()
}

/// Spans in code points into byte spans of `text`, in their order; `None` for one that reaches beyond the text.
///
/// One pass over the text however many spans there are.
pub(crate) fn bytes_of(text: &str, spans: &[Span]) -> Vec<Option<Span>> {
    let mut wanted: Vec<usize> = spans.iter().flat_map(|span| [span.start, span.end]).collect();
    wanted.sort_unstable();
    wanted.dedup();
    let borders = text.char_indices().map(|(utf8, _)| utf8).chain([text.len()]).enumerate();
    let mut next = wanted.iter().copied().peekable();
    let bytes: Vec<usize> =
        borders.filter(|(codepoint, _)| next.next_if_eq(codepoint).is_some()).map(|(_, utf8)| utf8).collect();
    let find = |codepoint: usize| wanted.binary_search(&codepoint).ok().and_then(|index| bytes.get(index).copied());
    spans.iter().map(|span| Some(Span { start: find(span.start)?, end: find(span.end)? })).collect()
}

/// One position in the three units.
#[derive(Clone, Copy, Default)]
struct Position {
    utf8: usize,
    utf16: usize,
    codepoint: usize,
}

/// Every position that any span needs, in order.
struct Table {
    positions: Vec<Position>,
}

impl Table {
    fn new(text: &str, spans: &[Span]) -> Self {
        let mut wanted: Vec<usize> = spans.iter().flat_map(|span| [span.start, span.end]).collect();
        wanted.sort_unstable();
        wanted.dedup();
        let mut here = Position::default();
        let mut positions = Vec::with_capacity(wanted.len());
        for utf8 in wanted {
            here = advance(text, here, utf8);
            positions.push(Position { utf8, ..here });
        }
        Self { positions }
    }

    fn offsets(&self, span: Span) -> Offsets {
        let (start, end) = (self.find(span.start), self.find(span.end));
        Offsets {
            utf8: span,
            utf16: Span { start: start.utf16, end: end.utf16 },
            codepoint: Span { start: start.codepoint, end: end.codepoint },
        }
    }

    fn find(&self, utf8: usize) -> Position {
        let index = self.positions.partition_point(|position| position.utf8 < utf8);
        self.positions.get(index).copied().unwrap_or_default()
    }
}

/// Counts on from `here` to byte `utf8`: every byte that continues no character starts a code point, and a character of
/// four bytes takes two UTF-16 units.
fn advance(text: &str, here: Position, utf8: usize) -> Position {
    let utf8 = utf8.min(text.len());
    let passed = text.as_bytes().get(here.utf8..utf8).unwrap_or_default();
    let codepoints = passed.iter().filter(|byte| **byte & 0xC0 != 0x80).count();
    let surrogate_pairs = passed.iter().filter(|byte| **byte >= 0xF0).count();
    Position { utf8, utf16: here.utf16 + codepoints + surrogate_pairs, codepoint: here.codepoint + codepoints }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Written from the definitions, without the counting trick.
    fn naive(text: &str, span: Span) -> Offsets {
        let utf16 = |at: usize| text[..at].encode_utf16().count();
        let codepoint = |at: usize| text[..at].chars().count();
        Offsets {
            utf8: span,
            utf16: Span { start: utf16(span.start), end: utf16(span.end) },
            codepoint: Span { start: codepoint(span.start), end: codepoint(span.end) },
        }
    }

    #[test]
    fn an_emoji_is_one_code_point_two_utf16_units_and_four_bytes() {
        let text = "Dolor 😀 intenso; paracetamol";
        let start = text.find("paracetamol").unwrap();
        let offsets = offsets_of(text, &[Span { start, end: text.len() }]);
        assert_eq!(offsets[0].codepoint, Span { start: 17, end: 28 });
        assert_eq!(offsets[0].utf16, Span { start: 18, end: 29 });
        assert_eq!(offsets[0].utf8, Span { start: 20, end: 31 });
    }

    #[test]
    fn spans_need_no_order_and_may_nest() {
        let text = "añó niño";
        let spans = [Span { start: 6, end: 11 }, Span { start: 0, end: 11 }, Span { start: 0, end: 5 }];
        let offsets = offsets_of(text, &spans);
        let starts: Vec<usize> = offsets.iter().map(|offsets| offsets.codepoint.start).collect();
        let ends: Vec<usize> = offsets.iter().map(|offsets| offsets.codepoint.end).collect();
        assert_eq!((starts, ends), (vec![4, 0, 0], vec![8, 8, 3]));
    }

    #[test]
    fn code_points_beyond_the_text_have_no_bytes() {
        let spans = [Span { start: 1, end: 4 }, Span { start: 0, end: 5 }, Span { start: 9, end: 12 }];
        assert_eq!(bytes_of("añ😀o", &spans), [Some(Span { start: 1, end: 8 }), None, None]);
        assert_eq!(bytes_of("", &[Span { start: 0, end: 0 }]), [Some(Span { start: 0, end: 0 })]);
    }

    #[test]
    fn no_spans_give_no_offsets() {
        assert!(offsets_of("texto", &[]).is_empty());
    }

    proptest! {
        #[test]
        fn offsets_equal_a_count_from_the_start_of_the_text(
            text in "[a-zñ😀\u{301}\\r\\n\u{0}漢 ]{0,40}",
            cuts in prop::collection::vec((0usize..=40, 0usize..=40), 0..8),
        ) {
            let borders: Vec<usize> =
                text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            let spans: Vec<Span> = cuts
                .iter()
                .map(|(a, b)| (borders[a % borders.len()], borders[b % borders.len()]))
                .map(|(a, b)| Span { start: a.min(b), end: a.max(b) })
                .collect();
            let expected: Vec<Offsets> = spans.iter().map(|span| naive(&text, *span)).collect();
            prop_assert_eq!(offsets_of(&text, &spans), &expected[..]);
            let codepoints: Vec<Span> = expected.iter().map(|offsets| offsets.codepoint).collect();
            prop_assert_eq!(bytes_of(&text, &codepoints), spans.into_iter().map(Some).collect::<Vec<_>>());
        }
    }
}
