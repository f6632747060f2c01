//! Attention over the windows of a run: each is seen by itself, so none can depend on another.
//!
//! All else in the encoder works on the tokens of a run row by row, with no padding. Windows that differ in length are laid out
//! for attention alone, each in as many rows as the longest has, and what is behind a window's end is masked.

use super::Task;
use super::config::Config;
use super::encoder::LEFT_OUT;
use crate::error::Result;
use crate::runtime::{GraphBuilder, GraphInput, Operator};

/// The input of the shape that attention sees: windows, rows of each, width.
const SHAPE: &str = "attention_shape";
/// The input of the token in each row that attention sees, window by window.
const TOKENS: &str = "attention_tokens";
/// The input of the row in which attention sees each token.
const ROWS: &str = "attention_rows";
/// The input of the tokens of each window.
const LENGTHS: &str = "window_lengths";

const KEYS: &str = "keys";
const TO_ROWS: &str = "shape_tokens_hidden";

/// Which windows may be in one run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Attention {
    /// One, or several of one length. The fastest for a long window.
    OfOneLength,
    /// Any.
    OfAnyLength,
}

impl Attention {
    /// What suits a task: labels are asked for window after window of a text, of all lengths.
    pub(super) fn of(task: Task) -> Self {
        match task {
            Task::TokenClassification => Self::OfAnyLength,
            Task::FillMask | Task::SequenceClassification => Self::OfOneLength,
        }
    }

    /// The inputs that it adds to a graph.
    pub(super) fn inputs(self) -> Vec<GraphInput> {
        let shape = GraphInput { name: SHAPE, length: Some(3) };
        let others = [TOKENS, ROWS, LENGTHS].map(|name| GraphInput { name, length: None });
        match self {
            Self::OfOneLength => vec![shape],
            Self::OfAnyLength => std::iter::once(shape).chain(others).collect(),
        }
    }

    /// Adds what all layers share.
    pub(super) fn add_shared(self, graph: &mut GraphBuilder, config: &Config) -> Result<()> {
        graph.add_integers(TO_ROWS, &[-1, config.hidden_size as i64])?;
        match self {
            Self::OfOneLength => Ok(()),
            Self::OfAnyLength => graph.add_keys(LENGTHS, SHAPE, KEYS),
        }
    }

    /// Adds the attention of a layer, from `[tokens, hidden]` to the same.
    pub(super) fn add(self, graph: &mut GraphBuilder, config: &Config, parts: [String; 3]) -> Result<String> {
        let parts = parts.map(|part| self.lay_out(graph, &part));
        let [query, key, value] = parts;
        let (query, key, value) = (query?, key?, value?);
        let heads = config.heads as i64;
        let operator = Operator::MultiHeadAttention { heads, size: config.hidden_size as i64 / heads };
        let context = match self {
            Self::OfOneLength => graph.add_node(operator, &[&query, &key, &value])?,
            Self::OfAnyLength => graph.add_node(operator, &[&query, &key, &value, LEFT_OUT, KEYS])?,
        };
        let context = graph.add_node(Operator::Reshape, &[&context, TO_ROWS])?;
        match self {
            Self::OfOneLength => Ok(context),
            Self::OfAnyLength => graph.add_node(Operator::Gather, &[&context, ROWS]),
        }
    }

    /// Rows as windows.
    fn lay_out(self, graph: &mut GraphBuilder, rows: &str) -> Result<String> {
        match self {
            Self::OfOneLength => graph.add_node(Operator::Reshape, &[rows, SHAPE]),
            Self::OfAnyLength => {
                let rows = graph.add_node(Operator::Gather, &[rows, TOKENS])?;
                graph.add_node(Operator::Reshape, &[&rows, SHAPE])
            }
        }
    }
}

/// The windows of one run as the inputs of attention.
pub(super) struct Layout {
    attention: Attention,
    shape: [i64; 3],
    tokens: Vec<i64>,
    rows: Vec<i64>,
    lengths: Vec<i64>,
}

impl Layout {
    /// Of windows of these lengths, in an encoder of this width.
    pub(super) fn new(attention: Attention, lengths: &[usize], hidden: usize) -> Self {
        let longest = lengths.iter().copied().max().unwrap_or(0);
        let shape = [lengths.len(), longest, hidden].map(|size| size as i64);
        if attention == Attention::OfOneLength {
            return Self { attention, shape, tokens: Vec::new(), rows: Vec::new(), lengths: Vec::new() };
        }
        let (mut tokens, mut rows) = (Vec::new(), Vec::new());
        for (window, &length) in lengths.iter().enumerate() {
            let first = rows.len();
            // What is masked may be any token.
            tokens.extend((0..longest).map(|row| (first + row.min(length.saturating_sub(1))) as i64));
            rows.extend((0..length).map(|row| (window * longest + row) as i64));
        }
        Self { attention, shape, tokens, rows, lengths: lengths.iter().map(|&length| length as i64).collect() }
    }

    /// Its inputs: names, shapes, numbers.
    pub(super) fn inputs(&self) -> Vec<(&'static str, [usize; 1], &[i64])> {
        let shape = (SHAPE, [3], &self.shape[..]);
        let others = [(TOKENS, &self.tokens), (ROWS, &self.rows), (LENGTHS, &self.lengths)];
        let others = others.map(|(name, numbers)| (name, [numbers.len()], numbers.as_slice()));
        match self.attention {
            Attention::OfOneLength => vec![shape],
            Attention::OfAnyLength => std::iter::once(shape).chain(others).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_of_all_lengths_are_laid_out_behind_one_another() {
        let layout = Layout::new(Attention::OfAnyLength, &[2, 3, 1], 8);
        assert_eq!(layout.shape, [3, 3, 8]);
        // Rows of the shorter windows are filled up with their last token, which the lengths mask.
        assert_eq!(layout.tokens, [0, 1, 1, 2, 3, 4, 5, 5, 5]);
        assert_eq!(layout.rows, [0, 1, 3, 4, 5, 6]);
        assert_eq!(layout.lengths, [2, 3, 1]);
    }

    #[test]
    fn one_window_is_laid_out_as_it_is() {
        let layout = Layout::new(Attention::OfAnyLength, &[3], 8);
        assert_eq!((layout.shape, &layout.tokens, &layout.rows), ([1, 3, 8], &layout.rows.clone(), &vec![0, 1, 2]));
    }
}
