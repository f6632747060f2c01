//! Named-entity recognition: documents in, entities with exact offsets out.

use std::sync::Arc;

use crate::control::Control;
use crate::error::Result;
use crate::model::Model;
use crate::text::{Document, Offsets};

/// One entity of a document.
#[derive(Debug, Clone, PartialEq)]
pub struct Entity {
    /// The label without its tagging prefix: `PROTEINAS`, not `B-PROTEINAS`.
    pub label: Arc<str>,
    /// Mean of the words' scores, 0 to 1.
    pub score: f32,
    /// Where it stands in the document.
    pub offsets: Offsets,
    /// Which model found it: an index into the models given to [`Ner`].
    pub model: usize,
}

/// Options of a recognition. `Default` gives the measured defaults.
#[derive(Debug, Clone, Default)]
pub struct NerOptions {
    /// Longest window in tokens, without the two special ones; `None` is the default of 200, or the model's limit if smaller.
    pub window_tokens: Option<usize>,
    /// Tokens that neighbouring windows share where a sentence is longer than a window; `None` is a quarter of the window.
    pub overlap_tokens: Option<usize>,
    /// Entities with a lower score are left out; 0 keeps all.
    pub threshold: f32,
    /// Labels to keep; `None` keeps all.
    pub labels: Option<Vec<String>>,
}

/// The entities of one document and how they were found.
#[derive(Debug, Clone, PartialEq)]
pub struct NerAnswer {
    /// In order of start, then end, then model.
    pub entities: Vec<Entity>,
    /// Words in the document.
    pub words: usize,
    /// Windows that were run, over all models.
    pub windows: usize,
    /// Words with more sub-word tokens than a window holds: their label was decided from their first tokens.
    pub shortened_words: usize,
}

/// A recogniser over one or more token-classification models. Cheap to clone.
///
/// Thread safety: may be used from any number of threads at once.
#[derive(Clone)]
pub struct Ner {
    models: Vec<Model>,
}

impl Ner {
    /// A recogniser over `models`, whose entities are told apart by [`Entity::model`].
    ///
    /// # Errors
    /// [`TaskMismatch`](crate::ErrorCode::TaskMismatch) if a model has no token-classification head.
    pub fn new(models: impl IntoIterator<Item = Model>) -> Result<Self> {
        let _ = models;
        todo!()
    }

    /// The entities of one document, of any length.
    pub fn run(&self, document: &Document, options: &NerOptions, control: &Control) -> Result<NerAnswer> {
        let _ = (&self.models, document, options, control);
        todo!()
    }
}
