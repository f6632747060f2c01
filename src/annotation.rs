//! A label on a stretch of a document, by whoever put it there: a person or a model.

mod projection;

use std::sync::Arc;

pub(crate) use projection::{Place, Projection};

use crate::ner::Entity;
use crate::text::Span;

/// A label on a stretch of a document.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Annotation {
    /// What the stretch is, without a tagging prefix.
    pub label: Arc<str>,
    /// Where it stands, in UTF-8 bytes and in order of start; one span, or several with gaps between them.
    pub fragments: Vec<Span>,
}

impl Annotation {
    /// An annotation in one piece.
    pub fn new(label: impl Into<Arc<str>>, span: Span) -> Self {
        Self { label: label.into(), fragments: vec![span] }
    }

    /// From the start of the first fragment to the end of the last.
    pub fn span(&self) -> Span {
        let start = self.fragments.iter().map(|fragment| fragment.start).min().unwrap_or(0);
        let end = self.fragments.iter().map(|fragment| fragment.end).max().unwrap_or(start);
        Span { start, end }
    }
}

impl From<&Entity> for Annotation {
    fn from(entity: &Entity) -> Self {
        Self::new(entity.label.clone(), entity.offsets.utf8)
    }
}
