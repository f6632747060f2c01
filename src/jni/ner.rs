//! The native methods that find entities.

use jni::EnvUnowned;
use jni::objects::{JByteArray, JClass, JLongArray, JObject, JObjectArray, JString};

use super::call::{answer, document, documents, model, models};
use super::pack::Pack;
use super::progress::watched;
use super::unpack::Unpack;
use crate::error::Result;
use crate::ffi::ner::{fingerprint, names_of};
use crate::ner::{Entity, Ner, NerAnswer, ParityAnswer, ParityNer};
use crate::text::Document;

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
        let (options, control) = watched(env, &pairs, cancel, &progress)?;
        let ner = Ner::new(models(env, &handles)?)?;
        let document = document(env, &text)?;
        let answer = ner.run(&document, options.for_ner()?, &control)?;
        put_entities(pack, &document, &names_of(&ner), &answer);
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
        let (options, control) = watched(env, &pairs, cancel, &progress)?;
        let ner = Ner::new(models(env, &handles)?)?;
        let documents = documents(env, &texts)?;
        let answers = ner.run_batch(&documents, options.for_ner()?, &control)?;
        let names = names_of(&ner);
        pack.count(documents.len());
        for (document, answer) in documents.iter().zip(&answers) {
            pack.outcome(answer, |pack, answer| put_entities(pack, document, &names, answer));
        }
        Ok(())
    })
}

/// `byte[] parityRun(long model, String text, String[] options, long cancel, Progress progress)`
#[unsafe(no_mangle)]
pub extern "system" fn Java_org_cajal_Native_parityRun<'local>(
    env: EnvUnowned<'local>,
    _class: JClass<'local>,
    handle: i64,
    text: JString<'local>,
    pairs: JObjectArray<'local, JString<'local>>,
    cancel: i64,
    progress: JObject<'local>,
) -> JByteArray<'local> {
    answer(env, |env, pack| {
        let (options, control) = watched(env, &pairs, cancel, &progress)?;
        let ner = ParityNer::new(model(handle)?)?;
        put_parity(pack, &ner.run(&document(env, &text)?, options.for_parity()?, &control)?);
        Ok(())
    })
}

/// Labels once, then entities that name them by number.
pub(super) fn put_entities(pack: &mut Pack, document: &Document, models: &[String], answer: &NerAnswer) {
    pack.long(fingerprint(document).cast_signed());
    pack.list(models, |pack, model| pack.string(model));
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

/// What [`put_entities`] wrote.
pub(super) struct Entities {
    pub(super) fingerprint: u64,
    pub(super) models: Vec<String>,
    pub(super) answer: NerAnswer,
}

/// Reads what [`put_entities`] wrote and Java kept.
pub(super) fn take_entities(bytes: &[u8]) -> Result<Entities> {
    let mut unpack = Unpack::new(bytes);
    let fingerprint = unpack.long()?.cast_unsigned();
    let models = unpack.list(Unpack::string)?;
    let [words, windows, shortened_words] = [unpack.size()?, unpack.size()?, unpack.size()?];
    let labels = unpack.list(|unpack| unpack.string().map(std::sync::Arc::<str>::from))?;
    let entities = unpack.list(|unpack| {
        let (offsets, label) = (unpack.offsets()?, unpack.count()?);
        let label = labels.get(label).cloned().unwrap_or_default();
        Ok(Entity { label, score: unpack.float()?, offsets, model: unpack.count()? })
    })?;
    Ok(Entities { fingerprint, models, answer: NerAnswer { entities, words, windows, shortened_words } })
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
