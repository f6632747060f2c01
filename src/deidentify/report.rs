//! De-identified documents and their maps as JSON.

use serde::Serialize;

use super::{Deidentified, Pseudonym, Segment};
use crate::text::Offsets;

impl Deidentified {
    /// The new text and its segments as one JSON object on one line. It holds nothing that was replaced:
    ///
    /// ```text
    /// {"document": "informe.txt", "text": "Paciente [NOMBRE_SUJETO_ASISTENCIA].", "replaced": 1,
    ///  "segments": [
    ///    {"label": null, "from": {"utf8": {"start": 0, "end": 9}, "utf16": …, "codepoint": …}, "to": {… as from}},
    ///    {"label": "NOMBRE_SUJETO_ASISTENCIA", "from": …, "to": …}, …]}
    /// ```
    ///
    /// `label` is null for what was kept; `replaced` counts the other segments. Fields may be added; these stay.
    pub fn to_json(&self, name: &str) -> String {
        let segments: Vec<JsonSegment<'_>> = self.segments.iter().map(JsonSegment::from).collect();
        let replaced = self.segments.iter().filter(|segment| segment.replaced.is_some()).count();
        let text = self.document.text();
        // Nothing in it can fail: keys are strings.
        serde_json::to_string(&JsonDocument { document: name, text, replaced, segments }).unwrap_or_default()
    }

    /// What the tags stand for as one JSON object on one line. Whoever has it can undo the de-identification:
    ///
    /// ```text
    /// {"document": "informe.txt",
    ///  "pseudonyms": [{"tag": "[NOMBRE_1]", "label": "NOMBRE", "spellings": ["José Pérez", "JOSE  PEREZ"], "count": 2}]}
    /// ```
    pub fn map_to_json(&self, name: &str) -> String {
        serde_json::to_string(&JsonMap { document: name, pseudonyms: self.json_pseudonyms() }).unwrap_or_default()
    }

    /// The array under `pseudonyms` of [`map_to_json`](Self::map_to_json) alone.
    pub fn pseudonyms_to_json(&self) -> String {
        serde_json::to_string(&self.json_pseudonyms()).unwrap_or_default()
    }

    fn json_pseudonyms(&self) -> Vec<JsonPseudonym<'_>> {
        self.pseudonyms.iter().map(JsonPseudonym::from).collect()
    }
}

#[derive(Serialize)]
struct JsonDocument<'a> {
    document: &'a str,
    text: &'a str,
    replaced: usize,
    segments: Vec<JsonSegment<'a>>,
}

#[derive(Serialize)]
struct JsonSegment<'a> {
    label: Option<&'a str>,
    from: Offsets,
    to: Offsets,
}

impl<'a> From<&'a Segment> for JsonSegment<'a> {
    fn from(segment: &'a Segment) -> Self {
        Self { label: segment.replaced.as_deref(), from: segment.from, to: segment.to }
    }
}

#[derive(Serialize)]
struct JsonMap<'a> {
    document: &'a str,
    pseudonyms: Vec<JsonPseudonym<'a>>,
}

#[derive(Serialize)]
struct JsonPseudonym<'a> {
    tag: &'a str,
    label: &'a str,
    spellings: &'a [String],
    count: usize,
}

impl<'a> From<&'a Pseudonym> for JsonPseudonym<'a> {
    fn from(pseudonym: &'a Pseudonym) -> Self {
        let Pseudonym { tag, label, spellings, count } = pseudonym;
        Self { tag, label, spellings, count: *count }
    }
}
