//! One model over the words of one text.

use super::options::Settings;
use super::reader::Work;
use crate::control::Control;
use crate::decode::{Decoder, RawEntity};
use crate::error::Result;
use crate::model::{Input, Model, largest, softmax};
use crate::text::Span;

/// The words that the windows of a run decided.
pub(super) struct Labelled {
    windows: usize,
    /// For each its bytes in the text, the id of its best label, and the softmax there.
    words: Vec<(Span, usize, f32)>,
}

impl Labelled {
    /// Runs windows together.
    pub(super) fn run(model: &Model, windows: &[Work], control: &Control) -> Result<Self> {
        let inputs = windows.iter().map(|window| Input { ids: &window.ids, rows: &window.rows });
        let inputs: Vec<Input<'_>> = inputs.collect();
        let logits = model.logits_of_windows(&inputs, control)?;
        let word = |(span, row): (&Span, &[f32])| {
            let (id, score) = largest(&softmax(row)).unwrap_or_default();
            (*span, id, score)
        };
        let spans = windows.iter().flat_map(|window| &window.spans);
        Ok(Self { windows: windows.len(), words: spans.zip(logits.rows()).map(word).collect() })
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

    /// Decodes the words of the next run.
    pub(super) fn push(&mut self, labelled: &Labelled) {
        for &(span, id, score) in &labelled.words {
            let entity = self.decoder.push(span, self.model.labels().tag(id), score);
            self.keep(entity);
        }
        self.windows += labelled.windows;
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
