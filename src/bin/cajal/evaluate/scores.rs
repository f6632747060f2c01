//! Scores as tables.

use std::io;

use cajal::evaluate::{Counts, Evaluation};

use crate::output::{Column, Output};

const COLUMNS: [Column; 8] = [
    Column::words("label"),
    Column::numbers("precision"),
    Column::numbers("recall"),
    Column::numbers("f1"),
    Column::numbers("right"),
    Column::numbers("spurious"),
    Column::numbers("missed"),
    Column::numbers("gold"),
];

/// Writes a table of the scores, and what else there is to know.
pub fn write(output: &mut Output, evaluation: &Evaluation) -> io::Result<()> {
    let documents = evaluation.documents;
    let many = if documents == 1 { "" } else { "s" };
    let only = evaluation.only_labels.iter().map(|labels| format!(", only {}", labels.join(", "))).collect::<String>();
    output.section(&format!("metric {}, {documents} document{many}{only}", evaluation.metric.name()))?;
    let labels = evaluation.labels.iter().map(|(label, counts)| row(label, *counts));
    let mean = evaluation.macro_average;
    let blank = String::new;
    let means = [
        "macro".to_owned(),
        score(mean.precision),
        score(mean.recall),
        score(mean.f1),
        blank(),
        blank(),
        blank(),
        blank(),
    ];
    let variants = evaluation.variants.iter().map(|(name, counts)| row(name, *counts));
    let rows: Vec<_> = labels.chain([means, row("micro", evaluation.micro)]).chain(variants).collect();
    output.table(&COLUMNS, &rows)?;
    if let Some(interval) = evaluation.interval {
        let ((low, high), resamples, seed) = (interval.f1, interval.resamples, interval.seed);
        let line = format!("F1 {low:.4} to {high:.4} in 95 % of {resamples} resamples of the documents, seed {seed}");
        output.line(&line)?;
    }
    let (gold, found) = (evaluation.left_out.gold, evaluation.left_out.found);
    if gold + found > 0 {
        output.line(&format!("left out, because they share a word with another: {gold} gold, {found} found"))?;
    }
    Ok(())
}

fn row(name: &str, counts: Counts) -> [String; 8] {
    let Counts { right, spurious, missed } = counts;
    let scores = [counts.precision(), counts.recall(), counts.f1()].map(score);
    let [precision, recall, f1] = scores;
    let counted = [right, spurious, missed, counts.support()].map(|count| count.to_string());
    let [right, spurious, missed, gold] = counted;
    [name.to_owned(), precision, recall, f1, right, spurious, missed, gold]
}

fn score(value: f64) -> String {
    format!("{value:.4}")
}
