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
/// `JOSÉ  PÉREZ`, `José Perez` and `José-Pérez` in a note is one. The tilde stays, for Peña is not Pena. What looks like an
/// address or a number keeps its punctuation, which tells `ana.gil@` from `ana_gil@`.
fn normalised(text: &str) -> String {
    const ACCENTS: [char; 3] = ['\u{300}', '\u{301}', '\u{308}'];
    let plain: String = text.nfkd().filter(|c| !ACCENTS.contains(c)).nfc().flat_map(char::to_lowercase).collect();
    if is_address_or_number(&plain) {
        return plain.split_whitespace().collect();
    }
    let words: Vec<&str> = plain.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    if words.is_empty() { plain } else { words.join(" ") }
}

/// Whether the text holds `@`, or has no white space and holds a digit, `/`, `_` or a dot between two words of two
/// letters or more. A dot after one letter is that of an initial: `J.Pérez`.
fn is_address_or_number(text: &str) -> bool {
    if text.contains('@') || text.contains(char::is_whitespace) {
        return text.contains('@');
    }
    let words: Vec<&str> = text.split('.').collect();
    let ends_long = |word: &str| word.chars().rev().take_while(|c| c.is_alphanumeric()).nth(1).is_some();
    let starts_long = |word: &str| word.chars().take_while(|c| c.is_alphanumeric()).nth(1).is_some();
    text.contains(|c: char| c.is_numeric() || matches!(c, '/' | '_'))
        || words.windows(2).any(|pair| matches!(pair, [before, after] if ends_long(before) && starts_long(after)))
}
