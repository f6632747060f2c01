//! The character map of a SentencePiece normalizer, checked: the crate that applies it follows it wherever it leads.
//!
//! The map is a length in bytes, a trie of that length in units of 32 bits, and texts. The trie is a double array as
//! SentencePiece writes it: from a node, byte `b` leads to the unit at `node ^ b`, which counts if its label is `b`.

use serde_json::Value;

/// Whether the map of a normalizer, `Precompiled`, leads nowhere out of its bounds, whatever the text.
pub(super) fn is_sound(normalizer: &Value) -> bool {
    let map = || base64::decode(normalizer.get("precompiled_charsmap")?.as_str()?).ok();
    map().is_some_and(|map| stays_within(&map))
}

fn stays_within(map: &[u8]) -> bool {
    let Some((length, rest)) = map.split_first_chunk() else { return false };
    let Some((trie, texts)) = rest.split_at_checked(u32::from_le_bytes(*length) as usize / 4 * 4) else { return false };
    let units: Vec<Unit> = trie.as_chunks().0.iter().map(|bytes| Unit(u32::from_le_bytes(*bytes))).collect();
    str::from_utf8(texts).is_ok_and(|texts| every_way_ends(&units, texts))
}

/// Whether all that can be read from the first unit on is there.
fn every_way_ends(units: &[Unit], texts: &str) -> bool {
    let mut open: Vec<usize> = units.first().map(|unit| unit.offset()).into_iter().collect();
    let mut seen = vec![false; units.len()];
    while let Some(node) = open.pop() {
        // Any byte may be asked for: `node ^ byte` is at most this.
        let Some(seen) = seen.get_mut(node).filter(|_| node | 0xFF < units.len()) else { return false };
        if std::mem::replace(seen, true) {
            continue;
        }
        for byte in 1..=0xFF {
            let Some(unit) = units.get(node ^ byte).filter(|unit| unit.label() == byte) else { continue };
            let next = node ^ byte ^ unit.offset();
            let text = || units.get(next).is_some_and(|unit| texts.is_char_boundary(unit.value()));
            if unit.has_text() && !text() {
                return false;
            }
            open.push(next);
        }
    }
    !units.is_empty()
}

/// One unit of the trie.
#[derive(Debug, Clone, Copy)]
struct Unit(u32);

impl Unit {
    fn offset(self) -> usize {
        (self.0 as usize >> 10) << ((self.0 & (1 << 9)) >> 6)
    }

    /// The byte that leads here, or a number that is none.
    fn label(self) -> usize {
        (self.0 & (1 << 31 | 0xFF)) as usize
    }

    /// Whether the unit at this one's offset says where a text starts.
    fn has_text(self) -> bool {
        self.0 >> 8 & 1 == 1
    }

    fn value(self) -> usize {
        (self.0 & !(1 << 31)) as usize
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use tokenizers::normalizers::Precompiled;
    use tokenizers::{NormalizedString, Normalizer, NormalizerWrapper};

    use super::super::rules::check;

    /// A map that writes `a` as `texts` from `at` on; everything is in one block of units.
    fn map(units: usize, at: u32, texts: &str) -> Vec<u8> {
        let mut trie = vec![0u32; units];
        let mut set = |place: usize, unit: u32| trie.get_mut(place).into_iter().for_each(|old| *old = unit);
        // The first node is 0; `a` leads from there to a node whose first unit is at 2.
        set(0x61, 0x61 | 1 << 8 | (0x61 ^ 2) << 10);
        set(2, at);
        let length = 4 * units as u32;
        [length.to_le_bytes().as_slice(), &trie.iter().flat_map(|unit| unit.to_le_bytes()).collect::<Vec<_>>()]
            .concat()
            .into_iter()
            .chain(texts.bytes())
            .collect()
    }

    fn normalizer(map: &[u8]) -> Option<NormalizerWrapper> {
        Some(NormalizerWrapper::Precompiled(Precompiled::from(map).ok()?))
    }

    fn normalize(normalizer: &NormalizerWrapper, text: &str) -> String {
        let mut text = NormalizedString::from(text);
        normalizer.normalize(&mut text).unwrap();
        text.get().to_owned()
    }

    #[test]
    fn a_sound_map_is_taken_and_does_what_it_says() {
        let normalizer = normalizer(&map(256, 2, "x\0ñ\0")).unwrap();
        assert_eq!(check(&normalizer), Ok(()));
        assert_eq!(normalize(&normalizer, "fiebre alta"), "fiebre ñltñ");
    }

    #[test]
    fn maps_that_lead_out_of_their_bounds_are_refused() {
        let beyond_the_texts = map(256, 6, "x\0ñ\0");
        let inside_a_character = map(256, 3, "x\0ñ\0");
        let short_trie = map(0x62, 2, "x\0ñ\0");
        let no_trie = map(0, 0, "");
        for map in [beyond_the_texts, inside_a_character, short_trie, no_trie] {
            assert!(check(&normalizer(&map).unwrap()).is_err());
        }
    }

    proptest! {
        #[test]
        fn a_map_that_is_taken_normalizes_any_text(
            units in prop::collection::vec(prop_oneof![Just(0u32), any::<u32>(), 0u32..1 << 18], 256..300),
            texts in "[a-zñ\u{0}]{0,20}",
            text in "[a-c\u{0}ñ😀]{0,20}",
        ) {
            let trie: Vec<u8> = units.iter().flat_map(|unit| unit.to_le_bytes()).collect();
            let map = [&(trie.len() as u32).to_le_bytes(), trie.as_slice(), texts.as_bytes()].concat();
            let normalizer = normalizer(&map).unwrap();
            if check(&normalizer).is_ok() {
                normalize(&normalizer, &text);
            }
        }
    }
}
