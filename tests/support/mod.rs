//! What the integration tests share.
// Every test binary compiles its own copy and uses its own part of it.
#![allow(dead_code)]

pub mod golden;
pub mod random_checkpoint;
