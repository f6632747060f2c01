//! JSON: one object for each document.
//!
//! ```text
//! {"document": "informe.txt",
//!  "models": ["pharmaconer"],
//!  "entities": [
//!    {"label": "PROTEINAS", "score": 0.9973, "text": "PTH", "model": "pharmaconer",
//!     "utf8": {"start": 197, "end": 200},
//!     "utf16": {"start": 189, "end": 192},
//!     "codepoint": {"start": 189, "end": 192}}],
//!  "words": 39, "windows": 1, "shortened_words": 0}
//! ```
//!
//! Every span is half-open and refers to the text as it was given. `entities` are in order of start, then end, then
//! model; `score` is between 0 and 1; `model` is one of `models`. `words` counts the words of the document, `windows`
//! those that were run, `shortened_words` the words longer than a window, whose label was decided from their start.
//! Fields may be added; these keep their names, types and order.

use serde::Serialize;

use super::Found;
use crate::ner::Entity;
use crate::text::Offsets;

/// The object on one line, without a line end.
pub fn write(found: &Found<'_>) -> String {
    // Nothing in it can fail: keys are strings, and a score is a finite number.
    serde_json::to_string(&JsonDocument::from(found)).unwrap_or_default()
}

#[derive(Serialize)]
struct JsonDocument<'a> {
    document: &'a str,
    models: &'a [String],
    entities: Vec<JsonEntity<'a>>,
    words: usize,
    windows: usize,
    shortened_words: usize,
}

#[derive(Serialize)]
struct JsonEntity<'a> {
    label: &'a str,
    score: f32,
    text: &'a str,
    model: &'a str,
    #[serde(flatten)]
    offsets: Offsets,
}

impl<'a> From<&Found<'a>> for JsonDocument<'a> {
    fn from(found: &Found<'a>) -> Self {
        Self {
            document: found.name,
            models: found.models,
            entities: found.answer.entities.iter().map(|entity| JsonEntity::new(found, entity)).collect(),
            words: found.answer.words,
            windows: found.answer.windows,
            shortened_words: found.answer.shortened_words,
        }
    }
}

impl<'a> JsonEntity<'a> {
    fn new(found: &Found<'a>, entity: &'a Entity) -> Self {
        Self {
            label: &entity.label,
            score: entity.score,
            text: found.text_of(entity),
            model: found.model_of(entity),
            offsets: entity.offsets,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ner::NerAnswer;
    use crate::text::{Document, Span, offsets_of};

    #[test]
    fn the_object_has_these_fields_in_this_order() {
        let document = Document::new("Dolor 😀 \"y\" PTH");
        let offsets = offsets_of(document.text(), &[Span { start: 15, end: 18 }])[0];
        let entity = Entity { label: "PROTEINAS".into(), score: 0.25, offsets, model: 1 };
        let answer = NerAnswer { entities: vec![entity], words: 6, windows: 2, shortened_words: 1 };
        let models = ["a".to_owned(), "b \"c\"".to_owned()];
        let found = Found { name: "uno\n", models: &models, document: &document, answer: &answer };
        let expected = concat!(
            r#"{"document":"uno\n","models":["a","b \"c\""],"entities":[{"label":"PROTEINAS","score":0.25,"#,
            r#""text":"PTH","model":"b \"c\"","utf8":{"start":15,"end":18},"utf16":{"start":13,"end":16},"#,
            r#""codepoint":{"start":12,"end":15}}],"words":6,"windows":2,"shortened_words":1}"#
        );
        assert_eq!(write(&found), expected);
    }
}
