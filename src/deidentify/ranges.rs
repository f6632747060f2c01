//! Entities that overlap, put together.

use std::cmp::Reverse;
use std::sync::Arc;

use crate::ner::Entity;
use crate::text::Span;

/// A stretch that is replaced as one.
pub(super) struct Range {
    pub(super) span: Span,
    pub(super) label: Arc<str>,
    /// Bytes of the entity that gave the label.
    longest: usize,
}

/// The stretches that the entities cover, in order and apart. Entities that only touch stay two.
pub(super) fn ranges(entities: &[Entity]) -> Vec<Range> {
    let mut order: Vec<&Entity> = entities.iter().filter(|entity| length(entity.offsets.utf8) > 0).collect();
    order.sort_by_key(|entity| (entity.offsets.utf8.start, Reverse(entity.offsets.utf8.end)));
    let mut ranges = Vec::<Range>::new();
    for entity in order {
        let span = entity.offsets.utf8;
        match ranges.last_mut() {
            Some(range) if span.start < range.span.end => range.join(entity),
            _ => ranges.push(Range { span, label: entity.label.clone(), longest: length(span) }),
        }
    }
    ranges
}

impl Range {
    fn join(&mut self, entity: &Entity) {
        let span = entity.offsets.utf8;
        self.span.end = self.span.end.max(span.end);
        if length(span) > self.longest {
            self.label = entity.label.clone();
            self.longest = length(span);
        }
    }
}

fn length(span: Span) -> usize {
    span.end.saturating_sub(span.start)
}
