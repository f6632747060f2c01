//! Messages of the library to `org.cajal.Native.log`, which hands them to the host's `System.Logger`.

use jni::objects::{JByteArray, JClass};
use jni::refs::Weak;
use jni::{EnvUnowned, JValue, JavaVM, jni_sig, jni_str};

use super::call::{answer, failed};
use crate::error::Result;
use crate::ffi::log::{Sink, filter, set};

/// The Java class that takes messages. A weak reference: a host that reloads its classes must be able to drop it.
struct JavaLog {
    class: Weak<JClass<'static>>,
}

impl Sink for JavaLog {
    fn deliver(&self, level: i32, message: &str) {
        // Nobody can be told where this fails, as it does while the JVM shuts down.
        let _ = self.call(level, message);
    }
}

impl JavaLog {
    /// Threads of ONNX Runtime are attached for this message only: one that stays attached would keep the JVM alive.
    fn call(&self, level: i32, message: &str) -> jni::errors::Result<()> {
        JavaVM::singleton()?.attach_current_thread_for_scope(|env| {
            let Some(class) = self.class.upgrade_local(env)? else { return Ok(()) };
            let message = env.new_string(message)?;
            let arguments = [JValue::Int(level), JValue::Object(&message)];
            env.call_static_method(class, jni_str!("log"), jni_sig!("(ILjava/lang/String;)V"), &arguments)?;
            Ok(())
        })
    }
}

/// `byte[] logStart(int level)`: messages of `level` (a `CAJAL_LOG_` number) and graver go to this class.
#[unsafe(no_mangle)]
pub extern "system" fn Java_org_cajal_Native_logStart<'local>(
    env: EnvUnowned<'local>,
    class: JClass<'local>,
    level: i32,
) -> JByteArray<'local> {
    answer(env, |env, _| -> Result<()> {
        let class = env.new_weak_ref(class).map_err(failed)?;
        set(Some(Box::new(JavaLog { class })), filter(level)?)
    })
}
