//! Fill-mask: which words could stand at each mask of a text.
//!
//! The text may be of any length: each mask is read in a window around it, and the masked-LM head runs at the masks only.
//!
//! ```
//! use cajal::{Control, Document, FillMask, FillMaskOptions, Model, ModelOptions};
//!
//! let runner = FillMask::new(Model::load("models/clinical-es-mini", &ModelOptions::default())?)?;
//! let words = ["neumonía", "electroencefalografía"].map(str::to_owned).to_vec();
//! let options = FillMaskOptions { targets: Some(words), ..FillMaskOptions::default() };
//! let answer = runner.run(&Document::new("Ingresa por una <mask> bilateral."), &options, &Control::new())?;
//! let best = &answer.masks[0].predictions[0];
//! assert_eq!((best.text.as_str(), best.starts_word), ("neumonía", true));
//! assert_eq!(answer.filled(0, 0).unwrap().text, "Ingresa por una neumonía bilateral.");
//! # Ok::<(), cajal::Error>(())
//! ```

mod answer;
mod filled;
mod joint;
mod masks;
mod options;
mod parity;
mod perplexity;
mod reader;
mod run;
mod targets;
mod window;

pub use self::answer::{FillMaskAnswer, Filling, Mask, Prediction, Target, TargetStatus};
pub use self::filled::Filled;
pub use self::options::{AfterMask, FillMaskOptions};
pub use self::parity::{ParityFillMask, ParityFillMaskOptions, ParityMask, ParityPrediction};
pub use self::perplexity::{Perplexity, PerplexityOptions};

use self::masks::MaskedText;
use self::reader::Reader;
use self::run::Run;
use self::targets::Targets;
use self::window::{Fill, Passage};
use crate::control::{Control, Share};
use crate::error::{Error, ErrorCode, Result};
use crate::model::{Model, Task};
use crate::text::{Document, offsets_of};
use crate::tokenizer::MaskToken;

/// A fill-mask runner over a masked-language model. Cheap to clone.
///
/// Thread safety: may be used from any number of threads at once.
#[derive(Clone)]
pub struct FillMask {
    model: Model,
    mask: MaskToken,
}

impl FillMask {
    /// A runner over `model`.
    ///
    /// # Errors
    /// [`TaskMismatch`](ErrorCode::TaskMismatch) if the model has no masked-LM head;
    /// [`TokenizerInvalid`](ErrorCode::TokenizerInvalid) if its tokenizer has no mask token.
    pub fn new(model: Model) -> Result<Self> {
        let mask = mask_of(&model)?;
        Ok(Self { model, mask })
    }

    /// The model.
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// The mask token to write in a text for this model: `<mask>` or `[MASK]`.
    pub fn mask_token(&self) -> &str {
        &self.mask.text
    }

    /// The candidates for every mask of the document, in order of the masks. Each mask is scored with the others still
    /// masked; [`beam_width`](FillMaskOptions::beam_width) asks for whole fillings besides.
    ///
    /// Candidates are tokens of the vocabulary that a person can read: control tokens, spaces and parts of characters
    /// are left out of the list, but not of the softmax. Text that spells another special token (`<s>`, `[CLS]`) is text.
    ///
    /// Masks of a text that fits in the model are scored in one run, as are near masks of a longer one; which those are
    /// depends on nothing but the text around them.
    ///
    /// # Errors
    /// [`MaskMissing`](ErrorCode::MaskMissing), [`MaskForeign`](ErrorCode::MaskForeign),
    /// [`InvalidOption`](ErrorCode::InvalidOption); those of a stopped call and of the runtime as for
    /// [`Ner::run`](crate::Ner::run).
    pub fn run(&self, document: &Document, options: &FillMaskOptions, control: &Control) -> Result<FillMaskAnswer> {
        options.check(self.model.info().vocabulary)?;
        self.answer(document, options, &Run::new(&self.model, control, options.bytes_of(document)))
    }

    /// As [`run`](Self::run) for each of many documents, in their order. Each answer is that of its document alone.
    ///
    /// Documents run side by side, on as many threads as a call may use (see [`ModelOptions`](crate::ModelOptions::threads)).
    /// A document that fails has its own error, and the others are done. After a cancellation or the deadline, which count
    /// for the call as a whole, all further documents fail with it and those that were done keep their answers. Progress
    /// counts the bytes of all documents.
    ///
    /// # Errors
    /// [`InvalidOption`](ErrorCode::InvalidOption): nothing was run.
    pub fn run_batch(
        &self,
        documents: &[Document],
        options: &FillMaskOptions,
        control: &Control,
    ) -> Result<Vec<Result<FillMaskAnswer>>> {
        options.check(self.model.info().vocabulary)?;
        let bytes_total = documents.iter().map(|document| options.bytes_of(document)).sum();
        let run = Run::new(&self.model, control, bytes_total);
        let (runner, options, inside) = (self.clone(), options.clone(), run.inside());
        run.crew.batch(documents, move |document: Document| runner.answer(&document, &options, &inside))
    }

    fn answer(&self, document: &Document, options: &FillMaskOptions, run: &Run) -> Result<FillMaskAnswer> {
        let share = run.meter.share(options.bytes_of(document));
        let masked = MaskedText::new(document.text(), self.mask_token())?;
        let reader = self.reader(options, run.meter.control());
        let passage = &reader.read(&masked)?;
        let call = Call { masked: &masked, passage, reader, options, run, share };
        let masks = if let Some(words) = &options.targets { call.score_targets(words) } else { call.list() }?;
        let fillings = options.beam_width.map(|width| call.fill_together(width)).transpose()?;
        Ok(FillMaskAnswer::of(document.clone(), masks, fillings.unwrap_or_default()))
    }

    fn reader<'a>(&'a self, options: &FillMaskOptions, control: &'a Control) -> Reader<'a> {
        Reader {
            tokenizer: self.model.tokenizer(),
            mask: &self.mask,
            after_mask: options.after_mask,
            window_tokens: self.model.max_text_tokens(),
            control,
        }
    }
}

/// The mask token of a model that fills masks.
fn mask_of(model: &Model) -> Result<MaskToken> {
    model.expect_task(Task::FillMask)?;
    model.tokenizer().mask().cloned().ok_or_else(|| {
        let message = format!("the tokenizer of {} has no mask token; check its files", model.info().source);
        Error::new(ErrorCode::TokenizerInvalid, message)
    })
}

/// One document of a call, its text read.
struct Call<'a> {
    masked: &'a MaskedText<'a>,
    passage: &'a Passage,
    reader: Reader<'a>,
    options: &'a FillMaskOptions,
    run: &'a Run,
    share: Share<'a>,
}

impl Call<'_> {
    /// The best of the vocabulary for every mask.
    fn list(&self) -> Result<Vec<Mask>> {
        let mut lists = Vec::with_capacity(self.masked.spans().len());
        let groups = self.passage.groups();
        let windows = groups.iter().map(|group| self.passage.window(group.clone(), &Fill::default()));
        let (run, top_k, mut done) = (self.run.clone(), self.options.top_k, groups.iter());
        self.run.crew.in_order(
            windows.map(|window| Ok(window.unwrap_or_default())),
            move |window| {
                Ok(run.rows(&window)?.iter().map(|row| (run.best(row, top_k), Vec::new())).collect::<Vec<_>>())
            },
            |predictions| {
                lists.extend(predictions?);
                self.report(0, done.next().map_or(0, |group| group.end));
                Ok(())
            },
        )?;
        Ok(self.masks(lists))
    }

    /// The targets at every mask.
    fn score_targets(&self, words: &[String]) -> Result<Vec<Mask>> {
        let targets = Targets { words, reader: self.reader, masked: self.masked, passage: self.passage };
        let mut lists = Vec::with_capacity(self.masked.spans().len());
        for mask in 0..self.masked.spans().len() {
            lists.push(targets.score(mask, self.run)?);
            self.report(0, mask + 1);
        }
        Ok(self.masks(lists))
    }

    fn fill_together(&self, width: usize) -> Result<Vec<Filling>> {
        let size = [width, self.options.top_k];
        joint::search(self.passage, self.masked.spans().len(), size, self.run, |mask| self.report(1, mask + 1))
    }

    fn masks(&self, lists: Vec<(Vec<Prediction>, Vec<Target>)>) -> Vec<Mask> {
        let offsets = offsets_of(self.masked.text(), self.masked.spans());
        let mask = |(offsets, (predictions, targets))| Mask { offsets, predictions, targets };
        offsets.into_iter().zip(lists).map(mask).collect()
    }

    /// Tells how far the text is done; a joint search goes through it a second time.
    fn report(&self, turn: usize, masks_done: usize) {
        let done = masks_done.checked_sub(1).and_then(|mask| self.masked.spans().get(mask)).map_or(0, |span| span.end);
        self.share.reach(turn * self.masked.text().len() + done);
    }
}
