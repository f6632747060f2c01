//! Tags of a file: all with a prefix and one separator, or all labels as they stand.

use std::sync::Arc;

use super::value_of;
use crate::error::{Error, ErrorCode, Result};
use crate::label::{Tag, part_of, split_prefix};

/// The tag of a word in no entity.
pub(super) const OUTSIDE: &str = "O";

/// How all tags of a file are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// As `B-LABEL` with this separator.
    Prefixed(char),
    /// As `LABEL`.
    Plain,
}

impl Form {
    fn of(tag: &str) -> Self {
        let separator = ['-', '_'].into_iter().find(|separator| split_prefix(tag, *separator).is_some());
        separator.map_or(Self::Plain, Self::Prefixed)
    }
}

/// Whether this may be a tag: `O`, one with a prefix, or a known label. Anything else may be text of a document.
pub(super) fn is_tag(tag: &str, known: &[String]) -> bool {
    let is_prefixed = Form::of(tag) != Form::Plain && !tag.contains(char::is_whitespace);
    tag == OUTSIDE || is_prefixed || is_known(tag, known)
}

fn is_known(tag: &str, known: &[String]) -> bool {
    let label = value_of(tag);
    known.contains(&label)
}

/// Reads the tags of one file.
#[derive(Debug)]
pub(super) struct Tags {
    form: Form,
    names: Vec<Arc<str>>,
}

impl Tags {
    /// The way in which these tags, each with its line, are written.
    ///
    /// Known labels are labels whatever they look like (`E_COLI`); other tags have prefixes.
    ///
    /// # Errors
    /// `InvalidArgument` with the numbers of two lines, where some tags have a prefix and some none or another separator.
    pub(super) fn new<'a>(tags: impl Iterator<Item = (usize, &'a str)> + Clone, known: &[String]) -> Result<Self> {
        let mut inside = tags.filter(|(_, tag)| *tag != OUTSIDE);
        let names = Vec::new();
        if inside.clone().all(|(_, tag)| is_known(tag, known)) {
            return Ok(Self { form: Form::Plain, names });
        }
        let (line, form) = inside.next().map_or((0, Form::Plain), |(line, tag)| (line, Form::of(tag)));
        match inside.find(|(_, tag)| Form::of(tag) != form) {
            Some((other, _)) => Err(mixed(line, other)),
            None => Ok(Self { form, names }),
        }
    }

    /// What a tag means; its label is a number for [`Tags::name`].
    pub(super) fn read(&mut self, tag: &str) -> Tag {
        if tag == OUTSIDE {
            return Tag::Outside;
        }
        let prefixed = match self.form {
            Form::Prefixed(separator) => split_prefix(tag, separator),
            Form::Plain => None,
        };
        let (prefix, name) = prefixed.unwrap_or(('I', tag));
        Tag::Entity { part: part_of(prefix), label: self.index_of(&value_of(name)) }
    }

    /// The label of this number.
    pub(super) fn name(&self, label: usize) -> Arc<str> {
        self.names.get(label).cloned().unwrap_or_default()
    }

    fn index_of(&mut self, name: &str) -> usize {
        let known = self.names.iter().position(|known| **known == *name);
        known.unwrap_or_else(|| {
            self.names.push(name.into());
            self.names.len() - 1
        })
    }
}

fn mixed(line: usize, other: usize) -> Error {
    let message = format!(
        "the tags of lines {line} and {other} are of two kinds; give all of them one prefix and separator (B-LABEL, \
         I-LABEL) or all none"
    );
    Error::new(ErrorCode::InvalidArgument, message)
}
