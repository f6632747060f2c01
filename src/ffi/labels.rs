//! Labels of a result as a table with indices.

use super::text::Text;

/// Different labels in order of their first use.
#[derive(Default)]
pub(super) struct Labels<'a> {
    labels: Vec<&'a str>,
}

impl<'a> Labels<'a> {
    /// The place of `label` in the table, which grows by it if it is new. Models have tens of labels: a search is enough.
    pub(super) fn index(&mut self, label: &'a str) -> u32 {
        let place = self.labels.iter().position(|known| *known == label).unwrap_or_else(|| {
            self.labels.push(label);
            self.labels.len() - 1
        });
        place as u32
    }

    /// The table as strings to hand out.
    pub(super) fn into_texts(self) -> Vec<Text> {
        self.labels.into_iter().map(Text::new).collect()
    }
}
