//! One page of HTML for a set of documents: entities highlighted in their text, a legend, filters by label, model and
//! score.
//!
//! The page is whole in itself: style and script are in it, and its content security policy forbids it every
//! connection. It works from a file, without a network. The text between the tags of a document is the document's,
//! character for character, save that NUL (which HTML cannot hold) is shown as U+2400.

mod highlight;
mod shell;

use std::fmt::Write as _;

use self::highlight::highlight;
pub(crate) use self::shell::{Choice, Page, escape};
use super::{Failed, Found};
use crate::ner::Entity;

/// The page. `title` stands in the window's title and above the documents; those that failed come first.
pub fn page(title: &str, documents: &[Found<'_>], failed: &[Failed<'_>]) -> String {
    let labels =
        Choice::new("label", documents.iter().flat_map(|found| found.answer.entities.iter().map(|e| &*e.label)));
    let models = Choice::new(
        "model",
        documents.iter().flat_map(|found| found.answer.entities.iter().map(|e| found.model_of(e))),
    );
    let mut first = 0;
    let mut body: String = failed.iter().map(failed_section).collect();
    for found in documents {
        let keys: Vec<Key> = (first..)
            .zip(&found.answer.entities)
            .map(|(number, entity)| Key {
                number,
                label: labels.index(&entity.label),
                model: models.index(found.model_of(entity)),
            })
            .collect();
        section(&mut body, found, &keys);
        first += keys.len();
    }
    Page { title, intro: "", choices: &[&labels, &models], has_scores: true, body: &body }.write()
}

/// What the page calls an entity: its number on the page, and its label and model among the choices.
#[derive(Clone, Copy)]
struct Key {
    number: usize,
    label: usize,
    model: usize,
}

fn failed_section(failed: &Failed<'_>) -> String {
    let (name, code, message) = (failed.name, failed.error.code().name(), failed.error.to_string());
    format!(
        "<section class=\"failed\">\n<h2>{}</h2>\n<p>Not analysed ({code}): {}</p>\n</section>\n",
        escape(name),
        escape(&message)
    )
}

fn section(body: &mut String, found: &Found<'_>, keys: &[Key]) {
    // Writing to a String cannot fail, here and below.
    let _ = writeln!(body, "<section class=\"document\">\n<h2>{}</h2>", escape(found.name));
    let _ = writeln!(body, "<div class=\"text\" lang=\"es\">{}</div>", highlight(found, keys));
    let count = keys.len();
    let _ = writeln!(body, "<details><summary>As a table: {count}</summary>\n<table class=\"entities\">");
    body.push_str("<tr><th>start<th>end<th>score<th>label<th>model<th>text\n");
    for (key, entity) in keys.iter().zip(&found.answer.entities) {
        row(body, found, *key, entity);
    }
    body.push_str("</table></details>\n</section>\n");
}

fn row(body: &mut String, found: &Found<'_>, key: Key, entity: &Entity) {
    let Key { number, label, model } = key;
    let (score, place) = (entity.score, entity.offsets.codepoint);
    let _ =
        write!(body, "<tr data-e=\"{number}\" data-label=\"{label}\" data-model=\"{model}\" data-score=\"{score}\">");
    let _ = write!(body, "<td>{}<td>{}<td>{score:.4}", place.start, place.end);
    let (label, model, text) = (&*entity.label, found.model_of(entity), found.text_of(entity));
    let _ = writeln!(body, "<td>{}<td>{}<td class=\"quote\">{}</td>", escape(label), escape(model), escape(text));
}

#[cfg(test)]
mod tests;
