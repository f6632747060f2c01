//! Scores against those of seqeval; the golden file says which version.

// Clippy takes the helpers of tests for code that may not panic.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;

use cajal::Document;
use cajal::evaluate::{Case, EvaluateOptions, Metric, evaluate};
use cajal::export::conll::{self, ConllDocument};
use serde::Deserialize;

#[derive(Deserialize)]
struct Golden {
    cases: Vec<Row>,
}

#[derive(Deserialize)]
struct Row {
    kind: String,
    gold: Vec<Vec<String>>,
    found: Vec<Vec<String>>,
    report: BTreeMap<String, Scores>,
}

#[derive(Deserialize)]
struct Scores {
    precision: f64,
    recall: f64,
    #[serde(rename = "f1-score")]
    f1: f64,
    support: f64,
}

impl Scores {
    fn assert_equal(&self, precision: f64, recall: f64, f1: f64, what: &str) {
        for (expected, score) in [(self.precision, precision), (self.recall, recall), (self.f1, f1)] {
            assert!((expected - score).abs() < 1e-12, "{what}: {score} is not {expected}");
        }
    }
}

fn golden() -> Vec<Row> {
    let golden: Golden = serde_json::from_str(include_str!("data/golden/seqeval.json")).unwrap();
    golden.cases
}

/// The tags as a CoNLL file read back, every word called `w`.
fn document(sentences: &[Vec<String>]) -> ConllDocument {
    let line = |tag: &String| format!("w\t{tag}\n");
    let file: Vec<String> = sentences.iter().map(|tags| tags.iter().map(line).collect::<String>()).collect();
    conll::read(&file.join("\n"), &[]).unwrap().remove(0)
}

#[test]
fn scores_are_those_of_seqeval() {
    let rows = golden();
    assert_eq!(rows.len(), 60);
    for (number, row) in rows.iter().enumerate() {
        let (gold, found) = (document(&row.gold), document(&row.found));
        let case = Case {
            name: String::new(),
            document: Document::new(gold.document.text()),
            sentences: Some(gold.sentences),
            gold: gold.annotations,
            found: found.annotations,
        };
        let options = EvaluateOptions { metric: Metric::Seqeval, resamples: 0, ..EvaluateOptions::default() };
        let evaluation = evaluate(&[case], &options).unwrap();
        let what = format!("case {number}, {}", row.kind);
        assert_eq!(evaluation.labels.len() + 2, row.report.len(), "{what}");
        for (label, counts) in &evaluation.labels {
            let expected = &row.report[&**label];
            assert_eq!(counts.support() as f64, expected.support, "{what}, {label}");
            expected.assert_equal(counts.precision(), counts.recall(), counts.f1(), &format!("{what}, {label}"));
        }
        let (micro, mean) = (evaluation.micro, evaluation.macro_average);
        row.report["micro avg"].assert_equal(micro.precision(), micro.recall(), micro.f1(), &what);
        row.report["macro avg"].assert_equal(mean.precision, mean.recall, mean.f1, &what);
    }
}
