//! Named-entity recognition: documents in, entities with exact offsets out.
//!
//! Words are encoded one by one, as the published models were trained; the label of a word is that of its first token;
//! entities are decoded once over the whole document, so that none ends at a window's border.

mod options;
mod parity;
mod tagger;

use std::sync::Arc;

pub use self::options::NerOptions;
use self::options::Settings;
pub use self::parity::{Aggregation, ParityAnswer, ParityEntity, ParityNer, ParityOptions};
use self::tagger::{Tagger, Turn};
use crate::control::Control;
use crate::decode::{Decoder, RawEntity};
use crate::error::{Error, ErrorCode, Result};
use crate::model::{Model, Task};
use crate::text::{Document, Offsets, Span, offsets_of};

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
        let settings: Vec<Settings> =
            self.models.iter().map(|model| Settings::new(options, model)).collect::<Result<_>>()?;
        options.check_labels(&self.models)?;
        control.check()?;
        let mut answer = NerAnswer::default();
        let mut found = Vec::new();
        for (index, (model, settings)) in self.models.iter().zip(&settings).enumerate() {
            let turn = Turn { index, models: self.models.len(), bytes: document.text().len() };
            let tagger = Tagger::new(model, settings.limits, control, turn);
            let entities = recognise(tagger, document.text(), settings, &mut answer)?;
            found.extend(entities.into_iter().map(|entity| (index, entity)));
        }
        answer.entities = self.place(document.text(), found);
        Ok(answer)
    }

    /// Puts the entities in order and their spans into all three units.
    fn place(&self, text: &str, mut found: Vec<(usize, RawEntity)>) -> Vec<Entity> {
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

/// The entities that one model finds; what it counted on the way is added to `answer`.
fn recognise(
    mut tagger: Tagger<'_>,
    text: &str,
    settings: &Settings,
    answer: &mut NerAnswer,
) -> Result<Vec<RawEntity>> {
    let mut decoder = Decoder::default();
    let mut entities = Vec::new();
    tagger.run(text, |span, tag, score| entities.extend(decoder.push(span, tag, score)))?;
    entities.extend(decoder.finish());
    entities.retain(|entity| settings.keeps(entity));
    answer.words = tagger.words;
    answer.windows += tagger.windows;
    answer.shortened_words += tagger.shortened_words;
    Ok(entities)
}
