//! Parity mode: the answer of transformers' token-classification pipeline, fault for fault, for those who compare.
//!
//! Nothing here is how the library finds entities: see [`Ner`](super::Ner) for that. Files are read as everywhere in the library:
//! where a folder has no `tokenizer_config.json`, transformers guesses what it would say (it lowercases for every BERT), and
//! tokens differ.

mod aggregate;
mod pieces;

use std::ops::Range;
use std::sync::Arc;

use self::aggregate::{Aggregator, Found};
use crate::control::{Control, Progress};
use crate::error::{Error, ErrorCode, Result};
use crate::model::{Model, Task};
use crate::text::{Document, Offsets, Span, offsets_of};
use crate::tokenizer::Token;

/// transformers' `aggregation_strategy`: what becomes of the tokens of a word and the words of an entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Aggregation {
    /// Every token by itself.
    #[default]
    None,
    /// Neighbouring tokens with the same label.
    Simple,
    /// Words, cut at spaces, labelled by their first token; neighbouring words with the same label.
    First,
    /// As `First`, each word labelled by the mean over its tokens.
    Average,
    /// As `First`, each word labelled by its surest token.
    Max,
}

impl Aggregation {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::None, Self::Simple, Self::First, Self::Average, Self::Max];

    /// The name that transformers has for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Simple => "simple",
            Self::First => "first",
            Self::Average => "average",
            Self::Max => "max",
        }
    }

    /// The aggregation of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|aggregation| aggregation.name() == name)
    }
}

/// Options of parity mode. `Default` gives transformers' defaults.
#[derive(Debug, Clone, PartialEq)]
pub struct ParityOptions {
    /// The aggregation strategy.
    pub aggregation: Aggregation,
    /// Tokens that neighbouring windows share; `None` runs one window and leaves the rest of the text unread. Not with
    /// [`Aggregation::None`].
    pub stride: Option<usize>,
    /// Labels whose entities are left out, as the answer spells them; `O` by default.
    pub ignore_labels: Vec<String>,
    /// Tokens of a window without the two special ones; `None` is `model_max_length` less 2, or the model's limit if that
    /// is smaller or the tokenizer names none.
    pub window_tokens: Option<usize>,
}

impl Default for ParityOptions {
    fn default() -> Self {
        Self { aggregation: Aggregation::None, stride: None, ignore_labels: vec!["O".to_owned()], window_tokens: None }
    }
}

/// One entity as transformers gives it; with [`Aggregation::None`], one token.
#[derive(Debug, Clone, PartialEq)]
pub struct ParityEntity {
    /// `entity_group`: the label behind its first hyphen; with [`Aggregation::None`] `entity`, the label as it is written.
    pub label: Arc<str>,
    /// Its score.
    pub score: f32,
    /// Its `word`: pieces joined by the tokenizer, leading space and all; with [`Aggregation::None`] the vocabulary's own
    /// spelling. Not the document's text: that stands at `offsets`.
    pub word: String,
    /// The token's position in its window, from 1; only with [`Aggregation::None`].
    pub index: Option<usize>,
    /// Where it stands in the document; may be empty, or hold a leading space, as with transformers.
    pub offsets: Offsets,
}

/// The answer of parity mode for one document.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ParityAnswer {
    /// In transformers' order.
    pub entities: Vec<ParityEntity>,
    /// Windows that were run.
    pub windows: usize,
    /// The end of the document that no window read, where there is one: transformers cuts it off in silence.
    pub unread: Option<Offsets>,
}

/// transformers' token-classification pipeline over one model. Cheap to clone.
///
/// Thread safety: may be used from any number of threads at once.
#[derive(Clone)]
pub struct ParityNer {
    model: Model,
}

impl ParityNer {
    /// A pipeline over `model`.
    ///
    /// # Errors
    /// [`TaskMismatch`](ErrorCode::TaskMismatch) if it has no token-classification head.
    pub fn new(model: Model) -> Result<Self> {
        model.expect_task(Task::TokenClassification)?;
        Ok(Self { model })
    }

    /// The model.
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// What transformers answers for one document.
    ///
    /// # Errors
    /// [`InvalidOption`](ErrorCode::InvalidOption); [`Cancelled`](ErrorCode::Cancelled) and
    /// [`DeadlineExceeded`](ErrorCode::DeadlineExceeded) when `control` stops the call, checked between windows and
    /// inside a run; [`RuntimeFailed`](ErrorCode::RuntimeFailed).
    pub fn run(&self, document: &Document, options: &ParityOptions, control: &Control) -> Result<ParityAnswer> {
        let plan = Plan::new(options, &self.model)?;
        control.check()?;
        let text = document.text();
        let tokens = self.read(text, plan, control)?;
        let mut found = Vec::new();
        let windows = plan.windows(tokens.len());
        for window in &windows {
            let tokens = tokens.get(window.clone()).unwrap_or_default();
            found.extend(self.window(text, tokens, options, control)?);
            let bytes_done = tokens.last().map_or(0, |token| token.bytes.end);
            control.report(Progress { bytes_done, bytes_total: text.len() });
        }
        let end = windows.last().and_then(|window| tokens.get(window.end - 1)).map_or(0, |token| token.bytes.end);
        let read_all = windows.last().is_none_or(|window| window.end == tokens.len());
        let unread = (!read_all).then_some(Span { start: end, end: text.len() });
        let mut answer = place(text, found, windows.len(), unread);
        if windows.len() > 1 {
            answer.entities = aggregate::resolve_overlaps(answer.entities);
        }
        Ok(answer)
    }

    /// The tokens that windows will run over, and one more if there is one.
    fn read(&self, text: &str, plan: Plan, control: &Control) -> Result<Vec<Token>> {
        let mut tokens = Vec::new();
        for some in self.model.tokenizer().pipeline().tokens(text) {
            tokens.extend(some?);
            if plan.stride.is_none() && tokens.len() > plan.window {
                break;
            }
            control.check()?;
        }
        Ok(tokens)
    }

    fn window(&self, text: &str, tokens: &[Token], options: &ParityOptions, control: &Control) -> Result<Vec<Found>> {
        let tokenizer = self.model.tokenizer();
        let ids: Vec<u32> = tokens.iter().map(|token| token.id).collect();
        let rows: Vec<usize> = (1..=tokens.len()).collect();
        let logits = self.model.logits(&tokenizer.with_special(&ids), &rows, control)?;
        let pieces = pieces::of_window(text, tokenizer.pipeline(), tokens, &logits)?;
        let aggregator = Aggregator {
            names: self.model.raw_labels(),
            ignored: &options.ignore_labels,
            join: &|pieces| tokenizer.pipeline().join(pieces),
        };
        aggregator.aggregate(pieces, options.aggregation)
    }
}

/// The windows of a text.
#[derive(Debug, Clone, Copy)]
struct Plan {
    /// Tokens of a window without the special ones.
    window: usize,
    stride: Option<usize>,
}

impl Plan {
    fn new(options: &ParityOptions, model: &Model) -> Result<Self> {
        let invalid = |message: String| Err(Error::new(ErrorCode::InvalidOption, message));
        let most = model.max_text_tokens();
        let named = model.tokenizer().pipeline().longest_input().map(|length| length.saturating_sub(2).max(1));
        let window = options.window_tokens.unwrap_or_else(|| named.unwrap_or(most).min(most));
        if !(1..=most).contains(&window) {
            return invalid(format!("window_tokens is {window}; this model takes 1 to {most}"));
        }
        if options.stride.is_some() && options.aggregation == Aggregation::None {
            return invalid("a stride needs an aggregation other than none".to_owned());
        }
        match options.stride {
            Some(stride) if stride >= window => {
                invalid(format!("stride is {stride}; with windows of {window} tokens it must be less than that"))
            }
            stride => Ok(Self { window, stride }),
        }
    }

    fn windows(self, tokens: usize) -> Vec<Range<usize>> {
        let step = self.window - self.stride.unwrap_or(0);
        let mut windows = Vec::new();
        for start in (0..tokens).step_by(step) {
            let end = tokens.min(start + self.window);
            windows.push(start..end);
            if end == tokens || self.stride.is_none() {
                break;
            }
        }
        windows
    }
}

/// Puts spans into all three units.
fn place(text: &str, found: Vec<Found>, windows: usize, unread: Option<Span>) -> ParityAnswer {
    let spans: Vec<Span> = found.iter().map(|entity| entity.span).chain(unread).collect();
    let mut offsets = offsets_of(text, &spans);
    let unread = unread.and_then(|_| offsets.pop());
    let entities = found.into_iter().zip(offsets).map(|(found, offsets)| ParityEntity {
        label: found.label,
        score: found.score,
        word: found.word,
        index: found.index,
        offsets,
    });
    ParityAnswer { entities: entities.collect(), windows, unread }
}
