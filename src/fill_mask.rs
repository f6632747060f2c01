//! Fill-mask: which words could stand at each mask of a text.

use crate::control::Control;
use crate::error::Result;
use crate::model::Model;
use crate::text::{Document, Offsets};

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
    /// Best first; ties in order of token id.
    pub predictions: Vec<Prediction>,
}

/// Options of a fill-mask call.
#[derive(Debug, Clone)]
pub struct FillMaskOptions {
    /// Candidates per mask, 1 or more. Default 5.
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
}

impl FillMask {
    /// A runner over `model`.
    ///
    /// # Errors
    /// [`TaskMismatch`](crate::ErrorCode::TaskMismatch) if the model has no masked-LM head.
    pub fn new(model: Model) -> Result<Self> {
        let _ = model;
        todo!()
    }

    /// The mask token to write in a text for this model: `<mask>` or `[MASK]`.
    pub fn mask_token(&self) -> &str {
        todo!()
    }

    /// The candidates for every mask of the document, in order of the masks.
    pub fn run(&self, document: &Document, options: &FillMaskOptions, control: &Control) -> Result<Vec<Mask>> {
        let _ = (&self.model, document, options, control);
        todo!()
    }
}
