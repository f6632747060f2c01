//! One tag for the same thing, wherever it stands in a document.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use unicode_normalization::UnicodeNormalization;

/// What a tag stands for. `Debug` shows the tag and no text of the document.
#[derive(Clone, PartialEq, Eq)]
pub struct Pseudonym {
    /// The tag in the text: `[FECHAS_1]`.
    pub tag: String,
    /// The label of the entities.
    pub label: Arc<str>,
    /// The texts it stands for, each once, in order of the document.
    pub spellings: Vec<String>,
    /// How often the tag stands in the text.
    pub count: usize,
}

impl fmt::Debug for Pseudonym {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pseudonym").field("tag", &self.tag).field("count", &self.count).finish_non_exhaustive()
    }
}

/// The tags of one document.
#[derive(Default)]
pub(super) struct Pseudonyms {
    all: Vec<Pseudonym>,
    /// Where in `all` a label and a text brought to one form is.
    known: HashMap<(Arc<str>, String), usize>,
    /// How many tags each label has.
    counts: HashMap<Arc<str>, usize>,
}

impl Pseudonyms {
    /// The tag for this text.
    pub(super) fn tag(&mut self, text: &str, label: &Arc<str>) -> String {
        let key = (label.clone(), normalised(text));
        let index = *self.known.entry(key).or_insert(self.all.len());
        if index == self.all.len() {
            let number = self.counts.entry(label.clone()).or_default();
            *number += 1;
            let tag = format!("[{label}_{number}]");
            self.all.push(Pseudonym { tag, label: label.clone(), spellings: Vec::new(), count: 0 });
        }
        self.all.get_mut(index).map_or_else(String::new, |pseudonym| pseudonym.note(text))
    }

    pub(super) fn finish(self) -> Vec<Pseudonym> {
        self.all
    }
}

impl Pseudonym {
    fn note(&mut self, text: &str) -> String {
        self.count += 1;
        if !self.spellings.iter().any(|known| known == text) {
            self.spellings.push(text.to_owned());
        }
        self.tag.clone()
    }
}

/// The text in small letters without acute, grave and diaeresis, its words joined by one space: what is written
/// `JOSÉ  PÉREZ`, `José Perez` and `José-Pérez` in a note is one. The tilde stays, for Peña is not Pena.
fn normalised(text: &str) -> String {
    const ACCENTS: [char; 3] = ['\u{300}', '\u{301}', '\u{308}'];
    let plain: String = text.nfkd().filter(|c| !ACCENTS.contains(c)).nfc().flat_map(char::to_lowercase).collect();
    let words: Vec<&str> = plain.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    if words.is_empty() { plain } else { words.join(" ") }
}
