//! The Java interface: the native methods of `org.cajal.Native` (bindings/java).
//!
//! Text crosses as UTF-16. Every answer is one packed byte array ([`pack`]): a status, then what the caller asked for or
//! why it failed. Java decodes it and throws there, so nothing here looks up a Java class while a call runs. Models and
//! cancel tokens are the same checked handles as in the C ABI, so closing one during a call is safe.

#![allow(unsafe_code, non_snake_case)]

mod call;
mod classifier;
#[cfg(feature = "jni-crossing")]
mod crossing;
mod export;
mod fill_mask;
mod log;
mod ner;
mod pack;
mod progress;
mod setup;
mod unpack;

#[cfg(test)]
mod tests;
