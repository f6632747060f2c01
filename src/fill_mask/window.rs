//! The windows that masks are read in, cut from token ids. Pure.

use std::ops::Range;

/// Tokens of the text between two masks, before the first or after the last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Gap {
    /// All of them.
    Whole(Vec<u32>),
    /// Of a gap longer than a window, as many of its first and of its last tokens as fit in one.
    Ends { first: Vec<u32>, last: Vec<u32> },
}

impl Gap {
    /// Up to `count` of its first tokens.
    fn first(&self, count: usize) -> &[u32] {
        let (Self::Whole(tokens) | Self::Ends { first: tokens, .. }) = self;
        tokens.get(..count).unwrap_or(tokens)
    }

    /// Up to `count` of its last tokens.
    fn last(&self, count: usize) -> &[u32] {
        let (Self::Whole(tokens) | Self::Ends { last: tokens, .. }) = self;
        tokens.get(tokens.len().saturating_sub(count)..).unwrap_or_default()
    }

    /// Its tokens, unless there are more than a window holds.
    fn len(&self) -> Option<usize> {
        match self {
            Self::Whole(tokens) => Some(tokens.len()),
            Self::Ends { .. } => None,
        }
    }
}

/// A text with masks as tokens: a gap, a mask, a gap, and so on to a last gap.
pub(super) struct Passage {
    gaps: Vec<Gap>,
    mask: u32,
    window_tokens: usize,
    groups: Vec<Range<usize>>,
}

/// One run: token ids without special ones, and where each of its masks stands among them.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub(super) struct Window {
    pub(super) ids: Vec<u32>,
    pub(super) rows: Vec<usize>,
}

impl Window {
    /// The same window for one of its masks alone.
    pub(super) fn only(self, mask: usize) -> Self {
        Self { rows: self.rows.get(mask).copied().into_iter().collect(), ids: self.ids }
    }
}

/// What stands in a passage instead of its mask tokens.
#[derive(Clone, Copy, Default)]
pub(super) struct Fill<'a> {
    /// One token each for the first masks.
    pub(super) done: &'a [u32],
    /// Something else at one mask.
    pub(super) at: Option<FillAt<'a>>,
}

/// Tokens at one mask, and what stands before and after it then.
#[derive(Clone, Copy)]
pub(super) struct FillAt<'a> {
    pub(super) mask: usize,
    pub(super) tokens: &'a [u32],
    pub(super) before: &'a Gap,
    pub(super) after: &'a Gap,
}

impl Passage {
    /// `gaps`, of which there is one more than masks, around masks with the id `mask`, to be read in windows of up to
    /// `window_tokens`.
    pub(super) fn new(gaps: Vec<Gap>, mask: u32, window_tokens: usize) -> Self {
        let groups = groups(&gaps, window_tokens);
        Self { gaps, mask, window_tokens, groups }
    }

    /// The masks that share a window, in order.
    pub(super) fn groups(&self) -> &[Range<usize>] {
        &self.groups
    }

    /// The gap before mask `index`, or after the one before it.
    pub(super) fn gap(&self, index: usize) -> Option<&Gap> {
        self.gaps.get(index)
    }

    /// The masks that share a window with `mask`.
    pub(super) fn group_of(&self, mask: usize) -> Range<usize> {
        let index = self.groups.partition_point(|group| group.end <= mask);
        self.groups.get(index).cloned().unwrap_or(mask..mask + 1)
    }

    /// The window of these masks: they stand in its middle, unless the text ends on one side; then the other has the
    /// room. What lies beyond is not looked at, so an answer is the same whether it is there or not.
    ///
    /// `None` if what stands between the first and the last mask, and at them, is more than a window holds.
    pub(super) fn window(&self, masks: Range<usize>, fill: &Fill<'_>) -> Option<Window> {
        let view = View { passage: self, fill };
        let mut middle: Vec<u32> = Vec::new();
        let mut rows = Vec::with_capacity(masks.len());
        for mask in masks.clone() {
            if mask > masks.start {
                middle.extend(view.gap(mask).first(self.window_tokens));
            }
            rows.push(middle.len());
            middle.extend(view.at(mask));
        }
        let room = self.window_tokens.checked_sub(middle.len())?;
        let (before, after) = (view.before(masks.start, room), view.after(masks.end, room));
        let kept = (room / 2).max(room.saturating_sub(after.len())).min(before.len());
        rows.iter_mut().for_each(|row| *row += kept);
        let mut ids = before;
        ids.drain(..ids.len() - kept);
        ids.extend(middle);
        ids.extend(after.iter().take(room - kept));
        Some(Window { ids, rows })
    }
}

/// A passage with a fill.
struct View<'a> {
    passage: &'a Passage,
    fill: &'a Fill<'a>,
}

impl View<'_> {
    fn gap(&self, index: usize) -> &Gap {
        static NONE: Gap = Gap::Whole(Vec::new());
        match &self.fill.at {
            Some(at) if at.mask == index => at.before,
            Some(at) if at.mask + 1 == index => at.after,
            _ => self.passage.gaps.get(index).unwrap_or(&NONE),
        }
    }

    fn at(&self, mask: usize) -> &[u32] {
        match &self.fill.at {
            Some(at) if at.mask == mask => at.tokens,
            _ => std::slice::from_ref(self.fill.done.get(mask).unwrap_or(&self.passage.mask)),
        }
    }

    /// Up to `room` tokens before mask `mask`, in order.
    fn before(&self, mask: usize, room: usize) -> Vec<u32> {
        let mut reversed = Vec::with_capacity(room);
        for mask in (0..=mask).rev() {
            reversed.extend(self.gap(mask).last(room - reversed.len()).iter().rev());
            let previous = mask.checked_sub(1).map_or(&[][..], |previous| self.at(previous));
            reversed.extend(previous.iter().rev().take(room - reversed.len()));
            if reversed.len() == room {
                break;
            }
        }
        reversed.reverse();
        reversed
    }

    /// Up to `room` tokens from the gap `index` on, in order.
    fn after(&self, index: usize, room: usize) -> Vec<u32> {
        let mut tokens = Vec::with_capacity(room);
        for index in index..self.passage.gaps.len() {
            tokens.extend(self.gap(index).first(room - tokens.len()));
            if index + 1 < self.passage.gaps.len() {
                tokens.extend(self.at(index).iter().take(room - tokens.len()));
            }
            if tokens.len() == room {
                break;
            }
        }
        tokens
    }
}

/// Which masks share a window.
///
/// All do where the whole text fits in one. In a longer text, masks form a cluster while less than a quarter of a window
/// lies between neighbours; a cluster of up to a quarter of a window shares one, and the masks of a longer one get one
/// each. All that decides this lies within the windows themselves, so text beyond them changes nothing; and each mask
/// keeps three eighths of a window, where there is so much text, on either side.
fn groups(gaps: &[Gap], window_tokens: usize) -> Vec<Range<usize>> {
    let masks = gaps.len() - 1;
    let whole = gaps.iter().try_fold(masks, |sum, gap| Some(sum + gap.len()?));
    if whole.is_some_and(|tokens| tokens <= window_tokens) {
        return std::iter::once(0..masks).collect();
    }
    let limit = window_tokens / 4;
    let mut groups = Vec::new();
    let (mut start, mut tokens) = (0, 1);
    for mask in 1..=masks {
        let between = gaps.get(mask).filter(|_| mask < masks).and_then(Gap::len).filter(|between| *between < limit);
        if let Some(between) = between {
            tokens += between + 1;
            continue;
        }
        if tokens <= limit {
            groups.push(start..mask);
        } else {
            groups.extend((start..mask).map(|mask| mask..mask + 1));
        }
        (start, tokens) = (mask, 1);
    }
    groups
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const MASK: u32 = 0;

    /// A passage over tokens, 0 being the mask, as a reader gives it for gaps that are not read in part.
    fn passage(tokens: &[u32], window_tokens: usize) -> Passage {
        let gaps = tokens.split(|token| *token == MASK).map(|gap| Gap::Whole(gap.to_vec()));
        Passage::new(gaps.collect(), MASK, window_tokens)
    }

    fn windows(passage: &Passage) -> Vec<Window> {
        passage.groups().iter().map(|masks| passage.window(masks.clone(), &Fill::default()).unwrap()).collect()
    }

    /// Tokens 1, 2, ... with masks at these places.
    fn text(length: u32, masks: &[u32]) -> Vec<u32> {
        (1..=length).map(|token| if masks.contains(&token) { MASK } else { token }).collect()
    }

    #[test]
    fn a_text_that_fits_is_one_window_for_all_masks() {
        let tokens = text(20, &[1, 9, 20]);
        assert_eq!(windows(&passage(&tokens, 20)), [Window { ids: tokens.clone(), rows: vec![0, 8, 19] }]);
    }

    #[test]
    fn a_mask_stands_in_the_middle_of_its_window() {
        let window = &windows(&passage(&text(1000, &[500]), 21))[0];
        assert_eq!(window.ids, text(1000, &[500])[489..510]);
        assert_eq!(window.rows, [10]);
    }

    #[test]
    fn where_the_text_ends_the_other_side_has_the_room() {
        let tokens = text(100, &[3]);
        assert_eq!(windows(&passage(&tokens, 20))[0], Window { ids: tokens[..20].to_vec(), rows: vec![2] });
        let tokens = text(100, &[99]);
        assert_eq!(windows(&passage(&tokens, 20))[0], Window { ids: tokens[80..].to_vec(), rows: vec![18] });
    }

    #[test]
    fn near_masks_of_a_long_text_share_a_window_and_far_ones_do_not() {
        let passage = passage(&text(1000, &[500, 505, 700]), 40);
        assert_eq!(passage.groups(), [0..2, 2..3]);
        let window = &windows(&passage)[0];
        assert_eq!((window.ids.len(), window.rows.clone()), (40, vec![17, 22]));
        assert_eq!([passage.group_of(0), passage.group_of(1), passage.group_of(2)], [0..2, 0..2, 2..3]);
    }

    #[test]
    fn many_masks_in_a_row_get_a_window_each() {
        let passage = passage(&text(1000, &[500, 505, 510, 515]), 40);
        assert_eq!(passage.groups(), [0..1, 1..2, 2..3, 3..4]);
    }

    #[test]
    fn tokens_at_a_mask_take_room_from_both_sides() {
        let passage = passage(&text(1000, &[500]), 21);
        let (before, after) = (passage.gap(0).unwrap(), passage.gap(1).unwrap());
        let at = Some(FillAt { mask: 0, tokens: &[7, 8, 9], before, after });
        let window = passage.window(0..1, &Fill { done: &[], at }).unwrap();
        assert_eq!((window.ids.len(), window.rows.clone()), (21, vec![9]));
        assert_eq!(window.ids[8..13], [499, 7, 8, 9, 501]);
        let tokens = vec![7; 22];
        let at = Some(FillAt { mask: 0, tokens: &tokens, before, after });
        assert_eq!(passage.window(0..1, &Fill { done: &[], at }), None);
    }

    #[test]
    fn the_first_masks_may_be_filled() {
        let passage = passage(&text(6, &[2, 4, 6]), 10);
        let window = passage.window(0..3, &Fill { done: &[91, 92], at: None }).unwrap();
        assert_eq!(window.ids, [1, 91, 3, 92, 5, MASK]);
    }

    /// Runs of text between masks, short and long against a window of 24 tokens.
    fn tokens() -> impl Strategy<Value = Vec<u32>> {
        prop::collection::vec(0usize..60, 2..9).prop_map(|gaps| {
            let mut next = 0;
            let mut tokens = Vec::new();
            for (index, gap) in gaps.iter().enumerate() {
                tokens.extend((index > 0).then_some(MASK));
                tokens.extend((0..*gap).map(|_| {
                    next += 1;
                    next
                }));
            }
            tokens
        })
    }

    proptest! {
        #[test]
        fn every_mask_is_in_one_window_cut_from_the_text(tokens in tokens()) {
            const WINDOW: usize = 24;
            let places: Vec<usize> = (0..tokens.len()).filter(|&place| tokens[place] == MASK).collect();
            let passage = passage(&tokens, WINDOW);
            let windows = windows(&passage);
            let mut mask = 0;
            for (masks, window) in passage.groups().iter().zip(&windows) {
                prop_assert_eq!(masks.start, mask);
                prop_assert_eq!(window.ids.len(), WINDOW.min(tokens.len()));
                let start = places[masks.start] - window.rows[0];
                prop_assert_eq!(&window.ids[..], &tokens[start..start + window.ids.len()]);
                for (&place, &row) in places[masks.clone()].iter().zip(&window.rows) {
                    prop_assert_eq!(place, start + row);
                    // Three eighths of a window, but for rounding, unless the text ends.
                    let (left, right) = (row, window.ids.len() - row - 1);
                    prop_assert!(left + 2 >= (3 * WINDOW / 8).min(place));
                    prop_assert!(right + 2 >= (3 * WINDOW / 8).min(tokens.len() - place - 1));
                }
                mask = masks.end;
            }
            prop_assert_eq!(mask, places.len());
        }

        #[test]
        fn text_beyond_a_window_changes_nothing(tokens in tokens()) {
            const WINDOW: usize = 24;
            let whole = passage(&tokens, WINDOW);
            let places: Vec<usize> = (0..tokens.len()).filter(|&place| tokens[place] == MASK).collect();
            for (masks, window) in whole.groups().iter().zip(windows(&whole)) {
                let start = places[masks.start] - window.rows[0];
                let cut = passage(&tokens[start..start + window.ids.len()], WINDOW);
                let first = places.iter().filter(|&&place| place < start).count();
                // What is left fits in one window, which all masks in it share.
                let alone = cut.window(masks.start - first..masks.end - first, &Fill::default()).unwrap();
                prop_assert_eq!(&alone, &window);
                // One token more on either side, and grouping is by clusters again.
                let (from, to) = (start.saturating_sub(1), (start + window.ids.len() + 1).min(tokens.len()));
                if to - from > WINDOW {
                    let cut = passage(&tokens[from..to], WINDOW);
                    let first = places.iter().filter(|&&place| place < from).count();
                    let group = cut.group_of(masks.start - first);
                    prop_assert_eq!(group.start + first..group.end + first, masks.clone());
                    prop_assert_eq!(cut.window(group, &Fill::default()).unwrap(), window);
                }
            }
        }
    }
}
