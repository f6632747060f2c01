//! What every native method does: read arguments, stay inside the guard, put the answer into one byte array.

use jni::objects::{JByteArray, JLongArray, JObjectArray, JString};
use jni::refs::IntoAuto;
use jni::{Env, EnvUnowned, Outcome};

use super::pack::Pack;
use crate::control::Control;
use crate::error::{Error, ErrorCode, Result};
use crate::ffi::guard::guarded;
use crate::ffi::model::MODELS;
use crate::ffi::options::cajal_options;
use crate::ffi::text::document_of_units;
use crate::model::Model;
use crate::text::Document;

/// Runs `body`, which fills the answer. Null only where Java could not give the array, with its exception pending.
pub(super) fn answer<'local>(
    mut env: EnvUnowned<'local>,
    body: impl FnOnce(&mut Env<'local>, &mut Pack) -> Result<()>,
) -> JByteArray<'local> {
    let outcome = env.with_env(|env| -> jni::errors::Result<JByteArray<'local>> {
        let packed = guarded(|| {
            let mut pack = Pack::success();
            body(env, &mut pack)?;
            fits(pack.into_bytes())
        });
        env.byte_array_from_slice(&packed.unwrap_or_else(|error| Pack::failure(&error).into_bytes()))
    });
    match outcome.into_outcome() {
        Outcome::Ok(array) => array,
        Outcome::Err(_) | Outcome::Panic(_) => JByteArray::default(),
    }
}

fn fits(bytes: Vec<u8>) -> Result<Vec<u8>> {
    if i32::try_from(bytes.len()).is_ok() {
        return Ok(bytes);
    }
    let message = "the answer is larger than a Java array can be; split the text and call once for each part";
    Err(Error::new(ErrorCode::InvalidArgument, message))
}

/// What a failure inside the JVM comes to. Its messages name functions of JNI only.
pub(super) fn failed(error: jni::errors::Error) -> Error {
    Error::new(ErrorCode::Internal, format!("the Java virtual machine refused a call: {error}"))
}

/// A string's UTF-16 code units.
fn units(env: &Env<'_>, string: &JString<'_>) -> Result<Vec<u16>> {
    if string.is_null() {
        return Err(Error::new(ErrorCode::InvalidArgument, "a string is null"));
    }
    let raw = env.get_raw();
    // SAFETY: `raw` is this thread's environment while `env` is borrowed; `string` is a live reference, not null, and a
    // java.lang.String by the native method's signature.
    let length = unsafe { ((**raw).v1_1.GetStringLength)(raw, string.as_raw()) };
    let mut units = vec![0; length.max(0) as usize];
    // SAFETY: as above; `units` has room for the whole string, which cannot change.
    unsafe { ((**raw).v1_2.GetStringRegion)(raw, string.as_raw(), 0, length, units.as_mut_ptr()) };
    Ok(units)
}

/// The document that a string spells; a lone surrogate becomes U+FFFD, which also takes one unit.
pub(super) fn document(env: &Env<'_>, string: &JString<'_>) -> Result<Document> {
    Ok(document_of_units(&units(env, string)?))
}

/// A string that names something: a path, an option. `what` stands for it in messages.
pub(super) fn name(env: &Env<'_>, string: &JString<'_>, what: &str) -> Result<String> {
    String::from_utf16(&units(env, string)?).map_err(|_| {
        Error::new(ErrorCode::InvalidUtf8, format!("the {what} holds half a character (a lone surrogate)"))
    })
}

/// Options from keys and values in turn; null is none.
pub(super) fn options(env: &mut Env<'_>, pairs: &JObjectArray<'_, JString<'_>>) -> Result<cajal_options> {
    let mut options = cajal_options::default();
    if pairs.is_null() {
        return Ok(options);
    }
    for index in (0..pairs.len(env).map_err(failed)?).step_by(2) {
        let key = pairs.get_element(env, index).map_err(failed)?;
        let value = pairs.get_element(env, index + 1).map_err(failed)?;
        options.set(&name(env, &key, "option's key")?, &name(env, &value, "option's value")?)?;
    }
    Ok(options)
}

/// What may stop a call that starts now; a token of 0 is none.
pub(super) fn control(options: &cajal_options, cancel: i64) -> Result<Control> {
    options.control(std::ptr::without_provenance(cancel as usize))
}

/// The documents that an array of strings spells.
pub(super) fn documents(env: &mut Env<'_>, texts: &JObjectArray<'_, JString<'_>>) -> Result<Vec<Document>> {
    let mut documents = Vec::new();
    for index in 0..texts.len(env).map_err(failed)? {
        // Freed at once: a batch may have more texts than there is room for local references.
        let text = texts.get_element(env, index).map_err(failed)?.auto();
        documents.push(document(env, &text)?);
    }
    Ok(documents)
}

/// The model behind a handle.
pub(super) fn model(handle: i64) -> Result<Model> {
    MODELS.get(std::ptr::without_provenance::<()>(handle as usize))
}

/// The models behind handles.
pub(super) fn models(env: &Env<'_>, handles: &JLongArray<'_>) -> Result<Vec<Model>> {
    longs(env, handles)?.into_iter().map(model).collect()
}

/// The numbers of an array.
pub(super) fn longs(env: &Env<'_>, array: &JLongArray<'_>) -> Result<Vec<i64>> {
    let mut numbers = vec![0; array.len(env).map_err(failed)?];
    array.get_region(env, 0, &mut numbers).map_err(failed)?;
    Ok(numbers)
}
