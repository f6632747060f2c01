//! The native methods that run models.

use jni::EnvUnowned;
use jni::objects::{JByteArray, JClass, JLongArray, JObject, JObjectArray, JString};

use super::call::{answer, control, document, documents, model, models, options, watched};
use super::pack::Pack;
use crate::classify::{Classification, Classifier};
use crate::fill_mask::{FillMask, Mask};
use crate::ner::{Ner, NerAnswer, ParityAnswer, ParityNer};

/// `byte[] nerRun(long[] models, String text, String[] options, long cancel, Progress progress)`
#[unsafe(no_mangle)]
pub extern "system" fn Java_org_cajal_Native_nerRun<'local>(
    env: EnvUnowned<'local>,
    _class: JClass<'local>,
    handles: JLongArray<'local>,
    text: JString<'local>,
    pairs: JObjectArray<'local, JString<'local>>,
    cancel: i64,
    progress: JObject<'local>,
) -> JByteArray<'local> {
    answer(env, |env, pack| {
        let options = options(env, &pairs)?;
        let control = watched(env, control(&options, cancel)?, &progress)?;
        let ner = Ner::new(models(env, &handles)?)?;
        put_entities(pack, &ner.run(&document(env, &text)?, options.for_ner()?, &control)?);
        Ok(())
    })
}

/// `byte[] nerRunBatch(long[] models, String[] texts, String[] options, long cancel, Progress progress)`
#[unsafe(no_mangle)]
pub extern "system" fn Java_org_cajal_Native_nerRunBatch<'local>(
    env: EnvUnowned<'local>,
    _class: JClass<'local>,
    handles: JLongArray<'local>,
    texts: JObjectArray<'local, JString<'local>>,
    pairs: JObjectArray<'local, JString<'local>>,
    cancel: i64,
    progress: JObject<'local>,
) -> JByteArray<'local> {
    answer(env, |env, pack| {
        let options = options(env, &pairs)?;
        let control = watched(env, control(&options, cancel)?, &progress)?;
        let ner = Ner::new(models(env, &handles)?)?;
        let answers = ner.run_batch(&documents(env, &texts)?, options.for_ner()?, &control)?;
        pack.list(&answers, |pack, answer| pack.outcome(answer, put_entities));
        Ok(())
    })
}

/// `byte[] parityRun(long model, String text, String[] options, long cancel)`
#[unsafe(no_mangle)]
pub extern "system" fn Java_org_cajal_Native_parityRun<'local>(
    env: EnvUnowned<'local>,
    _class: JClass<'local>,
    handle: i64,
    text: JString<'local>,
    pairs: JObjectArray<'local, JString<'local>>,
    cancel: i64,
) -> JByteArray<'local> {
    answer(env, |env, pack| {
        let options = options(env, &pairs)?;
        let ner = ParityNer::new(model(handle)?)?;
        put_parity(pack, &ner.run(&document(env, &text)?, options.for_parity()?, &control(&options, cancel)?)?);
        Ok(())
    })
}

/// `byte[] fillMaskRun(long model, String text, String[] options, long cancel)`
#[unsafe(no_mangle)]
pub extern "system" fn Java_org_cajal_Native_fillMaskRun<'local>(
    env: EnvUnowned<'local>,
    _class: JClass<'local>,
    handle: i64,
    text: JString<'local>,
    pairs: JObjectArray<'local, JString<'local>>,
    cancel: i64,
) -> JByteArray<'local> {
    answer(env, |env, pack| {
        let options = options(env, &pairs)?;
        let fill_mask = FillMask::new(model(handle)?)?;
        let found = fill_mask.run(&document(env, &text)?, options.for_fill_mask()?, &control(&options, cancel)?)?;
        pack.list(&found.masks, put_mask);
        Ok(())
    })
}

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

/// Labels once, then entities that name them by number.
pub(super) fn put_entities(pack: &mut Pack, answer: &NerAnswer) {
    pack.size(answer.words);
    pack.size(answer.windows);
    pack.size(answer.shortened_words);
    let mut labels: Vec<&str> = Vec::new();
    for entity in &answer.entities {
        if !labels.contains(&&*entity.label) {
            labels.push(&entity.label);
        }
    }
    pack.list(&labels, |pack, label| pack.string(label));
    pack.list(&answer.entities, |pack, entity| {
        pack.offsets(&entity.offsets);
        pack.count(labels.iter().position(|label| **label == *entity.label).unwrap_or_default());
        pack.float(entity.score);
        pack.count(entity.model);
    });
}

/// The part that was not read comes last: a list of one or none.
fn put_parity(pack: &mut Pack, answer: &ParityAnswer) {
    pack.size(answer.windows);
    pack.list(&answer.entities, |pack, entity| {
        pack.offsets(&entity.offsets);
        pack.float(entity.score);
        pack.count(entity.index.unwrap_or(0));
        pack.string(&entity.label);
        pack.string(&entity.word);
    });
    pack.list(answer.unread.as_slice(), |pack, unread| pack.offsets(unread));
}

fn put_mask(pack: &mut Pack, mask: &Mask) {
    pack.offsets(&mask.offsets);
    pack.list(&mask.predictions, |pack, prediction| {
        // A candidate of the vocabulary is one token.
        pack.count(prediction.token_ids.first().map_or(0, |id| *id as usize));
        pack.float(prediction.score);
        pack.int(prediction.starts_word.into());
        pack.string(&prediction.text);
    });
}

fn put_classification(pack: &mut Pack, classification: &Classification) {
    pack.string(&classification.label);
    pack.float(classification.score);
}
