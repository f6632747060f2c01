//! The tokens of one window with all that transformers' aggregation looks at.

use crate::error::Result;
use crate::model::{Logits, softmax};
use crate::text::Span;
use crate::tokenizer::{Pipeline, Token};

/// One token (transformers' `pre_entity`).
#[derive(Debug, Clone)]
pub(super) struct Piece {
    pub(super) word: String,
    /// Softmax over the labels.
    pub(super) scores: Vec<f32>,
    /// Bytes of the document.
    pub(super) span: Span,
    /// Its position in the window.
    pub(super) index: usize,
    /// Whether it goes on with the word before it.
    pub(super) is_subword: bool,
}

/// The pieces of a window that holds `tokens` between the special ones; `logits` has a row for each of them.
pub(super) fn of_window(text: &str, pipeline: &Pipeline, tokens: &[Token], logits: &Logits) -> Result<Vec<Piece>> {
    let spans = pipeline.trimmed(text, tokens)?;
    let by_length = pipeline.marks_continuation();
    let pieces = tokens.iter().zip(spans).zip(logits.rows()).zip(1..);
    Ok(pieces
        .map(|(((token, span), row), index)| {
            let (piece, shown) = (pipeline.piece(token.id), text.get(span.start..span.end).unwrap_or_default());
            let unknown = pipeline.is_unknown(token.id);
            let continues = if by_length {
                piece.chars().count() != shown.chars().count()
            } else {
                touches_no_space(text, span.start)
            };
            Piece {
                word: if unknown { shown.to_owned() } else { piece },
                scores: softmax(row),
                span,
                index,
                is_subword: continues && !unknown,
            }
        })
        .collect())
}

/// transformers' guess for vocabularies without a mark: a piece that neither starts the text nor has a space (U+0020 alone)
/// before or at its start.
fn touches_no_space(text: &str, start: usize) -> bool {
    let before = text.get(..start).and_then(|before| before.chars().next_back());
    let at = text.get(start..).and_then(|after| after.chars().next());
    before.is_some_and(|c| c != ' ') && at != Some(' ')
}
