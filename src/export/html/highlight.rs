//! The text of a document with its entities marked.

use std::fmt::Write as _;

use super::{Choice, Key, escape};
use crate::export::Found;
use crate::text::Span;

/// The text, cut at every border of an entity: each piece stands in one `mark` for every entity that covers it, the
/// earliest outermost, so that entities may overlap in any way.
pub(super) fn highlight(found: &Found<'_>, keys: &[Key]) -> String {
    let text = found.document.text();
    let mut marked: Vec<Marked> = keys
        .iter()
        .zip(&found.answer.entities)
        .map(|(key, entity)| Marked {
            key: *key,
            span: entity.offsets.utf8,
            label: escape(&entity.label),
            title: escape(&format!("{} {:.4} {}", entity.label, entity.score, found.model_of(entity))),
        })
        .collect();
    marked.sort_by_key(|marked| marked.span.start);
    let mut borders: Vec<usize> = marked.iter().flat_map(|marked| [marked.span.start, marked.span.end]).collect();
    borders.extend([0, text.len()]);
    borders.sort_unstable();
    borders.dedup();
    let mut html = String::with_capacity(2 * text.len());
    let mut open = Vec::<&Marked>::new();
    let mut next = marked.iter().peekable();
    for piece in borders.windows(2).filter_map(|pair| Some(Span { start: *pair.first()?, end: *pair.last()? })) {
        open.retain(|marked| marked.span.end > piece.start);
        while let Some(marked) = next.next_if(|marked| marked.span.start <= piece.start) {
            open.push(marked);
        }
        write_piece(&mut html, text, piece, &open);
    }
    html
}

struct Marked {
    key: Key,
    span: Span,
    label: String,
    title: String,
}

fn write_piece(html: &mut String, text: &str, piece: Span, open: &[&Marked]) {
    for (depth, marked) in open.iter().enumerate() {
        let Key { number, label, .. } = marked.key;
        // Marks outside others leave room for theirs.
        let below = open.len() - 1 - depth;
        // Writing to a String cannot fail.
        let _ = write!(html, "<mark class=\"c{} d{}\" data-e=\"{number}\"", Choice::colour(label), below.min(DEEPEST));
        let _ = write!(html, " title=\"{}\"", marked.title);
        if marked.span.end == piece.end {
            let _ = write!(html, " data-end=\"{}\"", marked.label);
        }
        html.push('>');
    }
    html.push_str(&escape(text.get(piece.start..piece.end).unwrap_or_default()));
    open.iter().for_each(|_| html.push_str("</mark>"));
}

/// Lines under a piece that the style sheet tells apart.
const DEEPEST: usize = 3;
