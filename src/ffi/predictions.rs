//! `cajal_predictions`: the masks of one text and the candidates for them.

use std::ffi::c_char;
use std::mem::{offset_of, size_of};

use super::guard::guard_or;
use super::offsets::cajal_offsets;
use super::out::{array, free};
use crate::fill_mask::{FillMaskAnswer, Mask, Prediction, Target, TargetStatus};

/// One mask of a text.
#[repr(C)]
pub struct cajal_mask {
    /// Where the mask token stands in the text.
    pub offsets: cajal_offsets,
    /// Index of its first prediction in the array of `cajal_predictions_data`.
    pub first_prediction: u64,
    /// Number of its predictions.
    pub prediction_count: u64,
}

const _: () = assert!(size_of::<cajal_mask>() == 64);
const _: () = assert!(offset_of!(cajal_mask, first_prediction) == 48);

/// The flag of a prediction that starts a word. Without it, the prediction continues the word before the mask.
pub const CAJAL_PREDICTION_STARTS_WORD: u32 = 1;

/// One candidate for a mask: a token of the vocabulary, or a target.
#[repr(C)]
pub struct cajal_prediction {
    /// Where its text starts in the pool of `cajal_predictions_text`. A NUL follows it there.
    pub text_start: u64,
    /// Index of its first token in the array of `cajal_predictions_token_ids`.
    pub first_token: u64,
    /// The natural logarithm of the score, for those too small for `score`.
    pub log_score: f64,
    /// Length of its text in bytes, without the NUL and without a leading space.
    pub text_length: u32,
    /// Number of its tokens: 1, or as many as a target has.
    pub token_count: u32,
    /// Its mask, as an index into the array of `cajal_predictions_masks`.
    pub mask: u32,
    /// The id of its first token in the model's vocabulary.
    pub token_id: u32,
    /// Its `CAJAL_PREDICTION_` flags; unknown bits are to be ignored.
    pub flags: u32,
    /// From 0 to 1: a token's softmax over the whole vocabulary; for a target, the geometric mean over its tokens, each
    /// scored with those before it in place and those after it masked.
    pub score: f32,
}

const _: () = assert!(size_of::<cajal_prediction>() == 48);
const _: () = assert!(offset_of!(cajal_prediction, text_length) == 24);
const _: () = assert!(offset_of!(cajal_prediction, score) == 44);

/// The target was scored.
pub const CAJAL_TARGET_SCORED: u32 = 0;
/// The target has the tokens of an earlier one, whose prediction counts for both.
pub const CAJAL_TARGET_DUPLICATE: u32 = 1;
/// The target holds characters that the vocabulary lacks.
pub const CAJAL_TARGET_UNKNOWN: u32 = 2;
/// The target is empty, or only spaces.
pub const CAJAL_TARGET_EMPTY: u32 = 3;
/// The target has more tokens than fit in the model beside the text.
pub const CAJAL_TARGET_TOO_LONG: u32 = 4;

/// The value of `prediction` for a target that has none.
pub const CAJAL_NO_PREDICTION: u64 = u64::MAX;

/// What became of one target at one mask.
#[repr(C)]
pub struct cajal_target {
    /// Its prediction, as an index into the array of `cajal_predictions_data`; `CAJAL_NO_PREDICTION` if it has none.
    pub prediction: u64,
    /// Its mask, as an index into the array of `cajal_predictions_masks`.
    pub mask: u32,
    /// A `CAJAL_TARGET_` value; take one that is not known for a target that was not scored.
    pub status: u32,
}

const _: () = assert!(size_of::<cajal_target>() == 16);

/// One way to fill all masks of a text at once.
#[repr(C)]
pub struct cajal_filling {
    /// Index of its first prediction in the array of `cajal_predictions_data`; there is one for each mask.
    pub first_prediction: u64,
    /// Number of its predictions.
    pub prediction_count: u64,
    /// The natural logarithm of the score.
    pub log_score: f64,
    /// The product of the predictions' scores, each with the masks before it filled and those after it masked.
    pub score: f32,
    /// Always 0.
    pub reserved: u32,
}

const _: () = assert!(size_of::<cajal_filling>() == 32);
const _: () = assert!(offset_of!(cajal_filling, score) == 24);

/// The candidates for every mask of one text: mask by mask, the best first; then those of whole fillings, if any.
pub struct cajal_predictions {
    pub(super) answer: FillMaskAnswer,
    arrays: Arrays,
}

/// The answer as C reads it.
#[derive(Default)]
struct Arrays {
    masks: Vec<cajal_mask>,
    predictions: Vec<cajal_prediction>,
    targets: Vec<cajal_target>,
    fillings: Vec<cajal_filling>,
    token_ids: Vec<u32>,
    text: Vec<u8>,
}

impl cajal_predictions {
    pub(super) fn new(answer: FillMaskAnswer) -> Self {
        let mut arrays = Arrays::default();
        answer.masks.iter().for_each(|mask| arrays.push_mask(mask));
        for filling in &answer.fillings {
            arrays.fillings.push(cajal_filling {
                first_prediction: arrays.predictions.len() as u64,
                prediction_count: filling.predictions.len() as u64,
                log_score: filling.log_score,
                score: filling.score,
                reserved: 0,
            });
            (0..).zip(&filling.predictions).for_each(|(mask, prediction)| arrays.push_prediction(mask, prediction));
        }
        Self { answer, arrays }
    }
}

impl Arrays {
    fn push_mask(&mut self, mask: &Mask) {
        let (index, first) = (self.masks.len() as u32, self.predictions.len() as u64);
        self.masks.push(cajal_mask {
            offsets: mask.offsets.into(),
            first_prediction: first,
            prediction_count: mask.predictions.len() as u64,
        });
        mask.predictions.iter().for_each(|prediction| self.push_prediction(index, prediction));
        self.targets.extend(mask.targets.iter().map(|target| cajal_target {
            prediction: target.prediction.map_or(CAJAL_NO_PREDICTION, |place| first + place as u64),
            mask: index,
            status: status(target),
        }));
    }

    fn push_prediction(&mut self, mask: u32, prediction: &Prediction) {
        self.predictions.push(cajal_prediction {
            text_start: self.text.len() as u64,
            first_token: self.token_ids.len() as u64,
            log_score: prediction.log_score,
            text_length: prediction.text.len() as u32,
            token_count: prediction.token_ids.len() as u32,
            mask,
            token_id: prediction.token_ids.first().copied().unwrap_or_default(),
            flags: if prediction.starts_word { CAJAL_PREDICTION_STARTS_WORD } else { 0 },
            score: prediction.score,
        });
        self.token_ids.extend(&prediction.token_ids);
        self.text.extend_from_slice(prediction.text.as_bytes());
        self.text.push(0);
    }
}

/// A target's status as a `CAJAL_TARGET_` value.
pub(crate) fn status(target: &Target) -> u32 {
    match target.status {
        TargetStatus::Scored => CAJAL_TARGET_SCORED,
        TargetStatus::Duplicate => CAJAL_TARGET_DUPLICATE,
        TargetStatus::Unknown => CAJAL_TARGET_UNKNOWN,
        TargetStatus::Empty => CAJAL_TARGET_EMPTY,
        TargetStatus::TooLong => CAJAL_TARGET_TOO_LONG,
    }
}

/// The masks of the text, in its order, as one array. NULL if `predictions` is NULL.
///
/// `count`, if not NULL, receives their number.
///
/// Ownership: the array belongs to `predictions` and lives until `cajal_predictions_free`.
/// Thread safety: any thread, while no thread frees `predictions`.
/// Errors: none.
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cajal_predictions_masks(
    predictions: *const cajal_predictions,
    count: *mut usize,
) -> *const cajal_mask {
    guard_or(std::ptr::null(), || {
        // SAFETY: the header asks for NULL or a live result, and NULL or a writable count.
        unsafe { array(predictions.as_ref().map(|result| result.arrays.masks.as_slice()), count) }
    })
}

/// The predictions for all masks as one array, mask by mask, the best first, and then those of whole fillings. NULL if `predictions` is NULL.
///
/// `count`, if not NULL, receives their number.
///
/// Ownership: the array belongs to `predictions` and lives until `cajal_predictions_free`.
/// Thread safety: any thread, while no thread frees `predictions`.
/// Errors: none.
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cajal_predictions_data(
    predictions: *const cajal_predictions,
    count: *mut usize,
) -> *const cajal_prediction {
    guard_or(std::ptr::null(), || {
        // SAFETY: the header asks for NULL or a live result, and NULL or a writable count.
        unsafe { array(predictions.as_ref().map(|result| result.arrays.predictions.as_slice()), count) }
    })
}

/// What became of the targets, as one array: mask by mask, and for each in the order in which the targets were given.
/// NULL if there were none, or `predictions` is NULL.
///
/// `count`, if not NULL, receives their number.
///
/// Ownership: the array belongs to `predictions` and lives until `cajal_predictions_free`.
/// Thread safety: any thread, while no thread frees `predictions`.
/// Errors: none.
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cajal_predictions_targets(
    predictions: *const cajal_predictions,
    count: *mut usize,
) -> *const cajal_target {
    guard_or(std::ptr::null(), || {
        // SAFETY: the header asks for NULL or a live result, and NULL or a writable count.
        unsafe { array(predictions.as_ref().map(|result| result.arrays.targets.as_slice()), count) }
    })
}

/// Whole fillings, the best first, as one array. NULL if the option beam_width was not set, or `predictions` is NULL.
///
/// `count`, if not NULL, receives their number.
///
/// Ownership: the array belongs to `predictions` and lives until `cajal_predictions_free`.
/// Thread safety: any thread, while no thread frees `predictions`.
/// Errors: none.
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cajal_predictions_fillings(
    predictions: *const cajal_predictions,
    count: *mut usize,
) -> *const cajal_filling {
    guard_or(std::ptr::null(), || {
        // SAFETY: the header asks for NULL or a live result, and NULL or a writable count.
        unsafe { array(predictions.as_ref().map(|result| result.arrays.fillings.as_slice()), count) }
    })
}

/// The token ids of all predictions as one array. NULL if `predictions` is NULL.
///
/// `count`, if not NULL, receives their number.
///
/// Ownership: the array belongs to `predictions` and lives until `cajal_predictions_free`.
/// Thread safety: any thread, while no thread frees `predictions`.
/// Errors: none.
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cajal_predictions_token_ids(
    predictions: *const cajal_predictions,
    count: *mut usize,
) -> *const u32 {
    guard_or(std::ptr::null(), || {
        // SAFETY: the header asks for NULL or a live result, and NULL or a writable count.
        unsafe { array(predictions.as_ref().map(|result| result.arrays.token_ids.as_slice()), count) }
    })
}

/// The pool that holds the predictions' texts, UTF-8, each with a NUL after it. NULL if `predictions` is NULL.
///
/// `length`, if not NULL, receives the pool's length in bytes.
///
/// Ownership: the pool belongs to `predictions` and lives until `cajal_predictions_free`.
/// Thread safety: any thread, while no thread frees `predictions`.
/// Errors: none.
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cajal_predictions_text(
    predictions: *const cajal_predictions,
    length: *mut usize,
) -> *const c_char {
    guard_or(std::ptr::null(), || {
        // SAFETY: the header asks for NULL or a live result, and NULL or a writable length.
        unsafe { array(predictions.as_ref().map(|result| result.arrays.text.as_slice()), length) }.cast()
    })
}

/// Frees a result. NULL is legal.
///
/// Ownership: takes `predictions`; it and its arrays are invalid afterwards.
/// Thread safety: any thread; not while another thread uses `predictions`.
/// Errors: none.
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cajal_predictions_free(predictions: *mut cajal_predictions) {
    guard_or((), || {
        // SAFETY: the header asks for NULL or a result of this library that was not freed.
        unsafe { free(predictions) }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fill_mask::Filling;
    use crate::text::{Document, Offsets};

    fn prediction(text: &str, token_ids: &[u32], starts_word: bool) -> Prediction {
        Prediction { token_ids: token_ids.to_vec(), text: text.to_owned(), starts_word, score: 0.25, log_score: -1.4 }
    }

    fn mask(predictions: Vec<Prediction>, targets: Vec<Target>) -> Mask {
        Mask { offsets: Offsets::default(), predictions, targets }
    }

    /// Text and token ids of predictions, as a C program reads them.
    fn read(arrays: &Arrays, first: u64, count: u64) -> Vec<(String, Vec<u32>)> {
        let predictions = &arrays.predictions[first as usize..(first + count) as usize];
        let read = |prediction: &cajal_prediction| {
            let (start, first) = (prediction.text_start as usize, prediction.first_token as usize);
            let end = start + prediction.text_length as usize;
            assert_eq!(arrays.text[end], 0);
            let text = String::from_utf8(arrays.text[start..end].to_vec()).unwrap();
            (text, arrays.token_ids[first..first + prediction.token_count as usize].to_vec())
        };
        predictions.iter().map(read).collect()
    }

    #[test]
    fn masks_and_fillings_find_their_predictions_and_their_texts() {
        let one = || prediction("hipertensión", &[7], true);
        let two = || prediction("ción", &[8, 9], false);
        let masks = vec![mask(vec![one(), two()], Vec::new()), mask(vec![two()], Vec::new())];
        let fillings = vec![Filling { predictions: vec![one(), two()], score: 0.1, log_score: -2.3 }];
        let arrays = cajal_predictions::new(FillMaskAnswer::of(Document::new(""), masks, fillings)).arrays;
        let [one, two] = [("hipertensión".to_owned(), vec![7]), ("ción".to_owned(), vec![8, 9])];
        let of_mask = |mask: &cajal_mask| read(&arrays, mask.first_prediction, mask.prediction_count);
        assert_eq!(
            arrays.masks.iter().map(of_mask).collect::<Vec<_>>(),
            [vec![one.clone(), two.clone()], vec![two.clone()]]
        );
        let filling = &arrays.fillings[0];
        assert_eq!(read(&arrays, filling.first_prediction, filling.prediction_count), [one, two]);
        let places: Vec<(u32, u32)> = arrays.predictions.iter().map(|p| (p.mask, p.flags)).collect();
        assert_eq!(places, [(0, 1), (0, 0), (1, 0), (0, 1), (1, 0)]);
    }

    #[test]
    fn targets_find_their_predictions_over_all_masks() {
        let target = |status, prediction| Target { status, prediction };
        let targets = || {
            vec![
                target(TargetStatus::Unknown, None),
                target(TargetStatus::Scored, Some(0)),
                target(TargetStatus::Duplicate, Some(0)),
            ]
        };
        let predictions = || vec![prediction("fiebre", &[7], true)];
        let masks = vec![mask(predictions(), targets()), mask(predictions(), targets())];
        let arrays = cajal_predictions::new(FillMaskAnswer::of(Document::new(""), masks, Vec::new())).arrays;
        let read: Vec<_> =
            arrays.targets.iter().map(|target| (target.mask, target.status, target.prediction)).collect();
        let (scored, duplicate, unknown) = (CAJAL_TARGET_SCORED, CAJAL_TARGET_DUPLICATE, CAJAL_TARGET_UNKNOWN);
        let first = [(0, unknown, CAJAL_NO_PREDICTION), (0, scored, 0), (0, duplicate, 0)];
        assert_eq!(read, [first, [(1, unknown, CAJAL_NO_PREDICTION), (1, scored, 1), (1, duplicate, 1)]].concat());
    }
}
