//! What was missed and what was found that is none, each with its likely counterpart.

use std::collections::BTreeSet;

use super::Case;
use super::items::{self, Items};
use crate::annotation::Annotation;

/// Which way an annotation is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MistakeKind {
    /// In the gold and not found: a false negative.
    Missed,
    /// Found and not in the gold: a false positive.
    Spurious,
}

/// An annotation that only one side has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// The document, an index into the cases.
    pub case: usize,
    /// Which side has it.
    pub kind: MistakeKind,
    /// The annotation, with its own label and the fragments that the metric compares.
    pub annotation: Annotation,
    /// The annotation of the other side that shares most bytes with it, if any does.
    pub counterpart: Option<Annotation>,
}

/// The mistakes of one document, in order of the text.
pub(super) fn of(index: usize, case: &Case, items: &Items) -> Vec<Mistake> {
    let missed = items.gold.difference(&items.found).map(|annotation| Mistake {
        case: index,
        kind: MistakeKind::Missed,
        annotation: original(annotation, &case.gold),
        counterpart: counterpart(annotation, &items.found).map(|other| original(other, &case.found)),
    });
    let spurious = items.found.difference(&items.gold).map(|annotation| Mistake {
        case: index,
        kind: MistakeKind::Spurious,
        annotation: original(annotation, &case.found),
        counterpart: counterpart(annotation, &items.gold).map(|other| original(other, &case.gold)),
    });
    let mut mistakes: Vec<Mistake> = missed.chain(spurious).collect();
    mistakes.sort_by_key(|mistake| mistake.annotation.span());
    mistakes
}

/// The annotation with its own label, where the metric took it away.
fn original(annotation: &Annotation, all: &[Annotation]) -> Annotation {
    let own = all.iter().find(|own| own.fragments == annotation.fragments && *annotation.label == *items::ANY);
    own.unwrap_or(annotation).clone()
}

fn counterpart<'a>(of: &Annotation, others: &'a BTreeSet<Annotation>) -> Option<&'a Annotation> {
    others.iter().filter(|other| shared(of, other) > 0).max_by_key(|other| shared(of, other))
}

/// Bytes that belong to both.
fn shared(one: &Annotation, other: &Annotation) -> usize {
    let pairs = one.fragments.iter().flat_map(|a| other.fragments.iter().map(move |b| (a, b)));
    pairs.map(|(a, b)| a.end.min(b.end).saturating_sub(a.start.max(b.start))).sum()
}
