//! Named-entity recognition: documents in, entities with exact offsets out.
//!
//! Words are encoded one by one, as the published models were trained; the label of a word is that of its first token;
//! entities are decoded once over the whole document, so that none ends at a window's border.

mod options;
mod parity;
mod reader;
mod tagger;

use std::sync::Arc;

pub use self::options::NerOptions;
use self::options::Settings;
pub use self::parity::{Aggregation, ParityAnswer, ParityEntity, ParityNer, ParityOptions};
use self::tagger::Tagger;
use crate::control::{Control, Progress};
use crate::decode::RawEntity;
use crate::error::{Error, ErrorCode, Result};
use crate::model::{Model, Task};
use crate::text::{Document, Offsets, Span, offsets_of, words};

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
        let settings = self.settings(options)?;
        let meter = Meter { control, bytes_before: 0, bytes_total: self.bytes_of(document) };
        self.recognise(document.text(), &settings, &meter)
    }

    /// As [`run`](Self::run) for each of many documents, in their order. Each answer is that of its document alone.
    ///
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
        let settings = self.settings(options)?;
        let bytes_total = documents.iter().map(|document| self.bytes_of(document)).sum();
        let mut meter = Meter { control, bytes_before: 0, bytes_total };
        let run = |document: &Document| {
            let answer = self.recognise(document.text(), &settings, &meter);
            meter.bytes_before += self.bytes_of(document);
            answer
        };
        Ok(documents.iter().map(run).collect())
    }

    fn settings(&self, options: &NerOptions) -> Result<Vec<Settings>> {
        options.check_labels(&self.models)?;
        self.models.iter().map(|model| Settings::new(options, model)).collect()
    }

    /// What a document counts for progress: its bytes, once for each model.
    fn bytes_of(&self, document: &Document) -> usize {
        self.models.len() * document.text().len()
    }

    /// The words and sentences are found once, and every model reads along.
    fn recognise(&self, text: &str, settings: &[Settings], meter: &Meter<'_>) -> Result<NerAnswer> {
        meter.control.check()?;
        let mut taggers: Vec<Tagger<'_>> =
            self.models.iter().zip(settings).map(|(model, settings)| Tagger::new(model, settings)).collect();
        let mut count = 0;
        for word in words(text) {
            count += 1;
            if count % WORDS_PER_CHECK == 0 {
                meter.control.check()?;
            }
            let spelled = text.get(word.span.start..word.span.end).unwrap_or_default();
            taggers.iter_mut().try_for_each(|tagger| tagger.push(spelled, word.span, word.ends_sentence))?;
            run_windows(&mut taggers, meter)?;
        }
        taggers.iter_mut().for_each(Tagger::finish);
        run_windows(&mut taggers, meter)?;
        taggers.iter_mut().for_each(Tagger::close);
        Ok(NerAnswer {
            words: count,
            windows: taggers.iter().map(|tagger| tagger.windows).sum(),
            shortened_words: taggers.iter().map(Tagger::shortened_words).sum(),
            entities: self.place(text, taggers),
        })
    }

    /// Puts the entities in order and their spans into all three units.
    fn place(&self, text: &str, taggers: Vec<Tagger<'_>>) -> Vec<Entity> {
        let found = taggers.into_iter().map(|tagger| tagger.entities).enumerate();
        let mut found: Vec<(usize, RawEntity)> =
            found.flat_map(|(model, entities)| entities.into_iter().map(move |entity| (model, entity))).collect();
        found.sort_by_key(|(model, entity)| (entity.span.start, entity.span.end, *model));
        let spans: Vec<Span> = found.iter().map(|(_, entity)| entity.span).collect();
        let place = |((model, entity), offsets): ((usize, RawEntity), Offsets)| Entity {
            label: self.models[model].labels().names()[entity.label].clone(),
            score: entity.score,
            offsets,
            model,
        };
        found.into_iter().zip(offsets_of(text, &spans)).map(place).collect()
    }
}

/// How many words are read between two looks at cancellation while no window is complete.
const WORDS_PER_CHECK: usize = 4096;

/// What stops and watches the work on one document of a call.
struct Meter<'a> {
    control: &'a Control,
    /// What the documents before counted.
    bytes_before: usize,
    bytes_total: usize,
}

/// Runs every window that is complete.
fn run_windows(taggers: &mut [Tagger<'_>], meter: &Meter<'_>) -> Result<()> {
    for index in 0..taggers.len() {
        while taggers[index].run_window(meter.control)? {
            let bytes_done: usize = taggers.iter().map(|tagger| tagger.bytes_done).sum();
            let bytes_total = meter.bytes_total;
            meter.control.report(Progress { bytes_done: meter.bytes_before + bytes_done, bytes_total });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
