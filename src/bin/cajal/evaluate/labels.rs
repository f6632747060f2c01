//! Labels that were asked for, and labels that gold and model share.

use std::collections::BTreeSet;

use cajal::Annotation;

use super::gold::Gold;
use crate::exit::{self, Stop};

/// Refuses a label asked for that is in no gold, no prediction and not among the `known` ones of the model. Says so where
/// the gold is empty, and where the model gives none of its labels.
pub fn check(asked: Option<&[String]>, golds: &[Gold], known: &[String]) -> Result<(), Stop> {
    let gold = labels_of(golds, |gold| &gold.case.gold);
    let found = labels_of(golds, |gold| &gold.case.found);
    let known: BTreeSet<&str> = known.iter().map(String::as_str).collect();
    let all: BTreeSet<&str> = gold.iter().chain(&found).chain(&known).copied().collect();
    if let Some(unknown) = asked.into_iter().flatten().find(|label| !all.contains(label.as_str())) {
        let all = all.into_iter().collect::<Vec<_>>().join(", ");
        return Err(Stop::Usage(format!("neither side has the label {unknown:?}; the labels are {all}")));
    }
    if gold.is_empty() {
        exit::report("the gold has no annotation at all: precision, recall and F1 are 0");
    }
    if !gold.is_empty() && !known.is_empty() && gold.is_disjoint(&known) {
        exit::report("no label of the gold is one that the model gives: scores that ask for the label are 0");
    }
    Ok(())
}

fn labels_of(golds: &[Gold], side: impl Fn(&Gold) -> &[Annotation]) -> BTreeSet<&str> {
    golds.iter().flat_map(side).map(|annotation| &*annotation.label).collect()
}
