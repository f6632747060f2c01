//! MEDDOCAN's subtrack 2 with merged spans, as the script of the task counts it.

use std::collections::BTreeSet;

use super::{Case, Counts};
use crate::annotation::Annotation;
use crate::text::Span;

/// The counts of one document.
///
/// A span is right if it is the same as a gold one, before or after neighbours are merged. Spans of before merging that
/// lie within a right one are no mistakes. Right spans of both kinds count, so that a merged one that stands for
/// several is one more.
pub(super) fn merged(case: &Case) -> Counts {
    let (gold, found) = (spans(&case.gold), spans(&case.found));
    let text = case.document.text();
    let mut right: BTreeSet<Span> = unique(&gold).intersection(&unique(&found)).copied().collect();
    right.extend(unique(&merge(&gold, text)).intersection(&unique(&merge(&found, text))));
    let is_covered = |span: &Span| right.iter().any(|outer| outer.start <= span.start && span.end <= outer.end);
    let outside = |spans: &[Span]| unique(spans).iter().filter(|span| !is_covered(span)).count();
    Counts { right: right.len(), spurious: outside(&found), missed: outside(&gold) }
}

fn unique(spans: &[Span]) -> BTreeSet<Span> {
    spans.iter().copied().collect()
}

/// All spans in order, also those that stand there twice: the script merges them with themselves.
fn spans(annotations: &[Annotation]) -> Vec<Span> {
    let mut spans: Vec<Span> = annotations.iter().map(Annotation::span).collect();
    spans.sort();
    spans
}

/// Joins each span with the one before it where no letter and no digit lies between them. The end is that of the last
/// one, as in the script, even where it lies within the first.
fn merge(spans: &[Span], text: &str) -> Vec<Span> {
    let mut merged = Vec::<Span>::new();
    for span in spans {
        match merged.last_mut() {
            Some(before) if is_gap(text.get(before.end..span.start).unwrap_or_default()) => before.end = span.end,
            _ => merged.push(*span),
        }
    }
    merged
}

fn is_gap(between: &str) -> bool {
    !between.chars().any(char::is_alphanumeric)
}
