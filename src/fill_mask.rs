//! Fill-mask: which words could stand at each mask of a text.
//!
//! The text may be of any length: each mask is read in a window around it, and the masked-LM head runs at the masks only.

mod context;
mod masks;

use self::context::windows;
use self::masks::MaskedText;
use crate::control::{Control, Progress};
use crate::error::{Error, ErrorCode, Result};
use crate::model::{Model, Task, softmax};
use crate::text::{Document, Offsets, offsets_of};
use crate::tokenizer::MaskToken;

/// One candidate for a mask.
#[derive(Debug, Clone, PartialEq)]
pub struct Prediction {
    /// The token's id in the model's vocabulary.
    pub token_id: u32,
    /// The token as a person reads it, without the leading space.
    pub text: String,
    /// Whether the token starts a word. If not, it continues the word before it.
    pub starts_word: bool,
    /// Softmax over the whole vocabulary, 0 to 1.
    pub score: f32,
}

/// The candidates for one mask.
#[derive(Debug, Clone, PartialEq)]
pub struct Mask {
    /// Where the mask token stands in the document.
    pub offsets: Offsets,
    /// Best first; equals in order of token id.
    pub predictions: Vec<Prediction>,
}

/// Options of a fill-mask call.
#[derive(Debug, Clone)]
pub struct FillMaskOptions {
    /// Candidates per mask, from 1 to the size of the vocabulary. Default 5.
    pub top_k: usize,
}

impl Default for FillMaskOptions {
    fn default() -> Self {
        Self { top_k: 5 }
    }
}

/// A fill-mask runner over a masked-language model. Cheap to clone.
///
/// Thread safety: may be used from any number of threads at once.
#[derive(Clone)]
pub struct FillMask {
    model: Model,
    mask: MaskToken,
}

impl FillMask {
    /// A runner over `model`.
    ///
    /// # Errors
    /// [`TaskMismatch`](ErrorCode::TaskMismatch) if the model has no masked-LM head;
    /// [`TokenizerInvalid`](ErrorCode::TokenizerInvalid) if its tokenizer has no mask token.
    pub fn new(model: Model) -> Result<Self> {
        model.expect_task(Task::FillMask)?;
        let Some(mask) = model.tokenizer().mask().cloned() else {
            let message = format!("the tokenizer of {} has no mask token; check its files", model.info().source);
            return Err(Error::new(ErrorCode::TokenizerInvalid, message));
        };
        Ok(Self { model, mask })
    }

    /// The model.
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// The mask token to write in a text for this model: `<mask>` or `[MASK]`.
    pub fn mask_token(&self) -> &str {
        &self.mask.text
    }

    /// The candidates for every mask of the document, in order of the masks. Masks in one window are independent of
    /// one another: each is scored with the others still masked.
    ///
    /// Text that spells another special token (`<s>`, `[CLS]`) is text.
    ///
    /// # Errors
    /// [`MaskMissing`](ErrorCode::MaskMissing), [`MaskForeign`](ErrorCode::MaskForeign),
    /// [`InvalidOption`](ErrorCode::InvalidOption); those of a stopped call and of the runtime as for
    /// [`Ner::run`](crate::Ner::run).
    pub fn run(&self, document: &Document, options: &FillMaskOptions, control: &Control) -> Result<Vec<Mask>> {
        self.check(options)?;
        let masked = MaskedText::new(document.text(), self.mask_token())?;
        control.check()?;
        let mut answers = Vec::with_capacity(masked.spans().len());
        for window in windows(&masked, self.model.tokenizer(), &self.mask, self.model.max_text_tokens()) {
            control.check()?;
            let window = window?;
            let logits = self.model.logits(&window.ids, &window.rows, control)?;
            answers.extend(logits.rows().map(|row| self.rank(row, options.top_k)));
            let bytes_done = masked.spans().get(answers.len() - 1).map_or(0, |span| span.end);
            control.report(Progress { bytes_done, bytes_total: document.text().len() });
        }
        let offsets = offsets_of(document.text(), masked.spans());
        Ok(offsets.into_iter().zip(answers).map(|(offsets, predictions)| Mask { offsets, predictions }).collect())
    }

    fn check(&self, options: &FillMaskOptions) -> Result<()> {
        let most = self.model.info().vocabulary;
        if (1..=most).contains(&options.top_k) {
            return Ok(());
        }
        let message = format!("top_k is {}; give 1 to {most}, the size of the vocabulary", options.top_k);
        Err(Error::new(ErrorCode::InvalidOption, message))
    }

    /// The best `top_k` of one row of logits.
    fn rank(&self, logits: &[f32], top_k: usize) -> Vec<Prediction> {
        let scores = softmax(logits);
        // By logits: distinct ones may round to one score.
        let better = |a: &usize, b: &usize| logits[*b].total_cmp(&logits[*a]).then(a.cmp(b));
        let mut ids: Vec<usize> = (0..logits.len()).collect();
        if top_k < ids.len() {
            ids.select_nth_unstable_by(top_k, better);
            ids.truncate(top_k);
        }
        ids.sort_unstable_by(better);
        ids.into_iter().map(|id| self.prediction(id as u32, scores[id])).collect()
    }

    fn prediction(&self, token_id: u32, score: f32) -> Prediction {
        // A model may have rows beyond the tokenizer's vocabulary; such an id has no text.
        let (text, starts_word) = self.model.tokenizer().token_text(token_id).unwrap_or_default();
        Prediction { token_id, text, starts_word, score }
    }
}
