//! The native methods that fill masks.

use jni::EnvUnowned;
use jni::objects::{JByteArray, JClass, JLongArray, JObject, JObjectArray, JString};
use jni::refs::IntoAuto;

use super::call::{answer, document, documents, failed, longs, model, name};
use super::pack::Pack;
use super::progress::watched;
use crate::ffi::predictions::status;
use crate::fill_mask::{FillMask, FillMaskAnswer, Filling, Mask, ParityFillMask, ParityMask, Prediction, Target};
use crate::text::{Offsets, Span};

/// `byte[] fillMaskRun(long model, String text, String[] options, long cancel, Progress progress)`
#[unsafe(no_mangle)]
pub extern "system" fn Java_org_cajal_Native_fillMaskRun<'local>(
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
        let fill_mask = FillMask::new(model(handle)?)?;
        put_answer(pack, &fill_mask.run(&document(env, &text)?, options.for_fill_mask()?, &control)?);
        Ok(())
    })
}

/// `byte[] fillMaskRunBatch(long model, String[] texts, String[] options, long cancel, Progress progress)`
#[unsafe(no_mangle)]
pub extern "system" fn Java_org_cajal_Native_fillMaskRunBatch<'local>(
    env: EnvUnowned<'local>,
    _class: JClass<'local>,
    handle: i64,
    texts: JObjectArray<'local, JString<'local>>,
    pairs: JObjectArray<'local, JString<'local>>,
    cancel: i64,
    progress: JObject<'local>,
) -> JByteArray<'local> {
    answer(env, |env, pack| {
        let (options, control) = watched(env, &pairs, cancel, &progress)?;
        let fill_mask = FillMask::new(model(handle)?)?;
        let answers = fill_mask.run_batch(&documents(env, &texts)?, options.for_fill_mask()?, &control)?;
        pack.list(&answers, |pack, answer| pack.outcome(answer, put_answer));
        Ok(())
    })
}

/// `byte[] fill(String text, String[] words, long[] places)`: three numbers for each word, its mask's start and end in
/// UTF-8 and whether the word starts a word.
#[unsafe(no_mangle)]
pub extern "system" fn Java_org_cajal_Native_fill<'local>(
    env: EnvUnowned<'local>,
    _class: JClass<'local>,
    text: JString<'local>,
    words: JObjectArray<'local, JString<'local>>,
    places: JLongArray<'local>,
) -> JByteArray<'local> {
    answer(env, |env, pack| {
        let numbers = longs(env, &places)?;
        let (mut masks, mut predictions) = (Vec::new(), Vec::new());
        for (index, place) in numbers.as_chunks().0.iter().enumerate() {
            let word = words.get_element(env, index).map_err(failed)?.auto();
            let &[start, end, starts_word] = place;
            masks.push(mask_at(Span { start: start as usize, end: end as usize }));
            predictions.push(Prediction {
                token_ids: Vec::new(),
                text: name(env, &word, "word")?,
                starts_word: starts_word != 0,
                score: 0.0,
                log_score: 0.0,
            });
        }
        let filling = Filling { predictions, score: 0.0, log_score: 0.0 };
        let answer = FillMaskAnswer::of(document(env, &text)?, masks, vec![filling]);
        if let Some(filled) = answer.filled_together(0) {
            pack.string(&filled.text);
            pack.list(&filled.insertions, Pack::offsets);
        }
        Ok(())
    })
}

fn mask_at(utf8: Span) -> Mask {
    Mask { offsets: Offsets { utf8, ..Offsets::default() }, predictions: Vec::new(), targets: Vec::new() }
}

/// `byte[] parityFillMaskRun(long model, String text, String[] options, long cancel, Progress progress)`
#[unsafe(no_mangle)]
pub extern "system" fn Java_org_cajal_Native_parityFillMaskRun<'local>(
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
        let fill_mask = ParityFillMask::new(model(handle)?)?;
        pack.list(&fill_mask.run(&document(env, &text)?, options.for_fill_mask_parity()?, &control)?, put_parity);
        Ok(())
    })
}

/// `byte[] perplexity(long model, String text, String[] options, long cancel, Progress progress)`
#[unsafe(no_mangle)]
pub extern "system" fn Java_org_cajal_Native_perplexity<'local>(
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
        let fill_mask = FillMask::new(model(handle)?)?;
        let found = fill_mask.perplexity(&document(env, &text)?, options.for_perplexity()?, &control)?;
        pack.size(found.tokens);
        pack.double(found.log_likelihood);
        pack.double(found.value());
        Ok(())
    })
}

fn put_answer(pack: &mut Pack, answer: &FillMaskAnswer) {
    pack.list(&answer.masks, |pack, mask| {
        pack.offsets(&mask.offsets);
        pack.list(&mask.predictions, put_prediction);
        pack.list(&mask.targets, put_target);
    });
    pack.list(&answer.fillings, |pack, filling| {
        pack.list(&filling.predictions, put_prediction);
        pack.float(filling.score);
        pack.double(filling.log_score);
    });
}

fn put_prediction(pack: &mut Pack, prediction: &Prediction) {
    pack.list(&prediction.token_ids, |pack, id| pack.count(*id as usize));
    pack.float(prediction.score);
    pack.double(prediction.log_score);
    pack.int(prediction.starts_word.into());
    pack.string(&prediction.text);
}

/// The status as a number of the C ABI, and -1 for a target without a prediction.
fn put_target(pack: &mut Pack, target: &Target) {
    pack.int(status(target).cast_signed());
    pack.int(target.prediction.map_or(-1, |place| place as i32));
}

fn put_parity(pack: &mut Pack, mask: &ParityMask) {
    pack.offsets(&mask.offsets);
    pack.list(&mask.predictions, |pack, prediction| {
        pack.float(prediction.score);
        pack.count(prediction.token_id as usize);
        pack.string(&prediction.token_str);
        pack.string(&prediction.sequence);
    });
}
