//! Joint search: all masks of a text filled together.

use std::collections::HashMap;

use super::answer::{Filling, Prediction};
use super::run::Run;
use super::window::{Fill, Passage};
use crate::error::Result;

/// The first masks filled.
#[derive(Clone, Default)]
struct Partial {
    predictions: Vec<Prediction>,
    token_ids: Vec<u32>,
    log_score: f64,
}

/// The best `count` fillings, found by a beam search of `width` over the masks from left to right.
///
/// `done` is told of every mask that is filled. Fillings that differ beyond a window share its run.
pub(super) fn search(
    passage: &Passage,
    masks: usize,
    [width, count]: [usize; 2],
    run: &Run<'_>,
    done: impl Fn(usize),
) -> Result<Vec<Filling>> {
    let width = width.max(count);
    let mut beam = vec![Partial::default()];
    for mask in 0..masks {
        beam = step(passage, mask, width, run, &beam)?;
        done(mask);
    }
    Ok(beam.into_iter().take(count).map(Partial::finish).collect())
}

/// Fills one mask more, and keeps the best `width`.
fn step(passage: &Passage, mask: usize, width: usize, run: &Run<'_>, beam: &[Partial]) -> Result<Vec<Partial>> {
    let mut known: HashMap<Vec<u32>, Vec<Prediction>> = HashMap::new();
    let mut longer = Vec::new();
    for (index, partial) in beam.iter().enumerate() {
        let window = window(passage, mask, &partial.token_ids);
        let best = match known.entry(window.0) {
            std::collections::hash_map::Entry::Occupied(entry) => entry.into_mut(),
            std::collections::hash_map::Entry::Vacant(entry) => {
                let row = run.row(entry.key(), window.1)?;
                entry.insert(run.best(&row, width))
            }
        };
        longer.extend(best.iter().map(|next| (index, next.clone(), partial.log_score + next.log_score)));
    }
    // Stable, over a beam in order: equals stay in order of their token ids.
    longer.sort_by(|(.., a), (.., b)| b.total_cmp(a));
    longer.truncate(width);
    let grown = longer.into_iter().filter_map(|(index, next, log_score)| Some(beam.get(index)?.with(next, log_score)));
    Ok(grown.collect())
}

/// The token ids of the window that a mask is read in, and its row.
fn window(passage: &Passage, mask: usize, done: &[u32]) -> (Vec<u32>, usize) {
    let group = passage.group_of(mask);
    let window = passage.window(group.clone(), &Fill { done, at: None }).unwrap_or_default();
    let row = window.rows.get(mask - group.start).copied().unwrap_or_default();
    (window.ids, row)
}

impl Partial {
    fn with(&self, next: Prediction, log_score: f64) -> Self {
        let mut longer = self.clone();
        longer.token_ids.extend(&next.token_ids);
        longer.predictions.push(next);
        longer.log_score = log_score;
        longer
    }

    fn finish(self) -> Filling {
        Filling { predictions: self.predictions, score: self.log_score.exp() as f32, log_score: self.log_score }
    }
}
