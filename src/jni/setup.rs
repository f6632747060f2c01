//! The native methods around runs: versions, the runtime, models, cancel tokens.

use std::path::Path;

use jni::EnvUnowned;
use jni::objects::{JByteArray, JClass, JObjectArray, JString};

use super::call::{answer, name, options};
use super::pack::Pack;
use crate::control::Cancel;
use crate::error::{Error, Result};
use crate::ffi::cancel::CANCELS;
use crate::ffi::guard::guarded;
use crate::ffi::info::cajal_info;
use crate::ffi::model::{MODELS, load};
use crate::ffi::version::has_feature;
use crate::model::compile;
use crate::runtime;

/// What `org.cajal.Native` and this room agree on: methods, arguments and the packed answers. It goes up with any change.
const INTERFACE: i32 = 5;

/// `int interfaceVersion()`
#[unsafe(no_mangle)]
pub extern "system" fn Java_org_cajal_Native_interfaceVersion(_env: EnvUnowned<'_>, _class: JClass<'_>) -> i32 {
    guarded(|| Ok(INTERFACE)).unwrap_or(0)
}

/// `byte[] version()`
#[unsafe(no_mangle)]
pub extern "system" fn Java_org_cajal_Native_version<'local>(
    env: EnvUnowned<'local>,
    _class: JClass<'local>,
) -> JByteArray<'local> {
    answer(env, |_, pack| {
        pack.string(env!("CARGO_PKG_VERSION"));
        Ok(())
    })
}

/// `byte[] feature(String name)`
#[unsafe(no_mangle)]
pub extern "system" fn Java_org_cajal_Native_feature<'local>(
    env: EnvUnowned<'local>,
    _class: JClass<'local>,
    feature: JString<'local>,
) -> JByteArray<'local> {
    answer(env, |env, pack| {
        pack.int(has_feature(&name(env, &feature, "feature's name")?).into());
        Ok(())
    })
}

/// `byte[] runtimeLoad(String path)`
#[unsafe(no_mangle)]
pub extern "system" fn Java_org_cajal_Native_runtimeLoad<'local>(
    env: EnvUnowned<'local>,
    _class: JClass<'local>,
    path: JString<'local>,
) -> JByteArray<'local> {
    answer(env, |env, _| {
        let path = if path.is_null() { None } else { Some(name(env, &path, "path")?) };
        runtime::load(path.as_deref().map(Path::new)).map(drop)
    })
}

/// `byte[] runtimeInfo()`
#[unsafe(no_mangle)]
pub extern "system" fn Java_org_cajal_Native_runtimeInfo<'local>(
    env: EnvUnowned<'local>,
    _class: JClass<'local>,
) -> JByteArray<'local> {
    answer(env, |_, pack| {
        put_info(pack, &cajal_info::of_runtime(runtime::info().as_ref()));
        Ok(())
    })
}

/// `byte[] modelLoad(String folder, String[] options)`
#[unsafe(no_mangle)]
pub extern "system" fn Java_org_cajal_Native_modelLoad<'local>(
    env: EnvUnowned<'local>,
    _class: JClass<'local>,
    folder: JString<'local>,
    pairs: JObjectArray<'local, JString<'local>>,
) -> JByteArray<'local> {
    answer(env, |env, pack| {
        let model = load(&name(env, &folder, "path")?, options(env, &pairs)?.for_load()?)?;
        let info = cajal_info::of_model(model.info());
        pack.long(MODELS.add::<()>(model).addr() as i64);
        put_info(pack, &info);
        Ok(())
    })
}

/// `byte[] modelCompile(String source, String out, String[] options)`
#[unsafe(no_mangle)]
pub extern "system" fn Java_org_cajal_Native_modelCompile<'local>(
    env: EnvUnowned<'local>,
    _class: JClass<'local>,
    source: JString<'local>,
    out: JString<'local>,
    pairs: JObjectArray<'local, JString<'local>>,
) -> JByteArray<'local> {
    answer(env, |env, _| {
        let options = options(env, &pairs)?.for_compile()?;
        compile(name(env, &source, "path")?, name(env, &out, "path to write")?, &options)
    })
}

/// `void modelFree(long model)`
#[unsafe(no_mangle)]
pub extern "system" fn Java_org_cajal_Native_modelFree(_env: EnvUnowned<'_>, _class: JClass<'_>, handle: i64) {
    discard(guarded(|| MODELS.remove(pointer(handle))));
}

/// `byte[] cancelNew()`
#[unsafe(no_mangle)]
pub extern "system" fn Java_org_cajal_Native_cancelNew<'local>(
    env: EnvUnowned<'local>,
    _class: JClass<'local>,
) -> JByteArray<'local> {
    answer(env, |_, pack| {
        pack.long(CANCELS.add::<()>(Cancel::new()).addr() as i64);
        Ok(())
    })
}

/// `void cancelRequest(long cancel)`
#[unsafe(no_mangle)]
pub extern "system" fn Java_org_cajal_Native_cancelRequest(_env: EnvUnowned<'_>, _class: JClass<'_>, handle: i64) {
    discard(guarded(|| CANCELS.get(pointer(handle)).map(|cancel| cancel.cancel())));
}

/// `void cancelFree(long cancel)`
#[unsafe(no_mangle)]
pub extern "system" fn Java_org_cajal_Native_cancelFree(_env: EnvUnowned<'_>, _class: JClass<'_>, handle: i64) {
    discard(guarded(|| CANCELS.remove(pointer(handle))));
}

fn pointer(handle: i64) -> *const () {
    std::ptr::without_provenance(handle as usize)
}

/// Java makes sure that handles are live when it frees or cancels them, so there is nobody to tell.
fn discard(result: Result<()>) {
    result.unwrap_or_else(|error: Error| log::error!("{error}"));
}

/// Facts by name: a key and its values each.
fn put_info(pack: &mut Pack, info: &cajal_info) {
    let facts = info.entries();
    pack.count(facts.len());
    for (key, values) in facts {
        pack.string(key);
        pack.list(&values, |pack, value| pack.string(value));
    }
}
