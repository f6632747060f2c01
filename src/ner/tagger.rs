//! One model over the words of one text.

use super::options::Settings;
use super::reader::Work;
use crate::control::Control;
use crate::decode::{Decoder, RawEntity};
use crate::error::Result;
use crate::model::{Model, largest, softmax};
use crate::text::Span;

/// The words that a window decided.
pub(super) struct Labelled {
    /// For each its bytes in the text, the id of its best label, and the softmax there.
    words: Vec<(Span, usize, f32)>,
}

impl Labelled {
    /// Runs a window.
    pub(super) fn run(model: &Model, work: Work, control: &Control) -> Result<Self> {
        let logits = model.logits(&work.ids, &work.rows, control)?;
        let word = |(span, row): (Span, &[f32])| {
            let (id, score) = largest(&softmax(row)).unwrap_or_default();
            (span, id, score)
        };
        Ok(Self { words: work.spans.into_iter().zip(logits.rows()).map(word).collect() })
    }
}

/// Decodes words into entities: once over the whole text.
pub(super) struct Tagger<'a> {
    model: &'a Model,
    settings: &'a Settings,
    decoder: Decoder,
    /// What was found so far and is wanted.
    pub(super) entities: Vec<RawEntity>,
    /// Windows that were run.
    pub(super) windows: usize,
    /// Where the last word ends that has its label.
    pub(super) bytes_done: usize,
}

impl<'a> Tagger<'a> {
    pub(super) fn new(model: &'a Model, settings: &'a Settings) -> Self {
        Self { model, settings, decoder: Decoder::default(), entities: Vec::new(), windows: 0, bytes_done: 0 }
    }

    /// Decodes the words of the next window.
    pub(super) fn push(&mut self, labelled: &Labelled) {
        for &(span, id, score) in &labelled.words {
            let entity = self.decoder.push(span, self.model.labels().tag(id), score);
            self.keep(entity);
        }
        self.windows += 1;
        self.bytes_done = labelled.words.last().map_or(self.bytes_done, |(span, ..)| span.end);
    }

    /// Ends the entity that the last word left open. All windows have run.
    pub(super) fn close(&mut self) {
        let entity = self.decoder.finish();
        self.keep(entity);
    }

    fn keep(&mut self, entity: Option<RawEntity>) {
        self.entities.extend(entity.filter(|entity| self.settings.keeps(entity)));
    }
}
