//! Rules of a `tokenizer.json` that the `tokenizers` crate takes and fails at: it panics, or reads what is not there.

use serde::Serialize;
use serde_json::Value;

use super::charsmap;

/// Fails where the crate could not follow a rule, or one of those it consists of, on any text.
pub(super) fn check(rule: &impl Serialize) -> Result<(), &'static str> {
    serde_json::to_value(rule).ok().as_ref().and_then(fault).map_or(Ok(()), Err)
}

fn fault(rule: &Value) -> Option<&'static str> {
    let own = match rule.get("type").and_then(Value::as_str) {
        Some("Precompiled") if !charsmap::is_sound(rule) => Some("precompiled_charsmap leads out of its bounds"),
        Some("Replace") if replaces_nothing(rule) => Some("one of its rules replaces nothing by something"),
        Some("FixedLength") if rule.get("length").and_then(Value::as_u64) == Some(0) => {
            Some("one of its rules cuts after no character")
        }
        Some("TemplateProcessing") if !knows_its_tokens(rule) => Some("its template has a token that it does not list"),
        _ => None,
    };
    own.or_else(|| match rule {
        Value::Array(rules) => rules.iter().find_map(fault),
        Value::Object(fields) => fields.values().find_map(fault),
        _ => None,
    })
}

fn replaces_nothing(rule: &Value) -> bool {
    let empty = |kind| rule.pointer(kind).and_then(Value::as_str) == Some("");
    empty("/pattern/String") || empty("/pattern/Regex")
}

/// Whether every special token of the template is among those that it has ids for.
fn knows_its_tokens(rule: &Value) -> bool {
    let known = |id: &str| rule.get("special_tokens").is_some_and(|tokens| tokens.get(id).is_some());
    let parts = ["single", "pair"].into_iter().filter_map(|key| rule.get(key)?.as_array()).flatten();
    parts.filter_map(|part| part.pointer("/SpecialToken/id")?.as_str()).all(known)
}
