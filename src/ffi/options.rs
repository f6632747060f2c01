//! `cajal_options`: string keys and values, so that a new option needs no new symbol and no new layout.

use std::ffi::c_char;
use std::time::Duration;

use super::cancel::{CANCELS, cajal_cancel};
use super::error::cajal_error;
use super::guard::{guard, guard_or};
use super::option_keys::{Call, KEYS, Key};
use super::progress::Watcher;
use super::status::cajal_status;
use super::text::utf8;
use crate::control::Control;
use crate::deidentify::Replacement;
use crate::error::{Error, ErrorCode, Result};
use crate::fill_mask::{FillMaskOptions, ParityFillMaskOptions, PerplexityOptions};
use crate::model::{CompileOptions, ModelOptions, Precision};
use crate::ner::{NerOptions, ParityOptions};

/// Options of loads and runs, as string keys and values.
///
/// | key | calls | value |
/// |---|---|---|
/// | threads | cajal_model_load, cajal_model_compile | threads that one call may use, 1 or more, its own among them; default: what the container may use |
/// | run_threads | cajal_model_load | threads that one run of the model may use, 1 to threads; default: all, or 1 for a small model. With 1, many texts take less time and a short one by itself more |
/// | provider | cajal_model_load | what runs the model: cpu (default), cuda:N, openvino, auto, or the absolute path of a provider plugin library |
/// | precision | cajal_model_load, cajal_model_compile | what the model computes with: f32, f16 (provider cuda:N), int8 (provider cpu), bf16 (provider openvino), or auto for int8 where the processor is made for it; default f32, for a compiled folder its own; a folder is compiled for f32 or int8 |
/// | verify | cajal_model_load | how a compiled folder is compared with its manifest: sizes (default), or strict for the hash of every file |
/// | runtime_path | cajal_model_load, cajal_model_compile | absolute path of the ONNX Runtime library, for the process's first load |
/// | window_tokens | cajal_ner_run, cajal_ner_parity_run, cajal_fill_mask_perplexity | longest window in tokens, 1 or more; default 48, for parity the tokenizer's, for perplexity the model's; the model's limit if smaller |
/// | overlap_tokens | cajal_ner_run | tokens that windows share in a sentence longer than one; default a quarter of the window |
/// | threshold | cajal_ner_run | lowest score of an entity, 0 to 1; default 0 |
/// | labels | cajal_ner_run | labels to keep, separated by commas; default all |
/// | aggregation | cajal_ner_parity_run | none, simple, first, average or max; default none |
/// | stride | cajal_ner_parity_run | tokens that windows share, 0 or more; default: one window, and the rest of the text unread |
/// | ignore_labels | cajal_ner_parity_run | labels to leave out, separated by commas, or nothing; default O |
/// | top_k | cajal_fill_mask_run, cajal_fill_mask_parity_run | candidates for each mask, and fillings, 1 or more (beside beam_width to 1024); default 5 |
/// | targets | cajal_fill_mask_run, cajal_fill_mask_parity_run | words to score at every mask, one a line; default the vocabulary |
/// | beam_width | cajal_fill_mask_run | partial fillings kept in a joint search over all masks, 1 to 1024; default no such search |
/// | after_mask | cajal_fill_mask_run | how text against a mask is read: tokenizer (default) as transformers does, text as written |
/// | replacement | cajal_deidentify_run | what stands in place of entities: label, pseudonym or mask; default label |
/// | mask_length | cajal_deidentify_run | characters of every mask, 0 to 255; default as many as were masked |
/// | timeout_ms | every run of a model | milliseconds the call may take; 0 is exceeded at once; default none |
#[derive(Default)]
pub struct cajal_options {
    pub(super) model: ModelOptions,
    pub(super) ner: NerOptions,
    pub(super) parity: ParityOptions,
    pub(super) fill_mask: FillMaskOptions,
    pub(super) fill_mask_parity: ParityFillMaskOptions,
    pub(super) perplexity: PerplexityOptions,
    pub(super) replacement: Replacement,
    pub(super) mask_length: Option<u8>,
    pub(super) timeout: Option<Duration>,
    pub(super) watcher: Option<Watcher>,
    set: Vec<&'static Key>,
}

impl cajal_options {
    /// Stores one option. Messages repeat neither the key nor the value: a host may have passed anything.
    pub(crate) fn set(&mut self, key: &str, value: &str) -> Result<()> {
        let Some(key) = KEYS.iter().find(|known| known.name == key) else {
            let names = names(|_| true);
            return Err(Error::new(ErrorCode::UnknownOption, format!("no option has this name; there are {names}")));
        };
        (key.store)(self, value).ok_or_else(|| {
            Error::new(ErrorCode::InvalidOption, format!("the option {} takes {}", key.name, key.valid))
        })?;
        if !self.set.iter().any(|known| known.name == key.name) {
            self.set.push(key);
        }
        Ok(())
    }

    /// An error if an option was set that `call` does not take: it would be ignored in silence.
    fn check(&self, call: Call) -> Result<()> {
        let Some(key) = self.set.iter().find(|key| !key.calls.contains(&call)) else { return Ok(()) };
        let (name, names) = (key.name, names(|key| key.calls.contains(&call)));
        let message = format!("the option {name} does not apply to this call, which takes {names}");
        Err(Error::new(ErrorCode::UnknownOption, message))
    }

    pub(crate) fn for_load(&self) -> Result<&ModelOptions> {
        self.check(Call::Load).map(|()| &self.model)
    }

    pub(crate) fn for_compile(&self) -> Result<CompileOptions> {
        self.check(Call::Compile)?;
        let ModelOptions { precision, threads, runtime_path, .. } = self.model.clone();
        Ok(CompileOptions { precision: precision.unwrap_or(Precision::F32), threads, runtime_path })
    }

    pub(crate) fn for_ner(&self) -> Result<&NerOptions> {
        self.check(Call::Ner).map(|()| &self.ner)
    }

    pub(crate) fn for_parity(&self) -> Result<&ParityOptions> {
        self.check(Call::Parity).map(|()| &self.parity)
    }

    pub(crate) fn for_fill_mask(&self) -> Result<&FillMaskOptions> {
        self.check(Call::FillMask).map(|()| &self.fill_mask)
    }

    pub(crate) fn for_fill_mask_parity(&self) -> Result<&ParityFillMaskOptions> {
        self.check(Call::FillMaskParity).map(|()| &self.fill_mask_parity)
    }

    pub(crate) fn for_perplexity(&self) -> Result<&PerplexityOptions> {
        self.check(Call::Perplexity).map(|()| &self.perplexity)
    }

    pub(crate) fn for_classify(&self) -> Result<()> {
        self.check(Call::Classify)
    }

    pub(crate) fn for_deidentify(&self) -> Result<Replacement> {
        self.check(Call::Deidentify)?;
        match (self.replacement, self.mask_length) {
            (Replacement::Mask, Some(length)) => Ok(Replacement::FixedMask(length)),
            (replacement, None) => Ok(replacement),
            (_, Some(_)) => {
                let message = "the option mask_length goes with the replacement mask alone; set that too";
                Err(Error::new(ErrorCode::InvalidOption, message))
            }
        }
    }

    /// What may stop a call that starts now.
    pub(crate) fn control(&self, cancel: *const cajal_cancel) -> Result<Control> {
        let control = self.timeout.map_or_else(Control::new, |timeout| Control::new().with_timeout(timeout));
        let control = match self.watcher {
            Some(watcher) => watcher.watch(control),
            None => control,
        };
        if cancel.is_null() { Ok(control) } else { CANCELS.get(cancel).map(|cancel| control.with_cancel(cancel)) }
    }

    /// The options at `options`, or the defaults for NULL.
    ///
    /// # Safety
    /// `options` is NULL or live options that no thread changes for `'a`.
    pub(super) unsafe fn at<'a>(options: *const Self) -> &'a Self {
        static DEFAULTS: std::sync::LazyLock<cajal_options> = std::sync::LazyLock::new(cajal_options::default);
        // SAFETY: the caller's promise.
        unsafe { options.as_ref() }.unwrap_or(&DEFAULTS)
    }
}

fn names(wanted: impl Fn(&Key) -> bool) -> String {
    let names: Vec<&str> = KEYS.iter().filter(|key| wanted(key)).map(|key| key.name).collect();
    names.join(", ")
}

/// New options, all at their defaults. NULL only after a fault of the library itself.
///
/// Ownership: the caller frees them with `cajal_options_free`.
/// Thread safety: any thread.
/// Errors: none.
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn cajal_options_new() -> *mut cajal_options {
    guard_or(std::ptr::null_mut(), || Box::into_raw(Box::default()))
}

/// Sets the option `key` to `value`, both UTF-8; see `cajal_options` for the keys. A later value replaces an earlier one.
///
/// A call refuses options that do not apply to it, with `CAJAL_ERROR_UNKNOWN_OPTION`: nothing is ignored in silence.
///
/// Ownership: borrows everything; both strings are copied.
/// Thread safety: one thread at a time for the same options, and not while a call uses them.
/// Errors: `CAJAL_ERROR_UNKNOWN_OPTION` names the keys there are, `CAJAL_ERROR_INVALID_OPTION` says what is valid;
/// `CAJAL_ERROR_INVALID_ARGUMENT`, `CAJAL_ERROR_INVALID_UTF8`. The options stay as they were.
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cajal_options_set(
    options: *mut cajal_options,
    key: *const c_char,
    key_length: usize,
    value: *const c_char,
    value_length: usize,
    error: *mut *mut cajal_error,
) -> cajal_status {
    guard(error, || {
        // SAFETY: the header asks for live options that only this thread uses now, and for two readable strings.
        let (options, key, value) = unsafe {
            (options.as_mut(), utf8(key, key_length, "option's key")?, utf8(value, value_length, "option's value")?)
        };
        options.ok_or_else(|| Error::new(ErrorCode::InvalidArgument, "the options are NULL"))?.set(key, value)
    })
}

/// Frees options. NULL is legal.
///
/// Ownership: takes `options`; they are invalid afterwards.
/// Thread safety: any thread; not while another thread or a call uses them.
/// Errors: none.
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cajal_options_free(options: *mut cajal_options) {
    guard_or((), || {
        // SAFETY: the header asks for NULL or options of this library that were not freed.
        unsafe { super::out::free(options) }
    });
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::fill_mask::AfterMask;
    use crate::model::Verify;
    use crate::ner::Aggregation;
    use crate::runtime::Provider;

    fn set(key: &str, value: &str) -> Result<cajal_options> {
        let mut options = cajal_options::default();
        options.set(key, value).map(|()| options)
    }

    #[test]
    fn values_arrive_in_the_options_of_their_call() {
        assert_eq!(set("threads", "3").unwrap().for_load().unwrap().threads, Some(3));
        assert_eq!(set("run_threads", "2").unwrap().for_load().unwrap().run_threads, Some(2));
        assert_eq!(set("provider", "cuda:1").unwrap().for_load().unwrap().provider, Provider::Cuda(1));
        assert_eq!(set("precision", "int8").unwrap().for_load().unwrap().precision, Some(Precision::Int8));
        assert_eq!(set("verify", "strict").unwrap().for_load().unwrap().verify, Verify::Strict);
        assert_eq!(set("window_tokens", "64").unwrap().for_ner().unwrap().window_tokens, Some(64));
        assert_eq!(set("overlap_tokens", "0").unwrap().for_ner().unwrap().overlap_tokens, Some(0));
        assert_eq!(set("threshold", "0.5").unwrap().for_ner().unwrap().threshold, 0.5);
        assert_eq!(set("top_k", "7").unwrap().for_fill_mask().unwrap().top_k, 7);
        assert_eq!(set("top_k", "7").unwrap().for_fill_mask_parity().unwrap().top_k, 7);
        let words = Some(vec!["fiebre".to_owned(), "dolor de pecho".to_owned(), "1,5".to_owned()]);
        let targets = set("targets", "fiebre\ndolor de pecho\r\n1,5").unwrap();
        assert_eq!(targets.for_fill_mask().unwrap().targets, words);
        assert_eq!(targets.for_fill_mask_parity().unwrap().targets, words);
        assert_eq!(set("beam_width", "8").unwrap().for_fill_mask().unwrap().beam_width, Some(8));
        assert_eq!(set("after_mask", "text").unwrap().for_fill_mask().unwrap().after_mask, AfterMask::Text);
        assert_eq!(set("window_tokens", "64").unwrap().for_perplexity().unwrap().window_tokens, Some(64));
        let parity = |key, value| set(key, value).unwrap().for_parity().unwrap().clone();
        assert_eq!(parity("aggregation", "average").aggregation, Aggregation::Average);
        assert_eq!(parity("stride", "0").stride, Some(0));
        assert_eq!(parity("window_tokens", "64").window_tokens, Some(64));
        assert_eq!(parity("ignore_labels", "").ignore_labels, [""; 0]);
        assert_eq!(parity("ignore_labels", "O, UNCLEAR").ignore_labels, ["O", "UNCLEAR"]);
        let labels = set("labels", "PROTEINAS, UNCLEAR").unwrap().for_ner().unwrap().labels.clone();
        assert_eq!(labels, Some(vec!["PROTEINAS".to_owned(), "UNCLEAR".to_owned()]));
    }

    #[test]
    fn a_folder_is_compiled_for_f32_unless_something_else_is_asked_for() {
        assert_eq!(cajal_options::default().for_compile().unwrap().precision, Precision::F32);
        assert_eq!(set("precision", "int8").unwrap().for_compile().unwrap().precision, Precision::Int8);
        assert_eq!(set("threads", "3").unwrap().for_compile().unwrap().threads, Some(3));
        let path = set("runtime_path", "/opt/lib.so").unwrap().for_compile().unwrap().runtime_path;
        assert_eq!(path, Some(PathBuf::from("/opt/lib.so")));
        let refused = set("verify", "strict").unwrap().for_compile().map_err(|error| error.code());
        assert_eq!(refused.err(), Some(ErrorCode::UnknownOption));
    }

    #[test]
    fn replacements_and_mask_lengths_go_together() {
        let replacement = |pairs: &[(&str, &str)]| {
            let mut options = cajal_options::default();
            pairs.iter().try_for_each(|(key, value)| options.set(key, value))?;
            options.for_deidentify()
        };
        assert_eq!(replacement(&[]).unwrap(), Replacement::Label);
        assert_eq!(replacement(&[("replacement", "pseudonym")]).unwrap(), Replacement::Pseudonym);
        assert_eq!(replacement(&[("replacement", "mask")]).unwrap(), Replacement::Mask);
        assert_eq!(replacement(&[("mask_length", "3"), ("replacement", "mask")]).unwrap(), Replacement::FixedMask(3));
        let bad = [("mask_length", "3"), ("replacement", "borrar"), ("mask_length", "-1"), ("mask_length", "256")];
        for bad in bad.chunks(1) {
            assert_eq!(replacement(bad).map_err(|error| error.code()), Err(ErrorCode::InvalidOption));
        }
        assert!(replacement(&[("top_k", "3")]).is_err() && set("replacement", "mask").unwrap().for_ner().is_err());
    }

    #[test]
    fn an_unknown_option_names_the_valid_ones_and_not_itself() {
        let error = set("topk", "5").map(drop).unwrap_err();
        assert_eq!(error.code(), ErrorCode::UnknownOption);
        assert!(KEYS.iter().all(|key| error.message().contains(key.name)) && !error.message().contains("topk"));
    }

    #[test]
    fn bad_values_say_what_is_valid_and_are_not_repeated() {
        let bad = [
            ("threads", "0"),
            ("threads", "dos"),
            ("run_threads", "0"),
            ("provider", "gpu"),
            ("provider", "cuda:x"),
            ("provider", "plugin.so"),
            ("precision", "int4"),
            ("verify", "yes"),
            ("runtime_path", ""),
            ("window_tokens", "-1"),
            ("overlap_tokens", "1.5"),
            ("threshold", "1.01"),
            ("threshold", "NaN"),
            ("labels", "a,,b"),
            ("aggregation", "Simple"),
            ("stride", "-1"),
            ("ignore_labels", "O,"),
            ("top_k", "0"),
            ("beam_width", "0"),
            ("after_mask", "raw"),
            ("timeout_ms", "-5"),
            ("timeout_ms", "99999999999999999999"),
        ];
        for (key, value) in bad {
            let error = set(key, value).map(drop).unwrap_err();
            assert_eq!(error.code(), ErrorCode::InvalidOption, "{key}={value}");
            assert!(error.message().contains(key), "{key}={value}");
        }
    }

    #[test]
    fn a_bad_value_leaves_the_options_as_they_were() {
        let mut options = set("labels", "PROTEINAS").unwrap();
        assert!(options.set("labels", ",").is_err());
        assert_eq!(options.for_ner().unwrap().labels, Some(vec!["PROTEINAS".to_owned()]));
    }

    #[test]
    fn options_that_do_not_apply_to_a_call_are_refused_by_it() {
        let options = set("top_k", "5").unwrap();
        let error = options.for_ner().map(drop).unwrap_err();
        assert_eq!(error.code(), ErrorCode::UnknownOption);
        assert!(error.message().contains("top_k") && error.message().contains("window_tokens"));
        assert!(options.for_classify().is_err() && options.for_load().is_err() && options.for_fill_mask().is_ok());
    }

    #[test]
    fn a_timeout_of_zero_stops_a_call_at_once() {
        let control = set("timeout_ms", "0").unwrap().control(std::ptr::null()).unwrap();
        assert_eq!(control.check().map_err(|error| error.code()), Err(ErrorCode::DeadlineExceeded));
    }

    #[test]
    fn the_header_lists_every_option() {
        let header = include_str!("../../include/cajal.h");
        for key in &KEYS {
            assert!(header.contains(&format!("| {} |", key.name)), "{}", key.name);
        }
    }
}
