//! One model over the words of one text.

use super::options::Settings;
use super::reader::Reader;
use crate::control::Control;
use crate::decode::{Decoder, RawEntity};
use crate::error::Result;
use crate::model::{Model, largest, softmax};
use crate::text::Span;

/// Labels words as they are read, and decodes them into entities: once over the whole text.
pub(super) struct Tagger<'a> {
    model: &'a Model,
    settings: &'a Settings,
    reader: Reader<'a>,
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
        Self {
            model,
            settings,
            reader: Reader::new(model.tokenizer(), settings.limits),
            decoder: Decoder::default(),
            entities: Vec::new(),
            windows: 0,
            bytes_done: 0,
        }
    }

    /// Reads the next word; see [`Reader::push`].
    pub(super) fn push(&mut self, word: &str, span: Span, ends_sentence: bool) -> Result<()> {
        self.reader.push(word, span, ends_sentence)
    }

    /// Ends the text.
    pub(super) fn finish(&mut self) {
        self.reader.finish();
    }

    /// Runs a window if one is complete; whether there was one.
    pub(super) fn run_window(&mut self, control: &Control) -> Result<bool> {
        let Some(work) = self.reader.pop() else { return Ok(false) };
        let logits = self.model.logits(&work.ids, &work.rows, control)?;
        for (&span, row) in work.spans.iter().zip(logits.rows()) {
            let (id, score) = largest(&softmax(row)).unwrap_or_default();
            let entity = self.decoder.push(span, self.model.labels().tag(id), score);
            self.keep(entity);
        }
        self.windows += 1;
        self.bytes_done = work.spans.last().map_or(self.bytes_done, |span| span.end);
        Ok(true)
    }

    /// Ends the entity that the last word left open. All windows have run.
    pub(super) fn close(&mut self) {
        let entity = self.decoder.finish();
        self.keep(entity);
    }

    /// Words with more tokens than a window holds.
    pub(super) fn shortened_words(&self) -> usize {
        self.reader.shortened_words
    }

    fn keep(&mut self, entity: Option<RawEntity>) {
        self.entities.extend(entity.filter(|entity| self.settings.keeps(entity)));
    }
}
