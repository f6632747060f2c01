//! CoNLL files as gold. What is not clearly one is refused: a note taken for CoNLL would have its words for labels.

use super::tags::{OUTSIDE, Tags, is_tag};
use super::value_of;
use crate::annotation::Annotation;
use crate::decode::Decoder;
use crate::error::{Error, ErrorCode, Result};
use crate::text::{Document, Span};

/// A document of a CoNLL file. The format has words alone, so the text is made: a space between words, a line a sentence.
#[derive(Debug, Clone)]
pub struct ConllDocument {
    /// The name in its second column, where the file has the four columns of [`write()`](super::write()); else its number
    /// in the file.
    pub name: String,
    /// The text that was made.
    pub document: Document,
    /// The words, sentence by sentence, in UTF-8 bytes of the text.
    pub sentences: Vec<Vec<Span>>,
    /// What the last column says, with the meaning of a model's tags: BIO, BIOES, or plain labels.
    pub annotations: Vec<Annotation>,
}

/// Reads a CoNLL file: the first column is the word, the last its tag; columns are separated by tabs, or where a line has
/// none by spaces, and white space at the end of a line is none.
///
/// A tag is `O`, one of the prefixes `B I E S L U` with `-` or `_` and a label, or a label of `known` as it stands; all of a
/// file are of one kind. Name the labels of the model that is to be scored: if they are all tags that the file has, they
/// are labels even where they look like tags (`E_COLI`).
///
/// A document begins at `-DOCSTART-`, at a comment `# newdoc`, and where the four columns of
/// [`write()`](super::write()) have another name or a start that is not after the one before. Comments begin with `#` and
/// a space or tab and have no tag.
///
/// # Errors
/// [`InvalidArgument`](ErrorCode::InvalidArgument) with the number of the line, for one without a word or a tag, with
/// another number of columns than the first, or with a tag of another kind; and for a file without a tab and without `O`,
/// which is rather a line of text. No message has text of the file.
pub fn read(text: &str, known: &[String]) -> Result<Vec<ConllDocument>> {
    let lines = || text.strip_prefix('\u{feff}').unwrap_or(text).split('\n').map(str::trim_end);
    let has_tabs = lines().any(|line| !line.starts_with('#') && line.contains('\t'));
    let mut reader = Reader { known, has_tabs, width: None, documents: Vec::new(), current: Draft::default() };
    (1..).zip(lines()).try_for_each(|(number, line)| reader.read(number, line))?;
    reader.end_document();
    let all = reader.documents.iter().flat_map(|document| document.tags.iter().flatten().copied());
    if !has_tabs && all.clone().next().is_some() && all.clone().all(|(_, tag)| tag != OUTSIDE) {
        return Err(neither_tab_nor_outside());
    }
    let mut tags = Tags::new(all, known)?;
    let documents = (1..).zip(reader.documents);
    Ok(documents.map(|(number, document)| document.finish(number, &mut tags)).collect())
}

struct Reader<'a> {
    known: &'a [String],
    /// Whether words and tags are separated by tabs somewhere.
    has_tabs: bool,
    /// The first line with a word, and its number of columns.
    width: Option<(usize, usize)>,
    documents: Vec<Draft<'a>>,
    current: Draft<'a>,
}

/// A document being read.
#[derive(Default)]
struct Draft<'a> {
    name: Option<&'a str>,
    text: String,
    sentences: Vec<Vec<Span>>,
    /// The line and the tag of each word.
    tags: Vec<Vec<(usize, &'a str)>>,
    /// Where the last word starts, in the text that the file was made of.
    last_start: Option<usize>,
    /// Whether the next word begins a sentence.
    between: bool,
}

impl<'a> Reader<'a> {
    fn read(&mut self, number: usize, line: &'a str) -> Result<()> {
        if line.is_empty() {
            self.current.between = true;
            return Ok(());
        }
        let fields: Vec<&str> =
            if line.contains('\t') { line.split('\t').collect() } else { line.split_ascii_whitespace().collect() };
        if line.starts_with("-DOCSTART-") || line.starts_with("# newdoc") {
            self.end_document();
            return Ok(());
        }
        if self.is_comment(line, &fields) {
            return Ok(());
        }
        let (Some(word), Some(tag), true) = (fields.first(), fields.last(), fields.len() > 1) else {
            return Err(too_few_columns(number));
        };
        self.check(number, &fields)?;
        if let Some((name, start)) = place_in(&fields) {
            if self.current.is_before(name, start) {
                self.end_document();
            }
            (self.current.name, self.current.last_start) = (Some(name), Some(start));
        }
        self.current.push(word, (number, tag.trim()));
        Ok(())
    }

    /// Whether a line is a comment as CoNLL-U has them. A word `#` has a tag; `# text = …` has none, whatever its end.
    fn is_comment(&self, line: &str, fields: &[&str]) -> bool {
        let Some(rest) = line.strip_prefix('#') else { return false };
        let is_row = fields.len() > 1
            && (line.contains('\t') || !self.has_tabs && !fields.contains(&"="))
            && fields.last().is_some_and(|tag| is_tag(tag.trim(), self.known));
        rest.is_empty() || rest.starts_with([' ', '\t']) && !is_row
    }

    /// Refuses what is no line of this file.
    fn check(&mut self, number: usize, fields: &[&str]) -> Result<()> {
        if fields.first().is_none_or(|word| word.is_empty()) {
            return Err(too_few_columns(number));
        }
        if !fields.last().is_some_and(|tag| is_tag(tag.trim(), self.known)) {
            return Err(no_tag(number));
        }
        let (first, width) = *self.width.get_or_insert((number, fields.len()));
        if width == fields.len() { Ok(()) } else { Err(other_width(number, fields.len(), first, width)) }
    }

    fn end_document(&mut self) {
        let done = std::mem::take(&mut self.current);
        self.documents.extend((!done.sentences.is_empty()).then_some(done));
    }
}

/// The document's name and the word's start, in a line whose third column is a start and an end.
fn place_in<'a>(fields: &[&'a str]) -> Option<(&'a str, usize)> {
    let (start, end) = fields.get(2)?.split_once(['_', '-'])?;
    let number = |field: &str| field.parse::<usize>().ok();
    number(end)?;
    (fields.len() > 3).then(|| Some((*fields.get(1)?, number(start)?)))?
}

impl<'a> Draft<'a> {
    /// Whether a word of this name and start is of another document, after this one.
    fn is_before(&self, name: &str, start: usize) -> bool {
        self.name.is_some_and(|current| current != name) || self.last_start.is_some_and(|last| start <= last)
    }

    fn push(&mut self, word: &str, tag: (usize, &'a str)) {
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
        self.tags.last_mut().into_iter().for_each(|tags| tags.push(tag));
    }

    fn finish(self, number: usize, tags: &mut Tags) -> ConllDocument {
        let mut annotations = Vec::new();
        for (sentence, names) in self.sentences.iter().zip(&self.tags) {
            let mut decoder = Decoder::default();
            let words = sentence.iter().zip(names);
            let mut entities: Vec<_> =
                words.filter_map(|(span, (_, tag))| decoder.push(*span, tags.read(tag), 1.0)).collect();
            entities.extend(decoder.finish());
            annotations.extend(entities.iter().map(|entity| Annotation::new(tags.name(entity.label), entity.span)));
        }
        ConllDocument {
            name: self.name.map_or_else(|| number.to_string(), value_of),
            document: Document::new(self.text),
            sentences: self.sentences,
            annotations,
        }
    }
}

fn refused(message: String) -> Error {
    Error::new(ErrorCode::InvalidArgument, message)
}

fn too_few_columns(number: usize) -> Error {
    refused(format!("line {number} has no word or no tag; give a word and its tag on each line, separated by a tab"))
}

fn no_tag(number: usize) -> Error {
    refused(format!(
        "line {number} does not end in a tag; the last column of CoNLL is O, B-LABEL, I-LABEL and so on, or a label that \
         the model knows"
    ))
}

/// One line of a note may end in what looks like a tag (`vitamina B-12`).
fn neither_tab_nor_outside() -> Error {
    let message = "no line has a tab, and no word the tag O; give a word, a tab and its tag on each line";
    Error::new(ErrorCode::InvalidArgument, message)
}

fn other_width(number: usize, columns: usize, first: usize, width: usize) -> Error {
    refused(format!("line {number} has {columns} columns and line {first} has {width}; give every line the same"))
}
