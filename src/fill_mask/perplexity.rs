//! Pseudo-perplexity: how expected a text is to the model.

use std::ops::Range;

use super::FillMask;
use super::run::{Run, windows_of_a_run};
use super::window::Window;
use crate::control::Control;
use crate::error::{Error, ErrorCode, Result};
use crate::text::Document;

/// Options of a perplexity. `Default` gives the defaults named here.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PerplexityOptions {
    /// Tokens that each one is guessed from, itself included, without the two special ones; `None` is as many as the model
    /// takes. A smaller window is faster: every token is a window.
    pub window_tokens: Option<usize>,
}

/// How expected a text is to the model, token by token.
///
/// Each token of the text is masked by itself, in a window around it, and the model guesses it (Salazar et al. 2020).
/// Tokens are the model's own, so only perplexities of one vocabulary compare.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Perplexity {
    /// The tokens of the text, without special ones.
    pub tokens: usize,
    /// The sum over all tokens of the natural logarithm of the softmax of the right one.
    pub log_likelihood: f64,
}

impl Perplexity {
    /// `exp(-log_likelihood / tokens)`: 1 for a text that the model guesses for sure, the size of the vocabulary for one
    /// about which it knows nothing.
    pub fn value(&self) -> f64 {
        (-self.log_likelihood / self.tokens as f64).exp()
    }
}

impl FillMask {
    /// The pseudo-perplexity of a document of any length. Text that spells a special token, the mask among them, is text.
    ///
    /// # Errors
    /// [`InvalidArgument`](ErrorCode::InvalidArgument) for a text without tokens;
    /// [`InvalidOption`](ErrorCode::InvalidOption); those of a stopped call and of the runtime as for
    /// [`run`](Self::run).
    pub fn perplexity(
        &self,
        document: &Document,
        options: &PerplexityOptions,
        control: &Control,
    ) -> Result<Perplexity> {
        let most = self.model.max_text_tokens();
        let window_tokens = options.window_tokens.unwrap_or(most);
        if !(1..=most).contains(&window_tokens) {
            let message = format!("window_tokens is {window_tokens}; this model takes 1 to {most}");
            return Err(Error::new(ErrorCode::InvalidOption, message));
        }
        control.check()?;
        let text = document.text();
        let tokens = self.model.tokenizer().encode_text(text, control)?;
        if tokens.is_empty() {
            return Err(Error::new(ErrorCode::InvalidArgument, "the text has no tokens, so there is nothing to guess"));
        }
        let scorer = Scorer { mask: self.mask.id, tokens: &tokens, window_tokens };
        let run = Run::new(&self.model, control, text.len());
        let share = run.meter.share(text.len());
        let worker = run.clone();
        let (mut log_likelihood, mut done) = (0.0, 0);
        run.crew.in_order(
            scorer.parts().map(|places| Ok(scorer.part(places))),
            move |part| part.log_scores(&worker),
            |scores| {
                let scores = scores?;
                done += scores.len();
                scores.iter().for_each(|score| log_likelihood += score);
                share.reach(text.len() * done / tokens.len());
                Ok(())
            },
        )?;
        Ok(Perplexity { tokens: tokens.len(), log_likelihood })
    }
}

/// Tokens that are guessed in one run.
struct Part {
    windows: Vec<Window>,
    right: Vec<u32>,
}

impl Part {
    fn log_scores(&self, run: &Run) -> Result<Vec<f64>> {
        let rows = run.together(&self.windows)?;
        Ok(rows.iter().zip(&self.right).map(|(row, &id)| row.log_score(id)).collect())
    }
}

/// Guesses the tokens of one text.
struct Scorer<'a> {
    mask: u32,
    tokens: &'a [u32],
    window_tokens: usize,
}

impl Scorer<'_> {
    /// The tokens that are guessed in one run each.
    fn parts(&self) -> impl Iterator<Item = Range<usize>> {
        let count = self.tokens.len();
        let together = windows_of_a_run(self.window_tokens.min(count));
        (0..count).step_by(together).map(move |start| start..count.min(start + together))
    }

    fn part(&self, places: Range<usize>) -> Part {
        let right = self.tokens.get(places.clone()).unwrap_or_default().to_vec();
        Part { windows: places.map(|place| self.window(place)).collect(), right }
    }

    /// The window with the token masked in its middle, unless the text ends on one side. All have one length.
    fn window(&self, place: usize) -> Window {
        let length = self.window_tokens.min(self.tokens.len());
        let start = place.saturating_sub(length / 2).min(self.tokens.len() - length);
        let mut ids = self.tokens.get(start..start + length).unwrap_or_default().to_vec();
        ids.iter_mut().skip(place - start).take(1).for_each(|id| *id = self.mask);
        Window { ids, rows: vec![place - start] }
    }
}
