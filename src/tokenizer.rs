//! stub
use crate::error::*;
pub(crate) struct Tokenizer(tokenizers::Tokenizer);
pub(crate) struct WordEncoder<'a> {
    t: &'a Tokenizer,
    max: usize,
}
impl WordEncoder<'_> {
    pub(crate) fn encode(&mut self, w: &str, ids: &mut Vec<u32>) -> bool {
        let e = self.t.0.encode_fast(format!(" {w}"), false).unwrap();
        let mut v = e.get_ids().to_vec();
        if v.is_empty() {
            v.push(3)
        };
        let s = v.len() > self.max;
        v.truncate(self.max);
        ids.extend(v);
        s
    }
}
impl Tokenizer {
    pub(crate) fn stub(b: &[u8]) -> Result<Self> {
        let mut t = tokenizers::Tokenizer::from_bytes(b).unwrap();
        t.set_encode_special_tokens(true);
        Ok(Self(t))
    }
    pub(crate) fn word_encoder(&self, max: usize) -> WordEncoder<'_> {
        WordEncoder { t: self, max }
    }
    pub(crate) fn with_special(&self, ids: &[u32]) -> Vec<u32> {
        let mut v = vec![0];
        v.extend(ids);
        v.push(2);
        v
    }
    pub(crate) fn mask_id(&self) -> u32 {
        4
    }
    pub(crate) fn mask_token(&self) -> &str {
        "<mask>"
    }
    pub(crate) fn mask_strips_left(&self) -> bool {
        true
    }
    pub(crate) fn encode_text(&self, t: &str) -> Vec<u32> {
        if t.is_empty() { vec![] } else { self.0.encode_fast(t, false).unwrap().get_ids().to_vec() }
    }
    pub(crate) fn token_text(&self, id: u32) -> (String, bool) {
        let s = self.0.decode(&[id], false).unwrap();
        let t = s.trim_start().to_owned();
        (t.clone(), s.len() != t.len())
    }
}
