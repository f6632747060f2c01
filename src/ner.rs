//! Named-entity recognition: documents in, entities with exact offsets out.
//!
//! Words are encoded one by one, as the published models were trained; the label of a word is that of its first token;
//! entities are decoded once over the whole document, so that none ends at a window's border.

mod call;
mod options;
mod parity;
mod reader;
mod runs;
mod tagger;

use std::sync::Arc;

use self::call::Call;
pub use self::options::NerOptions;
use self::options::Settings;
pub use self::parity::{Aggregation, ParityAnswer, ParityEntity, ParityNer, ParityOptions};
use crate::control::{Control, Meter};
use crate::error::{Error, ErrorCode, Result};
use crate::model::{Model, Task};
use crate::text::{Document, Offsets};

/// One entity of a document.
#[derive(Debug, Clone, PartialEq)]
pub struct Entity {
    /// The label without its tagging prefix: `PROTEINAS`, not `B-PROTEINAS`.
    pub label: Arc<str>,
    /// Mean of the words' scores, 0 to 1. A word's score is the softmax of its first token's logits at its tag.
    pub score: f32,
    /// Where it stands in the document.
    pub offsets: Offsets,
    /// Which model found it: an index into the models given to [`Ner`].
    pub model: usize,
}

/// The entities of one document and how they were found.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct NerAnswer {
    /// In order of start, then end, then model.
    pub entities: Vec<Entity>,
    /// Words in the document.
    pub words: usize,
    /// Windows that were run, over all models.
    pub windows: usize,
    /// Words with more sub-word tokens than a window holds, over all models: their label was decided from their first
    /// tokens.
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
    /// [`TaskMismatch`](ErrorCode::TaskMismatch) if a model has no token-classification head;
    /// [`InvalidArgument`](ErrorCode::InvalidArgument) for no models at all.
    pub fn new(models: impl IntoIterator<Item = Model>) -> Result<Self> {
        let models: Vec<Model> = models.into_iter().collect();
        if models.is_empty() {
            return Err(Error::new(ErrorCode::InvalidArgument, "no models were given; give one or more"));
        }
        models.iter().try_for_each(|model| model.expect_task(Task::TokenClassification))?;
        Ok(Self { models })
    }

    /// The models, in the order given.
    pub fn models(&self) -> &[Model] {
        &self.models
    }

    /// The entities of one document, of any length. Nothing is cut off.
    ///
    /// # Errors
    /// [`InvalidOption`](ErrorCode::InvalidOption); [`Cancelled`](ErrorCode::Cancelled) and
    /// [`DeadlineExceeded`](ErrorCode::DeadlineExceeded) when `control` stops the call, checked between windows and
    /// inside a run; [`RuntimeFailed`](ErrorCode::RuntimeFailed).
    pub fn run(&self, document: &Document, options: &NerOptions, control: &Control) -> Result<NerAnswer> {
        let meter = Meter::new(control, self.bytes_of(document));
        self.call(options, meter)?.recognise(document)
    }

    /// As [`run`](Self::run) for each of many documents, in their order. Each answer is that of its document alone.
    ///
    /// Documents run side by side, on as many threads as a call may use (see [`ModelOptions`](crate::ModelOptions::threads)).
    /// A document that fails has its own error, and the others are done. After a cancellation or the deadline, which count
    /// for the call as a whole, all further documents fail with it and those that were done keep their answers. Progress
    /// counts the bytes of all documents.
    ///
    /// # Errors
    /// [`InvalidOption`](ErrorCode::InvalidOption): nothing was run.
    pub fn run_batch(
        &self,
        documents: &[Document],
        options: &NerOptions,
        control: &Control,
    ) -> Result<Vec<Result<NerAnswer>>> {
        let bytes_total = documents.iter().map(|document| self.bytes_of(document)).sum();
        let call = self.call(options, Meter::new(control, bytes_total))?;
        call.recognise_all(documents)
    }

    fn call(&self, options: &NerOptions, meter: Meter) -> Result<Call> {
        options.check_labels(&self.models)?;
        let settings = self.models.iter().map(|model| Settings::new(options, model)).collect::<Result<_>>()?;
        let threads = self.models.iter().map(|model| model.info().threads).max().unwrap_or(1);
        Ok(Call::new(self.clone(), settings, meter, threads))
    }

    /// What a document counts for progress: its bytes, once for each model.
    fn bytes_of(&self, document: &Document) -> usize {
        self.models.len() * document.text().len()
    }
}

#[cfg(test)]
mod tests;
