//! brat standoff: `NAME.ann` beside `NAME.txt`, a line `T1<TAB>LABEL START END<TAB>TEXT` for each annotation.
//!
//! Offsets count code points of the text exactly as it is, with its byte order mark and its line ends; the end is the
//! first position after. There is no escaping: what would end a field or a line is written as a space.

use std::fmt::Write as _;

use crate::annotation::Annotation;
use crate::error::{Error, ErrorCode, Result};
use crate::ner::Entity;
use crate::text::{Document, Span, bytes_of};

/// The entities as an `.ann` file. Scores and models have no place in the format.
pub fn write(document: &Document, entities: &[Entity]) -> String {
    let mut lines = String::new();
    for (number, entity) in (1..).zip(entities) {
        let Span { start, end } = entity.offsets.codepoint;
        let bytes = entity.offsets.utf8;
        let text = on_one_line(document.text().get(bytes.start..bytes.end).unwrap_or_default());
        let label = entity.label.replace(char::is_whitespace, "_");
        // Writing to a String cannot fail.
        let _ = writeln!(lines, "T{number}\t{label} {start} {end}\t{text}");
    }
    lines
}

/// What an `.ann` file says about its document.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BratFile {
    /// The text-bound annotations (lines that start with `T`), in the order of the file.
    pub annotations: Vec<Annotation>,
    /// Numbers, from 1, of the lines whose text is not the document's at their offsets. The offsets count; in many such
    /// lines something translated the line ends of the text.
    pub mismatches: Vec<usize>,
}

/// Reads an `.ann` file about `document`. Relations, events, attributes and notes are passed over.
///
/// # Errors
/// [`InvalidArgument`](ErrorCode::InvalidArgument) with the number of the line, for a text-bound annotation without a
/// label or offsets, with an empty fragment, or with one that reaches beyond the document.
pub fn read(document: &Document, ann: &str) -> Result<BratFile> {
    let lines = ann.strip_prefix('\u{feff}').unwrap_or(ann).split('\n').map(|line| line.trim_end_matches('\r'));
    let lines: Vec<Line<'_>> = (1..)
        .zip(lines)
        .filter(|(_, line)| line.starts_with('T'))
        .map(|(number, line)| Line::parse(number, line).ok_or_else(|| malformed(number)))
        .collect::<Result<_>>()?;
    let codepoints: Vec<Span> = lines.iter().flat_map(|line| line.fragments.iter().copied()).collect();
    let mut bytes = bytes_of(document.text(), &codepoints).into_iter();
    let mut file = BratFile::default();
    for line in lines {
        let fragments = bytes.by_ref().take(line.fragments.len()).collect::<Option<Vec<Span>>>();
        let fragments = fragments.ok_or_else(|| beyond(line.number))?;
        if line.text.is_some_and(|text| !is_text_of(document, &fragments, text)) {
            file.mismatches.push(line.number);
        }
        file.annotations.push(Annotation { label: line.label.into(), fragments });
    }
    Ok(file)
}

/// A line of a text-bound annotation.
struct Line<'a> {
    number: usize,
    label: &'a str,
    /// In code points.
    fragments: Vec<Span>,
    text: Option<&'a str>,
}

impl<'a> Line<'a> {
    fn parse(number: usize, line: &'a str) -> Option<Self> {
        let mut fields = line.splitn(3, '\t').skip(1);
        let (label, offsets) = fields.next()?.split_once(' ')?;
        let mut fragments = offsets.split(';').map(fragment).collect::<Option<Vec<Span>>>()?;
        fragments.sort();
        (!label.is_empty()).then(|| Self { number, label, fragments, text: fields.next() })
    }
}

fn fragment(offsets: &str) -> Option<Span> {
    let mut numbers = offsets.split_ascii_whitespace();
    let span = Span { start: numbers.next()?.parse().ok()?, end: numbers.next()?.parse().ok()? };
    (numbers.next().is_none() && span.start < span.end).then_some(span)
}

/// Whether `text` is what an annotation file says of these bytes, however white space was written.
fn is_text_of(document: &Document, fragments: &[Span], text: &str) -> bool {
    let covered = fragments.iter().map(|span| document.text().get(span.start..span.end).unwrap_or_default());
    let covered = on_one_line(&covered.collect::<Vec<_>>().join(" "));
    // The official scorers cut white space from the ends of lines.
    covered.trim_end() == on_one_line(text).trim_end()
}

/// The text with every tab and every character that some reader takes for the end of a line written as a space.
fn on_one_line(text: &str) -> String {
    text.replace(|c| matches!(c, '\t'..='\r' | '\u{1c}'..='\u{1e}' | '\u{85}' | '\u{2028}' | '\u{2029}'), " ")
}

fn malformed(number: usize) -> Error {
    let message = format!("line {number} is no annotation; brat writes: T1, a tab, LABEL START END, a tab, the text");
    Error::new(ErrorCode::InvalidArgument, message)
}

fn beyond(number: usize) -> Error {
    let message = format!("line {number} reaches beyond the end of the text; does the file belong to this text?");
    Error::new(ErrorCode::InvalidArgument, message)
}

#[cfg(test)]
mod tests;
