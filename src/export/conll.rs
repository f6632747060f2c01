//! CoNLL with IOB2 tags: one word a line, an empty line after each sentence.
//!
//! The columns are those of the Spanish clinical corpora on the hub, separated by tabs: the word, the document, its start
//! and end in code points as `12_18`, the tag. Readers for seqeval take the first and the last column. Several models
//! give a tag column each, in their order. Words and sentences are the ones the models see.

use std::fmt::Write as _;

use super::Found;
use crate::annotation::{Annotation, Place, Projection};
use crate::decode::Decoder;
use crate::error::{Error, ErrorCode, Result};
use crate::label::{LabelSet, Tag};
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

/// A value without what separates fields.
fn one_field(value: &str) -> String {
    value.replace(char::is_whitespace, "_")
}

/// A document of a CoNLL file. The format has words alone, so the text is made: a space between words, a line a sentence.
#[derive(Debug, Clone)]
pub struct ConllDocument {
    /// The name in its second column, where the file has the four columns of [`write()`]; else its number in the file.
    pub name: String,
    /// The text that was made.
    pub document: Document,
    /// The words, sentence by sentence, in UTF-8 bytes of the text.
    pub sentences: Vec<Vec<Span>>,
    /// What the last column says, read like a model's tags: BIO, BIOES, or plain labels.
    pub annotations: Vec<Annotation>,
}

/// Reads a CoNLL file: the first column is the word, the last its tag; columns are separated by tabs, or where a line has
/// none by spaces. `-DOCSTART-` begins a document, and so does another name in a second column as [`write()`] has it.
///
/// # Errors
/// [`InvalidArgument`](ErrorCode::InvalidArgument) with the number of the line, for a line of one column.
pub fn read(text: &str) -> Result<Vec<ConllDocument>> {
    let mut reader = Reader::default();
    for (number, line) in (1..).zip(text.strip_prefix('\u{feff}').unwrap_or(text).split('\n')) {
        reader.read(line.trim_end_matches('\r')).ok_or_else(|| too_few_columns(number))?;
    }
    reader.end_document();
    let mut tags: Vec<String> = reader.documents.iter().flat_map(|document| document.tags.concat()).collect();
    tags.sort_unstable();
    tags.dedup();
    let labels = LabelSet::new(&tags);
    let tag = |name: &String| tags.binary_search(name).map_or(Tag::Outside, |id| labels.tag(id));
    let documents = (1..).zip(reader.documents);
    Ok(documents.map(|(number, document)| document.finish(number, &labels, &tag)).collect())
}

fn too_few_columns(number: usize) -> Error {
    let message = format!("line {number} has one column; give a word and its tag on each line, separated by a tab");
    Error::new(ErrorCode::InvalidArgument, message)
}

#[derive(Default)]
struct Reader {
    documents: Vec<Draft>,
    current: Draft,
}

/// A document being read.
#[derive(Default)]
struct Draft {
    name: Option<String>,
    text: String,
    sentences: Vec<Vec<Span>>,
    tags: Vec<Vec<String>>,
    /// Whether the next word begins a sentence.
    between: bool,
}

impl Reader {
    fn read(&mut self, line: &str) -> Option<()> {
        if line.trim().is_empty() {
            self.current.between = true;
            return Some(());
        }
        if line.starts_with("-DOCSTART-") {
            self.end_document();
            return Some(());
        }
        let fields: Vec<&str> =
            if line.contains('\t') { line.split('\t').collect() } else { line.split_whitespace().collect() };
        let (Some(word), Some(tag), true) = (fields.first(), fields.last(), fields.len() > 1) else {
            return None;
        };
        if let Some(name) = name_in(&fields) {
            if self.current.name.as_deref().is_some_and(|current| current != name) {
                self.end_document();
            }
            self.current.name = Some(name.to_owned());
        }
        self.current.push(word, tag.trim());
        Some(())
    }

    fn end_document(&mut self) {
        let done = std::mem::take(&mut self.current);
        self.documents.extend((!done.sentences.is_empty()).then_some(done));
    }
}

/// The document's name, in a line whose third column is a start and an end.
fn name_in<'a>(fields: &[&'a str]) -> Option<&'a str> {
    let (start, end) = fields.get(2)?.split_once(['_', '-'])?;
    let is_number = |field: &str| !field.is_empty() && field.bytes().all(|byte| byte.is_ascii_digit());
    (fields.len() > 3 && is_number(start) && is_number(end)).then(|| fields.get(1).copied()).flatten()
}

impl Draft {
    fn push(&mut self, word: &str, tag: &str) {
        if self.between || self.sentences.is_empty() {
            self.sentences.push(Vec::new());
            self.tags.push(Vec::new());
        }
        if !self.text.is_empty() {
            self.text.push(if self.between { '\n' } else { ' ' });
        }
        self.between = false;
        let start = self.text.len();
        self.text.push_str(word);
        let span = Span { start, end: self.text.len() };
        self.sentences.last_mut().into_iter().for_each(|sentence| sentence.push(span));
        self.tags.last_mut().into_iter().for_each(|tags| tags.push(tag.to_owned()));
    }

    fn finish(self, number: usize, labels: &LabelSet, tag: &impl Fn(&String) -> Tag) -> ConllDocument {
        let mut annotations = Vec::new();
        for (sentence, tags) in self.sentences.iter().zip(&self.tags) {
            let mut decoder = Decoder::default();
            let mut entities: Vec<_> =
                sentence.iter().zip(tags).filter_map(|(span, name)| decoder.push(*span, tag(name), 1.0)).collect();
            entities.extend(decoder.finish());
            let label = |index: usize| labels.names().get(index).cloned().unwrap_or_default();
            annotations.extend(entities.iter().map(|entity| Annotation::new(label(entity.label), entity.span)));
        }
        ConllDocument {
            name: self.name.unwrap_or_else(|| number.to_string()),
            document: Document::new(self.text),
            sentences: self.sentences,
            annotations,
        }
    }
}

#[cfg(test)]
mod tests;
