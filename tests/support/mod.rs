//! What the integration tests share.
// Every test binary compiles its own copy and uses its own part of it.
#![allow(dead_code)]
// Clippy's own leave for tests covers test functions only, not their helpers.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout)]

pub mod golden;
pub mod memory;
pub mod providers;
pub mod random_checkpoint;
