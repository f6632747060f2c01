//! Parity mode: the answer of transformers' fill-mask pipeline, fault for fault, for those who compare.
//!
//! Text that spells a special token is that token here, as in transformers: `<s>` and `[SEP]` steer the model, and `<pad>`
//! is left out of the filled text. See [`FillMask`](super::FillMask) for the way in which the library fills masks. Files are
//! read as everywhere in the library: where a folder has no `tokenizer_config.json` or `special_tokens_map.json`, transformers
//! guesses what they would say (it lowercases for every BERT, and leaves the space before a mask), and tokens differ.

use crate::control::{Control, Progress};
use crate::error::{Error, ErrorCode, Result};
use crate::model::Model;
use crate::text::{Document, Offsets, Span, offsets_of};
use crate::tokenizer::{MaskToken, Pipeline, SpecialTokens, Token};

use super::run::Row;

/// Options of parity mode. `Default` gives transformers' defaults.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParityFillMaskOptions {
    /// Candidates per mask; no more than there are targets.
    pub top_k: usize,
    /// Candidates instead of the vocabulary. One that is no token of the vocabulary as it is spelled there is cut to its
    /// first token, and scores are not put in proportion, as with transformers.
    pub targets: Option<Vec<String>>,
}

impl Default for ParityFillMaskOptions {
    fn default() -> Self {
        Self { top_k: 5, targets: None }
    }
}

/// One candidate as transformers gives it.
#[derive(Debug, Clone, PartialEq)]
pub struct ParityPrediction {
    /// Its softmax over the whole vocabulary.
    pub score: f32,
    /// `token`: its id.
    pub token_id: u32,
    /// The token decoded alone, leading space and all.
    pub token_str: String,
    /// The whole text decoded from its tokens with this one in place, without special tokens if there is one mask only.
    /// Not the document's text: spaces, case and characters that the vocabulary lacks may differ.
    pub sequence: String,
}

/// One mask as transformers sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct ParityMask {
    /// Where the mask token stands in the document.
    pub offsets: Offsets,
    /// Best first.
    pub predictions: Vec<ParityPrediction>,
}

/// transformers' fill-mask pipeline over one model. Cheap to clone.
///
/// Thread safety: may be used from any number of threads at once.
#[derive(Clone)]
pub struct ParityFillMask {
    model: Model,
    mask: MaskToken,
}

impl ParityFillMask {
    /// A pipeline over `model`.
    ///
    /// # Errors
    /// As for [`FillMask::new`](super::FillMask::new).
    pub fn new(model: Model) -> Result<Self> {
        let mask = super::mask_of(&model)?;
        Ok(Self { model, mask })
    }

    /// The model.
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// What transformers answers for one document: for every mask its candidates.
    ///
    /// # Errors
    /// [`MaskMissing`](ErrorCode::MaskMissing); [`InvalidArgument`](ErrorCode::InvalidArgument) for a text with more tokens
    /// than the model takes, where transformers fails too; [`InvalidOption`](ErrorCode::InvalidOption); those of a stopped
    /// call and of the runtime as for [`Ner::run`](crate::Ner::run).
    pub fn run(
        &self,
        document: &Document,
        options: &ParityFillMaskOptions,
        control: &Control,
    ) -> Result<Vec<ParityMask>> {
        let candidates = self.candidates(options)?;
        control.check()?;
        let text = document.text();
        let reading = self.read(text)?;
        let logits = self.model.logits(&reading.ids, &reading.rows, control)?;
        let offsets = offsets_of(text, &reading.spans);
        let masks = logits.rows().zip(&reading.rows).zip(offsets).map(|((logits, &row), offsets)| {
            let scores = Row::new(logits.to_vec());
            let best = candidates.best(&scores).into_iter();
            let predictions = best.map(|id| {
                // Each decodes the whole text.
                control.check()?;
                self.prediction(id, &scores, row, &reading.ids)
            });
            let predictions = predictions.collect::<Result<_>>()?;
            Ok(ParityMask { offsets, predictions })
        });
        let masks = masks.collect::<Result<_>>()?;
        control.report(Progress { bytes_done: text.len(), bytes_total: text.len() });
        Ok(masks)
    }

    fn candidates(&self, options: &ParityFillMaskOptions) -> Result<Candidates> {
        let vocabulary = self.model.info().vocabulary;
        let targets = options.targets.as_ref().map(|targets| self.target_ids(targets)).transpose()?;
        let most = targets.as_ref().map_or(vocabulary, Vec::len);
        if options.top_k == 0 || (targets.is_none() && options.top_k > vocabulary) {
            let message = format!("top_k is {}; give 1 to {vocabulary}, the size of the vocabulary", options.top_k);
            return Err(Error::new(ErrorCode::InvalidOption, message));
        }
        Ok(Candidates { count: options.top_k.min(most), targets })
    }

    /// The ids that transformers makes of targets.
    fn target_ids(&self, targets: &[String]) -> Result<Vec<u32>> {
        let pipeline = self.pipeline();
        let mut ids = Vec::with_capacity(targets.len());
        for target in targets {
            let id = match pipeline.id_of(target) {
                Some(id) => Some(id),
                None => pipeline.tokens(target).next().transpose()?.and_then(|tokens| Some(tokens.first()?.id)),
            };
            ids.extend(id);
        }
        ids.sort_unstable();
        ids.dedup();
        if ids.is_empty() {
            return Err(Error::new(ErrorCode::InvalidOption, "no target has a token; give one that is not empty"));
        }
        Ok(ids)
    }

    /// The tokens of a text between the special ones, and its masks.
    fn read(&self, text: &str) -> Result<Reading> {
        let most = self.model.max_text_tokens();
        let mut tokens: Vec<Token> = Vec::new();
        for some in self.pipeline().tokens(text) {
            tokens.extend(some?);
            if tokens.len() > most {
                let message = format!(
                    "the text has more than {most} tokens, where transformers fails; fill-mask outside parity mode \
                     takes texts of any length"
                );
                return Err(Error::new(ErrorCode::InvalidArgument, message));
            }
        }
        let ids: Vec<u32> = tokens.iter().map(|token| token.id).collect();
        let masks = || tokens.iter().enumerate().filter(|(_, token)| token.id == self.mask.id);
        // After the special token before the text.
        let rows: Vec<usize> = masks().map(|(row, _)| row + 1).collect();
        if rows.is_empty() {
            let message = format!("the text has no mask; write {} where a word is to be found", self.mask.text);
            return Err(Error::new(ErrorCode::MaskMissing, message));
        }
        // The token's own span holds the space that it swallows.
        let spans = masks().map(|(_, token)| {
            let own = text.get(token.bytes.start..token.bytes.end).unwrap_or_default();
            let start = token.bytes.start + own.len() - own.trim_start().len();
            Span { start, end: start + own.trim().len() }
        });
        let spans = spans.collect();
        Ok(Reading { ids: self.model.tokenizer().with_special(&ids), rows, spans })
    }

    /// The candidate `id` for the mask at `row` of the text's `ids`.
    fn prediction(&self, id: u32, scores: &Row, row: usize, ids: &[u32]) -> Result<ParityPrediction> {
        let one_mask = ids.iter().filter(|id| **id == self.mask.id).count() == 1;
        let special = if one_mask { SpecialTokens::LeftOut } else { SpecialTokens::Kept };
        let mut filled = ids.to_vec();
        if let Some(place) = filled.get_mut(row) {
            *place = id;
        }
        filled.retain(|id| !self.pipeline().is_padding(*id));
        Ok(ParityPrediction {
            score: scores.log_score(id).exp() as f32,
            token_id: id,
            token_str: self.pipeline().decode(&[id], SpecialTokens::Kept)?,
            sequence: self.pipeline().decode(&filled, special)?,
        })
    }

    fn pipeline(&self) -> &Pipeline {
        self.model.tokenizer().pipeline()
    }
}

/// Which tokens are ranked.
struct Candidates {
    count: usize,
    targets: Option<Vec<u32>>,
}

impl Candidates {
    fn best(&self, scores: &Row) -> Vec<u32> {
        let Some(targets) = &self.targets else { return scores.order(self.count) };
        let mut best = targets.clone();
        // Stable, over ids in order.
        best.sort_by(|a, b| scores.log_score(*b).total_cmp(&scores.log_score(*a)));
        best.truncate(self.count);
        best
    }
}

/// A text as the model reads it.
struct Reading {
    ids: Vec<u32>,
    /// Where its masks are among the ids.
    rows: Vec<usize>,
    /// Where they stand in the text, in bytes.
    spans: Vec<Span>,
}
