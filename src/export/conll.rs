//! CoNLL with IOB2 tags: one word a line, an empty line after each sentence.
//!
//! The columns are those of the Spanish clinical corpora on the hub, separated by tabs: the word, the document, its start
//! and end in code points as `12_18`, the tag. Readers for seqeval take the first and the last column. Several models
//! give a tag column each, in their order. Words and sentences are the ones the models see. White space and `%` in names and
//! labels are written as in addresses of the web: `mi%20nota.txt`.

mod read;
mod tags;

use std::fmt::Write as _;

pub use self::read::{ConllDocument, read};
use super::Found;
use crate::annotation::{Annotation, Place, Projection};
use crate::ner::Entity;
use crate::text::{Document, Offsets, Span, offsets_of, sentence_words};

/// A document in CoNLL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conll {
    /// The lines. Those of several documents may be put together.
    pub text: String,
    /// Entities that one tag a word cannot hold: each shares a word with another of the same model.
    pub left_out: usize,
}

/// The entities of one document, a tag column for each model.
pub fn write(found: &Found<'_>) -> Conll {
    let sentences = sentence_words(found.document.text());
    let columns: Vec<Column> = (0..found.models.len()).map(|model| Column::new(found, model, &sentences)).collect();
    let offsets = offsets_of(found.document.text(), &sentences.concat());
    let name = one_field(found.name);
    let mut offsets = offsets.iter();
    let mut text = String::new();
    for (row, sentence) in sentences.iter().enumerate() {
        for (word, place) in offsets.by_ref().take(sentence.len()).enumerate() {
            let tags = columns.iter().map(|column| column.tag(row, word));
            write_word(&mut text, found.document, &name, place, tags);
        }
        text.push('\n');
    }
    Conll { text, left_out: columns.iter().map(|column| column.projection.left_out).sum() }
}

fn write_word(text: &mut String, document: &Document, name: &str, at: &Offsets, tags: impl Iterator<Item = String>) {
    let word = document.text().get(at.utf8.start..at.utf8.end).unwrap_or_default();
    // Writing to a String cannot fail.
    let _ = write!(text, "{word}\t{name}\t{}_{}", at.codepoint.start, at.codepoint.end);
    tags.for_each(|tag| text.extend(["\t", &tag]));
    text.push('\n');
}

/// The tags of one model.
struct Column {
    labels: Vec<String>,
    projection: Projection,
}

impl Column {
    fn new(found: &Found<'_>, model: usize, sentences: &[Vec<Span>]) -> Self {
        let own = || found.answer.entities.iter().filter(|entity: &&Entity| entity.model == model);
        let annotations: Vec<Annotation> = own().map(Annotation::from).collect();
        Self {
            labels: own().map(|entity| one_field(&entity.label)).collect(),
            projection: Projection::new(sentences, &annotations),
        }
    }

    fn tag(&self, sentence: usize, word: usize) -> String {
        let label = |index: usize| self.labels.get(index).map_or("", String::as_str);
        match self.projection.sentences.get(sentence).and_then(|words| words.get(word)) {
            Some(Place::First(index)) => format!("B-{}", label(*index)),
            Some(Place::Further(index)) => format!("I-{}", label(*index)),
            Some(Place::Outside) | None => "O".to_owned(),
        }
    }
}

/// A value without what separates fields: the bytes of white space, and `%`, as `%20`.
fn one_field(value: &str) -> String {
    let mut field = String::with_capacity(value.len());
    for c in value.chars() {
        if c.is_whitespace() || c == '%' {
            for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                // Writing to a String cannot fail.
                let _ = write!(field, "%{byte:02X}");
            }
        } else {
            field.push(c);
        }
    }
    field
}

/// The value that [`one_field`] wrote so; what it would not write is a value by itself.
fn value_of(field: &str) -> String {
    let mut parts = field.split('%');
    let mut bytes = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        let code = part.get(..2).and_then(|code| u8::from_str_radix(code, 16).ok());
        bytes.extend(code);
        bytes.extend(part.get(2..).unwrap_or_default().bytes());
    }
    String::from_utf8(bytes).ok().filter(|value| one_field(value) == field).unwrap_or_else(|| field.to_owned())
}

#[cfg(test)]
mod tests;
