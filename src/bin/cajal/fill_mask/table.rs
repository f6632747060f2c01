//! Answers as tables for people.

use std::io;

use cajal::{FillMaskAnswer, Filling, Mask, Offsets, Prediction, TargetStatus};

use super::Show;
use crate::output::{Column, Output};

const WORDS: [Column; 3] = [Column::numbers("rank"), Column::numbers("score"), Column::words("word")];
const FILLINGS: [Column; 3] = [Column::numbers("rank"), Column::numbers("score"), Column::words("words")];

/// Writes what was asked for of an answer: whole fillings, or else a table for each mask. `name` heads each table where
/// there are several documents.
pub fn write(
    output: &mut Output,
    name: Option<&str>,
    answer: &FillMaskAnswer,
    targets: &[String],
    show: Show,
) -> io::Result<()> {
    if !answer.fillings.is_empty() {
        head(output, name, None)?;
        return output.table(&FILLINGS, &fillings(answer, show));
    }
    for (index, mask) in answer.masks.iter().enumerate() {
        head(output, name, place(mask.offsets, index, answer.masks.len()))?;
        let rows = mask.predictions.iter().enumerate().map(|(place, prediction)| {
            let filled = answer.filled(index, place).filter(|_| show.filled);
            row(place, prediction.score, filled.map_or_else(|| word(prediction), |filled| filled.text))
        });
        output.table(&WORDS, &rows.collect::<Vec<_>>())?;
        not_scored(output, mask, targets)?;
    }
    Ok(())
}

fn head(output: &mut Output, name: Option<&str>, place: Option<String>) -> io::Result<()> {
    let title: Vec<String> = [name.map(str::to_owned), place].into_iter().flatten().collect();
    if title.is_empty() { Ok(()) } else { output.section(&title.join(", ")) }
}

/// Which of several masks this is.
pub fn place(offsets: Offsets, index: usize, masks: usize) -> Option<String> {
    let span = offsets.codepoint;
    (masks > 1).then(|| format!("mask {} of {masks}, {} to {}", index + 1, span.start, span.end))
}

fn fillings(answer: &FillMaskAnswer, show: Show) -> Vec<[String; 3]> {
    let rows = answer.fillings.iter().enumerate().map(|(place, filling)| {
        let filled = answer.filled_together(place).filter(|_| show.filled);
        row(place, filling.score, filled.map_or_else(|| words(filling), |filled| filled.text))
    });
    rows.collect()
}

fn words(filling: &Filling) -> String {
    filling.predictions.iter().map(word).collect::<Vec<_>>().join(" | ")
}

/// A prediction as people read it: what continues a word has … in front.
pub fn word(prediction: &Prediction) -> String {
    let before = if prediction.starts_word { "" } else { "…" };
    format!("{before}{}", prediction.text)
}

fn row(place: usize, score: f32, words: String) -> [String; 3] {
    [(place + 1).to_string(), digits(score), words]
}

/// A score with four digits behind the point, or as a power of ten where these would be zeros.
pub fn digits(score: f32) -> String {
    if score >= 0.000_05 || score == 0.0 { format!("{score:.4}") } else { format!("{score:.1e}") }
}

/// Says which targets have no score, and why. Their score stands with another one's where they are duplicates.
pub fn not_scored(output: &mut Output, mask: &Mask, targets: &[String]) -> io::Result<()> {
    for (target, word) in mask.targets.iter().zip(targets) {
        let why = match target.status {
            TargetStatus::Scored | TargetStatus::Duplicate => continue,
            TargetStatus::Unknown => "the vocabulary lacks characters of it",
            TargetStatus::Empty => "it is empty",
            TargetStatus::TooLong => "it is longer than the model takes",
            _ => "not scored",
        };
        output.line(&format!("   –       –  {word} ({why})"))?;
    }
    Ok(())
}
