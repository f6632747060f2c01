//! Cajal runs Spanish biomedical language models in process: fill-mask and named-entity recognition on ONNX Runtime.
//!
//! A model is a folder as downloaded from the hub. [`Model`] loads it; [`Ner`], [`FillMask`] and [`Classifier`] run it
//! on a [`Document`]; every position comes in three units at once ([`Offsets`]).
//!
//! ```
//! use cajal::{Control, Document, Model, ModelOptions, Ner, NerOptions};
//!
//! let model = Model::load("models/clinical-es-mini-pharmaconer", &ModelOptions::default())?;
//! let note = Document::new("Niño de 3 años; PTH y calcio, normales.");
//! let answer = Ner::new([model])?.run(&note, &NerOptions::default(), &Control::new())?;
//! let calcium = &answer.entities[1];
//! assert_eq!(&*calcium.label, "NORMALIZABLES");
//! assert_eq!((calcium.offsets.utf8.start, calcium.offsets.utf16.start), (24, 22));
//! # Ok::<(), cajal::Error>(())
//! ```
//!
//! Rooms, each of which knows only those above it in this list: [`error`], [`control`], [`text`], `label`, `tokenizer`,
//! `window`, `decode`, [`runtime`], [`model`], the tasks ([`ner`], [`fill_mask`], [`classify`]), [`annotation`],
//! [`export`], [`deidentify`](mod@deidentify), [`evaluate`](mod@evaluate), `ffi`, the C ABI
//! over them, and `jni`, the Java interface beside it.

pub mod annotation;
pub mod classify;
pub mod control;
mod decode;
pub mod deidentify;
pub mod error;
pub mod evaluate;
pub mod export;
mod ffi;
pub mod fill_mask;
#[cfg(feature = "jni")]
mod jni;
mod label;
pub mod model;
pub mod ner;
pub mod runtime;
pub mod text;
mod tokenizer;
mod window;

pub use annotation::Annotation;
pub use classify::{Classification, Classifier};
pub use control::{Cancel, Control, Progress};
pub use error::{Error, ErrorCode, Result};
pub use fill_mask::{
    AfterMask, FillMask, FillMaskAnswer, FillMaskOptions, Filled, Filling, Mask, ParityFillMask, ParityFillMaskOptions,
    ParityMask, ParityPrediction, Perplexity, PerplexityOptions, Prediction, Target, TargetStatus,
};
pub use model::{Logits, Model, ModelInfo, ModelOptions, Precision, Task, Verify};
pub use ner::{Aggregation, Entity, Ner, NerAnswer, NerOptions, ParityAnswer, ParityEntity, ParityNer, ParityOptions};
pub use runtime::{NodeCount, Provider, RuntimeInfo, RuntimeSource};
pub use text::{Document, Offsets, Span};
