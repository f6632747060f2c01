//! Options of a recognition, and what they come to for one model.

use crate::decode::RawEntity;
use crate::error::{Error, ErrorCode, Result};
use crate::model::Model;
use crate::window::Limits;

/// Of the sizes in ENTITIES.md's table, the one with the best strict F1 over the three development corpora together; made by
/// `scripts/measure_ner.py windows`.
const DEFAULT_WINDOW_TOKENS: usize = 48;

/// Options of a recognition. `Default` gives the defaults named here.
#[derive(Debug, Clone, Default)]
pub struct NerOptions {
    /// Longest window in tokens, without the two special ones; `None` is 48, or the model's limit if that is smaller.
    pub window_tokens: Option<usize>,
    /// Tokens that neighbouring windows share where a sentence is longer than a window, half a window at most; `None`
    /// is a quarter of the window.
    pub overlap_tokens: Option<usize>,
    /// Entities with a lower score are left out, 0 to 1; 0 keeps all.
    pub threshold: f32,
    /// Labels to keep, at least one; `None` keeps all.
    pub labels: Option<Vec<String>>,
}

impl NerOptions {
    /// Fails where a label to keep is one that no model gives, or none is named: nothing would ever be found.
    pub(super) fn check_labels(&self, models: &[Model]) -> Result<()> {
        if self.labels.as_ref().is_some_and(Vec::is_empty) {
            let message = "labels is an empty list; give one label or more, or leave it out";
            return Err(Error::new(ErrorCode::InvalidOption, message));
        }
        let known = |label: &String| models.iter().any(|model| model.info().labels.contains(label));
        let Some(unknown) = self.labels.iter().flatten().find(|label| !known(label)) else {
            return Ok(());
        };
        let all: Vec<&str> = models.iter().flat_map(|model| &model.info().labels).map(String::as_str).collect();
        let message = format!("no model gives the label {unknown:?}; the labels are {}", all.join(", "));
        Err(Error::new(ErrorCode::InvalidOption, message))
    }
}

/// The options of one model, checked.
pub(super) struct Settings {
    pub(super) limits: Limits,
    threshold: f32,
    /// Whether each label of the model is kept.
    kept: Vec<bool>,
}

impl Settings {
    pub(super) fn new(options: &NerOptions, model: &Model) -> Result<Self> {
        let most = model.max_text_tokens();
        let window = options.window_tokens.unwrap_or(DEFAULT_WINDOW_TOKENS.min(most));
        if window > most {
            let message = format!("window_tokens is {window}; this model takes {most} at most");
            return Err(Error::new(ErrorCode::InvalidOption, message));
        }
        if !(0.0..=1.0).contains(&options.threshold) {
            let message = format!("threshold is {}; give a number from 0 to 1", options.threshold);
            return Err(Error::new(ErrorCode::InvalidOption, message));
        }
        let names = model.labels().names().iter();
        let kept = names.map(|name| options.labels.as_ref().is_none_or(|kept| kept.iter().any(|k| **k == **name)));
        Ok(Self {
            limits: Limits::new(window, options.overlap_tokens.unwrap_or(window / 4))?,
            threshold: options.threshold,
            kept: kept.collect(),
        })
    }

    /// Whether the caller wants the entity.
    pub(super) fn keeps(&self, entity: &RawEntity) -> bool {
        entity.score >= self.threshold && self.kept.get(entity.label).copied().unwrap_or(false)
    }
}
