//! A native method that answers at once, for the benchmark of the crossing: a text in, 256 entities out, no model.

use std::sync::Arc;

use jni::EnvUnowned;
use jni::objects::{JByteArray, JClass, JString};

use super::call::{answer, document};
use super::ner::put_entities;
use crate::ner::{Entity, NerAnswer};
use crate::text::{Offsets, Span};

const ENTITIES: usize = 256;

/// `byte[] cross(String text)` of `org.cajal.Crossing`
#[unsafe(no_mangle)]
pub extern "system" fn Java_org_cajal_Crossing_cross<'local>(
    env: EnvUnowned<'local>,
    _class: JClass<'local>,
    text: JString<'local>,
) -> JByteArray<'local> {
    answer(env, |env, pack| {
        let document = document(env, &text)?;
        let words = document.text().len();
        let labels: [Arc<str>; 2] = ["PROTEINAS".into(), "NORMALIZABLES".into()];
        let entities = (0..ENTITIES).zip(labels.iter().cycle()).map(|(index, label)| entity(index, label)).collect();
        let models = ["clinical-es-mini-pharmaconer".to_owned()];
        put_entities(pack, &document, &models, &NerAnswer { entities, words, ..NerAnswer::default() });
        Ok(())
    })
}

fn entity(index: usize, label: &Arc<str>) -> Entity {
    let span = Span { start: 10 * index, end: 10 * index + 8 };
    Entity { label: label.clone(), score: 0.9, offsets: Offsets { utf8: span, utf16: span, codepoint: span }, model: 0 }
}
