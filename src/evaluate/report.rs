//! Scores as JSON.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Average, Counts, Evaluation, Interval, LeftOut};

impl Evaluation {
    /// One JSON object on one line, without text of any document:
    ///
    /// ```text
    /// {"metric": "strict", "only_labels": null, "documents": 250,
    ///  "micro": {"precision": 0.8, "recall": 0.5, "f1": 0.6153…, "right": 4, "spurious": 1, "missed": 4,
    ///            "found": 5, "support": 8},
    ///  "macro": {"precision": …, "recall": …, "f1": …},
    ///  "labels": {"PROTEINAS": {… as micro}, …},
    ///  "variants": {"without_unclear": {… as micro}},
    ///  "interval": {"level": 0.95, "resamples": 1000, "seed": 1,
    ///               "precision": {"low": …, "high": …}, "recall": …, "f1": …},
    ///  "left_out": {"gold": 0, "found": 0}}
    /// ```
    ///
    /// `only_labels` is the list of [`EvaluateOptions::labels`](super::EvaluateOptions::labels), or null where all
    /// count. `interval` is null where there is none. Fields may be added; these stay.
    pub fn to_json(&self) -> String {
        // Nothing in it can fail: keys are strings, and no score is infinite or no number.
        serde_json::to_string(&Report::from(self)).unwrap_or_default()
    }
}

#[derive(Serialize)]
struct Report<'a> {
    metric: &'a str,
    only_labels: Option<&'a [String]>,
    documents: usize,
    micro: Scores,
    r#macro: Means,
    labels: BTreeMap<&'a str, Scores>,
    variants: BTreeMap<&'a str, Scores>,
    interval: Option<Limits>,
    left_out: Unscored,
}

#[derive(Serialize)]
struct Scores {
    precision: f64,
    recall: f64,
    f1: f64,
    right: usize,
    spurious: usize,
    missed: usize,
    found: usize,
    support: usize,
}

#[derive(Serialize)]
struct Means {
    precision: f64,
    recall: f64,
    f1: f64,
}

#[derive(Serialize)]
struct Limits {
    level: f64,
    resamples: usize,
    seed: u64,
    precision: Range,
    recall: Range,
    f1: Range,
}

#[derive(Serialize)]
struct Range {
    low: f64,
    high: f64,
}

#[derive(Serialize)]
struct Unscored {
    gold: usize,
    found: usize,
}

impl<'a> From<&'a Evaluation> for Report<'a> {
    fn from(evaluation: &'a Evaluation) -> Self {
        let LeftOut { gold, found } = evaluation.left_out;
        Self {
            metric: evaluation.metric.name(),
            only_labels: evaluation.only_labels.as_deref(),
            documents: evaluation.documents,
            micro: evaluation.micro.into(),
            r#macro: evaluation.macro_average.into(),
            labels: evaluation.labels.iter().map(|(label, counts)| (&**label, (*counts).into())).collect(),
            variants: evaluation.variants.iter().map(|(name, counts)| (*name, (*counts).into())).collect(),
            interval: evaluation.interval.map(Limits::from),
            left_out: Unscored { gold, found },
        }
    }
}

impl From<Counts> for Scores {
    fn from(counts: Counts) -> Self {
        Self {
            precision: counts.precision(),
            recall: counts.recall(),
            f1: counts.f1(),
            right: counts.right,
            spurious: counts.spurious,
            missed: counts.missed,
            found: counts.found(),
            support: counts.support(),
        }
    }
}

impl From<Average> for Means {
    fn from(average: Average) -> Self {
        Self { precision: average.precision, recall: average.recall, f1: average.f1 }
    }
}

impl From<Interval> for Limits {
    fn from(interval: Interval) -> Self {
        Self {
            level: interval.level,
            resamples: interval.resamples,
            seed: interval.seed,
            precision: interval.precision.into(),
            recall: interval.recall.into(),
            f1: interval.f1.into(),
        }
    }
}

impl From<(f64, f64)> for Range {
    fn from((low, high): (f64, f64)) -> Self {
        Self { low, high }
    }
}
