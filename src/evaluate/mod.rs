//! Scores of annotations found against gold ones, as the Spanish clinical tasks count them.
//!
//! An annotation is right when the gold has one that is the same under the [`Metric`]; each counts once a document
//! however often it stands there. Precision, recall and F1 are 0 where they would divide by nothing.

mod counts;
mod interval;
mod items;
mod meddocan;
mod mistakes;
mod page;
mod report;

use std::collections::BTreeMap;
use std::str::FromStr;
use std::sync::Arc;

pub use self::counts::{Average, Counts};
pub use self::interval::Interval;
use self::items::Items;
pub use self::mistakes::{Mistake, MistakeKind};
use crate::annotation::Annotation;
use crate::error::{Error, ErrorCode, Result};
use crate::text::{Document, Span};

/// When two annotations are the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Metric {
    /// Same label and same fragments. An annotation in several fragments is missed by every answer in one piece.
    #[default]
    Strict,
    /// Same fragments, whatever the label. All count under the one label `*`.
    Spans,
    /// Same label, first word and last word within a sentence: what seqeval counts in its default mode over IOB2 tags.
    ///
    /// A word belongs to an annotation that covers any part of it. Of annotations that share a word only the first, and
    /// of those that start together the longest, can be tagged: see [`Evaluation::left_out`]. The published figures of
    /// the Spanish models are of this kind, over sentences cut to 512 tokens; here nothing is cut.
    Seqeval,
    /// PharmaCoNER's script: as [`Strict`](Self::Strict), `UNCLEAR` included. Variant `without_unclear`: without that
    /// label on either side, as the text of the task and the script of its competition have it.
    Pharmaconer,
    /// CANTEMIST-NER's script: same fragments among the annotations with the label `MORFOLOGIA_NEOPLASIA`; others count
    /// on neither side.
    Cantemist,
    /// MEDDOCAN's script, subtrack 1: as [`Strict`](Self::Strict). Variants: `spans`, subtrack 2 strict, and
    /// `merged_spans`, subtrack 2 with spans merged where only characters that are no letters or digits lie between.
    Meddocan,
}

impl Metric {
    /// All metrics.
    pub const ALL: [Self; 6] =
        [Self::Strict, Self::Spans, Self::Seqeval, Self::Pharmaconer, Self::Cantemist, Self::Meddocan];

    /// The name, in lower case.
    pub fn name(self) -> &'static str {
        match self {
            Self::Strict => "strict",
            Self::Spans => "spans",
            Self::Seqeval => "seqeval",
            Self::Pharmaconer => "pharmaconer",
            Self::Cantemist => "cantemist",
            Self::Meddocan => "meddocan",
        }
    }
}

impl FromStr for Metric {
    type Err = Error;

    /// The metric of this name.
    ///
    /// # Errors
    /// [`InvalidArgument`](ErrorCode::InvalidArgument), with the names there are.
    fn from_str(name: &str) -> Result<Self> {
        Self::ALL.into_iter().find(|metric| metric.name() == name).ok_or_else(|| {
            let message = format!("no metric is called {name:?}; there are {}", Self::ALL.map(Self::name).join(", "));
            Error::new(ErrorCode::InvalidArgument, message)
        })
    }
}

/// One document with what is right and what was found.
#[derive(Debug, Clone)]
pub struct Case {
    /// What the document is called.
    pub name: String,
    /// The document.
    pub document: Document,
    /// The words for [`Metric::Seqeval`], sentence by sentence in UTF-8 bytes; `None` for those that the models see.
    pub sentences: Option<Vec<Vec<Span>>>,
    /// The right annotations.
    pub gold: Vec<Annotation>,
    /// The annotations found.
    pub found: Vec<Annotation>,
}

/// How cases are scored. `Default` gives the defaults named here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvaluateOptions {
    /// When two annotations are the same; strict.
    pub metric: Metric,
    /// Count only annotations with one of these labels, on both sides; `None`: all. A label that neither side has counts
    /// nothing.
    pub labels: Option<Vec<String>>,
    /// Resamples of the documents for the confidence interval; 1000. 0 leaves the interval out.
    pub resamples: u16,
    /// Where the random numbers of the resamples start; 1. The same seed gives the same interval everywhere.
    pub seed: u64,
}

impl Default for EvaluateOptions {
    fn default() -> Self {
        Self { metric: Metric::default(), labels: None, resamples: 1000, seed: 1 }
    }
}

/// The scores of a set of documents.
#[derive(Debug, Clone)]
pub struct Evaluation {
    /// When two annotations counted as the same.
    pub metric: Metric,
    /// The only labels that counted on either side; `None`: all did.
    pub only_labels: Option<Vec<String>>,
    /// How many documents there were.
    pub documents: usize,
    /// All annotations together.
    pub micro: Counts,
    /// The mean over the labels, each with the same weight.
    pub macro_average: Average,
    /// Each label of gold or found annotations.
    pub labels: BTreeMap<Arc<str>, Counts>,
    /// Further scores that the rules of a task ask for, by name.
    pub variants: Vec<(&'static str, Counts)>,
    /// A confidence interval of `micro`; `None` without resamples, and for fewer than two documents.
    pub interval: Option<Interval>,
    /// Annotations that the metric cannot express and so counts on neither side; [`Metric::Seqeval`] alone has any.
    pub left_out: LeftOut,
    /// Every annotation missed and every one found that is none, in order of the documents and their text.
    pub mistakes: Vec<Mistake>,
}

/// How many annotations a metric cannot express.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LeftOut {
    /// Among the gold ones.
    pub gold: usize,
    /// Among those found.
    pub found: usize,
}

/// Scores `cases`.
///
/// # Errors
/// [`InvalidArgument`](ErrorCode::InvalidArgument) for no cases at all, and for gold annotations none of which
/// counts under the metric, and for an empty list of labels.
pub fn evaluate(cases: &[Case], options: &EvaluateOptions) -> Result<Evaluation> {
    let metric = options.metric;
    if options.labels.as_ref().is_some_and(Vec::is_empty) {
        let message = "labels is an empty list; give one label or more, or leave it out";
        return Err(Error::new(ErrorCode::InvalidArgument, message));
    }
    let chosen = options.labels.as_ref().map(|labels| with_labels(cases, labels));
    let cases = chosen.as_deref().unwrap_or(cases);
    let scored: Vec<Items> = cases.iter().map(|case| Items::new(case, metric)).collect();
    check(cases, &scored, metric)?;
    let labels = by_label(&scored);
    let per_document: Vec<Counts> = scored.iter().map(Items::counts).collect();
    Ok(Evaluation {
        metric,
        only_labels: options.labels.clone(),
        documents: cases.len(),
        micro: per_document.iter().copied().sum(),
        macro_average: Average::over(labels.values()),
        labels,
        variants: variants(cases, metric),
        interval: Interval::new(&per_document, options),
        left_out: LeftOut {
            gold: scored.iter().map(|items| items.gold_left_out).sum(),
            found: scored.iter().map(|items| items.found_left_out).sum(),
        },
        mistakes: (0..)
            .zip(cases)
            .zip(&scored)
            .flat_map(|((index, case), items)| mistakes::of(index, case, items))
            .collect(),
    })
}

fn check(cases: &[Case], scored: &[Items], metric: Metric) -> Result<()> {
    if cases.is_empty() {
        return Err(Error::new(ErrorCode::InvalidArgument, "there are no documents to score; give one or more"));
    }
    if cases.iter().any(|case| !case.gold.is_empty()) && scored.iter().all(|items| items.gold.is_empty()) {
        let message = format!("no gold annotation counts under the metric {}; use strict", metric.name());
        return Err(Error::new(ErrorCode::InvalidArgument, message));
    }
    Ok(())
}

/// The cases without annotations of other labels.
fn with_labels(cases: &[Case], labels: &[String]) -> Vec<Case> {
    let keep = |annotations: &[Annotation]| {
        let kept = annotations.iter().filter(|annotation| labels.iter().any(|label| **label == *annotation.label));
        kept.cloned().collect()
    };
    let chosen = |case: &Case| Case {
        name: case.name.clone(),
        document: case.document.clone(),
        sentences: case.sentences.clone(),
        gold: keep(&case.gold),
        found: keep(&case.found),
    };
    cases.iter().map(chosen).collect()
}

fn by_label(scored: &[Items]) -> BTreeMap<Arc<str>, Counts> {
    let mut labels = BTreeMap::<Arc<str>, Counts>::new();
    for items in scored {
        for (label, counts) in items.counts_by_label() {
            *labels.entry(label).or_default() += counts;
        }
    }
    labels
}

fn variants(cases: &[Case], metric: Metric) -> Vec<(&'static str, Counts)> {
    let spans = || cases.iter().map(|case| Items::new(case, Metric::Spans).counts()).sum();
    match metric {
        Metric::Pharmaconer => {
            let without = cases.iter().map(|case| Items::new(case, Metric::Strict).without(items::UNCLEAR).counts());
            vec![("without_unclear", without.sum())]
        }
        Metric::Meddocan => {
            vec![("spans", spans()), ("merged_spans", cases.iter().map(meddocan::merged).sum())]
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests;
