//! Versions and features.

use std::ffi::c_char;

use super::guard::guard_or;
use super::text::utf8;

/// The number in the SONAME, from Cargo.toml. The header's `CAJAL_ABI_VERSION` is made from the same line.
const ABI_VERSION: u32 = match u32::from_str_radix(env!("CAJAL_ABI_VERSION"), 10) {
    Ok(number) => number,
    Err(_) => 0,
};
const _: () = assert!(ABI_VERSION > 0);

/// What this build can do. Features of the ABI itself come with `CAJAL_ABI_VERSION`; these vary between builds.
const FEATURES: &[&str] = &[
    #[cfg(feature = "embedded-models")]
    "embedded-models",
];

/// Whether this build has a feature.
pub(crate) fn has_feature(name: &str) -> bool {
    FEATURES.contains(&name)
}

/// The ABI version of the library that is loaded. A program works with it if it equals the header's `CAJAL_ABI_VERSION`
/// and `cajal_version` is not older than the header.
///
/// Ownership: none.
/// Thread safety: any thread.
/// Errors: none.
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn cajal_abi_version() -> u32 {
    guard_or(0, || ABI_VERSION)
}

/// The version of the library that is loaded: `0.1.0`.
///
/// Ownership: the string is static and NUL-terminated; do not free it.
/// Thread safety: any thread.
/// Errors: none.
/// Since: 0.1
#[unsafe(no_mangle)]
pub extern "C" fn cajal_version() -> *const c_char {
    guard_or(std::ptr::null(), || concat!(env!("CARGO_PKG_VERSION"), "\0").as_ptr().cast())
}

/// 1 if this build of the library has the feature `name`, else 0. Known: `embedded-models`.
///
/// Ownership: borrows `name`.
/// Thread safety: any thread.
/// Errors: none.
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cajal_feature(name: *const c_char, name_length: usize) -> i32 {
    guard_or(0, || {
        // SAFETY: the header asks for a readable name.
        let name = unsafe { utf8(name, name_length, "name") };
        name.is_ok_and(has_feature).into()
    })
}
