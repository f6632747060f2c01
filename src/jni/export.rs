//! The native methods that write what was found: exports and de-identified texts.

use jni::objects::{JByteArray, JClass, JObjectArray, JString};
use jni::refs::IntoAuto;
use jni::{Env, EnvUnowned};

use super::call::{answer, document, documents, failed, name, options};
use super::ner::{Entities, take_entities};
use super::pack::Pack;
use crate::deidentify::{Pseudonym, Segment, deidentify};
use crate::error::Result;
use crate::ffi::export::{Added, cajal_export};
use crate::ffi::ner::check_text;

/// `byte[] export(String format, String[] names, String[] texts, byte[][] entities)`
#[unsafe(no_mangle)]
pub extern "system" fn Java_org_cajal_Native_export<'local>(
    env: EnvUnowned<'local>,
    _class: JClass<'local>,
    format: JString<'local>,
    names: JObjectArray<'local, JString<'local>>,
    texts: JObjectArray<'local, JString<'local>>,
    results: JObjectArray<'local, JByteArray<'local>>,
) -> JByteArray<'local> {
    answer(env, |env, pack| {
        let mut export = cajal_export::new(&name(env, &format, "format")?)?;
        for (index, document) in documents(env, &texts)?.into_iter().enumerate() {
            let called = names.get_element(env, index).map_err(failed)?.auto();
            let result = results.get_element(env, index).map_err(failed)?.auto();
            let Entities { fingerprint, models, answer } = entities(env, &result)?;
            check_text(fingerprint, &document)?;
            export.add(Added { name: name(env, &called, "document's name")?, models, document, answer })?;
        }
        pack.string(&export.write());
        pack.long(export.left_out.cast_signed());
        Ok(())
    })
}

/// `byte[] deidentify(String text, byte[] entities, String[] options)`
#[unsafe(no_mangle)]
pub extern "system" fn Java_org_cajal_Native_deidentify<'local>(
    env: EnvUnowned<'local>,
    _class: JClass<'local>,
    text: JString<'local>,
    result: JByteArray<'local>,
    pairs: JObjectArray<'local, JString<'local>>,
) -> JByteArray<'local> {
    answer(env, |env, pack| {
        let replacement = options(env, &pairs)?.for_deidentify()?;
        let document = document(env, &text)?;
        let Entities { fingerprint, answer, .. } = entities(env, &result)?;
        check_text(fingerprint, &document)?;
        let new = deidentify(&document, &answer.entities, replacement);
        pack.string(new.document.text());
        pack.list(&new.segments, put_segment);
        pack.list(&new.pseudonyms, put_pseudonym);
        Ok(())
    })
}

fn entities(env: &Env<'_>, bytes: &JByteArray<'_>) -> Result<Entities> {
    take_entities(&env.convert_byte_array(bytes).map_err(failed)?)
}

/// The label is a list of one or none.
fn put_segment(pack: &mut Pack, segment: &Segment) {
    pack.offsets(&segment.from);
    pack.offsets(&segment.to);
    pack.list(segment.replaced.as_slice(), |pack, label| pack.string(label));
}

fn put_pseudonym(pack: &mut Pack, pseudonym: &Pseudonym) {
    pack.string(&pseudonym.tag);
    pack.string(&pseudonym.label);
    pack.list(&pseudonym.spellings, |pack, spelling| pack.string(spelling));
    pack.count(pseudonym.count);
}
