//! The C ABI: turns pointers into values, calls the library, and puts the answer back. `include/cajal.h` is generated
//! from these files; one file is one noun of the header.
//!
//! Every export runs inside a guard ([`guard`]), so that no panic crosses into the host. Handles that threads share
//! (models, cancel tokens) are ids in a registry ([`handles`]); results, errors and options are plain owned boxes.

#![allow(unsafe_code, non_camel_case_types)]
// What the caller must keep is said in C's terms (Ownership, Thread safety) in every comment.
#![allow(clippy::missing_safety_doc)]

pub(crate) mod guard;
mod handles;
mod labels;
mod option_keys;
mod out;
pub(crate) mod text;

// In the order of the header: the generator follows this list, and the formatter sorts within a group only.
pub(crate) mod version;

mod status;

mod error;

pub(crate) mod options;

mod progress;

pub(crate) mod cancel;

pub(crate) mod model;

mod offsets;

pub(crate) mod ner;

mod batch;

mod parity;

pub(crate) mod export;

mod deidentify;

mod fill_mask;

pub(crate) mod predictions;

mod filled;

mod fill_mask_parity;

mod perplexity;

mod classifier;

pub(crate) mod info;

mod runtime;

pub(crate) mod log;
