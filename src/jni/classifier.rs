//! The native method that labels whole texts.

use jni::EnvUnowned;
use jni::objects::{JByteArray, JClass, JObjectArray, JString};

use super::call::{answer, control, document, model, options};
use super::pack::Pack;
use crate::classify::{Classification, Classifier};

/// `byte[] classifierRun(long model, String text, String[] options, long cancel)`
#[unsafe(no_mangle)]
pub extern "system" fn Java_org_cajal_Native_classifierRun<'local>(
    env: EnvUnowned<'local>,
    _class: JClass<'local>,
    handle: i64,
    text: JString<'local>,
    pairs: JObjectArray<'local, JString<'local>>,
    cancel: i64,
) -> JByteArray<'local> {
    answer(env, |env, pack| {
        let options = options(env, &pairs)?;
        options.for_classify()?;
        let found = Classifier::new(model(handle)?)?.run(&document(env, &text)?, &control(&options, cancel)?)?;
        pack.list(&found, put_classification);
        Ok(())
    })
}

fn put_classification(pack: &mut Pack, classification: &Classification) {
    pack.string(&classification.label);
    pack.float(classification.score);
}
