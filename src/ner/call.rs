//! One call: documents on its threads, and the runs of each document on those that are free.

use std::sync::Arc;

use super::options::Settings;
use super::reader::Work;
use super::runs::Runs;
use super::tagger::{Labelled, Tagger};
use super::{Entity, Ner, NerAnswer};
use crate::control::{Control, Meter};
use crate::decode::RawEntity;
use crate::error::Result;
use crate::runtime::Crew;
use crate::text::{Document, Offsets, Span, Word, offsets_of, words};

/// How many words are read between two looks at cancellation while no run is complete.
const WORDS_PER_CHECK: usize = 4096;

/// What all documents of a call have in common. Cheap to clone.
#[derive(Clone)]
pub(super) struct Call {
    shared: Arc<Shared>,
    crew: Crew,
}

struct Shared {
    ner: Ner,
    /// One for each model.
    settings: Vec<Settings>,
    meter: Arc<Meter>,
}

impl Call {
    pub(super) fn new(ner: Ner, settings: Vec<Settings>, meter: Meter, threads: usize) -> Self {
        let meter = Arc::new(meter);
        Self { crew: Crew::new(threads, &meter), shared: Arc::new(Shared { ner, settings, meter }) }
    }

    /// Every document's own answer or error, in order.
    pub(super) fn recognise_all(&self, documents: &[Document]) -> Result<Vec<Result<NerAnswer>>> {
        let one = Self { crew: self.crew.inside(), ..self.clone() };
        self.crew.batch(documents, move |document: Document| one.recognise(&document))
    }

    /// The words and sentences are found once, and every model reads along.
    pub(super) fn recognise(&self, document: &Document) -> Result<NerAnswer> {
        let Shared { ner, settings, meter } = &*self.shared;
        let share = meter.share(ner.bytes_of(document));
        meter.control().check()?;
        let mut reading = read(document.text(), &self.shared);
        let mut taggers: Vec<Tagger<'_>> =
            ner.models.iter().zip(settings).map(|(model, settings)| Tagger::new(model, settings)).collect();
        let shared = Arc::clone(&self.shared);
        self.crew.in_order(
            std::iter::from_fn(|| reading.next_run().transpose()),
            move |(index, windows)| Ok((index, shared.label(index, &windows)?)),
            |labelled| {
                let (index, labelled) = labelled?;
                taggers.iter_mut().skip(index).take(1).for_each(|tagger| tagger.push(&labelled));
                share.reach(taggers.iter().map(|tagger| tagger.bytes_done).sum());
                Ok(())
            },
        )?;
        taggers.iter_mut().for_each(Tagger::close);
        Ok(NerAnswer {
            words: reading.count,
            windows: taggers.iter().map(|tagger| tagger.windows).sum(),
            shortened_words: reading.models.iter().map(Runs::shortened_words).sum(),
            entities: self.shared.place(document.text(), taggers),
        })
    }
}

impl Shared {
    /// Runs windows together through a model.
    fn label(&self, model: usize, windows: &[Work]) -> Result<Labelled> {
        Labelled::run(&self.ner.models[model], windows, self.meter.control())
    }

    /// Puts the entities in order and their spans into all three units.
    fn place(&self, text: &str, taggers: Vec<Tagger<'_>>) -> Vec<Entity> {
        let found = taggers.into_iter().map(|tagger| tagger.entities).enumerate();
        let mut found: Vec<(usize, RawEntity)> =
            found.flat_map(|(model, entities)| entities.into_iter().map(move |entity| (model, entity))).collect();
        found.sort_by_key(|(model, entity)| (entity.span.start, entity.span.end, *model));
        let spans: Vec<Span> = found.iter().map(|(_, entity)| entity.span).collect();
        let place = |((model, entity), offsets): ((usize, RawEntity), Offsets)| Entity {
            label: self.ner.models[model].labels().names()[entity.label].clone(),
            score: entity.score,
            offsets,
            model,
        };
        found.into_iter().zip(offsets_of(text, &spans)).map(place).collect()
    }
}

/// A text on its way into runs, for every model.
struct Reading<'a, W> {
    text: &'a str,
    words: W,
    control: &'a Control,
    models: Vec<Runs<'a>>,
    /// Words read.
    count: usize,
    at_end: bool,
}

fn read<'a>(text: &'a str, call: &'a Shared) -> Reading<'a, impl Iterator<Item = Word> + use<'a>> {
    let models = call.ner.models.iter().zip(&call.settings);
    let models = models.map(|(model, settings)| Runs::new(model, settings.limits)).collect();
    Reading { text, words: words(text), control: call.meter.control(), models, count: 0, at_end: false }
}

impl<W: Iterator<Item = Word>> Reading<'_, W> {
    /// The windows of the next run that is complete, with the index of its model.
    fn next_run(&mut self) -> Result<Option<(usize, Vec<Work>)>> {
        loop {
            let complete = self.models.iter_mut().enumerate();
            let run = complete.filter_map(|(index, runs)| Some((index, runs.pop()?))).next();
            if run.is_some() || self.at_end {
                return Ok(run);
            }
            match self.words.next() {
                Some(word) => self.push(word)?,
                None => {
                    self.models.iter_mut().for_each(Runs::finish);
                    self.at_end = true;
                }
            }
        }
    }

    fn push(&mut self, word: Word) -> Result<()> {
        self.count += 1;
        if self.count.is_multiple_of(WORDS_PER_CHECK) {
            self.control.check()?;
        }
        let spelled = self.text.get(word.span.start..word.span.end).unwrap_or_default();
        self.models.iter_mut().try_for_each(|runs| runs.push(spelled, word.span, word.ends_sentence))
    }
}
