//! A Java listener: told how far a call has come, and the end of the call where it throws.

use jni::objects::{JObject, JObjectArray, JString};
use jni::refs::Global;
use jni::{Env, JValue, JavaVM, jni_sig, jni_str};

use super::call::{control, failed, options};
use crate::control::{Cancel, CancelGuard, Control, Progress};
use crate::error::Result;
use crate::ffi::options::cajal_options;

/// The `Progress` object of one call.
struct Listener {
    object: Global<JObject<'static>>,
    /// Stops this call alone: the caller's token may be that of other calls too.
    stop: Cancel,
    /// Has the caller's token stop the call as well.
    _caller: Option<CancelGuard>,
}

impl Listener {
    fn hear(&self, progress: Progress) {
        // The Java object keeps what the listener throws and says no; a JVM that cannot call it has nobody to tell.
        if let Ok(false) = self.tell(progress) {
            self.stop.cancel();
        }
    }

    /// Whether the call is to go on. No exception is left pending.
    fn tell(&self, progress: Progress) -> jni::errors::Result<bool> {
        let numbers = [progress.bytes_done, progress.bytes_total].map(|bytes| JValue::Long(bytes as i64));
        JavaVM::singleton()?.attach_current_thread_for_scope(|env| {
            env.call_method(&self.object, jni_str!("progress"), jni_sig!("(JJ)Z"), &numbers)?.z()
        })
    }
}

/// Options from keys and values in turn, and what may stop and watch a call with them. A `Progress` object (null is none) is
/// told after every few windows, on the thread that makes the call.
pub(super) fn watched(
    env: &mut Env<'_>,
    pairs: &JObjectArray<'_, JString<'_>>,
    cancel: i64,
    progress: &JObject<'_>,
) -> Result<(cajal_options, Control)> {
    let options = options(env, pairs)?;
    let control = control(&options, cancel)?;
    if progress.is_null() {
        return Ok((options, control));
    }
    let stop = Cancel::new();
    let handed_on = stop.clone();
    let caller = control.cancel().map(|token| token.on_cancel(Box::new(move || handed_on.cancel())));
    let object = env.new_global_ref(progress).map_err(failed)?;
    let listener = Listener { object, stop: stop.clone(), _caller: caller };
    Ok((options, control.with_cancel(stop).with_progress(move |progress| listener.hear(progress))))
}
