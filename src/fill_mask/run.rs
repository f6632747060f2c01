//! Runs of the model over windows, and the rows of scores that come out.

use std::sync::Arc;

use super::answer::Prediction;
use super::window::Window;
use crate::control::{Control, Meter};
use crate::error::Result;
use crate::model::{Input, Model, log_sum_exp};
use crate::runtime::Crew;

/// Tokens that one run takes at most, over all its windows: enough that a run does not wait for the weights, which it reads
/// once, and little enough to stop soon. Twenty windows of 20 tokens took 0.4 to 0.5 of the time of twenty runs.
const RUN_TOKENS: usize = 1024;

/// How many windows of `length` tokens go into one run.
pub(super) fn windows_of_a_run(length: usize) -> usize {
    // The two special ones count too.
    (RUN_TOKENS / (length + 2)).max(1)
}

/// What one call runs with. Cheap to clone.
#[derive(Clone)]
pub(super) struct Run {
    pub(super) model: Model,
    pub(super) meter: Arc<Meter>,
    pub(super) crew: Crew,
}

impl Run {
    /// For a call that this thread makes, over `bytes` bytes.
    pub(super) fn new(model: &Model, control: &Control, bytes: usize) -> Self {
        let meter = Arc::new(Meter::new(control, bytes));
        Self { model: model.clone(), crew: Crew::new(model.info().threads, &meter), meter }
    }

    /// The same call, for work inside an item of its crew.
    pub(super) fn inside(&self) -> Self {
        Self { crew: self.crew.inside(), ..self.clone() }
    }

    /// The rows of all masks of a window.
    pub(super) fn rows(&self, window: &Window) -> Result<Vec<Row>> {
        let ids = self.model.tokenizer().with_special(&window.ids);
        // After the special token before the text.
        let rows: Vec<usize> = window.rows.iter().map(|row| row + 1).collect();
        let logits = self.model.logits(&ids, &rows, self.meter.control())?;
        Ok(logits.rows().map(|row| Row::new(row.to_vec())).collect())
    }

    /// Gives the first row of each of these windows to `take`, with the window's index. Windows of one length go
    /// together in runs.
    pub(super) fn each(&self, windows: &[Window], mut take: impl FnMut(usize, Row)) -> Result<()> {
        let mut by_length: Vec<usize> = (0..windows.len()).collect();
        by_length.sort_by_key(|&index| windows[index].ids.len());
        let mut runs: Vec<&[usize]> = Vec::new();
        for alike in by_length.chunk_by(|&a, &b| windows[a].ids.len() == windows[b].ids.len()) {
            let length = alike.first().map_or(0, |&index| windows[index].ids.len());
            runs.extend(alike.chunks(windows_of_a_run(length)));
        }
        let items = runs.iter().map(|run| Ok(run.iter().map(|&index| windows[index].clone()).collect::<Vec<_>>()));
        let (worker, mut indices) = (self.clone(), by_length.iter());
        self.crew.in_order(
            items,
            move |windows| worker.together(&windows),
            |rows| {
                rows?.into_iter().zip(&mut indices).for_each(|(row, &index)| take(index, row));
                Ok(())
            },
        )
    }

    /// The first row of each of these windows, which have one length, from one run.
    pub(super) fn together(&self, windows: &[Window]) -> Result<Vec<Row>> {
        let ids = windows.iter().map(|window| self.model.tokenizer().with_special(&window.ids));
        let ids: Vec<Vec<u32>> = ids.collect();
        let rows = windows.iter().map(|window| [1 + window.rows.first().copied().unwrap_or_default()]);
        let rows: Vec<[usize; 1]> = rows.collect();
        let inputs: Vec<Input<'_>> = ids.iter().zip(&rows).map(|(ids, rows)| Input { ids, rows }).collect();
        let logits = self.model.logits_of_windows(&inputs, self.meter.control())?;
        Ok(logits.rows().map(|row| Row::new(row.to_vec())).collect())
    }

    /// The best `count` tokens of a row that a person can read, as predictions.
    pub(super) fn best(&self, row: &Row, count: usize) -> Vec<Prediction> {
        let tokenizer = self.model.tokenizer();
        let read = |id: u32| {
            let (text, starts_word) = tokenizer.token_text(id).filter(|_| !tokenizer.is_special(id))?;
            is_readable(&text).then(|| Prediction::new(vec![id], text, starts_word, row.log_score(id)))
        };
        let mut ahead = count;
        loop {
            // A few are left out, so a few more are looked at.
            ahead = ahead.saturating_add(8);
            let best: Vec<Prediction> = row.order(ahead).into_iter().filter_map(read).take(count).collect();
            if best.len() == count || ahead >= row.logits.len() {
                return best;
            }
            ahead = ahead.saturating_mul(4);
        }
    }
}

/// Whether a person can read a token: it has text, and no part of a character.
fn is_readable(text: &str) -> bool {
    !text.trim().is_empty() && !text.contains(char::REPLACEMENT_CHARACTER)
}

/// One row of logits over the vocabulary.
pub(super) struct Row {
    logits: Vec<f32>,
    log_sum_exp: f64,
}

impl Row {
    pub(super) fn new(logits: Vec<f32>) -> Self {
        Self { log_sum_exp: log_sum_exp(&logits), logits }
    }

    /// The natural logarithm of a token's softmax.
    pub(super) fn log_score(&self, id: u32) -> f64 {
        let logit = self.logits.get(id as usize).copied().unwrap_or(f32::NEG_INFINITY);
        f64::from(logit) - self.log_sum_exp
    }

    /// The ids of the best `count` tokens, best first, equals in order of id.
    pub(super) fn order(&self, count: usize) -> Vec<u32> {
        let logit = |id: u32| self.logits.get(id as usize).copied().unwrap_or(f32::NEG_INFINITY);
        // By logits: distinct ones may round to one score.
        let better = |a: &u32, b: &u32| logit(*b).total_cmp(&logit(*a)).then(a.cmp(b));
        let mut ids: Vec<u32> = (0..).take(self.logits.len()).collect();
        if count < ids.len() {
            ids.select_nth_unstable_by(count, better);
            ids.truncate(count);
        }
        ids.sort_unstable_by(better);
        ids
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_come_first_and_equals_in_order_of_id() {
        let row = Row::new(vec![0.5, 2.0, 2.0, -1.0, 3.0]);
        assert_eq!(row.order(3), [4, 1, 2]);
        assert_eq!(row.order(9), [4, 1, 2, 0, 3]);
    }

    #[test]
    fn log_scores_are_those_of_the_softmax() {
        // exp(0), exp(1), exp(2) = 1, 2.718282, 7.389056; their sum 11.107338, its logarithm 2.4076059.
        let row = Row::new(vec![0.0, 1.0, 2.0]);
        assert!((row.log_score(0) + 2.407_605_9).abs() < 1e-6);
        assert!((row.log_score(2) + 0.407_605_9).abs() < 1e-6);
        assert_eq!(row.log_score(7), f64::NEG_INFINITY);
    }

    #[test]
    fn spaces_and_parts_of_characters_are_no_words() {
        assert!(is_readable("ñ") && is_readable(","));
        assert!(!is_readable("") && !is_readable(" \n") && !is_readable("\u{fffd}"));
    }
}
