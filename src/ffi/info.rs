//! `cajal_info`: facts by name, so that a new fact needs no new symbol and no new layout.

use std::ffi::c_char;

use serde_json::{Map, Value};

use super::guard::guard_or;
use super::text::{Text, utf8};
use crate::model::ModelInfo;
use crate::runtime::RuntimeInfo;

/// Facts about a model or the runtime: each key has one value, or several as `labels` has; numbers are in decimal.
pub struct cajal_info {
    facts: Vec<Fact>,
    json: Text,
}

struct Fact {
    key: &'static str,
    values: Vec<Text>,
}

impl cajal_info {
    /// The facts about a model.
    pub(crate) fn of_model(info: &ModelInfo) -> Self {
        Self::new(vec![
            ("source", info.source.as_str().into()),
            ("family", info.family.as_str().into()),
            ("task", info.task.name().into()),
            ("format", info.format.as_str().into()),
            ("weights_type", info.weights_type.as_str().into()),
            ("parameters", info.parameters.into()),
            ("weights_bytes", info.weights_bytes.into()),
            ("layers", info.layers.into()),
            ("hidden_size", info.hidden_size.into()),
            ("vocabulary", info.vocabulary.into()),
            ("max_tokens", info.max_tokens.into()),
            ("mask_token", info.mask_token.as_deref().into()),
            ("labels", info.labels.as_slice().into()),
            ("provider", info.provider.as_str().into()),
            ("provider_asked", info.provider_asked.as_str().into()),
            ("nodes", nodes(info).into()),
            ("threads", info.threads.into()),
            ("run_threads", info.run_threads.into()),
            ("precision", info.precision.as_str().into()),
        ])
    }

    /// The facts about the runtime in use; none before its first load.
    pub(crate) fn of_runtime(info: Option<&RuntimeInfo>) -> Self {
        let Some(info) = info else { return Self::new(Vec::new()) };
        let path = info.path.to_string_lossy();
        Self::new(vec![
            ("version", info.version.as_str().into()),
            ("path", path.into_owned().into()),
            ("source", info.source.name().into()),
        ])
    }

    fn new(facts: Vec<(&'static str, Value)>) -> Self {
        let texts = facts.iter().map(|(key, value)| Fact { key, values: texts(value) }).collect();
        let json: Map<String, Value> = facts.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
        Self { facts: texts, json: Text::new(&Value::Object(json).to_string()) }
    }

    /// The facts as keys with their values.
    #[cfg(feature = "jni")]
    pub(crate) fn entries(&self) -> impl ExactSizeIterator<Item = (&str, Vec<&str>)> {
        self.facts.iter().map(|fact| (fact.key, fact.values.iter().map(Text::as_str).collect()))
    }

    fn values(&self, key: &str) -> &[Text] {
        self.facts.iter().find(|fact| fact.key == key).map_or(&[], |fact| &fact.values)
    }
}

/// How many nodes run where: `CPUExecutionProvider: 41`.
fn nodes(info: &ModelInfo) -> Vec<String> {
    info.nodes.iter().map(|count| format!("{}: {}", count.provider, count.nodes)).collect()
}

/// The values of one fact: none for null, several for an array.
fn texts(value: &Value) -> Vec<Text> {
    match value {
        Value::Null => Vec::new(),
        Value::Array(items) => items.iter().flat_map(texts).collect(),
        Value::String(text) => vec![Text::new(text)],
        other => vec![Text::new(&other.to_string())],
    }
}

/// The number of values that `key` has: 0 if the fact is unknown or has none (`mask_token` of a recogniser).
///
/// Ownership: borrows everything.
/// Thread safety: any thread, while no thread frees `info`.
/// Errors: none.
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cajal_info_count(info: *const cajal_info, key: *const c_char, key_length: usize) -> usize {
    guard_or(0, || {
        // SAFETY: the header asks for NULL or live facts, and a readable key.
        let (info, key) = unsafe { (info.as_ref(), utf8(key, key_length, "key")) };
        info.zip(key.ok()).map_or(0, |(info, key)| info.values(key).len())
    })
}

/// The value number `index` (from 0) of `key`: UTF-8, NUL-terminated. NULL if there is none.
///
/// `length`, if not NULL, receives the length in bytes without the terminator.
///
/// Ownership: the string belongs to `info` and lives until `cajal_info_free`.
/// Thread safety: any thread, while no thread frees `info`.
/// Errors: none.
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cajal_info_value(
    info: *const cajal_info,
    key: *const c_char,
    key_length: usize,
    index: usize,
    length: *mut usize,
) -> *const c_char {
    guard_or(std::ptr::null(), || {
        // SAFETY: the header asks for NULL or live facts, and a readable key.
        let (info, key) = unsafe { (info.as_ref(), utf8(key, key_length, "key")) };
        let value = info.zip(key.ok()).and_then(|(info, key)| info.values(key).get(index));
        // SAFETY: the header asks for NULL or a writable length.
        unsafe { Text::give(value, length) }
    })
}

/// All facts as one JSON object: UTF-8, NUL-terminated. NULL if `info` is NULL.
///
/// `length`, if not NULL, receives the length in bytes without the terminator.
///
/// Ownership: the string belongs to `info` and lives until `cajal_info_free`.
/// Thread safety: any thread, while no thread frees `info`.
/// Errors: none.
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cajal_info_json(info: *const cajal_info, length: *mut usize) -> *const c_char {
    guard_or(std::ptr::null(), || {
        // SAFETY: the header asks for NULL or live facts, and NULL or a writable length.
        unsafe { Text::give(info.as_ref().map(|info| &info.json), length) }
    })
}

/// Frees facts. NULL is legal.
///
/// Ownership: takes `info`; it and its strings are invalid afterwards.
/// Thread safety: any thread; not while another thread uses `info`.
/// Errors: none.
/// Since: 0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cajal_info_free(info: *mut cajal_info) {
    guard_or((), || {
        // SAFETY: the header asks for NULL or facts of this library that were not freed.
        unsafe { super::out::free(info) }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::RuntimeSource;

    fn runtime() -> cajal_info {
        let info =
            RuntimeInfo {
                version: "1.28.0".to_owned(), path: "/opt/año/lib.so".into(), source: RuntimeSource::Beside
            };
        cajal_info::of_runtime(Some(&info))
    }

    fn strings(info: &cajal_info, key: &str) -> Vec<String> {
        info.values(key).iter().map(|text| text.as_str().to_owned()).collect()
    }

    #[test]
    fn facts_are_found_by_name() {
        assert_eq!(strings(&runtime(), "version"), ["1.28.0"]);
        assert_eq!(strings(&runtime(), "path"), ["/opt/año/lib.so"]);
        assert!(strings(&runtime(), "colour").is_empty());
    }

    #[test]
    fn facts_are_one_json_object() {
        let expected = r#"{"version":"1.28.0","path":"/opt/año/lib.so","source":"beside"}"#;
        assert_eq!(runtime().json.as_str(), expected);
        assert_eq!(cajal_info::of_runtime(None).json.as_str(), "{}");
    }

    #[test]
    fn lists_have_several_values_and_null_has_none() {
        let info = cajal_info::new(vec![("labels", ["A", "B"].as_slice().into()), ("mask_token", Value::Null)]);
        assert_eq!(strings(&info, "labels"), ["A", "B"]);
        assert!(strings(&info, "mask_token").is_empty());
    }
}
