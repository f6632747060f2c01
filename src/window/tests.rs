use proptest::prelude::*;

use super::*;
use crate::decode::{Decoder, RawEntity};
use crate::label::LabelSet;
use crate::text::Span;

/// Windows of words given as (tokens, ends a sentence).
fn plan(words: &[(usize, bool)], window_tokens: usize, overlap_tokens: usize) -> Vec<Window> {
    let mut planner = Planner::new(Limits::new(window_tokens, overlap_tokens).unwrap());
    let mut windows = Vec::new();
    for (tokens, ends_sentence) in words {
        planner.push(*tokens, *ends_sentence);
        windows.extend(std::iter::from_fn(|| planner.pop()));
    }
    planner.finish();
    windows.extend(std::iter::from_fn(|| planner.pop()));
    windows
}

/// Sentences of one-token words with these lengths.
fn sentences(lengths: &[usize]) -> Vec<(usize, bool)> {
    lengths.iter().flat_map(|length| (1..=*length).map(move |word| (1, word == *length))).collect()
}

fn window(words: Range<usize>, owned: Range<usize>) -> Window {
    Window { words, owned }
}

#[test]
fn whole_sentences_are_packed_while_they_fit() {
    assert_eq!(
        plan(&sentences(&[3, 4, 3, 5, 5, 1]), 10, 2),
        [window(0..10, 0..10), window(10..20, 10..20), window(20..21, 20..21)]
    );
}

#[test]
fn a_sentence_that_does_not_fit_any_more_starts_the_next_window() {
    assert_eq!(plan(&sentences(&[6, 5]), 10, 2), [window(0..6, 0..6), window(6..11, 6..11)]);
}

#[test]
fn a_sentence_may_end_after_its_last_word_was_read() {
    let mut planner = Planner::new(Limits::new(10, 2).unwrap());
    (0..6).for_each(|_| planner.push(1, false));
    planner.end_sentence();
    (0..5).for_each(|_| planner.push(1, false));
    planner.finish();
    assert_eq!([planner.pop(), planner.pop()], [Some(window(0..6, 0..6)), Some(window(6..11, 6..11))]);
}

#[test]
fn a_long_sentence_is_cut_with_overlap_and_its_words_go_to_the_more_central_side() {
    // Words 6..10 stand in both: word 7 is 2 from the edge of the first and 1 from that of the second, word 8 the reverse.
    assert_eq!(plan(&sentences(&[16]), 10, 4), [window(0..10, 0..8), window(6..16, 8..16)]);
}

#[test]
fn a_word_as_central_in_both_windows_goes_to_the_earlier() {
    // Words 7, 8 and 9 are shared; word 8 is 1 from the edge of either.
    assert_eq!(plan(&sentences(&[17]), 10, 3), [window(0..10, 0..9), window(7..17, 9..17)]);
}

#[test]
fn a_long_sentence_starts_in_a_window_of_its_own_and_sentences_after_it_are_packed_with_its_end() {
    assert_eq!(
        plan(&sentences(&[2, 12, 3, 9]), 10, 0),
        [window(0..2, 0..2), window(2..12, 2..12), window(12..17, 12..17), window(17..26, 17..26)]
    );
}

#[test]
fn a_word_longer_than_the_window_stands_alone_in_it() {
    assert_eq!(
        plan(&[(1, false), (50, false), (1, true)], 10, 5),
        [window(0..1, 0..1), window(1..2, 1..2), window(2..3, 2..3)]
    );
}

#[test]
fn the_overlap_gives_way_to_a_large_word() {
    // Before a word of 9 tokens there is room for 1 of the 4 overlap tokens.
    let words: Vec<(usize, bool)> = [vec![(1, false); 10], vec![(9, true)]].concat();
    assert_eq!(plan(&words, 10, 4), [window(0..10, 0..10), window(9..11, 10..11)]);
}

#[test]
fn no_words_need_no_window() {
    assert_eq!(plan(&[], 10, 2), []);
}

#[test]
fn limits_that_cannot_be_met_are_refused() {
    for (window_tokens, overlap_tokens) in [(0, 0), (10, 6), (1, 1)] {
        let error = Limits::new(window_tokens, overlap_tokens).unwrap_err();
        assert_eq!(error.code(), ErrorCode::InvalidOption);
    }
}

#[test]
fn a_document_of_any_length_keeps_no_more_than_three_windows_of_sizes() {
    let mut planner = Planner::new(Limits::new(20, 5).unwrap());
    for word in 0..10_000 {
        planner.push(1 + word % 3, word % 37 == 0 || word > 5_000);
        while planner.pop().is_some() {}
        assert!(planner.sizes.tokens.len() <= 60);
    }
}

fn words() -> impl Strategy<Value = Vec<(usize, bool)>> {
    let size = prop_oneof![6 => 1usize..4, 2 => 1usize..12, 1 => 1usize..60];
    prop_oneof![
        prop::collection::vec((size.clone(), prop::bool::weighted(0.2)), 0..120),
        prop::collection::vec((size, prop::bool::weighted(0.02)), 0..120),
    ]
}

fn limits() -> impl Strategy<Value = (usize, usize)> {
    (1usize..40).prop_flat_map(|window| (Just(window), 0..=window / 2))
}

/// Tokens between a word and the nearer edge of a window.
fn centrality(words: &[(usize, bool)], window: &Window, word: usize, window_tokens: usize) -> usize {
    let size =
        |range: Range<usize>| -> usize { words[range].iter().map(|(tokens, _)| (*tokens).min(window_tokens)).sum() };
    size(window.words.start..word).min(size(word + 1..window.words.end))
}

proptest! {
    #[test]
    fn every_word_is_owned_once_and_lies_in_its_window(words in words(), (window_tokens, overlap) in limits()) {
        let windows = plan(&words, window_tokens, overlap);
        let owned: Vec<usize> = windows.iter().flat_map(|window| window.owned.clone()).collect();
        prop_assert_eq!(owned, (0..words.len()).collect::<Vec<_>>());
        for window in &windows {
            prop_assert!(window.words.start <= window.owned.start && window.owned.end <= window.words.end);
        }
        for pair in windows.windows(2) {
            prop_assert!(pair[0].words.start < pair[1].words.start && pair[0].words.end < pair[1].words.end);
        }
    }

    #[test]
    fn no_window_is_over_full(words in words(), (window_tokens, overlap) in limits()) {
        for window in plan(&words, window_tokens, overlap) {
            let tokens: usize = words[window.words.clone()].iter().map(|(tokens, _)| tokens).sum();
            prop_assert!(tokens <= window_tokens || window.words.len() == 1);
        }
    }

    #[test]
    fn only_sentences_longer_than_a_window_are_cut(words in words(), (window_tokens, overlap) in limits()) {
        let windows = plan(&words, window_tokens, overlap);
        let mut first = 0;
        for (last, _) in words.iter().enumerate().filter(|(_, (_, ends))| *ends) {
            let tokens: usize = words[first..=last].iter().map(|(tokens, _)| tokens).sum();
            let whole = windows.iter().any(|window| window.owned.start <= first && last < window.owned.end);
            prop_assert!(whole || tokens > window_tokens);
            first = last + 1;
        }
    }

    #[test]
    fn neighbours_share_no_more_than_the_overlap(words in words(), (window_tokens, overlap) in limits()) {
        for pair in plan(&words, window_tokens, overlap).windows(2) {
            let shared = pair[1].words.start..pair[0].words.end.max(pair[1].words.start);
            let tokens: usize = words[shared].iter().map(|(tokens, _)| tokens).sum();
            prop_assert!(tokens <= overlap);
        }
    }

    #[test]
    fn a_word_is_owned_by_the_first_window_in_which_it_is_most_central(
        words in words(),
        (window_tokens, overlap) in limits(),
    ) {
        let windows = plan(&words, window_tokens, overlap);
        for word in 0..words.len() {
            let mut best: Option<(usize, &Window)> = None;
            for window in windows.iter().filter(|window| window.words.contains(&word)) {
                let here = centrality(&words, window, word, window_tokens);
                if best.is_none_or(|(before, _)| here > before) {
                    best = Some((here, window));
                }
            }
            let owner = windows.iter().find(|window| window.owned.contains(&word));
            prop_assert_eq!(best.map(|(_, window)| window), owner);
        }
    }

    #[test]
    fn decoding_in_windows_equals_decoding_the_whole_document(
        words in words(),
        ids in prop::collection::vec(0usize..5, 120),
        (window_tokens, overlap) in limits(),
    ) {
        let names = ["O", "B-X", "I-X", "B-Y", "I-Y"].map(str::to_owned);
        let labels = LabelSet::new(&names);
        let decode = |order: &mut dyn Iterator<Item = usize>| -> Vec<RawEntity> {
            let mut decoder = Decoder::default();
            let span = |word: usize| Span { start: 2 * word, end: 2 * word + 1 };
            let mut entities: Vec<RawEntity> =
                order.filter_map(|word| decoder.push(span(word), labels.tag(ids[word]), 0.5)).collect();
            entities.extend(decoder.finish());
            entities
        };
        let windows = plan(&words, window_tokens, overlap);
        let windowed = decode(&mut windows.iter().flat_map(|window| window.owned.clone()));
        prop_assert_eq!(windowed, decode(&mut (0..words.len())));
    }
}
