//! `cajal_status`: the library's error codes as C sees them.

use std::ffi::{CStr, c_char};

use super::guard::guard_or;
use crate::error::ErrorCode;

/// Zero (`CAJAL_OK`), or one of the `CAJAL_ERROR_` numbers. The numbers are frozen; later versions may add some.
pub type cajal_status = i32;

/// The call did what it was asked.
pub const CAJAL_OK: i32 = 0;
/// An argument is out of its range, NULL where it may not be, or of the wrong kind.
pub const CAJAL_ERROR_INVALID_ARGUMENT: i32 = 1;
/// Bytes that should be UTF-8 are not.
pub const CAJAL_ERROR_INVALID_UTF8: i32 = 2;
/// An option's name is not known here; the message lists the valid ones.
pub const CAJAL_ERROR_UNKNOWN_OPTION: i32 = 3;
/// An option's value does not parse or is out of range; the message says what is valid.
pub const CAJAL_ERROR_INVALID_OPTION: i32 = 4;
/// A handle was freed already or never came from this library.
pub const CAJAL_ERROR_INVALID_HANDLE: i32 = 5;
/// The model folder, or the built-in model of that name, does not exist.
pub const CAJAL_ERROR_MODEL_NOT_FOUND: i32 = 10;
/// The folder has no config.json.
pub const CAJAL_ERROR_CONFIG_MISSING: i32 = 11;
/// config.json does not parse, or a value in it is missing or contradicts another.
pub const CAJAL_ERROR_CONFIG_INVALID: i32 = 12;
/// The family (model_type), head or activation is not one this library runs.
pub const CAJAL_ERROR_MODEL_UNSUPPORTED: i32 = 13;
/// The model's head does not do the task that was asked.
pub const CAJAL_ERROR_TASK_MISMATCH: i32 = 14;
/// The folder has no weights file.
pub const CAJAL_ERROR_WEIGHTS_MISSING: i32 = 15;
/// A weights file is truncated or damaged, or a tensor is missing, misshaped or not finite.
pub const CAJAL_ERROR_WEIGHTS_INVALID: i32 = 16;
/// A pytorch_model.bin asks for something other than plain tensors. Nothing was executed.
pub const CAJAL_ERROR_WEIGHTS_UNSAFE: i32 = 17;
/// The folder has no tokenizer files.
pub const CAJAL_ERROR_TOKENIZER_MISSING: i32 = 18;
/// The tokenizer files do not parse, or give ids beyond the model's vocabulary.
pub const CAJAL_ERROR_TOKENIZER_INVALID: i32 = 19;
/// id2label is missing, has gaps, or does not match the classifier's rows.
pub const CAJAL_ERROR_LABELS_INVALID: i32 = 20;
/// No ONNX Runtime library was found; the message lists the places looked at.
pub const CAJAL_ERROR_RUNTIME_NOT_FOUND: i32 = 30;
/// The file is not an ONNX Runtime library for this machine, or is truncated.
pub const CAJAL_ERROR_RUNTIME_INVALID: i32 = 31;
/// The ONNX Runtime library is older than this library needs.
pub const CAJAL_ERROR_RUNTIME_TOO_OLD: i32 = 32;
/// ONNX Runtime reported an error.
pub const CAJAL_ERROR_RUNTIME_FAILED: i32 = 33;
/// The execution provider that was asked for cannot run here.
pub const CAJAL_ERROR_PROVIDER_UNAVAILABLE: i32 = 34;
/// The process was forked after the library was loaded, and this is the child.
pub const CAJAL_ERROR_RUNTIME_FORKED: i32 = 35;
/// The text for fill-mask has no mask token; the message names the right one.
pub const CAJAL_ERROR_MASK_MISSING: i32 = 40;
/// The text holds the mask token of another model family; the message names the right one.
pub const CAJAL_ERROR_MASK_FOREIGN: i32 = 41;
/// The caller cancelled.
pub const CAJAL_ERROR_CANCELLED: i32 = 50;
/// The deadline passed.
pub const CAJAL_ERROR_DEADLINE_EXCEEDED: i32 = 51;
/// Reading or writing a file failed.
pub const CAJAL_ERROR_IO: i32 = 60;
/// A fault of the library itself. The call had no effect; please report it.
pub const CAJAL_ERROR_INTERNAL: i32 = 99;

/// The names in the order of the numbers.
const NAMES: [(cajal_status, &CStr); 29] = [
    (CAJAL_OK, c"ok"),
    (CAJAL_ERROR_INVALID_ARGUMENT, c"invalid_argument"),
    (CAJAL_ERROR_INVALID_UTF8, c"invalid_utf8"),
    (CAJAL_ERROR_UNKNOWN_OPTION, c"unknown_option"),
    (CAJAL_ERROR_INVALID_OPTION, c"invalid_option"),
    (CAJAL_ERROR_INVALID_HANDLE, c"invalid_handle"),
    (CAJAL_ERROR_MODEL_NOT_FOUND, c"model_not_found"),
    (CAJAL_ERROR_CONFIG_MISSING, c"config_missing"),
    (CAJAL_ERROR_CONFIG_INVALID, c"config_invalid"),
    (CAJAL_ERROR_MODEL_UNSUPPORTED, c"model_unsupported"),
    (CAJAL_ERROR_TASK_MISMATCH, c"task_mismatch"),
    (CAJAL_ERROR_WEIGHTS_MISSING, c"weights_missing"),
    (CAJAL_ERROR_WEIGHTS_INVALID, c"weights_invalid"),
    (CAJAL_ERROR_WEIGHTS_UNSAFE, c"weights_unsafe"),
    (CAJAL_ERROR_TOKENIZER_MISSING, c"tokenizer_missing"),
    (CAJAL_ERROR_TOKENIZER_INVALID, c"tokenizer_invalid"),
    (CAJAL_ERROR_LABELS_INVALID, c"labels_invalid"),
    (CAJAL_ERROR_RUNTIME_NOT_FOUND, c"runtime_not_found"),
    (CAJAL_ERROR_RUNTIME_INVALID, c"runtime_invalid"),
    (CAJAL_ERROR_RUNTIME_TOO_OLD, c"runtime_too_old"),
    (CAJAL_ERROR_RUNTIME_FAILED, c"runtime_failed"),
    (CAJAL_ERROR_PROVIDER_UNAVAILABLE, c"provider_unavailable"),
    (CAJAL_ERROR_RUNTIME_FORKED, c"runtime_forked"),
    (CAJAL_ERROR_MASK_MISSING, c"mask_missing"),
    (CAJAL_ERROR_MASK_FOREIGN, c"mask_foreign"),
    (CAJAL_ERROR_CANCELLED, c"cancelled"),
    (CAJAL_ERROR_DEADLINE_EXCEEDED, c"deadline_exceeded"),
    (CAJAL_ERROR_IO, c"io"),
    (CAJAL_ERROR_INTERNAL, c"internal"),
];

/// The status of an error code. The constants are literals because the header's generator evaluates nothing; a test
/// holds them to the codes.
pub(super) fn of(code: ErrorCode) -> cajal_status {
    code as cajal_status
}

/// The name of a status in lower case (`model_not_found`), or NULL if this version does not know the number.
///
/// Ownership: the string is static and NUL-terminated; do not free it.
/// Thread safety: any thread.
/// Errors: none.
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn cajal_status_name(status: cajal_status) -> *const c_char {
    guard_or(std::ptr::null(), || {
        NAMES.iter().find(|(number, _)| *number == status).map_or(std::ptr::null(), |(_, name)| name.as_ptr())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `Name = number,` lines of the enum, read from its source so that no variant can be left out.
    fn codes_in_source() -> Vec<(String, i32)> {
        let source = include_str!("../error.rs");
        let variants = source.split_once("pub enum ErrorCode {").unwrap().1.split_once('}').unwrap().0;
        variants
            .lines()
            .filter_map(|line| line.trim().strip_suffix(',')?.split_once(" = "))
            .map(|(name, number)| (snake_case(name), number.parse().unwrap()))
            .collect()
    }

    fn snake_case(name: &str) -> String {
        let mut snake = String::new();
        for c in name.chars() {
            if c.is_uppercase() && !snake.is_empty() {
                snake.push('_');
            }
            snake.push(c.to_ascii_lowercase());
        }
        snake
    }

    #[test]
    fn every_error_code_has_its_number_and_name_in_c() {
        let in_c: Vec<(String, i32)> =
            NAMES[1..].iter().map(|(number, name)| (name.to_str().unwrap().to_owned(), *number)).collect();
        assert_eq!(in_c, codes_in_source());
    }

    #[test]
    fn every_number_is_a_constant_of_the_header() {
        let header = include_str!("../../include/cajal.h");
        let mut defined: Vec<(String, i32)> = header
            .lines()
            .filter_map(|line| line.strip_prefix("#define CAJAL_ERROR_")?.split_once(' '))
            .map(|(name, number)| (name.to_lowercase(), number.trim().parse().unwrap()))
            .collect();
        defined.sort_by_key(|(_, number)| *number);
        assert_eq!(defined, codes_in_source());
    }

    #[test]
    fn a_code_and_its_status_are_the_same_number() {
        assert_eq!(of(ErrorCode::InvalidArgument), CAJAL_ERROR_INVALID_ARGUMENT);
        assert_eq!(of(ErrorCode::Internal), CAJAL_ERROR_INTERNAL);
    }
}
