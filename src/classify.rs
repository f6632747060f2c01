//! Sequence classification: labels with scores for a whole text.

use crate::control::Control;
use crate::error::Result;
use crate::model::Model;
use crate::text::Document;

/// A label of a whole document.
#[derive(Debug, Clone, PartialEq)]
pub struct Classification {
    /// The label as `id2label` spells it.
    pub label: String,
    /// Softmax over the labels (sigmoid for multi-label and one-label models), 0 to 1.
    pub score: f32,
}

/// A classifier over a sequence-classification model. Cheap to clone.
///
/// Thread safety: may be used from any number of threads at once.
#[derive(Clone)]
pub struct Classifier {
    model: Model,
}

impl Classifier {
    /// A classifier over `model`.
    ///
    /// # Errors
    /// [`TaskMismatch`](crate::ErrorCode::TaskMismatch) if the model has no sequence-classification head.
    pub fn new(model: Model) -> Result<Self> {
        let _ = model;
        todo!()
    }

    /// All labels, best first.
    ///
    /// # Errors
    /// [`InvalidArgument`](crate::ErrorCode::InvalidArgument) if the text has more tokens than the model holds:
    /// nothing is cut in silence.
    pub fn run(&self, document: &Document, control: &Control) -> Result<Vec<Classification>> {
        let _ = (&self.model, document, control);
        todo!()
    }
}
