//! What a metric compares: sets of annotations brought to a form in which those that are the same are equal.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{Case, Counts, Metric};
use crate::annotation::{Annotation, Place, Projection};
use crate::text::{Span, sentence_words};

/// The label that PharmaCoNER's annotators gave where they could not tell.
pub(super) const UNCLEAR: &str = "UNCLEAR";

/// The one label of CANTEMIST-NER.
const NEOPLASM: &str = "MORFOLOGIA_NEOPLASIA";

/// The label of everything where labels do not count.
pub(super) const ANY: &str = "*";

/// One document under a metric.
pub(super) struct Items {
    pub(super) gold: BTreeSet<Annotation>,
    pub(super) found: BTreeSet<Annotation>,
    pub(super) gold_left_out: usize,
    pub(super) found_left_out: usize,
}

impl Items {
    pub(super) fn new(case: &Case, metric: Metric) -> Self {
        let ((gold, gold_left_out), (found, found_left_out)) = match metric {
            Metric::Seqeval => {
                let sentences = || sentence_words(case.document.text());
                let sentences = case.sentences.clone().unwrap_or_else(sentences);
                (on_words(&sentences, &case.gold), on_words(&sentences, &case.found))
            }
            _ => ((set(&case.gold, metric), 0), (set(&case.found, metric), 0)),
        };
        Self { gold, found, gold_left_out, found_left_out }
    }

    /// The same without a label.
    pub(super) fn without(mut self, label: &str) -> Self {
        self.gold.retain(|annotation| *annotation.label != *label);
        self.found.retain(|annotation| *annotation.label != *label);
        self
    }

    pub(super) fn counts(&self) -> Counts {
        let right = self.gold.intersection(&self.found).count();
        Counts { right, spurious: self.found.len() - right, missed: self.gold.len() - right }
    }

    pub(super) fn counts_by_label(&self) -> BTreeMap<Arc<str>, Counts> {
        let mut labels = BTreeMap::<Arc<str>, Counts>::new();
        for annotation in &self.found {
            let counts = labels.entry(annotation.label.clone()).or_default();
            if self.gold.contains(annotation) {
                counts.right += 1;
            } else {
                counts.spurious += 1;
            }
        }
        for annotation in self.gold.difference(&self.found) {
            labels.entry(annotation.label.clone()).or_default().missed += 1;
        }
        labels
    }
}

fn set(annotations: &[Annotation], metric: Metric) -> BTreeSet<Annotation> {
    let counted = annotations.iter().filter(|annotation| metric != Metric::Cantemist || *annotation.label == *NEOPLASM);
    let label = |annotation: &Annotation| match metric {
        Metric::Spans => ANY.into(),
        _ => annotation.label.clone(),
    };
    counted.map(|annotation| Annotation { label: label(annotation), fragments: annotation.fragments.clone() }).collect()
}

/// The annotations that IOB2 tags on these words would give, and how many have no tags.
fn on_words(sentences: &[Vec<Span>], annotations: &[Annotation]) -> (BTreeSet<Annotation>, usize) {
    let projection = Projection::new(sentences, annotations);
    let mut items = Vec::<Annotation>::new();
    for (word, place) in sentences.iter().flatten().zip(projection.sentences.iter().flatten()) {
        match place {
            Place::Outside => {}
            Place::First(index) => {
                let label = annotations.get(*index).map(|annotation| annotation.label.clone()).unwrap_or_default();
                items.push(Annotation::new(label, *word));
            }
            Place::Further(_) => {
                let last = items.last_mut().and_then(|item| item.fragments.last_mut());
                last.into_iter().for_each(|span| span.end = word.end);
            }
        }
    }
    (items.into_iter().collect(), projection.left_out)
}
