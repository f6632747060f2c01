//! Joint search: all masks of a text filled together.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::answer::{Filling, Prediction};
use super::run::Run;
use super::window::{Fill, Passage, Window};
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
    run: &Run,
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
fn step(passage: &Passage, mask: usize, width: usize, run: &Run, beam: &[Partial]) -> Result<Vec<Partial>> {
    let (windows, places) = distinct(beam.iter().map(|partial| window(passage, mask, &partial.token_ids)));
    let mut best: Vec<Vec<Prediction>> = vec![Vec::new(); windows.len()];
    run.each(&windows, |index, row| best[index] = run.best(&row, width))?;
    let mut longer = Vec::new();
    for (index, (partial, place)) in beam.iter().zip(places).enumerate() {
        longer.extend(best[place].iter().map(|next| (index, next, partial.log_score + next.log_score)));
    }
    // Stable, over a beam in order: equals stay in order of their token ids.
    longer.sort_by(|(.., a), (.., b)| b.total_cmp(a));
    longer.truncate(width);
    let grown = longer.into_iter().filter_map(|(index, next, score)| Some(beam.get(index)?.with(next.clone(), score)));
    Ok(grown.collect())
}

/// The windows without repetitions, and for each the place of its like among them.
fn distinct(windows: impl Iterator<Item = Window>) -> (Vec<Window>, Vec<usize>) {
    let mut known: HashMap<Window, usize> = HashMap::new();
    let mut kept = Vec::new();
    let places = windows.map(|window| match known.entry(window) {
        Entry::Occupied(entry) => *entry.get(),
        Entry::Vacant(entry) => {
            kept.push(entry.key().clone());
            *entry.insert(kept.len() - 1)
        }
    });
    let places = places.collect();
    (kept, places)
}

/// The window that a mask is read in.
fn window(passage: &Passage, mask: usize, done: &[u32]) -> Window {
    let group = passage.group_of(mask);
    let window = passage.window(group.clone(), &Fill { done, at: None }).unwrap_or_default();
    window.only(mask - group.start)
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
