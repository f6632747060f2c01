//! Labels and the tagging schemes that write them: `B-PROTEINAS` is the tag, `PROTEINAS` the label.

use std::sync::Arc;

/// What a tag says of its word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tag {
    /// The word is in no entity.
    Outside,
    /// The word is in an entity with this label, an index into [`LabelSet::names`].
    Entity {
        /// Where in the entity the word stands.
        part: Part,
        /// The label.
        label: usize,
    },
}

/// Where in its entity a word stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// The first word (`B`).
    Begin,
    /// A word that goes on with the entity before it or else opens one (`I`, and every label without a prefix).
    Inside,
    /// The last word (`E`, `L`).
    End,
    /// The only word (`S`, `U`).
    Single,
}

/// A model's labels and what each of its class ids means.
///
/// Thread safety: immutable.
#[derive(Debug, Clone)]
pub(crate) struct LabelSet {
    tags: Vec<Tag>,
    names: Vec<Arc<str>>,
}

impl LabelSet {
    /// Whether some tag says that its word is in no entity.
    pub(crate) fn has_outside(&self) -> bool {
        self.tags.contains(&Tag::Outside)
    }

    /// Reads `id2label`, in order of the ids.
    ///
    /// A tag may carry one of the prefixes `B I E S L U` and a separator. The set decides, not the single tag, because
    /// `E_COLI` may be a label and `B_PER` a tag:
    ///
    /// * a separator is in use if some label stands behind two different prefixes (`B_PER`, `I_PER`);
    /// * `-` is also in use if every tag but `O` has a prefix with it (`I-PER`, `I-LOC`), for no label is known that looks so;
    /// * `-` is tried first, and the other separator is then part of the label (`B-DRUG_CLASS`).
    ///
    /// A tag without the prefix in use is a label by itself, kept as it is (`LABEL_0`): adjacent words with it join.
    pub(crate) fn new(id2label: &[String]) -> Self {
        let separator = ['-', '_'].into_iter().find(|separator| is_in_use(*separator, id2label));
        let mut set = Self { tags: Vec::with_capacity(id2label.len()), names: Vec::new() };
        for tag in id2label {
            let tag = set.read(tag, separator);
            set.tags.push(tag);
        }
        set
    }

    /// What class `id` means. An id that no class has is outside.
    pub(crate) fn tag(&self, id: usize) -> Tag {
        self.tags.get(id).copied().unwrap_or(Tag::Outside)
    }

    /// The labels without prefixes, in order of their first id.
    pub(crate) fn names(&self) -> &[Arc<str>] {
        &self.names
    }

    fn read(&mut self, tag: &str, separator: Option<char>) -> Tag {
        if tag == OUTSIDE {
            return Tag::Outside;
        }
        let prefixed = separator.and_then(|separator| split_prefix(tag, separator));
        let (prefix, name) = prefixed.unwrap_or(('I', tag));
        Tag::Entity { part: part_of(prefix), label: self.index_of(name) }
    }

    fn index_of(&mut self, name: &str) -> usize {
        let known = self.names.iter().position(|known| **known == *name);
        known.unwrap_or_else(|| {
            self.names.push(name.into());
            self.names.len() - 1
        })
    }
}

const OUTSIDE: &str = "O";

fn is_in_use(separator: char, id2label: &[String]) -> bool {
    let entity_tags = || id2label.iter().filter(|tag| *tag != OUTSIDE);
    let prefixed: Vec<_> = entity_tags().filter_map(|tag| split_prefix(tag, separator)).collect();
    let repeated = prefixed.iter().any(|(prefix, name)| {
        prefixed.iter().any(|(other_prefix, other_name)| name == other_name && prefix != other_prefix)
    });
    repeated || (separator == '-' && !prefixed.is_empty() && prefixed.len() == entity_tags().count())
}

/// `B-PER` into `B` and `PER`, if the tag starts with a prefix and `separator` and has a name behind them.
pub(crate) fn split_prefix(tag: &str, separator: char) -> Option<(char, &str)> {
    let (prefix, name) = tag.split_once(separator)?;
    let mut letters = prefix.chars();
    let letter = letters.next().filter(|letter| "BIESLU".contains(*letter))?;
    (letters.next().is_none() && !name.is_empty()).then_some((letter, name))
}

/// What a prefix says; any letter that is none says the same as `I`.
pub(crate) fn part_of(prefix: char) -> Part {
    match prefix {
        'B' => Part::Begin,
        'E' | 'L' => Part::End,
        'S' | 'U' => Part::Single,
        _ => Part::Inside,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(tags: &[&str]) -> LabelSet {
        LabelSet::new(&tags.iter().map(|tag| tag.to_string()).collect::<Vec<_>>())
    }

    fn names(tags: &[&str]) -> Vec<String> {
        set(tags).names().iter().map(|name| name.to_string()).collect()
    }

    fn entity(part: Part, label: usize) -> Tag {
        Tag::Entity { part, label }
    }

    #[test]
    fn bio_tags_share_their_label() {
        let set = set(&["O", "B-NORMALIZABLES", "B-PROTEINAS", "I-NORMALIZABLES", "I-PROTEINAS"]);
        assert_eq!(set.names().iter().map(|name| &**name).collect::<Vec<_>>(), ["NORMALIZABLES", "PROTEINAS"]);
        assert_eq!(set.tag(0), Tag::Outside);
        assert_eq!(set.tag(1), entity(Part::Begin, 0));
        assert_eq!(set.tag(4), entity(Part::Inside, 1));
    }

    #[test]
    fn only_a_large_o_is_outside() {
        assert!(set(&["O", "B-X"]).has_outside());
        assert!(!set(&["o", "B-X"]).has_outside() && !set(&["0", "OTRO"]).has_outside());
    }

    #[test]
    fn bioes_and_bilou_with_an_underscore_are_read() {
        let set = set(&["O", "B_PER", "I_PER", "E_PER", "S_PER", "S_LOC", "L_PER", "U_PER"]);
        let parts: Vec<Tag> = (1..8).map(|id| set.tag(id)).collect();
        assert_eq!(
            parts,
            [
                entity(Part::Begin, 0),
                entity(Part::Inside, 0),
                entity(Part::End, 0),
                entity(Part::Single, 0),
                entity(Part::Single, 1),
                entity(Part::End, 0),
                entity(Part::Single, 0)
            ]
        );
    }

    #[test]
    fn labels_that_only_look_prefixed_are_kept_whole() {
        assert_eq!(names(&["O", "E_COLI", "S_AUREUS"]), ["E_COLI", "S_AUREUS"]);
        assert_eq!(names(&["O", "B-CELL", "T-CELL"]), ["B-CELL", "T-CELL"]);
    }

    #[test]
    fn a_set_with_one_prefix_and_a_hyphen_is_prefixed() {
        assert_eq!(names(&["O", "I-PER", "I-LOC"]), ["PER", "LOC"]);
        assert_eq!(names(&["B-MORFOLOGIA_NEOPLASIA", "O"]), ["MORFOLOGIA_NEOPLASIA"]);
    }

    #[test]
    fn the_first_separator_of_the_set_leaves_the_other_to_the_label() {
        assert_eq!(names(&["O", "B-DRUG_CLASS", "I-DRUG_CLASS"]), ["DRUG_CLASS"]);
        assert_eq!(names(&["O", "B_DRUG-CLASS", "I_DRUG-CLASS"]), ["DRUG-CLASS"]);
        assert_eq!(names(&["O", "B-DRUG-X", "I-DRUG-X"]), ["DRUG-X"]);
    }

    #[test]
    fn generic_names_are_kept_as_they_are() {
        let set = set(&["LABEL_0", "LABEL_1"]);
        assert_eq!(set.names().len(), 2);
        assert_eq!(&*set.names()[1], "LABEL_1");
        assert_eq!(set.tag(1), entity(Part::Inside, 1));
    }

    #[test]
    fn labels_without_prefix_may_stand_among_tags() {
        let set = set(&["O", "B-PER", "I-PER", "MISC", "B-", "-X"]);
        assert_eq!(set.tag(3), entity(Part::Inside, 1));
        assert_eq!(set.names().iter().map(|name| &**name).collect::<Vec<_>>(), ["PER", "MISC", "B-", "-X"]);
    }

    #[test]
    fn an_id_beyond_the_labels_is_outside() {
        assert_eq!(set(&["A"]).tag(7), Tag::Outside);
        assert_eq!(set(&[]).tag(0), Tag::Outside);
    }
}
